//! A running server for scenarios: the real program in a process of its own, with a clock that can be moved.

#[path = "../../src/client.rs"]
mod client;
#[path = "../../src/folder.rs"]
#[expect(dead_code, reason = "shared with the program; tests use part of it")]
pub(crate) mod folder;
#[path = "../../src/said/mod.rs"]
#[expect(dead_code, reason = "shared with the program; tests use part of it")]
mod said;

use client::{Ask, Client};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The day scenarios begin at, 10:00 in Tokyo.
pub(crate) const START: &str = "2027-01-15T01:00:00Z";

/// A server over temporary data with the five policies active and nobody in it.
pub(crate) struct House {
    process: Child,
    url: String,
    client: Client,
    tokens: Value,
    keys: AtomicU64,
    /// Where the demo keeps what is temporary: its data too.
    folder: Option<tempfile::TempDir>,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Value,
    pub text: String,
}

impl Answer {
    /// The refusal code, empty if there is none.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The ids of the clauses named, in order.
    pub(crate) fn clauses(&self) -> Vec<&str> {
        let list = self.body["clauses"].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|clause| clause["id"].as_str().or(clause.as_str())).collect()
    }

    /// Asserts that the act was done.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert!(matches!(self.status, 200 | 201), "expected to be permitted: {} {}", self.status, self.text);
        self
    }

    /// Asserts a refusal with this code, naming a clause that begins so.
    #[track_caller]
    pub(crate) fn refused(self, code: &str, clause: &str) -> Self {
        // A code that ends in a hyphen stands for all that begin so.
        let fits = if code.ends_with('-') { self.code().starts_with(code) } else { self.code() == code };
        assert!(fits, "expected `{code}`: {} {}", self.status, self.text);
        assert!(
            clause.is_empty() || self.clauses().iter().any(|one| one.starts_with(clause)),
            "expected clause `{clause}`, got {:?}",
            self.clauses()
        );
        self
    }
}

/// One of several calls at once.
#[derive(Clone)]
pub(crate) struct Call {
    pub path: String,
    pub token: String,
    pub key: String,
    pub body: Value,
}

/// A connection of its own to a server.
pub(crate) struct Line(Client);

impl Line {
    pub(crate) fn to(url: &str) -> Self {
        Self(Client::new(url).expect("an address"))
    }

    /// Sends a call; one without a key is sent without one.
    pub(crate) async fn send(&self, call: &Call) -> Answer {
        send_call(&self.0, call).await
    }
}

async fn send_call(client: &Client, call: &Call) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", call.key.as_str())];
    let headers = if call.key.is_empty() { &headers[..1] } else { &headers[..] };
    send_raw(client, &call.path, Some(&call.token), headers, call.body.to_string().into()).await
}

async fn send_raw(client: &Client, path: &str, token: Option<&str>, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
    let ask = Ask { method: "POST".parse().expect("a method"), path, token, headers, body: Some(body.into()) };
    let answer = client.send(&ask).await.expect("the server answers");
    Answer { status: answer.status.as_u16(), body: answer.json(), text: answer.text() }
}

impl House {
    /// Starts a server with the five policies of the repository.
    pub(crate) async fn open() -> Self {
        Self::open_with(&root().join("policies")).await
    }

    /// Starts a server with other policies.
    #[expect(clippy::unused_async, reason = "scenarios open a house as they open everything")]
    pub(crate) async fn open_with(policies: &std::path::Path) -> Self {
        Self::start(policies, START)
    }

    /// Starts a server with the five policies at another moment.
    #[expect(clippy::unused_async, reason = "scenarios open a house as they open everything")]
    pub(crate) async fn open_on(now: &str) -> Self {
        Self::start(&root().join("policies"), now)
    }

    fn start(policies: &std::path::Path, now: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_azukari"))
            .env("TMPDIR", folder.path())
            .args(["demo", "--json", "--people", "0", "--listen", "127.0.0.1:0", "--now", now, "--policies"])
            .arg(policies)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the program said `{line}`"));
        let mut house = Self::at(process, said["url"].as_str().expect("url"), said["tokens"].clone());
        house.folder = Some(folder);
        house
    }

    /// A server that runs already, with a token for each service and role.
    pub(crate) fn at(process: Child, url: &str, tokens: Value) -> Self {
        let client = Client::new(url).expect("an address");
        Self { process, url: url.to_owned(), client, tokens, keys: AtomicU64::new(0), folder: None }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Ends the program as a power cut would.
    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// The same data, served by another process.
    pub(crate) fn moved(&mut self, process: Child, url: &str) {
        self.process = process;
        url.clone_into(&mut self.url);
        self.client = Client::new(url).expect("an address");
    }

    /// The token of a role.
    pub(crate) fn token(&self, service: &str, role: &str) -> Option<String> {
        self.tokens[service][role].as_str().map(str::to_owned)
    }

    /// Sends a body as a role of a service.
    pub(crate) async fn post(&self, service: &str, role: &str, path: &str, body: Value) -> Answer {
        let token = self.token(service, role).unwrap_or_else(|| panic!("`{service}` has no role `{role}`"));
        self.send("POST", &format!("/v1/{service}/{path}"), Some(&token), Some(body.to_string())).await
    }

    /// Reads as a role of a service.
    pub(crate) async fn get(&self, service: &str, role: &str, path: &str) -> Answer {
        let token = self.token(service, role).unwrap_or_else(|| panic!("`{service}` has no role `{role}`"));
        self.send("GET", &format!("/v1/{service}/{path}"), Some(&token), None).await
    }

    /// Reads what is public.
    pub(crate) async fn read(&self, path: &str) -> Answer {
        self.send("GET", path, None, None).await
    }

    /// Sends anything; a write gets a fresh idempotency key.
    pub(crate) async fn send(&self, method: &str, path: &str, token: Option<&str>, body: Option<String>) -> Answer {
        let key = format!("scenario-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        let mut headers = vec![("accept-language", "en")];
        if body.is_some() {
            headers.extend([("content-type", "application/json"), ("idempotency-key", key.as_str())]);
        }
        let ask = Ask {
            method: method.parse().expect("a method"),
            path,
            token,
            headers: &headers,
            body: body.map(Into::into),
        };
        let answer = self.client.send(&ask).await.expect("the server answers");
        Answer { status: answer.status.as_u16(), body: answer.json(), text: answer.text() }
    }

    /// Sends bytes with these headers and no others.
    pub(crate) async fn raw(
        &self,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        send_raw(&self.client, path, token, headers, body.into()).await
    }

    /// Several calls at once, each over a connection of its own that stands before the first is sent.
    pub(crate) async fn at_once(&self, calls: Vec<Call>) -> Vec<Answer> {
        let gate = std::sync::Arc::new(tokio::sync::Barrier::new(calls.len()));
        let mut waiting = Vec::new();
        for call in calls {
            let (client, gate) = (Client::new(&self.url).expect("an address"), gate.clone());
            waiting.push(tokio::spawn(async move {
                client.get("/health").await.expect("the server answers");
                gate.wait().await;
                send_call(&client, &call).await
            }));
        }
        let mut answers = Vec::new();
        for one in waiting {
            answers.push(one.await.expect("the call ends"));
        }
        answers
    }

    /// A call as a role, for [`House::at_once`].
    pub(crate) fn call(&self, service: &str, role: &str, path: &str, body: Value) -> Call {
        let token = self.token(service, role).unwrap_or_else(|| panic!("`{service}` has no role `{role}`"));
        let key = format!("at-once-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        Call { path: format!("/v1/{service}/{path}"), token, key, body }
    }

    /// The data folder of the running program.
    pub(crate) fn data(&self) -> PathBuf {
        let mut folders = std::fs::read_dir(self.folder.as_ref().expect("the demo has one").path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path().join("data"));
        folders.find(|folder| folder.is_dir()).expect("the program keeps its data here")
    }

    /// Items of a known person arrive by a source, its notice shown.
    pub(crate) async fn arrive(&self, (service, role): (&str, &str), person: &str, source: &str, items: Value) {
        let notice = self.notice(service, source).await;
        let body = json!({"source": source, "notice": notice, "items": items});
        self.post(service, role, &format!("people/{person}/items"), body).await.done();
    }

    /// Items of a person are opened for a purpose.
    pub(crate) async fn opens(
        &self,
        (service, role): (&str, &str),
        person: &str,
        purpose: &str,
        items: &[&str],
    ) -> Answer {
        let body = json!({"purpose": purpose, "items": items});
        self.post(service, role, &format!("people/{person}/use"), body).await
    }

    /// Items of a person are passed on.
    pub(crate) async fn passes(&self, (service, role): (&str, &str), person: &str, body: Value) -> Answer {
        self.post(service, role, &format!("people/{person}/provide"), body).await
    }

    /// What is held of a person, as a role that has the purpose sees it: by item.
    pub(crate) async fn held(&self, (service, role): (&str, &str), person: &str, purpose: &str) -> Vec<Value> {
        let answer = self.get(service, role, &format!("people/{person}/holdings?purpose={purpose}")).await.done();
        answer.body["holdings"].as_array().expect("holdings").clone()
    }

    /// The company has changed its policy: the program reads it again, and the version of this number is known.
    pub(crate) async fn revise(&self, service: &str, version: u32) {
        self.told();
        self.wait_for(&format!("/{service}/policy/versions/{version}")).await;
    }

    /// The program is told to read its policies again.
    pub(crate) fn told(&self) {
        rustix::process::kill_process(self.id(), rustix::process::Signal::HUP).expect("the program is told");
    }

    /// The process of the program.
    pub(crate) fn id(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_child(&self.process)
    }

    /// Moves the clock to a moment.
    pub(crate) async fn clock(&self, now: &str) {
        self.send("POST", "/demo/clock", None, Some(json!({"now": now}).to_string())).await.done();
    }

    /// Moves the clock to a moment, and what is due by then is done.
    pub(crate) async fn jobs(&self, now: &str) {
        self.send("POST", "/demo/clock", None, Some(json!({"now": now, "jobs": true}).to_string())).await.done();
    }

    /// The notice a source shows now.
    pub(crate) async fn notice(&self, service: &str, source: &str) -> String {
        let path = format!("/v1/{service}/sources/{source}/notice?lang=en");
        let answer = self.read(&path).await;
        answer.body["notice"].as_str().unwrap_or_else(|| panic!("no notice: {}", answer.text)).to_owned()
    }

    /// Brings a new person in by a source, its notice shown; answers `psn_…`.
    pub(crate) async fn person(&self, service: &str, role: &str, source: &str, items: Value) -> String {
        let notice = self.notice(service, source).await;
        let answer = self
            .post(service, role, "people", json!({"source": source, "notice": notice, "items": items}))
            .await
            .done();
        answer.body["person"].as_str().expect("person").to_owned()
    }
}

/// What the office does before something may flow.
impl House {
    /// Enters a company of a class; answers `rcp_…`.
    pub(crate) async fn company(&self, service: &str, class: &str) -> String {
        let body = json!({"class": class, "name": "テスト株式会社", "address": "東京都千代田区1-1", "representative": "代表取締役"});
        let answer = self.post(service, officer(service), "members", body).await.done();
        answer.body["member"].as_str().expect("member").to_owned()
    }

    /// Enters an agreement in force for a year, and nothing else.
    pub(crate) async fn agree(&self, service: &str, party: &str) {
        let agreement = json!({"party": party, "from": "2027-01-01", "until": "2027-12-31"});
        self.post(service, officer(service), "agreements", agreement).await.done();
    }

    /// Enters a person's answer to a `purpose` or a `provision`, after what is shown before a yes.
    pub(crate) async fn answer(&self, service: &str, role: &str, person: &str, to: (&str, &str), given: bool) {
        let (kind, id) = to;
        let shown = self.read(&format!("/v1/{service}/{kind}s/{id}/notice?lang=en")).await.done();
        let body = json!({"to": {kind: id}, "given": given, "notice": shown.body["notice"]});
        self.post(service, role, &format!("people/{person}/consents"), body).await.done();
    }

    /// Provides by a coded exception, once the officer has approved just that.
    pub(crate) async fn provide_approved(&self, service: &str, role: &str, person: &str, mut body: Value) -> Answer {
        let ask = json!({"requester": format!("{role}-account"), "person": person, "provide": body});
        let approved = self.post(service, officer(service), "approvals", ask).await.done();
        body["exception"]["approval"] = approved.body["approval"].clone();
        self.post(service, role, &format!("people/{person}/provide"), body).await
    }

    /// Binds a company: why it was chosen, and an agreement in force for a year.
    pub(crate) async fn bind(&self, service: &str, party: &str) {
        let choice = json!({"party": party, "because": "audited"});
        self.post(service, officer(service), "members/choice", choice).await.done();
        self.agree(service, party).await;
    }

    /// Enters the pledges of the manager and of the account behind a role.
    pub(crate) async fn pledge(&self, service: &str, role: &str) {
        for role in ["manager", role] {
            let body = json!({"measure": "pledge", "evidence": "signed form", "of": format!("{role}-account")});
            self.post(service, "manager", "attestations", body).await.done();
        }
    }

    /// Whether the board shows the evidence for a clause as late.
    pub(crate) async fn is_late(&self, service: &str, clause: &str) -> bool {
        let board = self.read(&format!("/{service}/promises?lang=en")).await.done();
        let is_of = |row: &&str| row.contains(&format!("#{clause}\""));
        let row = board.text.split("<tr").find(is_of).unwrap_or_else(|| panic!("no row of `{clause}`"));
        row.starts_with(" class=\"is-late\"")
    }

    /// Reads what is public as soon as it is there.
    pub(crate) async fn wait_for(&self, path: &str) -> Answer {
        for _ in 0..100 {
            let answer = self.read(path).await;
            if answer.status == 200 {
                return answer;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("`{path}` did not come")
    }
}

/// The role that keeps the registers of a service.
pub(crate) fn officer(service: &str) -> &'static str {
    match service {
        "mobile-planning" => "privacy-officer",
        "nicori" => "manager",
        _ => "officer",
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The policy of one service as a scenario's own, to be changed.
pub(crate) struct Draft {
    folder: tempfile::TempDir,
    service: &'static str,
}

impl Draft {
    /// A copy of the policy in the repository.
    pub(crate) fn of(service: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::copy(root().join("policies/vendors.toml"), folder.path().join("vendors.toml")).expect("vendors");
        let draft = Self { folder, service };
        draft.beside(service);
        draft
    }

    /// Another policy of the repository beside it.
    pub(crate) fn beside(&self, service: &str) {
        let (from, to) = (root().join("policies").join(service), self.path().join(service));
        std::fs::create_dir(&to).expect("a folder");
        for file in ["policy.toml", "operation.toml", "ja.md", "en.md"] {
            std::fs::copy(from.join(file), to.join(file)).expect(file);
        }
    }

    /// Where the program finds it.
    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Writes something else in the place of a text that stands there.
    #[track_caller]
    pub(crate) fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.path().join(self.service).join(file);
        let text = std::fs::read_to_string(&path).expect(file);
        assert!(text.contains(from), "{file} does not say `{from}`");
        std::fs::write(&path, text.replace(from, to)).expect(file);
    }
}
