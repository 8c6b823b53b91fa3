//! Backups with the real program: taken beside a running server, restored, and what is certain then and what is not.

mod files;

use crate::served::Served;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const S: &str = "sessa";
const ROLES: &[&str] = &["web", "support", "editors", "officer"];

/// Runs the program; what came of it.
fn run(arguments: &[&str], paths: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_azukari"));
    command.args(["--lang", "en"]).args(arguments);
    for (argument, path) in paths {
        command.arg(argument).arg(path);
    }
    command.output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

/// The two files of a backup of the running server.
fn backup(served: &Served, out: &Path) -> (PathBuf, PathBuf) {
    let output = run(&["backup"], &[("--data", &served.data()), ("--out", out)]);
    done(&output);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines().map(PathBuf::from);
    (lines.next().expect("data"), lines.next().expect("keys"))
}

fn watch(served: &Served, file: &Path) -> (bool, String) {
    let output = run(&["watch", &served.url], &[("--keep", file)]);
    (output.status.success(), said(&output))
}

/// The server ends, its data is lost but for these files, and a database is restored in its place.
fn lose(served: &mut Served, from: &Path, left: &[&str], arguments: &[&str]) -> Output {
    served.house.kill();
    let (data, lost) = (served.data(), served.data().with_extension("lost"));
    fs::rename(&data, &lost).expect("a folder");
    fs::create_dir(&data).expect("a folder");
    for file in left {
        fs::copy(lost.join(file), data.join(file)).expect("a copy");
    }
    run(&[&["restore"], arguments].concat(), &[("--from", from), ("--data", &data)])
}

const BESIDE: &[&str] = &["key", "azukari.db.erased", "azukari.db.leaves"];

fn close(served: &Served, more: &[&str]) -> Output {
    let words = ["restore", "--close-gap", "--by", "officer", "--because", "told everybody"];
    run(&[&words, more].concat(), &[("--data", &served.data())])
}

async fn comes(served: &Served, number: u32) -> String {
    served.house.person(S, "web", "signup", json!({"email": format!("p{number}@mail.example")})).await
}

/// Whether somebody's address opens for a purpose that asks nobody.
async fn opens(served: &Served, person: &str) -> Value {
    let answer = served.house.opens((S, "support"), person, "contacting", &["email"]).await;
    if answer.status == 200 { answer.body["items"]["email"].clone() } else { json!(answer.code()) }
}

/// The code of news, which the person may stop.
async fn news(served: &Served, person: &str) -> String {
    let body = json!({"purpose": "announcements", "items": ["email"], "way-out": true});
    let answer = served.house.post(S, "editors", &format!("people/{person}/use"), body).await;
    if answer.status == 200 { "done".to_owned() } else { answer.code().to_owned() }
}

async fn erase(served: &Served, person: &str) -> Value {
    let body = json!({"all": true, "by": {"right": "deletion", "identity": "login"}});
    served.house.post(S, "officer", &format!("people/{person}/erase"), body).await.done().body
}

/// What is recorded so far has its place in the log.
async fn settle(served: &Served) {
    let one = comes(served, 9_999).await;
    let act = served.house.opens((S, "support"), &one, "contacting", &["email"]).await.done();
    served.house.wait_for(&format!("/ledger/proof/{}", act.body["act"].as_str().expect("an act"))).await;
}

#[tokio::test]
async fn a_backup_beside_a_busy_server_becomes_a_database_and_its_log_goes_on() {
    let mut served = Served::open(S, ROLES);
    let folder = tempfile::tempdir().expect("a folder");
    let (out, kept) = (folder.path().join("out"), folder.path().join("kept"));
    let her = comes(&served, 0).await;
    let account = json!({"event": "account", "reference": "u-1"});
    served.house.post(S, "web", &format!("people/{her}/events"), account).await.done();
    assert_eq!(news(&served, &her).await, "done");
    let gone = comes(&served, 1).await;
    // Acknowledged before the backup begins: all of it is in it, whoever writes meanwhile.
    let (data, out_of) = (served.data(), out.clone());
    let taking = tokio::task::spawn_blocking(move || run(&["backup"], &[("--data", &data), ("--out", &out_of)]));
    let mut number = 10;
    while !taking.is_finished() {
        comes(&served, number).await;
        number += 1;
    }
    done(&taking.await.expect("it ran"));
    let late = comes(&served, 2).await;
    erase(&served, &gone).await;
    settle(&served).await;
    let before = watch(&served, &kept);
    assert!(before.0, "{}", before.1);

    let restored = done(&lose(&mut served, &out, BESIDE, &[]));
    assert!(restored.contains("1 destroyed again by the erasure journal"), "{restored}");
    served.again();
    assert_eq!(opens(&served, &her).await, "p0@mail.example");
    assert_ne!(opens(&served, &gone).await, "p1@mail.example", "who was erased stays erased");
    assert_eq!(opens(&served, &late).await, "not-found", "who came after the backup is lost");
    assert_eq!(news(&served, &her).await, "standing-uncertain");
    let seen = watch(&served, &kept);
    assert!(seen.0, "what was shown is shown again: {}", seen.1);
    // Nothing is numbered until the officer has decided.
    let act = served.house.opens((S, "support"), &her, "contacting", &["email"]).await.done();
    let proof = format!("/ledger/proof/{}", act.body["act"].as_str().expect("an act"));
    assert_eq!(served.house.read(&proof).await.status, 404);

    done(&close(&served, &[]));
    served.house.wait_for(&proof).await;
    assert_eq!(news(&served, &her).await, "done");
    let after = watch(&served, &kept);
    assert!(after.0, "the log goes on: {}", after.1);
    let kept = kept.to_str().expect("a path");
    let (is_whole, out, said) = served.command(&["verify", "--kept", kept]);
    assert!(is_whole, "{out}{said}");
    assert!(close(&served, &[]).status.code() == Some(2), "there is nothing to close");
}

#[tokio::test]
async fn without_the_journal_everybody_is_uncertain_until_an_officer_decides() {
    let mut served = Served::open(S, ROLES);
    let out = tempfile::tempdir().expect("a folder");
    let her = comes(&served, 0).await;
    backup(&served, out.path());
    erase(&served, &her).await;
    let refused = lose(&mut served, out.path(), &["key"], &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("journal-missing"), "{}", said(&refused));
    assert!(!served.data().join("azukari.db").exists());

    let data = served.data();
    let restored = run(&["restore", "--without-journal"], &[("--from", out.path()), ("--data", &data)]);
    assert!(done(&restored).contains("everybody is uncertain"), "{}", said(&restored));
    served.again();
    assert_eq!(opens(&served, &her).await, "standing-uncertain");
    assert_eq!(comes(&served, 1).await.get(..4), Some("psn_"), "who comes now is known");
    let refused = close(&served, &[]);
    assert!(said(&refused).contains("gap-log-unknown"), "{}", said(&refused));
    done(&close(&served, &["--log-ends-here"]));
    assert_eq!(opens(&served, &her).await, "p0@mail.example", "as the officer decided");
    settle(&served).await;
    let (is_whole, out, said) = served.command(&["verify"]);
    assert!(is_whole, "{out}{said}");
}

#[tokio::test]
async fn a_drill_verifies_a_copy_beside_the_server_and_leaves_nothing() {
    let served = Served::open(S, ROLES);
    let within = tempfile::tempdir().expect("a folder");
    for number in 0..5 {
        comes(&served, number).await;
    }
    let output = run(&["drill", "--format", "json"], &[("--data", &served.data()), ("--within", within.path())]);
    done(&output);
    let told: Value = serde_json::from_slice(&output.stdout).expect("json");
    for step in ["backup", "restore", "replay", "verify"] {
        assert!(told["milliseconds"][step].is_u64(), "{told}");
    }
    assert_eq!(fs::read_dir(within.path()).expect("a folder").count(), 0);
    assert!(served.command(&["verify"]).0);
}
