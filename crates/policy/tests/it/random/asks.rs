//! Random acts, and who asks them.

use super::*;

fn some_items(tape: &mut Tape<'_>, usual: &[&str]) -> Vec<Arc<str>> {
    let count = 1 + tape.below(3);
    let mut list: Vec<Arc<str>> = Vec::new();
    for _ in 0..count {
        let item = if tape.seldom(12) {
            tape.one(&ITEMS)
        } else if tape.seldom(40) {
            "shoe-size"
        } else {
            tape.one(usual)
        };
        list.push(Arc::from(item));
    }
    if tape.seldom(60) { Vec::new() } else { list }
}

fn word(tape: &mut Tape<'_>, usual: &[&str]) -> Arc<str> {
    Arc::from(if tape.seldom(30) { "undeclared" } else { tape.one(usual) })
}

pub(crate) fn caller(tape: &mut Tape<'_>, act: &Act) -> Caller {
    let of_person = matches!(act, Act::Right(_) | Act::Answer(_) | Act::Load(_));
    match tape.below(12) {
        8 => Caller::Staff { account: Arc::from("stf_1"), role: name("some") },
        9 => Caller::Staff {
            account: Arc::from(tape.one(&["stf_1", "stf_9"])),
            role: name(tape.one(&["all", "officer", "ghost"])),
        },
        10 if of_person || tape.seldom(3) => Caller::Person,
        11 if of_person || tape.seldom(3) => tape.one(&[Caller::Visitor, Caller::Retention]),
        _ => Caller::Staff { account: Arc::from("stf_1"), role: name("all") },
    }
}

pub(crate) fn act(tape: &mut Tape<'_>, world: &World) -> Act {
    match tape.below(18) {
        0..4 => Act::Use(use_(tape)),
        4..9 => Act::Provide(provide(tape)),
        9 => Act::Find(find(tape)),
        10 => Act::Acquire(acquire(tape, world)),
        11 => Act::Answer(answer(tape, world)),
        12..15 => Act::Right(right(tape)),
        15 => Act::Load(load(tape)),
        16 => Act::Statistic(StatisticAct {
            statistic: word(tape, &["figures"]),
            by: if tape.seldom(2) { some_items(tape, &["age", "usage"]) } else { Vec::new() },
            to: tape
                .one(&[
                    None,
                    Some("advertiser-a"),
                    Some("foreign"),
                    Some("clerk-b"),
                    Some("clerk"),
                    Some("heir-a"),
                    Some("x"),
                ])
                .map(Arc::from),
            smallest_group: tape.one(&[None, Some(10), Some(9)]),
        }),
        _ if tape.seldom(2) => Act::Report(Report {
            event: word(tape, &EVENTS),
            has_reference: !tape.seldom(3),
            member: tape.one(&[None, None, Some("clerk-a"), Some("nobody")]).map(Arc::from),
            over: tape.seldom(4),
        }),
        _ => Act::Attest(Attest {
            measure: word(tape, &["audit", "inspection", "pledge", "choosing"]),
            has_evidence: !tape.seldom(6),
            of: tape.one(&[Some("clerk-a"), Some("stf_3"), None]).map(Arc::from),
        }),
    }
}

fn use_(tape: &mut Tape<'_>) -> Use {
    let purpose = if tape.seldom(16) { Arc::from("joint") } else { word(tape, &OURS) };
    Use {
        purpose,
        items: some_items(tape, &["mail", "birth", "age", "usage", "books", "cookie"]),
        bulk: tape.seldom(6),
        way_out: !tape.seldom(4),
        partial: tape.seldom(4),
        masked: tape.seldom(4),
    }
}

fn find(tape: &mut Tape<'_>) -> Find {
    let by = if tape.seldom(3) {
        FindBy::System(word(tape, &["store", "desk"]))
    } else {
        FindBy::Item(word(tape, &["mail", "mail", "cookie"]))
    };
    Find { purpose: if tape.seldom(12) { Arc::from("joint") } else { word(tape, &OURS) }, by }
}

fn provide(tape: &mut Tape<'_>) -> Provide {
    if tape.seldom(4) {
        return by_exception(tape);
    }
    let (recipient, purposes, items): (&str, &[&str], &[&str]) = tape.one(&[
        ("clerk-a", &["serve", "news"][..], &["mail", "usage"][..]),
        ("clerk-b", &["serve"], &ITEMS),
        ("advertiser-a", &["their-ads"], &["mail", "age", "books"]),
        ("advertiser-b", &["their-ads"], &["usage", "cookie"]),
        ("parent", &["joint"], &["mail", "birth", "age"]),
        ("parent", &["joint"], &["mail"]),
        ("foreign", &["offers", "their-ads", "serve"], &["mail", "age", "books", "usage"]),
        ("heir-a", &OURS, &["mail", "age", "usage", "books"]),
        ("police-a", &["serve"], &["mail"]),
        ("clerk", &["serve"], &["mail"]),
        ("orphan", &["serve"], &["mail"]),
    ]);
    let purpose =
        if tape.seldom(12) { Some(word(tape, &["serve", "joint"])) } else { Some(Arc::from(tape.one(purposes))) };
    Provide {
        recipient: Arc::from(recipient),
        purpose: purpose.filter(|_| !tape.seldom(30)),
        items: some_items(tape, items),
        ground: tape.one(&[None, None, None, Some(Ground::Consent), Some(Ground::Entrustment)]),
        bulk: tape.seldom(8),
        partial: tape.seldom(4),
        exception: None,
    }
}

fn by_exception(tape: &mut Tape<'_>) -> Provide {
    let exception = word(tape, &["law", "own-rights", "state-cooperation", "life-body-property", "unheard-of"]);
    Provide {
        recipient: word(tape, &["police-a", "advertiser-a", "foreign", "clerk-b", "heir-a"]),
        purpose: None,
        items: some_items(tape, &["mail", "usage", "books"]),
        ground: tape.one(&[None, None, None, Some(Ground::Exception), Some(Ground::Consent)]),
        bulk: tape.seldom(12),
        partial: tape.seldom(4),
        exception: Some(ExceptionClaim {
            exception,
            has_reason: !tape.seldom(8),
            has_reference: !tape.seldom(8),
            consent_difficult: !tape.seldom(8),
            would_hinder: !tape.seldom(6),
        }),
    }
}

fn acquire(tape: &mut Tape<'_>, world: &World) -> Acquire {
    let (source, items): (&str, &[&str]) = tape.one(&[
        ("form", &["mail", "birth", "books"][..]),
        ("site", &["usage", "cookie"]),
        ("network", &["cookie", "usage"]),
        ("login", &["mail", "birth"]),
    ]);
    let source: Arc<str> = if tape.seldom(24) { Arc::from("undeclared") } else { Arc::from(source) };
    let mut list = some_items(tape, items);
    if tape.seldom(2) {
        list.extend(items.iter().map(|item| Arc::from(*item)));
    }
    let notice = match tape.below(5) {
        0..3 => world.gate.source_notice(&source),
        3 => None,
        _ => Some(azukari_model::NoticeId::from_bits(7)),
    };
    let past = tape.seldom(5).then(|| Past {
        on: day(tape.one(&["2022-05-01", "2019-01-01"])),
        version: tape.one(&[Some(day("2020-04-01")), Some(day("2018-01-01")), None]),
    });
    Acquire {
        values: if tape.seldom(4) {
            list.clone()
        } else {
            list.iter().filter(|item| &***item == "mail").cloned().collect()
        },
        looks_like_card: if tape.seldom(16) { list.clone() } else { Vec::new() },
        granted: tape
            .one(&[Some(&["mail", "birth"][..]), Some(&["mail"]), None])
            .map(|granted| granted.iter().map(|item| Arc::from(*item)).collect()),
        source,
        items: list,
        notice,
        creates_person: tape.seldom(2),
        member: tape
            .one(&[Some("advertiser-a"), Some("foreign"), Some("clerk-a"), Some("advertiser"), Some("nobody"), None])
            .map(Arc::from),
        receipt_confirmed: !tape.seldom(4),
        confirms: if tape.seldom(3) { Vec::new() } else { vec![Arc::from("password-set")] },
        past,
    }
}

fn answer(tape: &mut Tape<'_>, world: &World) -> Answer {
    let (to, todays) = match tape.below(3) {
        0 => {
            let purpose = word(tape, &OURS);
            (AnswerTo::Purpose(Arc::clone(&purpose)), world.gate.purpose_notice(&purpose))
        }
        1 => {
            let flow = word(tape, &FLOWS);
            (AnswerTo::Provision(Arc::clone(&flow)), world.gate.flow_notice(&flow))
        }
        _ => {
            let tag = word(tape, &["pixel", "marketing"]);
            (AnswerTo::Tag(Arc::clone(&tag)), world.gate.tag_notice(&tag))
        }
    };
    let notice = tape.one(&[todays, todays, None, Some(azukari_model::NoticeId::from_bits(7))]);
    Answer { to, given: !tape.seldom(4), notice, at: tape.seldom(6).then(|| day("2026-01-05")) }
}

fn right(tape: &mut Tape<'_>) -> RightAct {
    let (verb, right) = tape.one(&[
        (RightVerb::Disclose, "disclosure"),
        (RightVerb::Correct, "correction"),
        (RightVerb::Erase, "deletion"),
        (RightVerb::Cease, "cease-use"),
        (RightVerb::Resume, "cease-use"),
    ]);
    let scope = CeaseScope {
        all: tape.seldom(4),
        provision: false,
        purposes: if tape.seldom(3) { vec![word(tape, &OURS)] } else { Vec::new() },
        recipients: if tape.seldom(3) { vec![word(tape, &["clerk-a", "advertiser"])] } else { Vec::new() },
    };
    RightAct {
        verb,
        right: if tape.seldom(3) { None } else { Some(word(tape, &[right, right, right, "disclosure"])) },
        way: tape.one(&[None, Some("form"), Some("my-page"), Some("phone")]).map(Arc::from),
        identity: tape
            .one(&[Some("login"), Some("document"), Some("login"), None, Some("email-code"), Some("a-wink")])
            .map(Arc::from),
        documents: tape
            .one(&[
                &["passport"][..],
                &["pension-book", "seal-certificate"],
                &["seal-certificate", "seal-certificate"],
                &[],
            ])
            .iter()
            .map(|paper| Arc::from(*paper))
            .collect(),
        agent: tape
            .one(&[None, None, None, Some("mandated"), Some("friend")])
            .map(|kind| AgentClaim { kind: Arc::from(kind), is_proven: !tape.seldom(3) }),
        items: some_items(tape, &["mail", "birth", "usage", "books"]),
        decline: tape.one(&[None, None, None, Some("law"), Some("a-whim")]).map(Arc::from),
        has_reason: !tape.seldom(3),
        request: tape.seldom(2).then(|| Arc::from("q1")),
        scope,
    }
}

fn load(tape: &mut Tape<'_>) -> LoadAct {
    LoadAct {
        tag: word(tape, &["pixel", "counter", "charger"]),
        page: tape.one(&[Some("checkout"), Some("home"), None]).map(Arc::from),
        on: tape.one(&[None, Some(Platform::Web), Some(Platform::Ios), Some(Platform::Android)]),
        hosts: if tape.seldom(3) { vec![Arc::from(tape.one(&["tag.example", "other.example"]))] } else { Vec::new() },
        choices: tape
            .one(&[&[("marketing", true)][..], &[], &[("marketing", false)], &[("marketing", false), ("pixel", true)]])
            .iter()
            .map(|(to, yes)| (Arc::from(*to), *yes))
            .collect(),
        linked: tape.seldom(2),
    }
}
