//! One person's life over HTTP, step by step, and what was acknowledged of it.

use crate::{
    house::{SERVICE, Site},
    wire::{Answer, Wire},
};
use anyhow::Result;
use serde_json::{Value, json};
use std::{sync::OnceLock, thread, time::Duration, time::Instant};

/// What is done with a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    Acquire,
    Use,
    /// The e-mail address becomes another one.
    Correct(u32),
    Cease,
    Erase,
}

/// A step that was sent, with what is known of its answer.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub step: Step,
    pub key: String,
    /// Its act, if it was acknowledged as done.
    pub act: Option<String>,
    /// Its key was known: it had been committed before this answer.
    pub was_there: bool,
}

/// A person and everything that was tried with them.
#[derive(Debug)]
pub(crate) struct Life {
    pub name: String,
    pub person: String,
    pub sent: Vec<Sent>,
    /// The address that was acknowledged last.
    pub email: String,
    pub is_ceased: bool,
    pub is_erased: bool,
    /// What nobody may ever see.
    pub wrong: Vec<String>,
}

/// Acts of somebody who uses the person's address while the life goes on.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    pub acts: Vec<String>,
    pub wrong: Vec<String>,
}

/// What the life tells the user beside it.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub person: OnceLock<String>,
    pub ceased: OnceLock<Instant>,
}

/// What may follow when a step was not acknowledged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum After {
    /// The server is expected to die: the life ends there.
    End,
    /// One call fails and the server lives: the same key is sent again.
    Again,
}

const TRIES: u32 = 40;

impl Life {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            person: String::new(),
            sent: Vec::new(),
            email: String::new(),
            is_ceased: false,
            is_erased: false,
            wrong: Vec::new(),
        }
    }

    /// Goes through steps, until one is not acknowledged and nothing may follow; says whether all were.
    pub(crate) fn go(&mut self, site: &Site, wire: &mut Wire, steps: &[Step], after: After, told: &Told) -> bool {
        for step in steps {
            let key = format!("{}-{}", self.name, self.sent.len());
            self.sent.push(Sent { step: *step, key, act: None, was_there: false });
            let mut tries = if after == After::Again { TRIES } else { 1 };
            while !self.settle(site, wire) {
                tries -= 1;
                if tries == 0 {
                    return false;
                }
                thread::sleep(Duration::from_millis(25));
            }
            if *step == Step::Acquire {
                let _ = told.person.set(self.person.clone());
            }
            if self.is_ceased {
                let _ = told.ceased.set(Instant::now());
            }
        }
        true
    }

    /// Sends the newest step with its key, for the first time or again; says whether it is known what became of it.
    pub(crate) fn settle(&mut self, site: &Site, wire: &mut Wire) -> bool {
        let Some(Sent { step, key, .. }) = self.sent.last().cloned() else { return true };
        let Ok(answer) = self.ask(site, wire, step, &key) else {
            *wire = wire.anew();
            return false;
        };
        match answer.status {
            200 | 201 => self.done(step, &answer),
            // What was refused before anybody decided may be sent again.
            429 | 503 => return false,
            403 if self.is_ceased && step == Step::Use && answer.field("code") == "policy-use-ceased" => {}
            status => self.wrong.push(format!("{key} {step:?}: {status} {}", answer.text)),
        }
        true
    }

    fn done(&mut self, step: Step, answer: &Answer) {
        let was_replayed = answer.json().get("replayed").is_some();
        match step {
            Step::Acquire => {
                self.person = answer.field("person");
                self.email = self.address(0);
            }
            Step::Use if self.is_ceased => self.wrong.push(format!("used after cease: {}", answer.text)),
            Step::Use if !was_replayed => {
                let seen = answer.json().pointer("/items/email").and_then(Value::as_str).unwrap_or_default().to_owned();
                if seen != self.email {
                    self.wrong.push(format!("`{seen}` instead of `{}`", self.email));
                }
            }
            Step::Use => {}
            Step::Correct(number) => self.email = self.address(number),
            Step::Cease => self.is_ceased = true,
            Step::Erase => self.is_erased = true,
        }
        if let Some(sent) = self.sent.last_mut() {
            sent.act = Some(answer.field("act"));
            sent.was_there = was_replayed;
        }
    }

    /// The address after a correction; 0: the first.
    pub(crate) fn address(&self, number: u32) -> String {
        format!("{}-{number}@mail.example", self.name)
    }

    fn ask(&self, site: &Site, wire: &mut Wire, step: Step, key: &str) -> Result<Answer> {
        let by = |right: &str| json!({"right": right, "identity": "login"});
        let (token, verb, body) = match step {
            Step::Acquire => {
                let items = json!({"email": self.address(0)});
                let body = json!({"source": "signup", "notice": site.notice, "items": items});
                return wire.send("POST", &format!("/v1/{SERVICE}/people"), &site.tokens.web, key, &body.to_string());
            }
            Step::Use => (&site.tokens.support, "use", json!({"purpose": "contacting", "items": ["email"]})),
            Step::Correct(number) => {
                let items = json!({"email": self.address(number)});
                (&site.tokens.officer, "correct", json!({"items": items, "reason": "typo", "by": by("correction")}))
            }
            Step::Cease => (&site.tokens.officer, "cease", json!({"all": true, "by": by("cease-use")})),
            Step::Erase => (&site.tokens.officer, "erase", json!({"all": true, "by": by("deletion")})),
        };
        let path = format!("/v1/{SERVICE}/people/{}/{verb}", self.person);
        wire.send("POST", &path, token, key, &body.to_string())
    }
}

/// Uses the person's address until the server is gone or `is_over`.
pub(crate) fn use_beside(site: &Site, wire: &mut Wire, told: &Told, is_over: &dyn Fn() -> bool) -> Uses {
    let mut uses = Uses::default();
    while !is_over() {
        let Some(person) = told.person.get() else {
            thread::sleep(Duration::from_millis(2));
            continue;
        };
        let was_ceased = told.ceased.get().is_some();
        let path = format!("/v1/{SERVICE}/people/{person}/use");
        let key = format!("beside-{person}-{}", uses.acts.len());
        let body = json!({"purpose": "contacting", "items": ["email"]}).to_string();
        let Ok(answer) = wire.send("POST", &path, &site.tokens.support, &key, &body) else { break };
        if answer.status == 200 {
            uses.acts.push(answer.field("act"));
            if was_ceased {
                uses.wrong.push(format!("a use was acknowledged after an acknowledged cease: {}", answer.text));
            }
        } else if was_ceased {
            break;
        }
    }
    uses
}
