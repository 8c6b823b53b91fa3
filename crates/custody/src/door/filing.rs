//! What is filed: an entry of a register, held against what the policy declares.

use super::{
    desk::{account, malformed, party_numbers},
    errand::Moment,
};
use crate::{
    refused::{DoorCode, Refused},
    register::{
        Entry,
        filed::{self, Filed},
    },
    text::{Line, Note},
};
use azukari_model::{MemberId, Name};
use azukari_vault::Random;
use std::sync::Arc;

/// What is filed; `None`: it is about a person, and goes to their standing.
pub(super) fn filed_of(moment: &Moment<'_>, entry: &Entry, random: &mut Random) -> Result<Option<Filed>, Refused> {
    let policy = &moment.running.policy;
    let today = moment.running.zone().date(moment.now);
    Ok(Some(match entry {
        Entry::Member { class, name, address, representative, country } => {
            let company = Company {
                class,
                name,
                address: address.as_ref(),
                representative: representative.as_ref(),
                country: country.as_ref(),
            };
            member(moment, &company, random)?
        }
        Entry::Stop { party: word, because } => {
            Filed::Stop { party: party(moment, word)?, because: because.as_ref().map(note) }
        }
        Entry::Agreement { party: word, from, until, items, reference } => {
            if until < from {
                return Err(malformed("until"));
            }
            let items = match items {
                Some(items) => Some(
                    items
                        .iter()
                        .map(|item| Ok(policy.item(item).ok_or_else(|| malformed("items"))?.id.clone()))
                        .collect::<Result<_, Refused>>()?,
                ),
                None => None,
            };
            Filed::Agreement {
                party: party(moment, word)?,
                from: *from,
                until: *until,
                items,
                reference: reference.as_ref().map(line),
            }
        }
        Entry::Choice { party: word, because } => Filed::Choice { party: party(moment, word)?, because: note(because) },
        Entry::Review { party: word, on, findings } => Filed::Review {
            party: party(moment, word)?,
            on: on.filter(|on| *on <= today).unwrap_or(today),
            findings: findings.as_ref().map(note),
        },
        Entry::Route { party: word, route, checked } => {
            Filed::Route { party: party(moment, word)?, route: *route, checked: *checked }
        }
        Entry::Announcement { source, at, place, text } => Filed::Announcement {
            source: policy.source(source).ok_or_else(|| malformed("source"))?.id.clone(),
            at: at.unwrap_or(moment.now),
            place: line(place),
            text: text.as_ref().map(note),
        },
        Entry::Account { account, role, over } => {
            Filed::Account { account: account.open().into(), role: name("role", role)?, over: *over }
        }
        Entry::Attestation { measure, evidence, of, on } => Filed::Attestation {
            measure: name("measure", measure)?,
            on: on.filter(|on| *on <= today).unwrap_or(today),
            evidence: evidence.as_ref().map(note),
            of: of.as_ref().map(|of| of.open().into()),
            by: account(moment.caller),
        },
        Entry::Confirmation { .. } | Entry::Restriction { .. } | Entry::Hold { .. } | Entry::Request { .. } => {
            return Ok(None);
        }
        Entry::Done { .. } | Entry::RequestAnswered { .. } => return Err(malformed("request")),
    }))
}

/// A company as it is entered.
struct Company<'a> {
    class: &'a str,
    name: &'a Line,
    address: Option<&'a Line>,
    representative: Option<&'a Line>,
    country: Option<&'a Line>,
}

/// A company of a class. A record of what is passed on to it names it with address and representative (Act Art. 29), where
/// the law asks for one.
fn member(moment: &Moment<'_>, company: &Company<'_>, random: &mut Random) -> Result<Filed, Refused> {
    let declared = moment.running.policy.recipient(company.class).filter(|recipient| recipient.is_class);
    let declared = declared.ok_or_else(|| malformed("class"))?;
    let country = company.country.map(line);
    if country.as_ref().is_some_and(|code| code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase())) {
        return Err(malformed("country"));
    }
    let is_abroad = country.as_ref().unwrap_or(&declared.country) != "JP";
    for (field, text) in [("address", company.address), ("representative", company.representative)] {
        if text.is_none() && declared.part.owes_record(is_abroad) {
            return Err(Refused::door(DoorCode::FieldMissing).at(field));
        }
    }
    Ok(Filed::Member {
        member: MemberId::in_time(moment.now, random.array()?),
        number: filed::last_member_number(moment.service.filed()) + 1,
        class: declared.id.clone(),
        name: line(company.name),
        address: company.address.map(line),
        representative: company.representative.map(line),
        country,
    })
}

fn name(field: &str, word: &str) -> Result<Name, Refused> {
    word.parse().map_err(|_| malformed(field))
}

/// A recipient that is one company, or a company of a class, that is known here.
fn party(moment: &Moment<'_>, word: &Arc<str>) -> Result<Arc<str>, Refused> {
    party_numbers(moment.running, word).map(|_| word.clone()).ok_or_else(|| malformed("party"))
}

/// The text of a line, as it is filed.
fn line(text: &Line) -> String {
    text.open().to_owned()
}

/// The text of a note, as it is filed.
fn note(text: &Note) -> String {
    text.open().to_owned()
}
