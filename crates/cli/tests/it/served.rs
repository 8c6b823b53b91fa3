//! The program as a company runs it: `serve` on a data folder, and an officer who activates the next version beside it.

use crate::support::{House, root};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::JoinHandle,
};

/// Starts a server; where it listens, and what it will have said and logged when it has ended.
fn start(command: &mut Command, policies: &Path, data: &Path) -> (Child, String, JoinHandle<String>) {
    let mut process = command
        .args(["--lang", "en", "serve", "--log", "trace", "--listen", "127.0.0.1:0", "--policies"])
        .args([policies, Path::new("--data"), data])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut reader = BufReader::new(process.stderr.take().expect("stderr"));
    let mut said = String::new();
    let url = loop {
        let mut line = String::new();
        assert!(reader.read_line(&mut line).expect("a line") > 0, "no address: {said}");
        said.push_str(&line);
        if line.starts_with("http://") {
            break line.trim_end().trim_end_matches('/').to_owned();
        }
    };
    // Read on, so that the server never waits for a reader.
    let said = std::thread::spawn(move || {
        reader.read_to_string(&mut said).expect("a text");
        said
    });
    (process, url, said)
}

/// A server on a folder of its own, with one service that counts from the start.
pub(crate) struct Served {
    pub(crate) house: House,
    pub(crate) url: String,
    service: &'static str,
    folder: tempfile::TempDir,
    said: Option<JoinHandle<String>>,
}

impl Served {
    /// Serves one of the five, with a token for each of these roles.
    pub(crate) fn open(service: &'static str, roles: &[&str]) -> Self {
        Self::open_on(service, roles, |_| {})
    }

    /// The same, after something was done to the place of its data.
    pub(crate) fn open_on(service: &'static str, roles: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let policies = folder.path().join("policies");
        let (from, to) = (root().join("policies"), policies.join(service));
        fs::create_dir_all(&to).expect("a folder");
        fs::copy(from.join("vendors.toml"), policies.join("vendors.toml")).expect("a copy");
        for file in ["policy.toml", "operation.toml", "ja.md", "en.md"] {
            let text = fs::read_to_string(from.join(service).join(file)).expect("the file");
            // It counts from its activation, whatever day it is.
            let lines = text.lines().filter(|line| !line.starts_with("effective "));
            fs::write(to.join(file), lines.map(|line| format!("{line}\n")).collect::<String>()).expect("a copy");
        }
        let data = folder.path().join("data");
        prepare(&data);
        let (process, url, said) = start(&mut Command::new(env!("CARGO_BIN_EXE_azukari")), &policies, &data);
        let mut tokens = json!({});
        for role in roles {
            let made = Command::new(env!("CARGO_BIN_EXE_azukari"))
                .args(["token", "create", "--service", service, "--role", role, "--owner", &format!("{role}-account")])
                .args([&PathBuf::from("--data"), &data])
                .output()
                .expect("the program runs");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            tokens[service][*role] = Value::String(String::from_utf8_lossy(&made.stdout).trim().to_owned());
        }
        Self { house: House::at(process, &url, tokens), url, service, folder, said: Some(said) }
    }

    /// The server is killed and starts again on the same folder.
    pub(crate) fn again(&mut self) {
        self.again_by(&mut Command::new(env!("CARGO_BIN_EXE_azukari")));
    }

    /// The same, by a command that runs the program with the arguments it is given.
    pub(crate) fn again_by(&mut self, command: &mut Command) {
        self.house.kill();
        let (process, url, said) = start(command, &self.folder.path().join("policies"), &self.data());
        self.house.moved(process, &url);
        self.url = url;
        self.said = Some(said);
    }

    /// The server is killed: all it said and logged, at every level.
    pub(crate) fn ended(&mut self) -> String {
        self.house.kill();
        self.said.take().expect("it ran").join().expect("what it said")
    }

    /// Where its data is.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What stands in the data folder now, somewhere else.
    pub(crate) fn copy(&self, to: &Path) {
        fs::create_dir(to).expect("a folder");
        fs::copy(self.data().join("key"), to.join("key")).expect("a copy");
        let still = azukari_store::tamper::copy(&self.data().join("azukari.db"), &to.join("azukari.db"));
        still.expect("a copy");
    }

    /// Runs the program itself on its data: what it said, out and err.
    pub(crate) fn command(&self, arguments: &[&str]) -> (bool, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
            .args(["--lang", "en"])
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .output()
            .expect("the program runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    }

    /// Changes a file of the policy: each text stands in it, and another takes its place.
    pub(crate) fn edit(&self, file: &str, changes: &[(&str, &str)]) {
        let path = self.folder.path().join("policies").join(self.service).join(file);
        let mut text = fs::read_to_string(&path).expect("the file");
        for (old, new) in changes {
            assert!(text.contains(old), "`{old}` is not in {file}");
            text = text.replacen(old, new, 1);
        }
        fs::write(&path, text).expect("the file");
    }

    /// `azukari activate` by a named officer: whether it was done, and what was said.
    pub(crate) fn activate(&self) -> (bool, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
            .args(["--lang", "en", "activate", "--by", "officer", "--data"])
            .arg(self.folder.path().join("data"))
            .arg(self.folder.path().join("policies").join(self.service))
            .output()
            .expect("the program runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn who_activates_has_a_name_that_shows_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let long = "x".repeat(101);
    for name in ["", " ", "two\nlines", "turned \u{202e}round", long.as_str()] {
        let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
            .args(["--lang", "en", "activate", "--by", name, "--data"])
            .arg(&data)
            .arg(root().join("policies/sessa"))
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name:?}: {said}");
        assert!(said.contains("one line of at most 100 letters"), "{name:?}: {said}");
        assert!(!data.exists(), "nothing was made for {name:?}");
    }
}
