//! What was seen against what is declared. Pure: the same two give the same findings, in the same order.

mod cookies;
mod items;
mod sent;
mod unseen;

use crate::{
    catalogue::Catalogue,
    finding::{Finding, FindingCode, Place},
    observed::{Choice, Notice, Observed, Trouble, Visit, Witness},
};
use azukari_model::Name;
use azukari_policy::{
    declared::{Policy, Tag},
    vocabulary::{Load, Mark, Platform},
};
use std::collections::BTreeMap;

/// Compares.
pub fn compare(policy: &Policy, observed: &Observed, catalogue: &Catalogue) -> Vec<Finding> {
    let declared = Declared::new(policy);
    let mut found = Found { catalogue, findings: BTreeMap::new() };
    for visit in &observed.visits {
        sent::compare(&declared, visit, &mut found);
        cookies::compare(&declared, visit, &mut found);
        notice(visit, &mut found);
        troubles(visit, &mut found);
    }
    unseen::compare(&declared, observed, &mut found);
    for way in &observed.ways_out {
        if let Some(why) = &way.dead {
            let of = policy.tags.iter().find(|tag| tag.opt_out.contains(&way.address)).map(|tag| &tag.id);
            found.note(FindingCode::WayOutDead, &way.address, of, [why, why], None);
        }
    }
    found.findings.into_values().collect()
}

/// What a policy declares of the site, as a scanner asks for it.
pub(crate) struct Declared<'a> {
    pub policy: &'a Policy,
    /// Tags of the web.
    pub tags: Vec<&'a Tag>,
}

impl<'a> Declared<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        Self { policy, tags: policy.tags.iter().filter(|tag| tag.on.contains(&Platform::Web)).collect() }
    }

    /// Tags that name a host.
    fn of_host(&self, host: &str) -> Vec<&'a Tag> {
        self.tags.iter().copied().filter(|tag| tag.hosts.iter().any(|one| one == host)).collect()
    }

    /// Whether the site itself is meant: the visited host, or one the policy names as its own.
    fn is_own(&self, host: &str, visit: &Visit) -> bool {
        host == visit.host || self.policy.service.sites.iter().any(|site| site == host)
    }

    /// Whether a tag may load under a choice.
    fn permits(&self, tag: &Tag, choice: &Choice) -> bool {
        match (tag.load, choice) {
            (Load::Always, _) | (_, Choice::Accepted) | (Load::UntilRefused, Choice::None) => true,
            (_, Choice::Only(category)) => tag.category == category.as_str(),
            (Load::UntilRefused, Choice::Gpc) => !self.is_advertising(tag),
            _ => false,
        }
    }

    /// What Global Privacy Control is against: the category of advertising, or a purpose that is marked as such.
    fn is_advertising(&self, tag: &Tag) -> bool {
        let is_marked = |id: &Name| self.policy.purpose(id).is_some_and(|one| one.marks.contains(&Mark::Advertising));
        tag.category == "marketing" || tag.our_purpose.iter().any(is_marked)
    }
}

/// Findings under the making: each code and subject once, with all of its places.
pub(crate) struct Found<'a> {
    catalogue: &'a Catalogue,
    findings: BTreeMap<(FindingCode, String, Option<Name>, String), Finding>,
}

impl Found<'_> {
    pub(crate) fn note(
        &mut self,
        code: FindingCode,
        subject: &str,
        tag: Option<&Name>,
        detail: [&str; 2],
        place: Option<Place>,
    ) {
        let key = (code, subject.to_owned(), tag.cloned(), detail.concat());
        let vendor = (code == FindingCode::UndeclaredHost).then(|| self.catalogue.of_host(subject)).flatten();
        let finding = self.findings.entry(key).or_insert_with(|| Finding {
            code,
            subject: subject.to_owned(),
            tag: tag.cloned(),
            detail: detail.map(str::to_owned),
            places: std::collections::BTreeSet::new(),
            vendor: vendor.map(|vendor| vendor.id.clone()),
            accepted: false,
        });
        finding.places.extend(place);
    }
}

/// Where in a visit.
pub(crate) fn place(visit: &Visit, address: &str, witness: Option<Witness>) -> Place {
    Place { page: visit.page.clone(), state: visit.state.clone(), address: address.to_owned(), witness }
}

fn notice(visit: &Visit, found: &mut Found<'_>) {
    let (ja, en) = match &visit.notice {
        Notice::NotLooked | Notice::Reached(_) => return,
        Notice::NoLink => ("リンクがありません".to_owned(), "no link".to_owned()),
        Notice::Dead(why) => (format!("リンク先：{why}"), format!("the link: {why}")),
    };
    found.note(FindingCode::NoticeUnreachable, "", None, [&ja, &en], Some(place(visit, "", None)));
}

fn troubles(visit: &Visit, found: &mut Found<'_>) {
    for trouble in &visit.troubles {
        let (code, ja, en) = match trouble {
            Trouble::NoPage(why) => (FindingCode::PageFailed, why.as_str(), why.as_str()),
            Trouble::Crashed => (FindingCode::PageFailed, "描画プロセスが落ちました", "its process crashed"),
            Trouble::NeverIdle => (FindingCode::NeverIdle, "", ""),
            Trouble::NoBanner(button) => (FindingCode::BannerMissing, *button, *button),
        };
        found.note(code, "", None, [ja, en], Some(place(visit, "", None)));
    }
}
