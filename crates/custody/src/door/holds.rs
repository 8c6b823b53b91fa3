//! What the office enters about one person: holds, restrictions, confirmations. They stand in the person's standing; what was
//! said of why and how is sealed in the record alone.

use super::{
    Inner,
    desk::{malformed, party_numbers},
    errand::Moment,
    months::{month_of, row_number},
};
use crate::{
    acts::ends,
    record::Draft,
    refused::Refused,
    register::{Entry, EntryKind, Listed},
    seen::{Seen, standing_row},
    text::Note,
};
use azukari_policy::{
    facts::{Number, Standing, StandingKind},
    vocabulary::Family,
};
use azukari_store::{Change, HOLD, NewMonthKey, StandingRow, WrappedKey};
use azukari_vault::{Context, Random};
use serde_json::{Value, json};
use std::sync::Arc;

/// The most lines one register of standing shows.
const LISTED_MAX: u32 = 1_000;

impl Inner {
    /// What an entry changes in the person's standing; `None`: it is of another kind.
    pub(super) fn stood(
        &self,
        moment: &Moment<'_>,
        entry: &Entry,
        seen: &Seen,
        random: &mut Random,
    ) -> Result<Option<Vec<Change>>, Refused> {
        Ok(Some(match entry {
            Entry::Confirmation { party, until, .. } => {
                let (recipient, member) = party_numbers(moment.running, party).ok_or_else(|| malformed("party"))?;
                let until = until.map(|day| moment.running.zone().end_of(day));
                let plain = ends::row(StandingKind::Confirmation, recipient, moment.now);
                vec![Change::PutStanding(standing_row(&Standing { member, until, ..plain }))]
            }
            Entry::Restriction { items, over, .. } => item_rows(moment, StandingKind::Restriction, items, !over)?,
            Entry::Hold { items, over, .. } => {
                let mut changes = item_rows(moment, StandingKind::Hold, items, !over)?;
                if !over {
                    changes.push(self.hold_key(moment, seen, random)?);
                }
                changes
            }
            _ => return Ok(None),
        }))
    }

    /// The key that records about the person are sealed again under when their month ends, unless the person has one. The job
    /// destroys it when no hold on the person stands any more.
    fn hold_key(&self, moment: &Moment<'_>, seen: &Seen, random: &mut Random) -> Result<Change, Refused> {
        let id = u64::from_be_bytes(random.array()?);
        let place = Context::hold_key(&moment.service.id, seen.id, id.into());
        let (_, wrapped) = self.keyring.wrapping().make(&place, random)?;
        let key = WrappedKey { id, wrapped: wrapped.into_bytes().into() };
        Ok(Change::AddHoldKey(NewMonthKey { kind: HOLD.into(), month: row_number(month_of(moment.now)), key }))
    }

    /// Registers that stand in people's standing, oldest first.
    pub(super) async fn list_standing(&self, moment: &Moment<'_>, register: EntryKind) -> Result<Vec<Listed>, Refused> {
        let kinds: &[(StandingKind, &str)] = match register {
            EntryKind::Holds => &[(StandingKind::Hold, "hold"), (StandingKind::Restriction, "restriction")],
            EntryKind::Confirmations => &[(StandingKind::Confirmation, "confirmation")],
            _ => &[],
        };
        let mut listed = Vec::new();
        for (kind, word) in kinds {
            let rows = self.store.standing_of_kind(moment.service.key, *kind as u8, LISTED_MAX).await?;
            listed.extend(rows.into_iter().map(|(_, person, row)| Listed {
                at: row.at,
                by: "-".into(),
                member: None,
                person: Some(person),
                request: None,
                entry: shown(moment, word, &row),
            }));
        }
        listed.sort_by_key(|line| line.at);
        Ok(listed)
    }
}

/// What an entry about a person says in its record: the words are sealed there and stand nowhere else.
pub(super) fn said(entry: &Entry, draft: Draft) -> Draft {
    let why = |draft: Draft, what: &str, items: &[Arc<str>], because: &Note| {
        draft.with("what", what).fill(|record| {
            record.items = items.to_vec();
            record.reason = Some(because.open().to_owned());
        })
    };
    match entry {
        Entry::Confirmation { party, method, until, .. } => {
            draft.with("party", party).with("method", method.open()).with_some("until", until.as_ref())
        }
        Entry::Restriction { items, because, .. } => why(draft, "restriction", items, because),
        Entry::Hold { items, because, .. } => why(draft, "hold", items, because),
        _ => draft,
    }
}

/// A row of standing as its register shows it.
fn shown(moment: &Moment<'_>, what: &str, row: &StandingRow) -> Value {
    let (running, subject) = (moment.running, Number(row.of.subject));
    if row.of.kind == StandingKind::Confirmation as u8 {
        let members = &running.register.members;
        let company = members.iter().find(|(_, company)| {
            (company.class, company.number) == (subject, Number(row.of.member)) && row.of.member != 0
        });
        let party =
            company.map_or_else(|| running.name(Family::Recipient, subject), |(word, _)| word.to_string().into());
        return json!({ "what": what, "party": party, "until": row.until });
    }
    let item = (row.of.subject != 0).then(|| running.name(Family::Item, subject));
    json!({ "what": what, "items": item.into_iter().collect::<Vec<_>>(), "over": !row.yes })
}

/// Rows about items; no items: about everything.
fn item_rows(moment: &Moment<'_>, kind: StandingKind, items: &[Arc<str>], yes: bool) -> Result<Vec<Change>, Refused> {
    let numbers: Vec<Number> = if items.is_empty() {
        vec![Number(0)]
    } else {
        items
            .iter()
            .map(|item| moment.running.number(Family::Item, item).ok_or_else(|| malformed("items")))
            .collect::<Result<_, _>>()?
    };
    Ok((numbers.into_iter())
        .map(|subject| Change::PutStanding(standing_row(&Standing { yes, ..ends::row(kind, subject, moment.now) })))
        .collect())
}
