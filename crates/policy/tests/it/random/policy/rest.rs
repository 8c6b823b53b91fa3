//! The rest of a random policy: exceptions, tags, statistics, rights, measures, how it is revised.

use super::super::*;

pub(super) fn exceptions(tape: &mut Tape<'_>) -> Vec<Exception> {
    let mut needs = vec![Need::Approver, Need::ConsentDifficult, Need::Reason];
    if tape.seldom(2) {
        needs.push(Need::Reference);
    }
    vec![Exception {
        id: name("own-rights"),
        under: LegalException::LifeBodyProperty,
        label: words("own rights"),
        needs,
    }]
}

pub(super) fn categories(tape: &mut Tape<'_>) -> Vec<Category> {
    let load = tape.one(&[Load::UntilRefused, Load::AfterConsent]);
    let (id, label) = (name("marketing"), words("marketing"));
    vec![Category { id, load, label, our_purpose: Vec::new(), opt_out: Vec::new() }]
}

pub(super) fn tags(tape: &mut Tape<'_>) -> Vec<Tag> {
    let mut tag = |id, recipient: Option<&str>, our_purpose: &[&str]| Tag {
        id: name(id),
        category: name("marketing"),
        vendor: None,
        is_operators: false,
        name: words(id),
        country: None,
        their_purpose: words("ads"),
        sends: vec![Sent::Signal(Signal::PageUrl)],
        hosts: vec!["tag.example".to_owned()],
        cookies: Vec::new(),
        policy: None,
        opt_out: Vec::new(),
        links_to_person: false,
        recipient: recipient.map(name),
        identifies: false,
        our_purpose: names(our_purpose),
        load: tape.one(&[Load::UntilRefused, Load::AfterConsent, Load::Always]),
        pages: tape.one(&[vec!["all".to_owned()], vec!["checkout".to_owned()]]),
        on: tape.one(&[vec![Platform::Web, Platform::Ios], vec![Platform::Web]]),
        mask_inputs: false,
    };
    vec![
        tag("pixel", Some("advertiser"), &["news", "offers"]),
        tag("counter", None, &["serve"]),
        tag("charger", Some("foreign"), &["accounts", "news"]),
    ]
}

pub(super) fn statistics(tape: &mut Tape<'_>) -> Vec<Statistic> {
    vec![Statistic {
        id: name("figures"),
        label: words("figures"),
        purposes: names(&["serve"]),
        items: Vec::new(),
        by: tape.some(&names(&["age", "usage"])),
        min_group: 10,
        to: tape.some(&names(&["advertiser", "foreign", "clerk"])),
    }]
}

pub(super) fn rights(tape: &mut Tape<'_>) -> Vec<Right> {
    let mut right = |id: &str, gives| Right {
        id: name(id),
        gives,
        by: tape.some(&[Way::MyPage, Way::Form, Way::Post]),
        identity: tape.some(&[Identity::Login, Identity::Document]),
        documents: tape.one(&[
            vec![Papers::OneOf(vec![Paper::Passport]), Papers::TwoOf(vec![Paper::PensionBook, Paper::SealCertificate])],
            vec![Papers::OneOf(vec![Paper::Passport, Paper::DrivingLicence])],
        ]),
        items: if tape.seldom(3) { Some(tape.some(&names(&ITEMS))) } else { None },
        answer_within: Period::days(14),
        agents: tape.some(&[Agent::Statutory, Agent::Mandated]),
        fee: 0,
        may_decline: tape.some(&names(&["law", "not-needed"])),
        tell: Tell::SameWay,
        then_correct: !tape.seldom(3),
    };
    let mut list = vec![right("disclosure", Gives::Disclosure), right("correction", Gives::Correction)];
    list.push(right("deletion", Gives::Deletion));
    list.push(right("cease-use", Gives::CeaseUse));
    if tape.seldom(6) {
        list.remove(tape.below(4));
    }
    list
}

pub(super) fn measures(tape: &mut Tape<'_>) -> Vec<Measure> {
    let mut measure = |id, kind, per, blocks| Measure {
        id: name(id),
        kind,
        label: words(id),
        every: Period::years(1),
        per,
        blocks: blocks && !tape.seldom(2),
    };
    vec![
        measure("inspection", MeasureKind::SelfInspection, Per::Operator, false),
        measure("audit", MeasureKind::IndependentAudit, Per::Operator, false),
        measure("pledge", MeasureKind::Pledge, Per::Staff, true),
        measure("choosing", MeasureKind::SubcontractorChoice, Per::Recipients(names(&["clerk", "foreign"])), true),
    ]
}

pub(super) fn revision(tape: &mut Tape<'_>) -> Option<Revision> {
    let why = || ("it is".to_owned(), "the officer".to_owned());
    let mut related = Vec::new();
    if tape.seldom(4) {
        let (why, decided_by) = why();
        related.push(Related { from: name("serve"), to: name(tape.one(&OURS)), why, decided_by });
    }
    (!tape.seldom(10)).then(|| Revision { announce: vec![Announce::Site], ahead: Period::default(), related })
}
