//! Every act and every denial leaves an entry; a change by SQL is found by `azukari verify`.

use crate::support::{Answer, House};
use serde_json::{Value, json};
use std::process::Command;

const S: &str = "mobile-planning";

fn act(answer: &Answer) -> String {
    answer.body["act"].as_str().unwrap_or_else(|| panic!("no act: {}", answer.text)).to_owned()
}

/// One act of every kind about one customer, permitted, in the order they were done; the last erases.
async fn every_kind_of_act(house: &House) -> Vec<(&'static str, String)> {
    let notice = house.notice(S, "application").await;
    let items = json!({"name": "佐藤 花子", "address": "東京都世田谷区桜丘1-2-3", "telephone": "090-0000-0001",
        "email": "hanako@mail.example", "birth-date": "1990-04-01", "order": "Wi-Fi 50GB"});
    let body = json!({"source": "application", "notice": notice, "items": items});
    let acquired = house.post(S, "site", "people", body).await.done();
    let her = acquired.body["person"].as_str().unwrap().to_owned();
    house.bind(S, "benefit-japan").await;
    let offers = house.read(&format!("/v1/{S}/purposes/offers/notice")).await.body["notice"].clone();
    let by = |right: &str| json!({"right": right, "identity": "login"});
    let mut go_on = by("cease-use");
    go_on["request"] = super::own_word(house, S, "request-desk", &her).await.into();
    let mut acts = vec![("acquire", act(&acquired))];
    let steps: [(&str, &str, &str, Value); 10] = [
        ("use", "support-desk", "use", json!({"purpose": "inquiries", "items": ["email"]})),
        (
            "provide",
            "group-liaison",
            "provide",
            json!({"recipient": "benefit-japan", "purpose": "guidance", "items": ["name"]}),
        ),
        ("answer", "support-desk", "consents", json!({"to": {"purpose": "offers"}, "given": true, "notice": offers})),
        ("report", "site", "events", json!({"event": "line-inquiry", "reference": "T-1"})),
        ("disclose", "request-desk", "disclose", json!({"by": by("disclosure")})),
        ("correct", "request-desk", "correct", json!({"items": {"order": "Wi-Fi 100GB"}, "by": by("correction")})),
        ("cease", "request-desk", "cease", json!({"all": true, "by": by("cease-use")})),
        ("resume", "request-desk", "resume", json!({"all": true, "by": go_on})),
        ("erase", "request-desk", "erase", json!({"items": ["order"], "by": by("deletion")})),
        ("erase", "request-desk", "erase", json!({"all": true, "by": by("deletion")})),
    ];
    let refused = json!({"purpose": "offers", "items": ["email"]});
    let denied = house.post(S, "billing-desk", &format!("people/{her}/use"), refused).await;
    let denied = denied.refused("caller-lacks-purpose", "purposes.news.offers");
    let denial = act(&denied);
    for (kind, role, path, body) in steps {
        if kind == "erase" && body["all"] == true {
            stands_in_history(house, &her, &acts, &denial).await;
        }
        acts.push((kind, act(&house.post(S, role, &format!("people/{her}/{path}"), body).await.done())));
    }
    acts.push(("use", denial));
    acts
}

/// The person's history names every act by its kind, and the denial as one.
async fn stands_in_history(house: &House, her: &str, acts: &[(&'static str, String)], denial: &str) {
    for (_, act) in acts {
        house.wait_for(&format!("/ledger/proof/{act}")).await;
    }
    let history = house.get(S, "request-desk", &format!("people/{her}/history")).await.done();
    let record = |act: &str| {
        let all = history.body["acts"].as_array().unwrap();
        let one = all.iter().find(|one| one["act"] == act);
        one.unwrap_or_else(|| panic!("{act} is not in {}", history.text))["record"].clone()
    };
    for (kind, act) in acts {
        let record = record(act);
        assert_eq!((&record["kind"], &record["verdict"]), (&json!(kind), &json!("permitted")), "{record}");
    }
    let verdict = json!({"refused": {"code": "caller-lacks-purpose", "count": 1}});
    assert_eq!(record(denial)["verdict"], verdict);
}

/// Service, role, source, items, confirmations, who is refused and by which clause.
type Arrival =
    (&'static str, &'static str, &'static str, &'static str, &'static [&'static str], (&'static str, &'static str));

/// One person arrives in each service, and one act is refused.
const SERVICES: &[Arrival] = &[
    ("sessa", "web", "signup", r#"{"email":"a@mail.example"}"#, &[], ("support", "purposes")),
    (
        "onplanetz",
        "web",
        "registration",
        r#"{"name":"高橋 誠","organisation":"中央商事株式会社","email":"a@mail.example"}"#,
        &[],
        ("front-desk", "matrix"),
    ),
    (
        "nicori",
        "shop-web",
        "registration",
        r#"{"name":"鈴木 太郎","address":"大阪府堺市北区中百舌鳥町1-1","email":"a@mail.example"}"#,
        &[],
        ("shop-web", "purposes"),
    ),
    (
        "ijgn",
        "app",
        "registration",
        r#"{"name":"鈴木 太郎","email":"a@mail.example","registration":"plan A"}"#,
        &["password-set", "procedure-followed"],
        ("support", "purposes"),
    ),
];

async fn an_act_and_a_denial_in_each_service(house: &House) -> Vec<(&'static str, String)> {
    house.pledge("nicori", "shop-web").await;
    let mut acts = Vec::new();
    for (service, role, source, items, confirms, (other, clause)) in SERVICES {
        let notice = house.notice(service, source).await;
        let items: Value = serde_json::from_str(items).unwrap();
        let body = json!({"source": source, "notice": notice, "items": items, "confirms": confirms});
        let acquired = house.post(service, role, "people", body).await.done();
        acts.push(("acquire", act(&acquired)));
        let path = format!("people/{}/use", acquired.body["person"].as_str().unwrap());
        let denied = house.post(service, other, &path, json!({"purpose": "resale", "items": ["email"]})).await;
        acts.push(("use", act(&denied.refused("policy-purpose-not-declared", clause))));
    }
    acts
}

fn verify(house: &House) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
        .args(["--lang", "en", "verify", "--data"])
        .arg(house.data())
        .output()
        .expect("the program runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test]
async fn all_3_every_act_and_denial_leaves_an_entry_that_nobody_changes_unnoticed() {
    let house = House::open().await;
    let mut acts = every_kind_of_act(&house).await;
    acts.extend(an_act_and_a_denial_in_each_service(&house).await);
    let mut indexes = Vec::new();
    for (_, act) in &acts {
        let proof = house.wait_for(&format!("/ledger/proof/{act}")).await.text;
        assert!(proof.starts_with("c2sp.org/tlog-proof@v1\n"), "{proof}");
        let index = proof.lines().find_map(|line| line.strip_prefix("index ")).expect("an index");
        indexes.push(index.parse::<u64>().expect("a number"));
    }
    let checkpoint = house.read("/ledger/checkpoint").await.text;
    assert!(checkpoint.starts_with("azukari.example/ledger\n"), "{checkpoint}");
    let size: u64 = checkpoint.lines().nth(1).unwrap().parse().unwrap();
    assert!(indexes.iter().all(|index| *index < size), "all stand under the checkpoint");

    let (is_whole, said) = verify(&house);
    assert!(is_whole && said.starts_with("OK"), "{said}");
    let database = house.data().join("azukari.db");
    for (index, (kind, _)) in indexes.into_iter().zip(&acts) {
        let edit = || azukari_store::tamper::edit_record(&database, index).expect("the database is there");
        assert_eq!(edit(), Some(index));
        let (is_whole, said) = verify(&house);
        assert!(!is_whole && said.starts_with("FAILED"), "an edited `{kind}` at {index} was not noticed: {said}");
        assert_eq!(edit(), Some(index), "as it was");
    }
    assert!(verify(&house).0, "put back, it is whole again");
}
