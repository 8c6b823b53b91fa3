//! What an act or event leaves: a JSON object, written once. Names of items, never a value of one.

use crate::{
    caller::{Caller, Who},
    refused::Code,
    service::Running,
};
use azukari_model::{ActId, Instant, Personal, PersonId};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The version of the record's form.
const FORM: u32 = 1;

/// A record being written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) act: ActId,
    pub(crate) kind: &'static str,
    pub(crate) at: Instant,
    pub(crate) person: Option<PersonId>,
    fields: Map<String, Value>,
}

impl Draft {
    /// Begins the record of an act.
    pub(crate) fn new(act: ActId, kind: &'static str, at: Instant, caller: &Caller) -> Self {
        let mut fields = Map::new();
        fields.insert("v".to_owned(), json!(FORM));
        fields.insert("act".to_owned(), json!(act));
        fields.insert("kind".to_owned(), json!(kind));
        fields.insert("service".to_owned(), json!(caller.service));
        fields.insert("at".to_owned(), json!(at));
        fields.insert("by".to_owned(), by(caller));
        Self { act, kind, at, person: None, fields }
    }

    /// Whom it is about.
    pub(crate) fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self.fields.insert("person".to_owned(), json!(person));
        self
    }

    /// By what it was decided: version, revision of the operation, hash of the gate.
    pub(crate) fn decided(self, running: &Running) -> Self {
        self.with("policy", running.version).with("operation", running.revision).with("gate", hex(&running.gate.hash()))
    }

    /// One field more.
    pub(crate) fn with(mut self, field: &str, value: impl serde::Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.fields.insert(field.to_owned(), value);
        self
    }

    /// A field, if there is something to say.
    pub(crate) fn with_some(self, field: &str, value: Option<impl serde::Serialize>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// A list, unless it is empty.
    pub(crate) fn with_list(self, field: &str, list: &[impl serde::Serialize]) -> Self {
        if list.is_empty() { self } else { self.with(field, list) }
    }

    /// What the caller said of why; the record is sealed, so it may be somebody's words.
    pub(crate) fn said(self, case: Option<&Personal<String>>, reason: Option<&Personal<String>>) -> Self {
        self.with_some("case", case.map(Personal::open)).with_some("reason", reason.map(Personal::open))
    }

    /// It was permitted, by these clauses.
    pub(crate) fn permitted(self, clauses: &[Arc<str>]) -> Self {
        self.with("verdict", "permitted").with_list("clauses", clauses)
    }

    /// It was refused.
    pub(crate) fn refused(self, code: Code, clauses: &[Arc<str>]) -> Self {
        self.with("verdict", "refused").with("code", code.word()).with_list("clauses", clauses)
    }

    /// The bytes that are kept, hashed and handed out as they are.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.fields).unwrap_or_default()
    }
}

fn by(caller: &Caller) -> Value {
    match &caller.who {
        Who::Staff { account, role, token } => json!({ "account": account, "role": role, "token": token }),
        Who::Person(_) => json!("person"),
        Who::Visitor(_) => json!("visitor"),
        Who::Retention => json!("retention"),
    }
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
