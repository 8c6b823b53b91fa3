//! Facts about the company, its days and its versions.

use super::{Scope, both, head};
use crate::{
    declared::Contact,
    link::Link,
    publish::{
        Edition,
        phrase::{self, pick},
        table::{Cell, Fact, Table},
    },
};
use azukari_model::Date;

pub(super) fn operator(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let operator = &edition.policy.operator;
    let mut table = Table { head: head(edition, &[("項目", "Item"), ("内容", "Details")]), rows: Vec::new() };
    for (label, words) in [
        (edition.say("事業者", "Company"), &operator.name),
        (edition.say("所在地", "Address"), &operator.address),
        (edition.say("代表者", "Representative"), &operator.representative),
    ] {
        table.rows.push(vec![label.into(), edition.words(words).into()]);
    }
    both(edition.words(&operator.name), table)
}

pub(super) fn effective(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let day = edition.effective.or(edition.policy.service.effective);
    let day = day.map_or_else(|| edition.say("未定", "not yet settled"), |day| phrase::date(edition.language, day));
    Fact::phrase(&day)
}

pub(super) fn established(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let day = edition.policy.service.established;
    Fact::phrase(&day.map(|day| phrase::date(edition.language, day)).unwrap_or_default())
}

pub(super) fn history(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let days = edition.policy.service.history.iter().map(|day| phrase::date(edition.language, *day));
    let list = phrase::list(edition.language, days);
    Fact::phrase(&if list.is_empty() { edition.say("なし", "none") } else { list })
}

/// Other versions, each leading to where it can be read; where none is kept here, the days the policy itself tells.
pub(super) fn versions(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let mut earlier: Vec<(Date, Option<Link>)> = edition
        .versions
        .iter()
        .filter(|version| Some(version.day) != edition.effective)
        .map(|version| (version.day, Link::parse(&version.href)))
        .collect();
    if edition.versions.is_empty() {
        earlier.extend(edition.policy.service.history.iter().rev().map(|day| (*day, None)));
    }
    let cells: Vec<Cell> =
        earlier.into_iter().map(|(day, link)| Cell::leading(phrase::date(edition.language, day), link)).collect();
    let list = phrase::list(edition.language, cells.iter().map(Cell::markdown));
    let rows: Vec<Vec<Cell>> = cells.into_iter().map(|cell| vec![cell]).collect();
    let table = Table { head: head(edition, &[("版", "Version")]), rows };
    let phrase = if list.is_empty() { edition.say("なし", "none") } else { list };
    Fact { phrase, table: (!table.rows.is_empty()).then_some(table) }
}

pub(super) fn contact(edition: &Edition<'_>, scope: &Scope<'_>) -> Fact {
    let chosen: Vec<&Contact> = edition
        .policy
        .contacts
        .iter()
        .filter(|contact| scope.argument.is_empty() || *contact.id == *scope.argument)
        .collect();
    let mut table =
        Table { head: head(edition, &[("窓口", "Contact"), ("連絡先", "How to reach it")]), rows: Vec::new() };
    for contact in &chosen {
        let name = if contact.name.is_empty() { &edition.policy.operator.name } else { &contact.name };
        let mut lines: Vec<Cell> = Vec::new();
        lines.extend(contact.address.as_ref().map(|address| edition.words(address).into()));
        lines.extend(
            contact.email.as_ref().map(|email| Cell::leading(email.clone(), Link::parse(&format!("mailto:{email}")))),
        );
        lines.extend(contact.phone.as_ref().map(|phone| Cell::leading(phone.clone(), dialled(phone))));
        lines.extend(contact.url.as_ref().map(|url| Cell::leading(url.clone(), Link::elsewhere(url))));
        lines.extend(contact.hours.as_ref().map(|hours| edition.words(hours).into()));
        let serves = contact.serves.iter().map(|serves| phrase::contact_for(edition.language, *serves));
        let serves = phrase::list(edition.language, serves);
        table.rows.push(vec![Cell::Under(Box::new(edition.words(name).into()), serves), Cell::Lines(lines)]);
    }
    let phrase = chosen.iter().filter_map(|contact| contact.email.as_deref().or(contact.phone.as_deref()));
    both(phrase::list(edition.language, phrase), table)
}

/// A telephone number as it is dialled.
fn dialled(phone: &str) -> Option<Link> {
    Link::parse(&format!("tel:{}", phone.replace(' ', "")))
}

pub(super) fn grounds(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let cases: Vec<String> = edition
        .policy
        .service
        .grounds
        .iter()
        .map(|ground| match edition.policy.exception(ground) {
            Some(own) => edition.words(&own.label).to_owned(),
            None => {
                ground.parse().map(|legal| phrase::exception(edition.language, legal).to_owned()).unwrap_or_default()
            }
        })
        .collect();
    let rows = cases.iter().map(|case| vec![case.clone().into()]).collect();
    both(
        cases.join(pick(edition.language, "、", "; ")),
        Table { head: head(edition, &[("同意がなくても提供する場合", "When, without consent")]), rows },
    )
}
