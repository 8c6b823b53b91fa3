//! What is declared and was never seen, although some visit let it.

use super::{Declared, Found, cookies::is_named};
use crate::{
    finding::FindingCode,
    observed::{Choice, Observed},
};
use azukari_policy::{declared::Tag, vocabulary::Load};
use std::collections::BTreeSet;

pub(super) fn compare(declared: &Declared<'_>, observed: &Observed, found: &mut Found<'_>) {
    let hosts: BTreeSet<&str> = observed.visits.iter().flat_map(|visit| &visit.sent).map(|sent| &*sent.host).collect();
    let cookies: BTreeSet<&str> =
        observed.visits.iter().flat_map(|visit| &visit.cookies).map(|cookie| &*cookie.name).collect();
    for tag in &declared.tags {
        if !was_let(tag, observed) {
            continue;
        }
        let is_host_seen = |host: &String| hosts.contains(host.as_str());
        let is_cookie_seen = |name: &str| cookies.iter().any(|seen| is_named(name, seen));
        let is_seen =
            tag.hosts.iter().any(is_host_seen) || tag.cookies.iter().any(|cookie| is_cookie_seen(&cookie.name));
        if !is_seen {
            found.note(FindingCode::NotSeen, &tag.id, Some(&tag.id), ["", ""], None);
            continue;
        }
        for host in tag.hosts.iter().filter(|host| !is_host_seen(host)) {
            found.note(FindingCode::NotSeen, host, Some(&tag.id), ["", ""], None);
        }
        for cookie in tag.cookies.iter().filter(|cookie| !is_cookie_seen(&cookie.name)) {
            found.note(FindingCode::NotSeen, &cookie.name, Some(&tag.id), ["", ""], None);
        }
    }
}

/// Whether any visit was one in which the tag may load: what nobody let cannot be missed.
fn was_let(tag: &Tag, observed: &Observed) -> bool {
    let came = || observed.visits.iter().filter(|visit| !visit.sent.is_empty());
    tag.load != Load::AfterConsent && came().next().is_some()
        || came().any(|visit| visit.sent.iter().any(|sent| sent.choice == Choice::Accepted))
}
