//! Random sites with fixed seeds: vendors, frames, workers, service workers, sockets, beacons, late nodes; some under the consent
//! script and some beside it, some declared and some not.

use crate::{
    policy::policy,
    site::{Hit, How, Piece, Site},
    truth::same,
};
use azukari_scan::{
    catalogue::Catalogue,
    compare::compare,
    finding::FindingCode,
    observed::{Observed, State, Trouble},
};
use std::collections::BTreeSet;

/// Numbers that look random and are the same every time (Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most).unwrap()
    }
}

const CATEGORIES: [&str; 3] = ["necessary", "analytics", "marketing"];

fn states() -> Vec<State> {
    vec![
        State::Fresh,
        State::Refused,
        State::Accepted,
        State::Category("analytics".to_owned()),
        State::Category("marketing".to_owned()),
        State::Withdrawn,
        State::Gpc,
        State::Returning,
    ]
}

/// A site on which every way of sending is met, and whether each host is declared.
fn pieces(seed: u64) -> Vec<(Piece, bool)> {
    let mut dice = Dice(seed);
    let first = dice.below(10);
    (0..7)
        .map(|number| {
            let how = How::ALL[(first + number) % How::ALL.len()];
            let piece = Piece {
                host: format!("v{number}.example"),
                // Both categories are always there: a banner without one has no switch for it.
                category: CATEGORIES[if number < 3 { number } else { dice.below(3) }],
                how,
                obeys: dice.below(10) < 7,
                query: "",
            };
            (piece, dice.below(10) < 8)
        })
        .collect()
}

fn scan(seed: u64) {
    let pieces = pieces(seed);
    let declared: Vec<(String, &str, String)> = pieces
        .iter()
        .filter(|(_, is_declared)| *is_declared)
        .map(|(piece, _)| {
            let id = piece.host.trim_end_matches(".example").to_owned();
            (id.clone(), piece.category, format!("[\"{0}\", \"inside-{0}\"]\ncookies = [\"{id} P10D\"]", piece.host))
        })
        .collect();
    let tags: Vec<_> =
        declared.iter().map(|(id, category, hosts)| (id.as_str(), *category, hosts.as_str(), "")).collect();
    let policy = policy(&tags);
    let site = Site::open(&pieces.iter().map(|(piece, _)| piece.clone()).collect::<Vec<_>>(), "");
    let observed = site.scan(&states());
    for visit in &observed.visits {
        let troubles: Vec<&Trouble> = visit.troubles.iter().collect();
        assert!(troubles.is_empty(), "{} {troubles:?}", visit.state.word());
    }
    let hits = same(&observed, &site);
    verdicts(&policy, &observed, &hits, &pieces);
}

/// The findings about hosts are exactly those that the stand-ins' notes ask for.
fn verdicts(policy: &azukari_policy::declared::Policy, observed: &Observed, hits: &[Hit], pieces: &[(Piece, bool)]) {
    let wanted: BTreeSet<(String, String)> = hits
        .iter()
        .filter_map(|hit| {
            let host = hit.host.trim_start_matches("inside-");
            let (piece, is_declared) = pieces.iter().find(|(piece, _)| piece.host == host).unwrap();
            let may = piece.category == "necessary"
                || hit.choice == "accepted"
                || hit.choice == format!("only-{}", piece.category);
            let code = match (is_declared, may, hit.choice.as_str()) {
                (false, ..) => "undeclared-host",
                (true, true, _) => return None,
                (_, _, "none") => "sent-before-consent",
                (_, _, "withdrawn") => "sent-after-withdrawal",
                (_, _, "gpc") => "sent-despite-gpc",
                _ => "sent-after-refusal",
            };
            Some((code.to_owned(), hit.host.clone()))
        })
        .collect();
    let is_of_host = |code: FindingCode| code.word().starts_with("sent-") || code == FindingCode::UndeclaredHost;
    let found: BTreeSet<(String, String)> = compare(policy, observed, &Catalogue::default())
        .into_iter()
        .filter(|finding| is_of_host(finding.code))
        .map(|finding| (finding.code.word().to_owned(), finding.subject))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_random_site_is_reported_as_its_third_parties_noted_it() {
    scan(3);
}

#[test]
fn another_random_site_is_reported_as_its_third_parties_noted_it() {
    scan(8);
}
