//! Reading: one moment, whatever is written meanwhile; pages in row order; what is due.

use crate::support::{House, at, everything, holding, key, standing};
use azukari_model::{ActId, Date, NoticeId, PersonId, RequestId, TokenId};
use azukari_store::{
    Change, DueMark, Effects, HoldingRow, NewOperation, NewVersion, NoticeRow, OperationRow, PersonRow, RequestRow,
    Subject, TokenRow, Values, VersionRow, Want, Who, Whom, WordRow,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_never_sees_half_of_what_is_written_together() {
    let house = House::new().await;
    let row =
        house.person(1, vec![Change::PutHolding(holding(1, 1, b"0")), Change::PutHolding(holding(2, 2, b"0"))]).await;
    let (store, service) = (house.store.clone(), house.service);
    let effects = house.effects(Subject::Nobody, vec![]);
    let writing = tokio::spawn(async move {
        for turn in 0..100_u64 {
            let value = turn.to_string();
            let changes = vec![
                Change::PutHolding(holding(1, 100 + turn, value.as_bytes())),
                Change::PutStanding(standing(1, 1, turn % 2 == 0)),
                Change::PutHolding(holding(2, 500 + turn, value.as_bytes())),
            ];
            let subject = Subject::Known { row, revision: turn + 1, raises: true };
            store.commit(vec![Effects { subject, changes, ..effects.clone() }]).await;
        }
    });
    let whom = Whom { service, who: Who::Row(row) };
    let mut seen = 0;
    while !writing.is_finished() {
        let person = house.store.snapshot(&whom, &everything()).await.unwrap().person.unwrap();
        assert_eq!(person.holdings[0].value, person.holdings[1].value);
        if let (Some(standing), Some(turn)) = (person.standing.first(), person.revision.checked_sub(2)) {
            assert_eq!(standing.yes, turn % 2 == 0);
            assert_eq!(person.holdings[0].value.as_ref().unwrap().bytes(), turn.to_string().as_bytes());
        }
        seen += 1;
        tokio::task::yield_now().await;
    }
    writing.await.unwrap();
    assert!(seen > 10);
    assert_eq!(house.see(row).await.revision, 101);
}

#[tokio::test]
async fn only_wanted_values_are_read() {
    let house = House::new().await;
    let row =
        house.person(1, vec![Change::PutHolding(holding(1, 1, b"a")), Change::PutHolding(holding(2, 2, b"b"))]).await;
    let want = Want { values: Values::Items(vec![2]), ..Want::default() };
    let whom = Whom { service: house.service, who: Who::Row(row) };
    let holdings = house.store.snapshot(&whom, &want).await.unwrap().person.unwrap().holdings;
    assert_eq!((&holdings[0].key, &holdings[0].value), (&None, &None));
    assert_eq!(holdings[1], holding(2, 2, b"b"));
}

#[tokio::test]
async fn everybody_is_walked_once_in_row_order() {
    let house = House::new().await;
    for id in 1..=7 {
        house.person(id, vec![Change::PutHolding(holding(1, 1, b"a"))]).await;
    }
    let other = house.store.ensure_service(&"other".parse().unwrap()).await.unwrap();
    house.done(Effects { service: other, ..house.effects(Subject::New(PersonId::from_bits(1)), vec![]) }).await;
    let mut ids = Vec::new();
    let mut after = Some(PersonRow::BEFORE_ALL);
    while let Some(row) = after {
        let page = house.store.page(house.service, row, 3, &everything()).await.unwrap();
        assert!(page.people.iter().all(|person| person.holdings.len() == 1));
        ids.extend(page.people.iter().map(|person| person.id.bits()));
        after = page.after;
    }
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn due_is_what_no_statute_keeps_longer() {
    let house = House::new().await;
    let until = |item, expires, kept| {
        let ends = HoldingRow { expires, kept_until: kept, ..holding(item, u64::from(item), b"v") };
        Change::PutHolding(ends)
    };
    let changes = vec![
        until(1, Some(at(100)), None),
        until(2, Some(at(50)), Some(at(300))),
        until(3, None, Some(at(1))),
        until(4, Some(at(90)), Some(at(10))),
    ];
    let row = house.person(1, changes).await;
    let items = async |now| -> Vec<u32> {
        let due = house.store.due(house.service, at(now), DueMark::BEFORE_ALL, 9).await.unwrap();
        // Behind each stand those that follow it.
        for (place, row) in due.iter().enumerate() {
            let rest = house.store.due(house.service, at(now), row.mark, 9).await.unwrap();
            assert_eq!(rest, due[place + 1..]);
        }
        due.iter().map(|due| due.of.item).collect()
    };
    assert_eq!(items(89).await, []);
    assert_eq!(items(100).await, [4, 1]);
    assert_eq!(items(300).await, [4, 1, 2]);
    let shorter = Change::SetEnds { of: holding(3, 0, b"").at, expires: Some(at(5)), kept_until: None };
    house.done(house.effects(house.known(row, true).await, vec![shorter])).await;
    assert_eq!(items(6).await, [3]);
    assert_eq!(house.store.counts(house.service, at(100)).await.unwrap().due, 3);
    assert_eq!(house.see(row).await.holdings[2].expires, Some(at(5)));
}

#[tokio::test]
async fn a_service_is_read_back_whole() {
    let house = House::new().await;
    let version = VersionRow {
        number: 1,
        hash: [1; 32],
        label: "2027-01".to_owned(),
        effective: at(7),
        day: Date::new(2027, 1, 15).unwrap(),
        by: "ofc".into(),
        activated: at(6),
        is_past: false,
    };
    let operation = OperationRow { number: 2, hash: [2; 32], by: "ofc".into(), at: at(6) };
    let words = vec![
        WordRow { family: "item".into(), name: "email".parse().unwrap(), number: 1 },
        WordRow { family: "source".into(), name: "signup".parse().unwrap(), number: 2 },
    ];
    let notice = NoticeRow { number: 1, id: NoticeId::from_bits(5), facts: "{}".to_owned() };
    let token = TokenRow {
        id: TokenId::from_bits(6),
        hash: [3; 32],
        owner: "desk".into(),
        role: "desk".parse().unwrap(),
        created: at(1),
        expires: at(2),
        networks: vec!["10.0.0.0/8".to_owned(), "192.0.2.0/24".to_owned()],
        revoked: None,
    };
    let changes = vec![
        Change::AddVersion { version: NewVersion { version: version.clone(), sources: vec![1].into() }, decides: true },
        Change::AddOperation(NewOperation { operation: operation.clone(), sources: vec![2].into() }),
        Change::AddWords(words.clone()),
        Change::AddNotice(notice.clone()),
        Change::AddToken(token.clone()),
    ];
    house.done(house.effects(Subject::Nobody, changes)).await;
    let rows = house.store.service(house.service).await.unwrap().unwrap();
    assert_eq!((rows.service.number, rows.service.version, rows.service.operation), (2, 1, 2));
    assert_eq!((rows.versions, rows.operations), (vec![version], vec![operation]));
    assert_eq!((rows.words, rows.notices, rows.tokens), (words, vec![notice], vec![token.clone()]));
    assert_eq!(house.store.version_sources(house.service, 1).await.unwrap().unwrap().bytes(), [1]);
    assert_eq!(house.store.operation_sources(house.service, 3).await.unwrap(), None);
    let revoke = Effects { number: 2, ..house.effects(Subject::Nobody, vec![Change::RevokeToken(token.id)]) };
    house.done(revoke).await;
    assert_eq!(house.store.service(house.service).await.unwrap().unwrap().tokens[0].revoked, Some(at(10_000)));
    assert_eq!(house.store.services().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_request_is_replaced_under_its_id_and_belongs_to_its_service() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let mut request = RequestRow {
        id: RequestId::from_bits(8),
        person: Some(row),
        right: 4,
        state: "received".into(),
        received: at(1),
        due: Some(at(9)),
        answered: None,
        items: vec![],
        body: "{}".to_owned(),
        text: Some((key(80), vec![5].into())),
    };
    house.done(house.effects(Subject::Nobody, vec![Change::PutRequest(request.clone())])).await;
    request.state = "answered".into();
    request.items = vec![3, 1];
    request.answered = Some(at(5));
    house.done(house.effects(Subject::Nobody, vec![Change::PutRequest(request.clone())])).await;
    assert_eq!(house.store.requests(house.service, 9).await.unwrap(), [request.clone()]);
    let other = house.store.ensure_service(&"other".parse().unwrap()).await.unwrap();
    assert_eq!(house.store.request(other, request.id).await.unwrap(), None);
    assert_eq!(house.store.record(ActId::from_bits(404)).await.unwrap(), None);
}
