//! One cached, immutable value per service: everything the gate needs that is not about one person, under one number.

use azukari_model::{Date, Instant, Language, Name, NoticeId, Words};
use azukari_policy::{
    declared::{Operation, Policy},
    facts::{Numbers, Register},
    gate::Gate,
    notice::{Notice, NoticeOf},
};
use std::sync::Arc;

/// A service as it stands: the gate and all it looks at.
#[derive(Debug)]
pub struct Service {
    pub id: Name,
    /// Raised by every change to anything in here.
    pub number: u64,
    /// Absent: the active version does not compile any more, and every act is refused with `policy-not-compiling`.
    pub running: Option<Running>,
    pub versions: Vec<Version>,
}

/// What runs.
#[derive(Debug)]
pub struct Running {
    pub policy: Arc<Policy>,
    pub operation: Option<Arc<Operation>>,
    pub gate: Gate,
    pub numbers: Numbers,
    pub notices: Vec<Notice>,
    pub register: Register,
    /// The version's number and day.
    pub version: u32,
    pub published: Date,
    pub revision: u32,
}

/// A version that is known.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counted from 1 in the order of activation.
    pub number: u32,
    /// The day it counts from, or was published.
    pub day: Date,
    pub hash: [u8; 32],
    pub by: Arc<str>,
    pub activated: Instant,
    /// Entered afterwards: published before Azukari.
    pub is_past: bool,
    /// The one that decides.
    pub is_active: bool,
}

/// What must be shown first.
#[derive(Clone, Debug)]
pub struct NoticeShown {
    pub notice: NoticeId,
    /// The day of the version that shows it now.
    pub version: Date,
    pub text: Words,
    /// Id, meaning and label of each purpose.
    pub purposes: Vec<(Name, u32, Words)>,
}

impl Service {
    /// The notice that today's version shows of a source, purpose, flow or tag.
    pub fn notice(&self, of: &NoticeOf) -> Option<NoticeShown> {
        let running = self.running.as_ref()?;
        let facts = azukari_policy::notice::notices(&running.policy).into_iter().find(|facts| facts.of == *of)?;
        let purposes = facts
            .purposes
            .iter()
            .map(|(id, meaning)| {
                let label = running.policy.purpose(id).map(|purpose| purpose.label.clone()).unwrap_or_default();
                (id.clone(), *meaning, label)
            })
            .collect();
        Some(NoticeShown { notice: facts.id(), version: running.published, text: facts.text, purposes })
    }

    /// The languages of the policy that runs, the governing first.
    pub fn languages(&self) -> Vec<Language> {
        self.running.as_ref().map(|running| running.policy.service.languages.clone()).unwrap_or_default()
    }
}
