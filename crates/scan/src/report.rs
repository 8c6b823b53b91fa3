//! Findings as text for people, JSON, SARIF, `JUnit` and Markdown. Data in, text out: the same findings give the same bytes.
//!
//! Every address and name in them was chosen by a page, and shows as harmless letters already ([`crate::address`]); each form escapes what
//! means something to it besides.

mod human;
mod json;
mod junit;
mod markdown;
mod sarif;

pub use human::human;
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use sarif::sarif;

use crate::{
    finding::{Finding, Weight},
    observed::{Observed, Witness},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a report is made of.
#[derive(Debug)]
pub struct Report<'a> {
    pub findings: &'a [Finding],
    pub observed: &'a Observed,
}

impl Report<'_> {
    /// How many findings of a weight count.
    pub fn count(&self, weight: Weight) -> usize {
        self.findings.iter().filter(|finding| !finding.accepted && finding.code.weight() == weight).count()
    }

    /// How many are accepted.
    pub fn accepted(&self) -> usize {
        self.findings.iter().filter(|finding| finding.accepted).count()
    }

    /// The pages, each once, in order.
    fn pages(&self) -> BTreeSet<&str> {
        self.observed.visits.iter().map(|visit| visit.page.as_str()).collect()
    }

    /// The states, each once.
    fn states(&self) -> BTreeSet<String> {
        self.observed.visits.iter().map(|visit| visit.state.word()).collect()
    }

    /// Hosts that were sent to, each with how often and who saw it.
    fn hosts(&self) -> BTreeMap<&str, BTreeMap<Witness, usize>> {
        let mut hosts: BTreeMap<&str, BTreeMap<Witness, usize>> = BTreeMap::new();
        for sent in self.observed.visits.iter().flat_map(|visit| &visit.sent) {
            *hosts.entry(&sent.host).or_default().entry(sent.witness).or_default() += 1;
        }
        hosts
    }

    /// Hosts that one witness alone saw.
    fn seen_only_by(&self, witness: Witness) -> Vec<&str> {
        let hosts = self.hosts();
        hosts.into_iter().filter(|(_, by)| by.keys().all(|one| *one == witness)).map(|(host, _)| host).collect()
    }
}

/// The word of a witness.
const fn word(witness: Witness) -> &'static str {
    match witness {
        Witness::Both => "both",
        Witness::Protocol => "protocol",
        Witness::NetLog => "net-log",
    }
}
