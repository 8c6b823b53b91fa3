//! What the scanner reports is what the stand-ins noted: every request, in its visit, under its choice; nothing besides.

use crate::site::{HOST, Hit, Site};
use azukari_scan::{
    address::Address,
    observed::{Choice, Observed},
};

/// What the scanner saw go to others, as the stand-ins note it.
pub(crate) fn seen(observed: &Observed) -> Vec<Hit> {
    let mut seen: Vec<Hit> = Vec::new();
    for (visit, sent) in
        observed.visits.iter().enumerate().flat_map(|(number, visit)| visit.sent.iter().map(move |sent| (number, sent)))
    {
        if sent.host != HOST {
            let address = Address::parse(&sent.address).unwrap();
            let path = address.path().open().clone();
            seen.push(Hit { visit, host: sent.host.clone(), choice: word(&sent.choice), path });
        }
    }
    seen.sort();
    seen
}

/// As the fixture's page names a choice.
pub(crate) fn word(choice: &Choice) -> String {
    match choice {
        Choice::None => "none".to_owned(),
        Choice::Refused => "refused".to_owned(),
        Choice::Accepted => "accepted".to_owned(),
        Choice::Only(category) => format!("only-{category}"),
        Choice::Withdrawn => "withdrawn".to_owned(),
        Choice::Gpc => "gpc".to_owned(),
    }
}

/// Asserts that both are the same, and says what is not.
#[track_caller]
pub(crate) fn same(observed: &Observed, site: &Site) -> Vec<Hit> {
    let (seen, noted) = (seen(observed), site.hits());
    let missed: Vec<&Hit> = noted.iter().filter(|hit| !seen.contains(hit)).collect();
    let invented: Vec<&Hit> = seen.iter().filter(|hit| !noted.contains(hit)).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed: {missed:#?}\ninvented: {invented:#?}");
    assert_eq!(seen, noted, "the same, but not as often");
    noted
}
