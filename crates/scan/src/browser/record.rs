//! What the targets tell: requests, sockets, what is under way. Every new target is prepared before its first line runs.

use super::{pipe::Pipe, value::text};
use crate::address;
use azukari_model::Personal;
use serde_json::{Value, json};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, time::Instant};

/// The longest body that is looked at, in bytes.
const BODY_MAX: u32 = 1 << 18;

/// What is not answered by then is a stream, or its end is told by nobody any more: it is not waited for.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

/// Says Global Privacy Control, in pages and in workers.
const SAY_GPC: &str = "Object.defineProperty((self.Navigator||self.WorkerNavigator).prototype,'globalPrivacyControl',\
    {get:()=>true,configurable:true,enumerable:true})";

/// One request or message as a target told it.
#[derive(Debug)]
pub(super) struct Told {
    /// Milliseconds of the browser's own clock, which the net log has too.
    pub at: f64,
    pub address: Personal<String>,
    pub key: u64,
    pub body: Option<Personal<String>>,
    /// The network service knew of it: it was no hit of a cache, and nothing blocked it.
    pub went_out: bool,
    /// A message of a socket that is open already.
    pub is_message: bool,
    /// The browser's number of the request: one in every target that tells of it, and kept over redirects.
    id: String,
}

/// What is known while a browser runs.
#[derive(Debug, Default)]
struct Inner {
    told: Vec<Told>,
    /// What is not answered yet, and since when.
    under_way: HashMap<String, Instant>,
    sockets: HashMap<String, String>,
    /// Ids of requests the network service spoke of before the target did.
    early: HashSet<String>,
    /// The session of a target.
    sessions: HashMap<String, String>,
    loads: HashMap<String, u64>,
    /// The status of a document, by its loader.
    documents: HashMap<String, i64>,
    crashed: HashSet<String>,
    says_gpc: bool,
    ended: bool,
}

/// The record of one browser.
#[derive(Debug)]
pub(super) struct Record {
    inner: Mutex<Inner>,
    /// Counts what changed, so that who waits looks again.
    changes: watch::Sender<u64>,
}

impl Record {
    pub(super) fn new() -> Self {
        Self { inner: Mutex::default(), changes: watch::Sender::new(0) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// The browser is gone.
    pub(super) fn end(&self) {
        self.inner().ended = true;
        self.changed();
    }

    /// A new visit begins: nothing of the last is under way.
    pub(super) fn begin(&self, says_gpc: bool) {
        let mut inner = self.inner();
        *inner = Inner { sessions: std::mem::take(&mut inner.sessions), says_gpc, ..Inner::default() };
    }

    /// A page is left: what it had under way is not waited for.
    pub(super) fn leave(&self) {
        self.inner().under_way.clear();
    }

    /// Takes everything told since the visit began.
    pub(super) fn take_told(&self) -> Vec<Told> {
        std::mem::take(&mut self.inner().told)
    }

    /// How often a page was loaded.
    pub(super) fn loads(&self, session: &str) -> u64 {
        self.inner().loads.get(session).copied().unwrap_or_default()
    }

    /// The status a document came with.
    pub(super) fn status(&self, loader: &str) -> Option<i64> {
        self.inner().documents.get(loader).copied()
    }

    pub(super) fn is_crashed(&self, session: &str) -> bool {
        self.inner().crashed.contains(session)
    }

    /// Waits for the session of a target.
    pub(super) async fn session(&self, target: &str, limit: Duration) -> Option<String> {
        self.wait(limit, |inner| inner.sessions.get(target).cloned()).await
    }

    /// Waits for a page to have been loaded once more; `false`: not within the time.
    pub(super) async fn loaded(&self, session: &str, before: u64, limit: Duration) -> bool {
        let is_loaded = |inner: &Inner| inner.loads.get(session).is_some_and(|count| *count > before);
        let is_over = |inner: &Inner| is_loaded(inner) || inner.crashed.contains(session);
        self.wait(limit, |inner| is_over(inner).then_some(())).await.is_some()
    }

    async fn wait<T: Send>(&self, limit: Duration, look: impl Fn(&Inner) -> Option<T> + Sync) -> Option<T> {
        let mut changes = self.changes.subscribe();
        let found = async {
            loop {
                {
                    let inner = self.inner();
                    if let Some(found) = look(&inner) {
                        return Some(found);
                    }
                    if inner.ended {
                        return None;
                    }
                }
                changes.changed().await.ok()?;
            }
        };
        tokio::time::timeout(limit, found).await.ok().flatten()
    }

    /// Waits until nothing is under way and nothing new began for a while; `false`: the time was up before.
    pub(super) async fn idle(&self, quiet: Duration, limit: Duration) -> bool {
        let mut changes = self.changes.subscribe();
        let idle = async {
            loop {
                if tokio::time::timeout(quiet, changes.changed()).await.is_err() {
                    let inner = self.inner();
                    let is_open = |since: &Instant| since.elapsed() < ANSWERED_WITHIN;
                    if inner.ended || !inner.under_way.values().any(is_open) {
                        return;
                    }
                }
            }
        };
        tokio::time::timeout(limit, idle).await.is_ok()
    }

    /// Takes what a target or the browser told.
    pub(super) fn take(&self, pipe: &Pipe, message: &Value) {
        let session = message.get("sessionId").and_then(Value::as_str).unwrap_or_default();
        let params = message.get("params").unwrap_or(&Value::Null);
        match message.get("method").and_then(Value::as_str).unwrap_or_default() {
            "Target.attachedToTarget" => self.attached(pipe, params),
            "Network.requestWillBeSent" => self.request(params),
            "Network.requestWillBeSentExtraInfo" => self.went_out(id_of(params)),
            "Network.responseReceived" => {
                if let Some(status) = params.pointer("/response/status").and_then(Value::as_i64) {
                    self.inner().documents.insert(id_of(params), status);
                }
                return;
            }
            "Network.loadingFinished" | "Network.loadingFailed" => {
                self.inner().under_way.remove(&id_of(params));
            }
            "Network.webSocketCreated" => {
                let address = text(params, "/url").to_owned();
                self.inner().sockets.insert(id_of(params), address);
                return;
            }
            "Network.webSocketWillSendHandshakeRequest" => self.socket(params, None),
            "Network.webSocketFrameSent" => {
                let body = text(params, "/response/payloadData").to_owned();
                self.socket(params, Some(Personal::new(body)));
            }
            "Network.webTransportCreated" => {
                let id = text(params, "/transportId").to_owned();
                self.note(text(params, "/url"), at(params), None, true, false, id);
            }
            "Page.loadEventFired" => *self.inner().loads.entry(session.to_owned()).or_default() += 1,
            "Inspector.targetCrashed" => {
                self.inner().crashed.insert(session.to_owned());
            }
            "Page.javascriptDialogOpening" => {
                pipe.tell(Some(session), "Page.handleJavaScriptDialog", &json!({"accept": true}));
                return;
            }
            _ => return,
        }
        self.changed();
    }

    /// Prepares a target while it waits, so that nothing of it is missed, then lets it run.
    fn attached(&self, pipe: &Pipe, params: &Value) {
        let session = text(params, "/sessionId");
        let kind = text(params, "/targetInfo/type");
        let tell = |method: &str, params: Value| {
            pipe.tell(Some(session), method, &params);
        };
        let is_page = matches!(kind, "page" | "iframe");
        if is_page || kind.ends_with("worker") {
            tell("Network.enable", json!({"maxPostDataSize": BODY_MAX}));
            tell("Target.setAutoAttach", json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true}));
            if is_page {
                tell("Page.enable", json!({}));
                tell("Inspector.enable", json!({}));
            }
            if self.inner().says_gpc {
                tell("Network.setExtraHTTPHeaders", json!({"headers": {"Sec-GPC": "1"}}));
                if is_page {
                    tell("Page.addScriptToEvaluateOnNewDocument", json!({"source": SAY_GPC}));
                } else {
                    tell("Runtime.evaluate", json!({"expression": SAY_GPC}));
                }
            }
            if kind == "page" {
                let target = text(params, "/targetInfo/targetId").to_owned();
                self.inner().sessions.insert(target, session.to_owned());
            }
        }
        tell("Runtime.runIfWaitingForDebugger", json!({}));
    }

    fn request(&self, params: &Value) {
        let id = id_of(params);
        let body = params.pointer("/request/postData").and_then(Value::as_str);
        let body = body.map(|body| Personal::new(body.to_owned()));
        let went_out = self.inner().early.remove(&id);
        let is_document = text(params, "/type") == "Document";
        // The end of a document is told by its own process, or by none: a page's load event tells it better.
        if self.note(text(params, "/request/url"), at(params), body, went_out, false, id.clone()) && !is_document {
            self.inner().under_way.insert(id, Instant::now());
        }
    }

    fn socket(&self, params: &Value, body: Option<Personal<String>>) {
        let id = id_of(params);
        let address = self.inner().sockets.get(&id).cloned().unwrap_or_default();
        let is_message = body.is_some();
        self.note(&address, at(params), body, true, is_message, id);
    }

    /// The network service has it in hand. It may say so before the target does.
    fn went_out(&self, id: String) {
        let mut inner = self.inner();
        match inner.told.iter_mut().rev().find(|told| told.id == id && !told.went_out) {
            Some(told) => told.went_out = true,
            None => drop(inner.early.insert(id)),
        }
    }

    fn note(
        &self,
        address: &str,
        at: f64,
        body: Option<Personal<String>>,
        went_out: bool,
        is_message: bool,
        id: String,
    ) -> bool {
        let is_address = address::Address::parse(address).is_some();
        if is_address {
            let key = address::key(address);
            let address = Personal::new(address.to_owned());
            let mut inner = self.inner();
            // A frame's document is told by its parent and by itself, a worker by everything it belongs to.
            let is_same = |told: &Told| told.id == id && told.is_message == is_message && (told.at - at).abs() < 0.001;
            if !inner.told.iter().rev().any(is_same) {
                inner.told.push(Told { at, address, key, body, went_out, is_message, id });
            }
        }
        is_address
    }
}

/// Milliseconds of the browser's clock.
fn at(params: &Value) -> f64 {
    params.get("timestamp").and_then(Value::as_f64).unwrap_or_default() * 1_000.0
}

fn id_of(params: &Value) -> String {
    text(params, "/requestId").to_owned()
}
