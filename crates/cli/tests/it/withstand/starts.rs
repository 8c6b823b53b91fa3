//! How a server starts where it should not: on a folder that is served already, with a clock that is behind, with a policy
//! folder that nobody should trust. It says why, and nothing is half-started.

use super::tables::{open, rows_but};
use crate::{served::Served, support::root};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A server that is not to start: its exit, and what it said.
fn refused(policies: &Path, data: &Path, lang: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
        .args(["--lang", lang, "serve", "--listen", "127.0.0.1:0", "--policies"])
        .args([policies, Path::new("--data"), data])
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test]
async fn a_second_server_on_one_folder_is_told_so_and_the_first_goes_on() {
    let served = Served::open("sessa", &["web", "support"]);
    let person = served.house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    let before = rows_but(&served.data(), &[]);
    for (lang, said) in
        [("en", "stop it first, or use another folder"), ("ja", "先に止めるか、別のフォルダを使ってください")]
    {
        let (exit, text) = refused(&root().join("policies"), &served.data(), lang);
        assert_eq!(exit, Some(2), "{text}");
        assert!(text.contains(said) && !text.contains("http://"), "{text}");
    }
    assert_eq!(rows_but(&served.data(), &[]), before, "the second wrote nothing");
    served.house.opens(("sessa", "support"), &person, "contacting", &["email"]).await.done();
}

#[tokio::test]
async fn with_a_clock_behind_at_the_start_acts_wait_and_reading_does_not() {
    let mut served = Served::open("sessa", &["web", "support"]);
    let person = served.house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    served.house.kill();
    // As if its newest record were of a day to come.
    let day_micros: i64 = 86_400_000_000;
    let conn = open(&served.data());
    assert!(conn.execute("UPDATE record SET at = at + ?1", [day_micros]).expect("a change") > 0);
    drop(conn);
    served.again();
    let ask = json!({"purpose": "contacting", "items": ["email"]});
    let answer = served.house.post("sessa", "support", &format!("people/{person}/use"), ask).await;
    assert_eq!((answer.status, answer.code()), (503, "clock-behind"), "{}", answer.text);
    for page in ["/health", "/sessa/policy", "/v1/sessa/sources/signup/notice", "/ledger/checkpoint"] {
        let answer = served.house.read(page).await;
        assert_eq!(answer.status, 200, "{page}: {}", answer.text);
    }
}

/// A folder with one service, and one of its files spoiled.
fn spoiled(place: &Path, spoil: impl FnOnce(&Path)) -> PathBuf {
    let (from, policies) = (root().join("policies"), place.join("policies"));
    let service = policies.join("sessa");
    fs::create_dir_all(&service).expect("a folder");
    fs::copy(from.join("vendors.toml"), policies.join("vendors.toml")).expect("a copy");
    for file in ["policy.toml", "operation.toml", "ja.md", "en.md"] {
        fs::copy(from.join("sessa").join(file), service.join(file)).expect("a copy");
    }
    spoil(&service);
    policies
}

#[test]
fn a_hostile_policy_folder_starts_no_server() {
    type Spoil = fn(&Path);
    let cases: [(&str, &str, Spoil); 3] = [
        ("10 MB of TOML", "file-unreadable", |service| {
            fs::write(service.join("policy.toml"), "x = 1\n".repeat(1_700_000)).expect("a file");
        }),
        ("a deep nest", "toml-syntax", |service| {
            fs::write(service.join("policy.toml"), format!("x = {}1{}", "[".repeat(100_000), "]".repeat(100_000)))
                .expect("a file");
        }),
        ("no UTF-8", "file-unreadable", |service| fs::write(service.join("ja.md"), [0xff, 0xfe]).expect("a file")),
    ];
    for (what, code, spoil) in cases {
        let place = tempfile::tempdir().expect("a folder");
        let policies = spoiled(place.path(), spoil);
        let (exit, text) = refused(&policies, &place.path().join("data"), "en");
        assert_eq!(exit, Some(1), "{what}: {text}");
        assert!(text.contains(&format!("[{code}]")) && !text.contains("http://"), "{what}: {text}");
        assert!(text.len() < 10_000, "{what}: {}", text.len());
    }
}
