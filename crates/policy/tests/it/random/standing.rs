//! Where a random person stands: answers, events, confirmations, cessations, restrictions.

use super::*;

pub(super) fn standing(
    tape: &mut Tape<'_>,
    policy: &Policy,
    numbers: &Numbers,
    register: &Register,
    now: Instant,
) -> Vec<Standing> {
    let mut list: Vec<Standing> = Vec::new();
    let fact = |kind, subject| Standing {
        kind,
        subject,
        member: Number(0),
        yes: true,
        meaning: 0,
        had_yes: false,
        country_told: false,
        at: now,
        until: None,
    };
    let no = |family, id: &Name| numbers.lookup(family, id).unwrap();
    for purpose in &policy.purposes {
        if tape.seldom(3) {
            continue;
        }
        let meaning = purpose.meaning - u32::from(tape.seldom(5));
        let answer = fact(StandingKind::AnswerPurpose, no(Family::Purpose, &purpose.id));
        list.push(Standing { yes: !tape.seldom(4), had_yes: tape.seldom(2), meaning, ..answer });
    }
    for flow in &policy.flows {
        if tape.seldom(3) {
            continue;
        }
        let todays: u32 = flow.purposes.iter().map(|id| policy.purpose(id).unwrap().meaning).sum();
        let meaning = todays - u32::from(tape.seldom(8));
        let answer = fact(StandingKind::AnswerFlow, no(Family::Provision, &flow.id));
        let (yes, had_yes, country_told) = (!tape.seldom(8), tape.seldom(2), !tape.seldom(3));
        list.push(Standing { yes, had_yes, meaning, country_told, ..answer });
    }
    for tag in &policy.tags {
        if tape.seldom(4) {
            list.push(Standing { yes: tape.seldom(2), ..fact(StandingKind::AnswerTag, no(Family::Tag, &tag.id)) });
        }
    }
    if tape.seldom(6) {
        let category = no(Family::Category, &policy.categories[0].id);
        list.push(Standing { yes: tape.seldom(2), ..fact(StandingKind::AnswerTag, category) });
    }
    let ends = [None, Some(now.plus_micros(1)), Some(now)];
    let members: Vec<Number> = register.members.values().map(|member| member.number).collect();
    for event in &policy.events {
        let whole = Number(0);
        let towards: Vec<Number> = if event.about == About::Member {
            members.iter().copied().filter(|_| !tape.seldom(3)).collect()
        } else {
            vec![whole]
        };
        for member in towards {
            if tape.seldom(6) {
                continue;
            }
            let until = tape.one(&[
                Some(now.plus_micros(2)),
                Some(now.plus_micros(3)),
                None,
                Some(now.plus_micros(1)),
                Some(now),
            ]);
            let happened = fact(StandingKind::Event, no(Family::Event, &event.id));
            list.push(Standing { member, yes: !tape.seldom(8), until, ..happened });
        }
    }
    for recipient in &policy.recipients {
        let subject = no(Family::Recipient, &recipient.id);
        if !tape.seldom(4) {
            let towards: Vec<Number> =
                register.members.values().filter(|one| one.class == subject).map(|one| one.number).collect();
            let member = if recipient.is_class { tape.one(&towards) } else { Number(0) };
            list.push(Standing { member, until: tape.one(&ends), ..fact(StandingKind::Confirmation, subject) });
        }
        if tape.seldom(20) {
            let member = if recipient.is_class && tape.seldom(2) { tape.one(&members) } else { Number(0) };
            list.push(Standing { member, yes: !tape.seldom(4), ..fact(StandingKind::CessationRecipient, subject) });
        }
    }
    let item = |tape: &mut Tape<'_>| no(Family::Item, &name(tape.one(&ITEMS)));
    if tape.seldom(30) {
        list.push(Standing { until: tape.one(&ends), ..fact(StandingKind::CessationPurpose, Number(0)) });
    }
    if tape.seldom(12) {
        let purpose = no(Family::Purpose, &name(tape.one(&OURS)));
        list.push(Standing { yes: !tape.seldom(4), ..fact(StandingKind::CessationPurpose, purpose) });
    }
    if tape.seldom(20) {
        list.push(fact(StandingKind::CessationPurpose, no(Family::Purpose, &name(tape.one(&THEIRS)))));
    }
    if tape.seldom(30) {
        list.push(fact(StandingKind::CessationRecipient, Number(0)));
    }
    if tape.seldom(10) {
        let subject = if tape.seldom(4) { Number(0) } else { item(tape) };
        list.push(Standing {
            yes: !tape.seldom(4),
            until: tape.one(&ends),
            ..fact(StandingKind::Restriction, subject)
        });
    }
    if tape.seldom(14) {
        let subject = item(tape);
        list.push(fact(StandingKind::Hold, subject));
    }
    if tape.seldom(8) {
        let subject = tape.one(&[no(Family::Item, &name("books")), no(Family::Item, &name("mail"))]);
        list.push(fact(StandingKind::KeptByLaw, subject));
    }
    list
}
