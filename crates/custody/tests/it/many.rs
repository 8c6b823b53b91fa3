//! Provisions, exceptions, bulk, batches, registers, statistics, imports, retention.

use crate::support::*;
use azukari_custody::{
    Ask, BulkAsk, BulkLine, BulkWhat, Outcome, Whom,
    ask::{
        AcquireAsk, ApproveAsk, DiscloseAsk, ExceptionAsk, HistoryAsk, HoldingsAsk, ListAsk, ProvideAsk, StatisticAsk,
    },
    register::{Entry, EntryKind},
};
use azukari_model::{Date, Instant, PersonId, Personal};
use azukari_policy::notice::NoticeOf;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::mpsc;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn provide(person: PersonId, recipient: &str, purpose: &str, items: &[&str]) -> ProvideAsk {
    ProvideAsk {
        whom: Whom::Id(person),
        recipient: recipient.into(),
        member: None,
        purpose: Some(purpose.into()),
        items: items.iter().map(|item| (*item).into()).collect(),
        ground: None,
        partial: false,
        exception: None,
    }
}

async fn enter(house: &House, officer: &azukari_custody::Caller, entry: Entry) -> azukari_custody::outcome::Entered {
    match house.perform(officer, Ask::Enter(entry)).await.unwrap() {
        Outcome::Entered(entered) => entered,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_flows_until_the_agreement_is_on_file_and_then_under_a_reference() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let (desk, officer) = (house.caller("sessa", "payout-desk").await, house.caller("sessa", "officer").await);
    let ask = || Ask::Provide(provide(person, "stripe", "settlement", &["email"]));
    assert_eq!(code(house.perform(&desk, ask()).await), "policy-agreement-missing");
    let agreement = Entry::Agreement {
        party: "stripe".into(),
        from: day("2027-01-01"),
        until: day("2027-12-31"),
        items: None,
        reference: None,
    };
    enter(&house, &officer, agreement).await;
    enter(&house, &officer, Entry::Choice { party: "stripe".into(), because: "the largest".parse().unwrap() }).await;
    enter(&house, &officer, Entry::Review { party: "stripe".into(), on: None, findings: None }).await;
    let route = azukari_policy::vocabulary::Route::EquivalentSystem;
    enter(&house, &officer, Entry::Route { party: "stripe".into(), route, checked: Some(day("2027-01-10")) }).await;
    let answer = house.perform(&desk, ask()).await;
    let Ok(Outcome::Provided(provided)) = answer else { panic!("{answer:?}") };
    assert_eq!(provided.used.items[0].1.open(), &json!("hanako@example.jp"));
    assert!(provided.record.is_some());
    assert_eq!(provided.reference.map(|reference| reference.len()), Some(32));
    let own = crate::support::person("sessa", person);
    let disclose = DiscloseAsk { whom: Whom::Id(person), ..DiscloseAsk::default() };
    let answer = house.perform(&own, Ask::Disclose(disclose)).await;
    let Ok(Outcome::Disclosed(disclosed)) = answer else { panic!("{answer:?}") };
    assert_eq!(disclosed.provisions.len(), 1);
    assert_eq!(disclosed.items[0].value.as_ref().unwrap().open(), &json!("hanako@example.jp"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exception_needs_another_who_approves_this_very_act_once() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let (legal, officer) = (house.caller("sessa", "legal").await, house.caller("sessa", "officer").await);
    let company = Entry::Member {
        class: "authority".into(),
        name: "Tsukiji police station".parse().unwrap(),
        address: None,
        representative: None,
        country: None,
    };
    let member = enter(&house, &officer, company).await.member.unwrap();
    let ask = |approval| ProvideAsk {
        purpose: None,
        member: Some(member.to_string().into()),
        exception: Some(ExceptionAsk {
            exception: "law".into(),
            reason: Some("an inquiry by letter".parse().unwrap()),
            reference: Some("2027-12".parse().unwrap()),
            consent_difficult: false,
            would_hinder: false,
            approval,
        }),
        ..provide(person, "authority", "settlement", &["email"])
    };
    assert_eq!(code(house.perform(&legal, Ask::Provide(ask(None))).await), "policy-approval-missing");
    let approve =
        |requester: &str, provide| Ask::Approve(ApproveAsk { requester: requester.parse().unwrap(), provide });
    assert_eq!(code(house.perform(&legal, approve("stf-legal", ask(None))).await), "caller-approver-not-entitled");
    assert_eq!(code(house.perform(&officer, approve("stf-officer", ask(None))).await), "caller-approves-own");
    let Outcome::Approved { approval, .. } = house.perform(&officer, approve("stf-legal", ask(None))).await.unwrap()
    else {
        panic!()
    };
    let mut other = ask(Some(approval));
    other.items.push("bank-account".into());
    assert_eq!(code(house.perform(&legal, Ask::Provide(other)).await), "policy-approval-missing");
    let answer = house.perform(&legal, Ask::Provide(ask(Some(approval)))).await;
    assert!(matches!(answer, Ok(Outcome::Provided(_))), "{answer:?}");
    assert_eq!(code(house.perform(&legal, Ask::Provide(ask(Some(approval)))).await), "policy-approval-missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_one_record_a_person_and_the_withheld_are_counted() {
    let house = House::with(&["sessa"]).await;
    let (web, editors) = (house.caller("sessa", "web").await, house.caller("sessa", "editors").await);
    for number in 0..12 {
        let person = house.sessa_person(&format!("p{number}@example.jp")).await;
        if number < 8 {
            house.event(&web, person, "account", false).await.unwrap();
        }
        if number < 3 {
            house.answer(&person_caller(person), person, "announcements", false).await.unwrap();
        }
    }
    let ask = |way_out| BulkAsk {
        what: BulkWhat::Use {
            purpose: "announcements".into(),
            items: vec!["email".into()],
            partial: false,
            masked: false,
            way_out,
        },
        after: None,
        key: None,
        case: None,
        reason: None,
    };
    assert_eq!(code(house.door.bulk(&editors, ask(false)).await), "policy-way-out-missing");
    assert_eq!(code(house.door.bulk(&web, ask(true)).await), "caller-lacks-purpose");
    let before = house.records("sessa").await;
    let mut lines = house.door.bulk(&editors, ask(true)).await.unwrap();
    let (mut people, mut end) = (0, None);
    while let Some(line) = lines.recv().await {
        match line {
            BulkLine::Person { provided, .. } => {
                assert_eq!(provided.used.items.len(), 1);
                people += 1;
            }
            BulkLine::End { permitted, withheld, .. } => {
                end = Some((permitted, withheld.values().sum::<u64>(), withheld.len()));
            }
            BulkLine::Replayed { act } => panic!("{act}"),
            BulkLine::Broken(refused) => panic!("{refused:?}"),
        }
    }
    assert_eq!((people, end), (5, Some((5, 7, 2))));
    assert_eq!(house.records("sessa").await, before + 5 + 3);
}

fn person_caller(person: PersonId) -> azukari_custody::Caller {
    crate::support::person("sessa", person)
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_one_person_run_in_order_and_answers_come_in_the_order_of_lines() {
    let house = House::with(&["sessa"]).await;
    let web = house.caller("sessa", "web").await;
    let notice = house.notice("sessa", NoticeOf::Source(name("signup"))).await;
    let (lines, reader) = mpsc::channel(8);
    let mut answers = house.door.batch(&web, reader);
    let writer = tokio::spawn(async move {
        for number in 0..50 {
            let reference = || Personal::new(format!("u-{number}"));
            let create = AcquireAsk {
                source: "signup".into(),
                notice: Some(notice),
                items: vec![("email".into(), Some(Personal::new(json!(format!("p{number}@example.jp")))))],
                refs: vec![("mail-tool".into(), reference())],
                ..AcquireAsk::default()
            };
            lines.send(Ok(Ask::Acquire(create).into())).await.unwrap();
            let whom = Whom::Reference { system: "mail-tool".into(), reference: reference() };
            let mut ask = use_ask(PersonId::from_bits(0), "login-identity", &["email"]);
            ask.whom = whom;
            lines.send(Ok(Ask::Use(ask).into())).await.unwrap();
        }
    });
    for number in 0..50 {
        assert!(matches!(answers.recv().await.unwrap().unwrap(), Outcome::Acquired(_)));
        let answer = answers.recv().await.unwrap();
        let Ok(Outcome::Used(used)) = answer else { panic!("{answer:?}") };
        assert_eq!(used.items[0].1.open(), &json!(format!("p{number}@example.jp")));
    }
    writer.await.unwrap();
    let again = AcquireAsk {
        source: "signup".into(),
        notice: Some(notice),
        items: vec![("email".into(), Some(Personal::new(json!("x@example.jp"))))],
        refs: vec![("mail-tool".into(), Personal::new("u-3".to_owned()))],
        ..AcquireAsk::default()
    };
    assert_eq!(code(house.perform(&web, Ask::Acquire(again)).await), "already-held");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statistic_shows_no_small_group() {
    let house = House::with(&["sessa"]).await;
    let analysts = house.caller("sessa", "analysts").await;
    for number in 0..9 {
        house.sessa_person(&format!("p{number}@example.jp")).await;
    }
    let ask = || Ask::Statistic(StatisticAsk { statistic: "use-of-service".into(), by: Vec::new(), to: None });
    assert_eq!(code(house.perform(&analysts, ask()).await), "policy-group-too-small");
    house.sessa_person("p9@example.jp").await;
    let Outcome::Counted(counted) = house.perform(&analysts, ask()).await.unwrap() else { panic!() };
    assert_eq!(counted.groups.iter().map(|group| group.people).collect::<Vec<_>>(), [10]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_outlived_its_period_is_erased_by_itself() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let officer = house.caller("sessa", "officer").await;
    let holdings = || Ask::Holdings(HoldingsAsk { whom: Whom::Id(person), purpose: None });
    let Outcome::Holdings(held) = house.perform(&officer, holdings()).await.unwrap() else { panic!() };
    assert_eq!(held.len(), 1);
    let end = held[0].expires.unwrap();
    house.clock.set(end.plus_micros(1));
    house.door.turn_jobs().await.unwrap();
    // Tokens live for ninety days: another one looks.
    let officer = house.caller("sessa", "officer").await;
    let Outcome::Holdings(held) = house.perform(&officer, holdings()).await.unwrap() else { panic!() };
    assert!(held.is_empty());
    house.door.turn_jobs().await.unwrap();
    let history = Ask::History(HistoryAsk { whom: Whom::Id(person), before: None, limit: 50 });
    let Outcome::History(history) = house.perform(&officer, history).await.unwrap() else { panic!() };
    let kinds: Vec<&str> = history.acts.iter().filter_map(|act| act.record.as_ref()?.get("kind")?.as_str()).collect();
    assert!(kinds.contains(&"expire") && kinds.contains(&"acquire"), "{kinds:?}");
    assert!(history.acts.iter().all(|act| !act.record.as_ref().unwrap().to_string().contains("hanako")));
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_are_for_those_who_handle_the_policy() {
    let house = House::with(&["sessa"]).await;
    let (web, officer) = (house.caller("sessa", "web").await, house.caller("sessa", "officer").await);
    let announce =
        || Entry::Announcement { source: "x-login".into(), at: None, place: "site".parse().unwrap(), text: None };
    assert_eq!(code(house.perform(&web, Ask::Enter(announce())).await), "caller-lacks-handling");
    enter(&house, &officer, announce()).await;
    let Outcome::Listed(listed) =
        house.perform(&officer, Ask::List(ListAsk { kind: EntryKind::Announcements })).await.unwrap()
    else {
        panic!()
    };
    assert_eq!(listed.len(), 1);
    let attest =
        Entry::Attestation { measure: "training".into(), evidence: Some("T-7".parse().unwrap()), of: None, on: None };
    assert_eq!(code(house.perform(&web, Ask::Enter(attest.clone())).await), "caller-lacks-measure");
    enter(&house, &officer, attest).await;
    let evidence = house.door.board_evidence("sessa").await.unwrap();
    let training = &evidence.measures[&Arc::from("training")];
    assert!(!training.overdue && training.last.is_some());
    assert!(evidence.measures[&Arc::from("settlement-on-time")].overdue);
    house.clock.set(Instant::parse("2028-02-01T00:00:00Z").unwrap());
    assert!(house.door.board_evidence("sessa").await.unwrap().measures[&Arc::from("training")].overdue);
}

#[tokio::test(flavor = "multi_thread")]
async fn audit_and_inspection_are_of_two_people_whichever_comes_first() {
    for (first, then) in [("self-inspection", "independent-audit"), ("independent-audit", "self-inspection")] {
        let house = House::with(&["mobile-planning"]).await;
        let (auditor, other) = (
            house.caller("mobile-planning", "auditor").await,
            house.named("mobile-planning", "auditor", "stf-other").await,
        );
        let attest = |measure: &str| {
            let (measure, evidence) = (measure.into(), Some("R-1".parse().unwrap()));
            Ask::Enter(Entry::Attestation { measure, evidence, of: None, on: None })
        };
        house.perform(&auditor, attest(first)).await.unwrap();
        assert_eq!(code(house.perform(&auditor, attest(then)).await), "caller-attests-own", "{then}");
        house.perform(&other, attest(then)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_a_record_must_name_is_entered_with_address_and_representative() {
    let house = House::with(&["sessa"]).await;
    let officer = house.caller("sessa", "officer").await;
    let company = |class: &str, address: Option<&str>, representative: Option<&str>, country: Option<&str>| {
        let line = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        Ask::Enter(Entry::Member {
            class: class.into(),
            name: "Asahi".parse().unwrap(),
            address: line(address),
            representative: line(representative),
            country: line(country),
        })
    };
    for (class, address, representative, country, field) in [
        ("statistics-user", None, Some("CEO"), None, Some("address")),
        ("statistics-user", Some("Tokyo"), None, None, Some("representative")),
        ("contractor", None, None, Some("US"), Some("address")),
        ("contractor", None, None, Some("Japan"), Some("country")),
        ("contractor", None, None, None, None),
        ("authority", None, None, None, None),
        ("statistics-user", Some("Tokyo"), Some("CEO"), None, None),
    ] {
        let entered = house.perform(&officer, company(class, address, representative, country)).await;
        assert_eq!(entered.err().and_then(|refused| refused.field).as_deref(), field, "{class}");
    }
}
