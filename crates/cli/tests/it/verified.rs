//! `azukari verify` as an auditor runs it: exit codes, languages, forms, and a checkpoint of their own.

mod by_hand;

use crate::{served::Served, support::root};
use serde_json::{Value, json};
use std::{
    path::Path,
    process::{Command, Output},
};

fn run(arguments: &[&str], data: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_azukari")).args(arguments).arg("--data").arg(data).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Watches the ledger once, as an auditor does; how many entries it saw.
fn watch(served: &Served, file: &Path) -> u64 {
    let words = ["--lang", "en", "watch", &served.url, "--keep"];
    let output = Command::new(env!("CARGO_BIN_EXE_azukari")).args(words).arg(file).output().expect("it runs");
    let told = said(&output);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    told.split_once(" entries, and they go on")
        .and_then(|(size, _)| size.parse().ok())
        .unwrap_or_else(|| panic!("{told}"))
}

/// What waits for its number has it.
async fn settle(served: &Served, person: &str) {
    let act = served.house.opens(("sessa", "support"), person, "contacting", &["email"]).await.done();
    served.house.wait_for(&format!("/ledger/proof/{}", act.body["act"].as_str().expect("an act"))).await;
}

#[tokio::test]
async fn an_auditor_who_comes_back_sees_from_the_served_tiles_that_the_log_only_grew() {
    let served = Served::open("sessa", &["web", "support"]);
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("kept");
    let person = served.house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    settle(&served, &person).await;
    let first = watch(&served, &kept);
    for _ in 0..3 {
        settle(&served, &person).await;
    }
    let second = watch(&served, &kept);
    assert!(first < second, "{first} {second}");
    // Every entry is there for whoever computes the root without `watch`.
    for path in [format!("0/000.p/{second}"), format!("entries/000.p/{second}")] {
        assert_eq!(served.house.read(&format!("/ledger/tile/{path}")).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn an_auditor_verifies_beside_the_running_server_and_finds_what_was_changed() {
    let served = Served::open("sessa", &["web", "support"]);
    let folder = tempfile::tempdir().expect("a folder");
    let early = folder.path().join("early");
    let person = served.house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    served.house.opens(("sessa", "support"), &person, "contacting", &["email"]).await.done();
    let copy = folder.path().join("copy");
    served.copy(&copy);
    for number in 0..20 {
        let items = json!({"email": format!("p{number}@mail.example")});
        let (_, output) = tokio::join!(
            served.house.person("sessa", "web", "signup", items),
            tokio::task::spawn_blocking({
                let data = served.data();
                move || run(&["--lang", "en", "verify"], &data)
            })
        );
        let output = output.expect("it ran");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(said(&output).starts_with("OK: "), "{}", said(&output));
    }
    watch(&served, &early);
    let kept = early.to_str().expect("a path");
    let output = run(&["--lang", "ja", "verify", "--kept", kept], &served.data());
    assert!(
        said(&output).starts_with("正常：記録 ") && said(&output).ends_with("手元のチェックポイント 1 件からの続き"),
        "{}",
        said(&output)
    );

    // The copy is an earlier state: good by itself, and not for whoever kept a checkpoint.
    assert_eq!(run(&["verify"], &copy).status.code(), Some(0));
    let output = run(&["--lang", "en", "verify", "--kept", kept], &copy);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).starts_with("FAILED: checkpoint kept at ") && said(&output).contains("rolled back"),
        "{}",
        said(&output)
    );
    let output = run(&["--lang", "ja", "verify", "--format", "json", "--kept", kept], &copy);
    let json: Value = serde_json::from_str(&said(&output)).expect("json");
    assert_eq!((json["ok"].as_bool(), json["findings"][0]["code"].as_str()), (Some(false), Some("shorter")));
    assert!(json["findings"][0]["text"].as_str().is_some_and(|text| text.contains("巻き戻され")), "{json}");

    assert_eq!(azukari_store::tamper::edit_record(&copy.join("azukari.db"), 1).expect("a database"), Some(1));
    let output = run(&["--lang", "en", "verify", "--format", "plain"], &copy);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("failed\tentry 1\tdoes-not-open\tentry 1: "), "{}", said(&output));
}

#[test]
fn what_cannot_be_looked_at_is_neither_good_nor_bad() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |output: Output| (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned());
    let (code, text) = said(run(&["--lang", "en", "verify"], folder.path()));
    assert_eq!(code, Some(2), "{text}");
    assert!(std::fs::read_dir(folder.path()).expect("a folder").next().is_none(), "nothing was made there");
    let (code, text) = said(run(&["--lang", "en", "verify", "--kept", "Cargo.toml"], folder.path()));
    assert!(code == Some(2) && text.contains("holds no checkpoint"), "{text}");
    assert_eq!(run(&["verify", "--format", "sarif"], folder.path()).status.code(), Some(2));
}

#[test]
fn a_proof_is_told_in_every_form() {
    let log = root().join("crates/ledger/testdata/log");
    let key = std::fs::read_to_string(log.join("log.vkey")).expect("a key");
    let prove = |file: &str, format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
            .args(["--lang", "en", "verify", "--key", key.trim(), "--format", format])
            .arg(log.join(file))
            .output()
            .expect("it runs");
        (output.status.code(), said(&output))
    };
    let (code, text) = prove("proofs/42.tlog-proof", "json");
    let json: Value = serde_json::from_str(&text).expect("json");
    assert_eq!((code, json["index"].as_u64(), json["size"].as_u64()), (Some(0), Some(42), Some(300)));
    let (code, text) = prove("proofs/42.tlog-proof", "plain");
    assert!(code == Some(0) && text.starts_with("ok\t42\t300\t"), "{text}");
    let (code, text) = prove("refused/path-short.tlog-proof", "human");
    assert!(code == Some(1) && text.starts_with("FAILED: "), "{text}");
}
