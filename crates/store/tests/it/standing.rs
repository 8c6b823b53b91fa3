//! Standing against a map that does the same by hand.

use crate::support::{House, at};
use azukari_store::{Change, StandingKey, StandingRow};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn any_key() -> impl Strategy<Value = StandingKey> {
    (1..4_u8, 0..3_u32, 0..2_u32).prop_map(|(kind, subject, member)| StandingKey { kind, subject, member })
}

fn any_row() -> impl Strategy<Value = StandingRow> {
    (any_key(), any::<(bool, u32, bool, bool, i64)>(), proptest::option::of(any::<i64>())).prop_map(
        |(of, (yes, meaning, had_yes, country_told, micros), until)| StandingRow {
            of,
            yes,
            meaning,
            had_yes,
            country_told,
            at: at(micros),
            until: until.map(at),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn standing_is_what_a_map_would_hold(changes in proptest::collection::vec(proptest::collection::vec(any_row(), 0..6), 0..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let house = House::new().await;
            let row = house.person(1, vec![]).await;
            let neighbour = house.person(2, vec![]).await;
            let mut map = BTreeMap::new();
            for group in changes {
                let mut writes = Vec::new();
                for row in group {
                    map.insert(row.of, row);
                    writes.push(Change::PutStanding(row));
                }
                house.done(house.effects(house.known(row, true).await, writes)).await;
            }
            assert_eq!(house.see(row).await.standing, map.into_values().collect::<Vec<_>>());
            assert_eq!(house.see(neighbour).await.standing, []);
        });
    }
}
