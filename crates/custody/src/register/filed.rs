//! Entries as they are filed: JSON rows without a personal value, folded into the one register the gate reads.

use azukari_model::{Date, Instant, MemberId, Name, Zone};
use azukari_policy::{
    declared::{Per, Policy},
    facts::{Member, Number, Numbers, Register},
    vocabulary::{Family, Route},
};
use std::{collections::BTreeMap, sync::Arc};

/// What a row of a register says.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(crate) enum Filed {
    Member {
        member: MemberId,
        /// Its permanent number within the service.
        number: u32,
        class: Name,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<String>,
    },
    Stop {
        party: Arc<str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<String>,
    },
    Agreement {
        party: Arc<str>,
        from: Date,
        until: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        items: Option<Vec<Name>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
    Choice {
        party: Arc<str>,
        because: String,
    },
    Review {
        party: Arc<str>,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        findings: Option<String>,
    },
    Route {
        party: Arc<str>,
        route: Route,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checked: Option<Date>,
    },
    Announcement {
        source: Name,
        at: Instant,
        place: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    Account {
        account: Arc<str>,
        role: Name,
        over: bool,
    },
    Attestation {
        measure: Name,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Arc<str>>,
        by: Arc<str>,
    },
    /// A joint use was published by an activation.
    JointUse {
        flow: Name,
        since: Date,
    },
}

/// A filed entry with when, by whom and by which act.
#[derive(Clone, Debug)]
pub(crate) struct FiledAt {
    pub(crate) what: Filed,
    pub(crate) at: Instant,
    pub(crate) by: Arc<str>,
    pub(crate) kind: Arc<str>,
}

impl FiledAt {
    /// Reads a row; an entry this program does not know is nothing to it.
    pub(crate) fn read(row: &azukari_store::FiledRow) -> Option<Self> {
        let what = serde_json::from_str(&row.body).ok()?;
        Some(Self { what, at: row.at, by: row.by.clone(), kind: row.kind.clone() })
    }
}

/// The words a register is folded with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) numbers: &'a Numbers,
    pub(crate) zone: &'a Zone,
    pub(crate) today: Date,
}

/// Folds what was filed, oldest first, into what the gate reads today.
pub(crate) fn fold<'f>(ground: Ground<'_>, filed: impl IntoIterator<Item = &'f Filed>) -> Register {
    let mut register = Register::default();
    for entry in filed {
        enter(ground, &mut register, entry);
    }
    register
}

/// The highest number a company was given.
pub(crate) fn last_member_number<'f>(filed: impl IntoIterator<Item = &'f Filed>) -> u32 {
    filed.into_iter().map(|entry| if let Filed::Member { number, .. } = entry { *number } else { 0 }).max().unwrap_or(0)
}

fn enter(ground: Ground<'_>, register: &mut Register, entry: &Filed) {
    let number = |family, name: &Name| ground.numbers.lookup(family, name);
    match entry {
        Filed::Member { member, number: own, class, country, .. } => {
            if let Some(class) = number(Family::Recipient, class) {
                let company = Member { number: Number(*own), class, country: country.clone(), ..Member::default() };
                register.members.insert(member.to_string().into(), company);
            }
        }
        Filed::Stop { party, .. } => with(ground, register, party, |company| company.stopped = true),
        Filed::Agreement { party, from, until, items, .. } if *from <= ground.today => {
            let items =
                items.as_ref().map(|items| items.iter().filter_map(|item| number(Family::Item, item)).collect());
            with(ground, register, party, |company| {
                company.agreement_until = Some(*until);
                company.agreement_items = items;
            });
        }
        Filed::Choice { party, .. } => with(ground, register, party, |company| company.chosen = true),
        Filed::Review { party, on, .. } => with(ground, register, party, |company| company.reviewed = Some(*on)),
        Filed::Route { party, route, checked } => with(ground, register, party, |company| {
            company.route = Some(*route);
            company.route_checked = checked.or(company.route_checked);
        }),
        Filed::Announcement { source, at, .. } => {
            if let Some(source) = number(Family::Source, source) {
                register.announced.entry(source).or_insert(*at);
            }
        }
        // An agreement of the future is folded when its day has come; accounts are read with the tokens and by the board.
        Filed::Agreement { .. } | Filed::Account { .. } => {}
        Filed::Attestation { measure, on, of, by, .. } => attest(ground, register, measure, *on, of.as_ref(), by),
        Filed::JointUse { flow, since } => {
            if let Some(flow) = number(Family::Provision, flow) {
                register.joint_use_since.entry(flow).or_insert(*since);
            }
        }
    }
}

fn attest(ground: Ground<'_>, register: &mut Register, measure: &Name, on: Date, of: Option<&Arc<str>>, by: &Arc<str>) {
    let (Some(declared), Some(number)) =
        (ground.policy.measure(measure), ground.numbers.lookup(Family::Measure, measure))
    else {
        return;
    };
    let last_day = on.plus(declared.every);
    if last_day >= ground.today {
        register.attested.entry(number).or_default().push(by.clone());
    }
    match (&declared.per, of) {
        (Per::Staff, Some(account)) => {
            let end = ground.zone.end_of(last_day);
            let known = register.staff.entry(account.clone()).or_default().entry(number).or_insert(end);
            *known = (*known).max(end);
        }
        (Per::Recipients(_), Some(party)) => with(ground, register, party, |company| {
            let known = company.measures.entry(number).or_insert(last_day);
            *known = (*known).max(last_day);
        }),
        _ => {}
    }
}

/// Changes what is on file for a company of a class (`rcp_…`) or for a recipient that is one company.
fn with(ground: Ground<'_>, register: &mut Register, party: &str, change: impl FnOnce(&mut Member)) {
    if let Some(company) = register.members.get_mut(party) {
        change(company);
    } else if let Some(number) = party.parse().ok().and_then(|name| ground.numbers.lookup(Family::Recipient, &name)) {
        change(register.parties.entry(number).or_default());
    }
}

/// The newest evidence of each measure, and of whom.
pub(crate) fn evidence<'f>(filed: impl IntoIterator<Item = &'f Filed>) -> BTreeMap<(Name, Option<Arc<str>>), Date> {
    let mut newest = BTreeMap::new();
    for entry in filed {
        if let Filed::Attestation { measure, on, of, .. } = entry {
            let known = newest.entry((measure.clone(), of.clone())).or_insert(*on);
            *known = (*known).max(*on);
        }
    }
    newest
}
