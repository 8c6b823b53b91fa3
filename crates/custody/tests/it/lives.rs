//! Longer lives: what a statute keeps, what a system holds, what is brought in from the past, what stays on the disk.

use crate::support::*;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::{AcquireAsk, Authority, CorrectAsk, EraseAsk, UseAsk},
    procedures::activate::By,
    register::Entry,
};
use azukari_model::Personal;
use azukari_policy::notice::NoticeOf;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_statute_keeps_stays_and_is_said_so() {
    let house = House::with(&["mobile-planning"]).await;
    let person = customer(&house).await;
    let billing = house.caller("mobile-planning", "billing-system").await;
    house.event(&billing, person, "in-contract", false).await.unwrap();
    let entries = [("billing", json!({ "on": "2027-01-10", "yen": 3000 }))];
    house.acquire(&billing, Some(person), "operation", &entries).await.unwrap();
    house.acquire(&billing, Some(person), "operation", &entries).await.unwrap();
    let desk = house.caller("mobile-planning", "billing-desk").await;
    let used = house.use_(&desk, person, "fees", &["billing"]).await.unwrap();
    assert_eq!(used.items[0].1.open().as_array().unwrap().len(), 2, "entries pile up");
    let requests = house.caller("mobile-planning", "request-desk").await;
    let erase = EraseAsk { whom: Whom::Id(person), all: true, items: Vec::new(), by: Authority::default() };
    let answer = house.perform(&requests, Ask::Erase(erase)).await;
    let Ok(Outcome::Erased(erased)) = answer else { panic!("{answer:?}") };
    assert_eq!(erased.kept.iter().map(|kept| &*kept.item).collect::<Vec<_>>(), ["billing"]);
    assert!(erased.kept[0].until.is_some());
    assert!(erased.live.contains(&"email".into()));
    assert_eq!(erased.told.systems.len(), 3);
    let only = EraseAsk { whom: Whom::Id(person), all: false, items: vec!["billing".into()], by: Authority::default() };
    assert_eq!(code(house.perform(&requests, Ask::Erase(only)).await), "policy-kept-by-law");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_age_is_derived_when_it_is_opened_and_a_masked_value_shows_little() {
    let house = House::with(&["mobile-planning"]).await;
    let person = customer(&house).await;
    let own = crate::support::person("mobile-planning", person);
    house.answer(&own, person, "offers", true).await.unwrap();
    let marketing = house.caller("mobile-planning", "marketing").await;
    let used = house.use_(&marketing, person, "offers", &["email", "age"]).await.unwrap();
    assert_eq!(used.items[1].1.open(), &json!(36));
    let masked = UseAsk { masked: true, ..use_ask(person, "offers", &["email"]) };
    let Outcome::Used(used) = house.perform(&marketing, Ask::Use(masked)).await.unwrap() else { panic!() };
    assert_eq!(used.items[0].1.open(), &json!("h***@example.jp"));
    house.answer(&own, person, "offers", false).await.unwrap();
    assert_eq!(code(house.use_(&marketing, person, "offers", &["email"]).await), "policy-consent-withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_system_holds_is_decided_here_and_its_value_never_passes() {
    let house = House::with(&["mobile-planning"]).await;
    let person = customer(&house).await;
    let site = house.caller("mobile-planning", "site").await;
    assert_eq!(
        code(house.acquire(&site, Some(person), "mail", &[("mail-opened", json!("yes"))]).await),
        "policy-value-elsewhere"
    );
    house.acquire(&site, Some(person), "mail", &[("mail-opened", json!(null))]).await.unwrap();
    house.answer(&crate::support::person("mobile-planning", person), person, "offers", true).await.unwrap();
    let marketing = house.caller("mobile-planning", "marketing").await;
    let used = house.use_(&marketing, person, "offers", &["email", "mail-opened"]).await.unwrap();
    assert_eq!(used.elsewhere, [("mail-opened".into(), "mail-platform".into())]);
    assert_eq!(used.items.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_takes_the_old_value_away() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let own = crate::support::person("sessa", person);
    let correct = |value| CorrectAsk {
        whom: Whom::Id(person),
        items: vec![("email".into(), Some(Personal::new(value)))],
        ..CorrectAsk::default()
    };
    house.perform(&own, Ask::Correct(correct(json!("hana@example.jp")))).await.unwrap();
    let support = house.caller("sessa", "support").await;
    let used = house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    assert_eq!(used.items[0].1.open(), &json!("hana@example.jp"));
    assert_eq!(code(house.perform(&own, Ask::Correct(correct(json!("nonsense")))).await), "value-invalid");
    let other = house.sessa_person("taro@example.jp").await;
    let stranger = crate::support::person("sessa", other);
    assert_eq!(code(house.perform(&stranger, Ask::Correct(correct(json!("x@example.jp")))).await), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_comes_in_under_the_version_of_then_by_who_may_import() {
    let house = House::with(&["mobile-planning"]).await;
    let import = house.caller("mobile-planning", "migration").await;
    let site = house.caller("mobile-planning", "site").await;
    let ask = |version: &str| AcquireAsk {
        source: "application".into(),
        items: vec![
            ("name".into(), Some(Personal::new(json!("山田 太郎")))),
            ("address".into(), Some(Personal::new(json!("大阪府大阪市北区1-1")))),
            ("telephone".into(), Some(Personal::new(json!("06-1234-5678")))),
            ("email".into(), Some(Personal::new(json!("taro@example.jp")))),
            ("birth-date".into(), Some(Personal::new(json!("1980-01-01")))),
            ("order".into(), Some(Personal::new(json!({ "plan": "S" })))),
        ],
        acquired_on: Some("2022-06-01".parse().unwrap()),
        version: Some(version.parse().unwrap()),
        ..AcquireAsk::default()
    };
    assert_eq!(code(house.perform(&import, Ask::Acquire(ask("2022-04-01"))).await), "policy-version-unknown");
    let by = By::Published { officer: "officer".into(), on: "2022-04-01".parse().unwrap() };
    house.door.activate(&sources("mobile-planning"), by).await.unwrap();
    assert_eq!(code(house.perform(&site, Ask::Acquire(ask("2022-04-01"))).await), "caller-lacks-import");
    let answer = house.perform(&import, Ask::Acquire(ask("2022-04-01"))).await;
    assert!(matches!(answer, Ok(Outcome::Acquired(_))), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_keeps_what_would_be_erased_until_it_ends() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let officer = house.caller("sessa", "officer").await;
    let hold = |over| {
        Ask::Enter(Entry::Hold { whom: Whom::Id(person), items: Vec::new(), because: "a claim".parse().unwrap(), over })
    };
    house.perform(&officer, hold(false)).await.unwrap();
    let erase = || Ask::Erase(EraseAsk { whom: Whom::Id(person), all: true, ..EraseAsk::default() });
    assert_eq!(code(house.perform(&officer, erase()).await), "policy-restricted");
    house.perform(&officer, hold(true)).await.unwrap();
    assert!(matches!(house.perform(&officer, erase()).await, Ok(Outcome::Erased(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_keeps_the_person_of_whom_nothing_is_held() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let officer = house.caller("sessa", "officer").await;
    let erase = |all| {
        let items = if all { Vec::new() } else { vec!["email".into()] };
        Ask::Erase(EraseAsk { whom: Whom::Id(person), all, items, ..EraseAsk::default() })
    };
    assert!(matches!(house.perform(&officer, erase(false)).await, Ok(Outcome::Erased(_))));
    let hold = |over| {
        Ask::Enter(Entry::Hold { whom: Whom::Id(person), items: Vec::new(), because: "a claim".parse().unwrap(), over })
    };
    house.perform(&officer, hold(false)).await.unwrap();
    assert_eq!(code(house.perform(&officer, erase(true)).await), "policy-restricted");
    house.perform(&officer, hold(true)).await.unwrap();
    assert!(matches!(house.perform(&officer, erase(true)).await, Ok(Outcome::Erased(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_value_lies_in_clear_on_the_disk() {
    let house = House::with(&["sessa"]).await;
    let web = house.caller("sessa", "web").await;
    let notice = house.notice("sessa", NoticeOf::Source(name("signup"))).await;
    let ask = AcquireAsk {
        source: "signup".into(),
        notice: Some(notice),
        items: vec![("email".into(), Some(Personal::new(json!("hanako-no-himitsu@example.jp"))))],
        refs: vec![("mail-tool".into(), Personal::new("kaiin-bango-4711".to_owned()))],
        ..AcquireAsk::default()
    };
    let mut submission = azukari_custody::Submission::from(Ask::Acquire(ask));
    submission.reason = Some("denwa-de-uketsuke".parse().unwrap());
    house.door.perform(&web, submission).await.unwrap();
    house.door.turn_jobs().await.unwrap();
    for entry in std::fs::read_dir(house.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in ["hanako-no-himitsu", "kaiin-bango-4711", "denwa-de-uketsuke"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
    }
}
