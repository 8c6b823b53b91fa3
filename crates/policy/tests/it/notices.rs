//! A notice is what was shown, not when.

use super::decisions::worked;
use azukari_model::{Instant, Language, Name};
use azukari_policy::{
    declared::{Operation, Policy},
    facts::{Number, Numbers, Standing, StandingKind},
    gate::Gate,
    notice::{Notice, NoticeFacts, NoticeOf, notices},
    read,
    vocabulary::Family,
};

fn policy(service: &str) -> (Policy, Option<Operation>) {
    let resolved = read::read(&worked(service)).0.unwrap();
    (resolved.policy, resolved.operation)
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn of_source(policy: &Policy, source: &str) -> NoticeFacts {
    notices(policy).into_iter().find(|facts| facts.of == NoticeOf::Source(name(source))).unwrap()
}

fn given(policy: &Policy) -> Vec<Notice> {
    (1..).zip(notices(policy)).map(|(number, facts)| Notice { number: Number(number), facts }).collect()
}

#[test]
fn a_notice_outlives_a_version_that_changes_nothing_it_shows() {
    let (old, _) = policy("mobile-planning");
    let mut new = old.clone();
    new.service.label = "2".to_owned();
    new.hash = [9; 32];
    // The spring survey and what comes of it goes; the application form shows none of it.
    new.sources.retain(|source| &*source.id != "spring-survey");
    assert_eq!(of_source(&old, "application").id(), of_source(&new, "application").id());
}

#[test]
fn what_a_notice_shows_changes_it() {
    let (old, _) = policy("mobile-planning");
    let todays = of_source(&old, "application").id();
    let mut raised = old.clone();
    raised.purposes.iter_mut().find(|purpose| &*purpose.id == "fees").unwrap().meaning += 1;
    let mut longer = old.clone();
    longer.keeps.iter_mut().find(|keep| &*keep.id == "contract").unwrap().period = "P9Y".parse().unwrap();
    let mut wider = old;
    wider.sources[0].purposes.push(name("planning"));
    for changed in [raised, longer, wider] {
        assert_ne!(of_source(&changed, "application").id(), todays);
    }
}

#[test]
fn a_notice_says_what_is_taken_why_for_how_long_and_who_else_gets_it() {
    let (policy, _) = policy("sessa");
    let facts = of_source(&policy, "signup");
    let text = facts.text.get(Language::EN).unwrap();
    for part in ["Flat Plan, Inc.", "E-mail address", "Purposes:", "How long it is kept:", "Stripe"] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
    let flow = notices(&policy).into_iter().find(|facts| facts.of == NoticeOf::Flow(name("stripe"))).unwrap();
    assert!(flow.tells_country_of(&name("stripe")));
}

#[test]
fn the_shorter_of_what_was_promised_and_what_is_declared_ends_a_holding() {
    let (old, operation) = policy("mobile-planning");
    let mut new = old.clone();
    new.keeps.iter_mut().find(|keep| &*keep.id == "answers").unwrap().period = "P5Y".parse().unwrap();
    let mut numbers = Numbers::default();
    numbers.ensure_all(&new, operation.as_ref());
    let given = given(&old);
    let gate = Gate::build(&new, operation.as_ref(), &given, &numbers);
    let survey = NoticeOf::Source(name("survey"));
    let under = given.iter().find(|notice| notice.facts.of == survey).unwrap().number;
    let item = numbers.lookup(Family::Item, &name("survey-answer")).unwrap();
    let acquired = Instant::parse("2027-01-15T03:00:00Z").unwrap();
    let ends = |notice| gate.ends(item, notice, acquired, &[]).expires.unwrap().to_string();
    assert_eq!(ends(under), "2028-01-15T15:00:00Z");
    assert_eq!(ends(Number(0)), "2032-01-15T15:00:00Z");
}

#[test]
fn a_period_after_an_event_begins_when_the_event_last_held() {
    let (policy, operation) = policy("mobile-planning");
    let mut numbers = Numbers::default();
    numbers.ensure_all(&policy, operation.as_ref());
    let gate = Gate::build(&policy, operation.as_ref(), &given(&policy), &numbers);
    let item = numbers.lookup(Family::Item, &name("billing")).unwrap();
    let event = numbers.lookup(Family::Event, &name("in-contract")).unwrap();
    let acquired = Instant::parse("2020-01-15T03:00:00Z").unwrap();
    let on = Instant::parse("2027-01-10T03:00:00Z").unwrap();
    let reported = Standing {
        kind: StandingKind::Event,
        subject: event,
        member: Number(0),
        yes: true,
        meaning: 0,
        had_yes: false,
        country_told: false,
        at: on,
        until: gate.event_until(event, on),
    };
    let holding = gate.ends(item, Number(0), acquired, &[reported]);
    // It holds for 45 days, to the end of 24 February; seven years from then.
    assert_eq!(holding.expires.unwrap().to_string(), "2034-02-24T15:00:00Z");
    assert_eq!(holding.expires, holding.kept_by_law_until);
    let over = Standing { yes: false, until: None, ..reported };
    assert_eq!(gate.ends(item, Number(0), acquired, &[over]).expires.unwrap().to_string(), "2034-01-10T15:00:00Z");
}

#[test]
fn the_hash_of_a_gate_is_of_its_sources_and_notices() {
    let (policy, operation) = policy("sessa");
    let mut numbers = Numbers::default();
    numbers.ensure_all(&policy, operation.as_ref());
    let hash = |policy: &Policy, notices: &[Notice]| Gate::build(policy, operation.as_ref(), notices, &numbers).hash();
    let todays = given(&policy);
    assert_eq!(hash(&policy, &todays), hash(&policy, &todays));
    assert_ne!(hash(&policy, &todays), hash(&policy, &todays[1..]));
    let other = Policy { hash: [1; 32], ..policy.clone() };
    assert_ne!(hash(&policy, &todays), hash(&other, &todays));
}
