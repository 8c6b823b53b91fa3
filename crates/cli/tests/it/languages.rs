//! Whatever a command says when it cannot go on, it says in the language asked for.

use crate::support::root;
use std::{fs, path::Path, process::Command};

/// What a command says on stderr, its exit being 2.
fn told(lang: &str, arguments: &[&str], folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_azukari"));
    let output =
        command.current_dir(folder).args(arguments).args(["--lang", lang]).env("NO_COLOR", "1").output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
    text
}

/// A command that fails, with what must stand in both languages.
const FAIL: &[(&[&str], &str)] = &[
    (&["check", "nowhere"], "nowhere"),
    (&["check", "data"], "azukari new NAME"),
    (&["check", "--nonsense", "."], "--nonsense"),
    (&["nonsense"], "nonsense"),
    (&["check", "--format", "csv", "."], "csv"),
    (&["test", "cases.toml"], "policies"),
    (&["new", "Not An Id"], "Not An Id"),
    (&["promises", "broken"], "azukari check"),
    (&["promises", "broken", "--format", "sarif"], ""),
    (&["verify", "proof"], "--key"),
    (&["verify", "proof", "--key", "x"], "NAME+HASH+BASE64"),
    (&["verify", "--data", "data"], "data/key"),
    (&["verify", "--data", "data", "--kept", "proof"], "proof"),
    (&["watch", "ftp://x", "--keep", "kept"], "ftp://x"),
    (&["watch", "http://127.0.0.1:1", "--keep", "kept"], "127.0.0.1:1"),
    (&["watch", "http://127.0.0.1:1", "--keep", "proof"], "proof"),
    (&["demo", "--now", "noon"], "2027-01-15T10:00:00+09:00"),
    (&["token", "create", "--service", "s", "--role", "r", "--owner", "o", "--data", "data"], "data"),
    (&["explain", "no-such-code"], "no-such-code"),
    (&["scan", "http://127.0.0.1/", "--policy", "nowhere"], "nowhere"),
    (&["scan", "ftp://x/", "--policy", "shop"], "https://www.example.jp/"),
    (&["scan", "http://other.example/", "--policy", "shop"], "--i-own-this-site"),
    (&["scan", "http://shop.example/", "--policy", "shop", "--i-own-this-site", "--state", "sleepy"], "sleepy"),
    (&["scan", "http://shop.example/", "--policy", "shop", "--i-own-this-site", "--baseline", "proof"], "proof"),
    (
        &[
            "scan",
            "http://shop.example/",
            "--policy",
            "shop",
            "--i-own-this-site",
            "--chrome-path",
            "/nowhere/chromium",
        ],
        "/nowhere/chromium",
    ),
    (
        &["scan", "http://shop.example/", "--policy", "shop", "--i-own-this-site", "--chrome-path", "/bin/false"],
        "Chromium",
    ),
    (&["vendors", "no-such-vendor"], "no-such-vendor"),
];

#[test]
fn a_command_that_cannot_go_on_says_so_in_the_language_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("cases.toml", "now = 2027-01-15\n"), ("proof", "no proof"), ("kept", "no checkpoint")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::remove_file(folder.path().join("kept")).unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    for (name, text) in azukari_policy::skeleton::service(&"shop".parse().unwrap()) {
        fs::write(folder.path().join("shop").join(name), text).unwrap();
    }
    fs::create_dir(folder.path().join("broken")).unwrap();
    fs::write(folder.path().join("broken/policy.toml"), "nonsense = [").unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let is_japanese = |text: &str| text.chars().any(|letter| ('\u{3040}'..='\u{30ff}').contains(&letter));
    for (arguments, both) in FAIL {
        let (ja, en) = (told("ja", arguments, folder.path()), told("en", arguments, folder.path()));
        assert!(ja.contains(both) && en.contains(both), "{arguments:?}: {ja}{en}");
        assert!(is_japanese(&ja), "{arguments:?}: {ja}");
        assert!(!is_japanese(&en), "{arguments:?}: {en}");
    }
}

/// What makes an error out of words of one language: `Said` and `Told` take a sentence, which has both.
const OF_ONE_LANGUAGE: &[&str] = &["bail!(", "anyhow!(", "context(\"", "context(|| format!", "{refused:?}"];

#[test]
fn no_error_of_the_command_line_is_made_of_words_of_one_language() {
    let mut folders = vec![root().join("crates/cli/src")];
    let mut said = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let found = OF_ONE_LANGUAGE.iter().filter(|word| text.contains(**word));
            said.extend(found.map(|word| format!("{}: {word}", path.display())));
        }
    }
    assert_eq!(said, Vec::<String>::new());
}
