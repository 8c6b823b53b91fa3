//! What happened before: notices given, the register, what is held of a person.

use super::*;

/// Notices given so far: today's, and older ones that showed less, or purposes in older meanings.
pub(super) fn given(tape: &mut Tape<'_>, policy: &Policy) -> Vec<Notice> {
    let mut list = Vec::new();
    for facts in notices(policy) {
        list.push(Notice { number: Number(0), facts: facts.clone() });
        if matches!(facts.of, NoticeOf::Source(_)) {
            let mut older = facts;
            older.purposes = tape.some(&older.purposes);
            older.purposes.iter_mut().for_each(|(_, meaning)| *meaning -= u32::from(tape.seldom(4)));
            older.flows = if tape.seldom(2) { Vec::new() } else { tape.some(&older.flows) };
            older.announced = tape.seldom(4);
            list.push(Notice { number: Number(0), facts: older });
        }
    }
    (5..).zip(&mut list).for_each(|(number, notice)| notice.number = Number(number));
    list
}

pub(super) fn register(tape: &mut Tape<'_>, policy: &Policy, numbers: &Numbers, now: Instant) -> Register {
    let mut register = Register::default();
    let no = |family, id: &Name| numbers.lookup(family, id).unwrap();
    let zone = &policy.service.zone;
    register.effective = if tape.seldom(40) { tape.one(&[None, Some(now.plus_micros(1))]) } else { Some(now) };
    for (place, recipient) in policy.recipients.iter().enumerate() {
        let class = no(Family::Recipient, &recipient.id);
        if recipient.is_class {
            for letter in ["a", "b"] {
                let number = Number(9000 + u32::try_from(place).unwrap() * 2 + u32::from(letter == "b"));
                let member = Member { number, class, ..company(tape, policy, numbers) };
                register.members.insert(Arc::from(format!("{}-{letter}", recipient.id)), member);
            }
        } else if !tape.seldom(6) {
            register.parties.insert(class, company(tape, policy, numbers));
        }
    }
    if tape.seldom(12) {
        register
            .members
            .insert(Arc::from("orphan"), Member { number: Number(9999), class: Number(77_777), ..Member::default() });
    }
    let until = tape.one(&["2027-03-01", "2027-01-15", "2027-01-14"][..]);
    if !tape.seldom(5) {
        let on_file =
            policy.measures.iter().map(|one| (no(Family::Measure, &one.id), zone.end_of(day(until)))).collect();
        register.staff.insert(Arc::from("stf_1"), on_file);
    }
    if tape.seldom(2) {
        register.attested.insert(no(Family::Measure, &policy.measures[0].id), vec![Arc::from("stf_1")]);
    }
    for source in &policy.sources {
        if !tape.seldom(3) {
            let at = if tape.seldom(8) { now.plus_micros(1) } else { now };
            register.announced.insert(no(Family::Source, &source.id), at);
        }
    }
    if tape.seldom(4) {
        let since = day(tape.one(&["2027-01-15", "2027-01-16"]));
        register.joint_use_since.insert(no(Family::Provision, &policy.flows[2].id), since);
    }
    register.versions = vec![day("2020-04-01"), day("2026-12-01")];
    register
}

fn company(tape: &mut Tape<'_>, policy: &Policy, numbers: &Numbers) -> Member {
    let items: Vec<_> = policy.items.iter().map(|item| numbers.lookup(Family::Item, &item.id).unwrap()).collect();
    let on_file = |until: &str| {
        policy.measures.iter().map(|one| (numbers.lookup(Family::Measure, &one.id).unwrap(), day(until))).collect()
    };
    Member {
        country: tape.one(&[None, None, None, Some("US".to_owned()), Some("DE".to_owned())]),
        route: tape.one(&[None, None, Some(Route::EquivalentSystem), Some(Route::Consent)]),
        route_checked: tape.one(&[Some(day("2026-03-01")), Some(day("2026-01-15")), Some(day("2026-01-14")), None]),
        agreement_until: tape.one(&[
            Some(day("2027-06-01")),
            Some(day("2028-01-01")),
            Some(day("2027-01-15")),
            Some(day("2027-03-01")),
            Some(day("2027-01-14")),
            None,
        ]),
        agreement_items: if tape.seldom(4) { Some(tape.some(&items)) } else { None },
        chosen: !tape.seldom(8),
        reviewed: tape.one(&[None, Some(day("2026-06-01")), Some(day("2026-01-15")), Some(day("2026-01-14"))]),
        measures: on_file(tape.one(&["2027-06-01", "2027-06-01", "2027-01-15", "2027-01-14"])),
        stopped: tape.seldom(20),
        ..Member::default()
    }
}

pub(super) fn holdings(
    tape: &mut Tape<'_>,
    policy: &Policy,
    numbers: &Numbers,
    notices: &[Notice],
    now: Instant,
) -> Vec<Holding> {
    let mut list = Vec::new();
    let hour = 3_600_000_000;
    let only_device = tape.seldom(6);
    for item in policy.items.iter().filter(|item| item.held_by.is_empty() && item.derived_from.is_none()) {
        if only_device && item.class != Class::Referable {
            continue;
        }
        let count = tape.one(&[1, 1, 1, 2, 3, 0]);
        for _ in 0..count {
            let taking: Vec<&Source> = policy.sources.iter().filter(|source| source.takes.contains(&item.id)).collect();
            let source = tape.one(&taking);
            let of = NoticeOf::Source(source.id.clone());
            let shown: Vec<Number> = notices.iter().filter(|one| one.facts.of == of).map(|one| one.number).collect();
            let notice = if tape.seldom(30) { Number(4000) } else { tape.one(&shown) };
            let gone = tape.seldom(30);
            list.push(Holding {
                item: numbers.lookup(Family::Item, &item.id).unwrap(),
                source: if gone { Number(5000) } else { numbers.lookup(Family::Source, &source.id).unwrap() },
                notice,
                acquired: now.plus_micros(-hour * (1 + i64::try_from(tape.below(4)).unwrap())),
                expires: tape.one(&[
                    Some(now.plus_micros(hour)),
                    Some(now.plus_micros(9 * hour)),
                    None,
                    Some(now.plus_micros(1)),
                    Some(now.plus_micros(3 * hour)),
                    Some(now),
                    Some(now.plus_micros(-1)),
                ]),
                kept_by_law_until: tape.one(&[None, None, Some(now), Some(now.plus_micros(1))]),
            });
        }
    }
    if tape.seldom(20) {
        let unknown = Holding { item: Number(6000), source: Number(5000), ..list.first().copied().unwrap_or(NOTHING) };
        list.push(unknown);
    }
    list
}

const NOTHING: Holding = Holding {
    item: Number(6000),
    source: Number(5000),
    notice: Number(4000),
    acquired: Instant::from_micros(0),
    expires: None,
    kept_by_law_until: None,
};
