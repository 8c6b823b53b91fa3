//! One cached, immutable value per service: everything the gate needs that is not about one person, under one number.

pub(crate) mod load;
pub(crate) mod sources;

use crate::{
    refused::ClauseShown,
    register::filed::{Filed, FiledAt},
};
use azukari_model::{Date, Instant, Language, Name, NoticeId, TokenId, Words, Zone};
use azukari_policy::{
    declared::{Operation, Policy, System},
    facts::{Number, Numbers, Register},
    gate::Gate,
    notice::{Notice, NoticeOf},
    vocabulary::Family,
};
use azukari_store::{Gap, ServiceKey, TokenRow};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// A service as it stands: the gate and all it looks at.
#[derive(Debug)]
pub struct Service {
    pub id: Name,
    /// Raised by every change to anything in here.
    pub number: u64,
    /// Absent: the version that should decide does not compile, and every act is refused with `policy-not-compiling`.
    pub running: Option<Running>,
    pub versions: Vec<Version>,
    pub(crate) key: ServiceKey,
    pub(crate) tokens: HashMap<TokenId, TokenRow>,
    /// Accounts that were closed: their tokens open nothing.
    pub(crate) closed: BTreeSet<Arc<str>>,
    /// What was filed, oldest first.
    pub(crate) filed: Vec<FiledAt>,
    /// The local day it was put together on: periods in the register are over with a day.
    pub(crate) today: Date,
    /// What is not certain since a restore, until an officer has decided.
    pub gap: Option<Gap>,
    /// When another version begins to count.
    pub(crate) next_effective: Option<Instant>,
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
    /// The version's number.
    pub version: u32,
    /// The day it counts from.
    pub published: Date,
    /// The number of the operation's revision.
    pub revision: u32,
    pub(crate) names: BTreeMap<(Family, Number), Name>,
    pub(crate) companies: BTreeMap<Arc<str>, Company>,
    notice_numbers: HashMap<NoticeId, Number>,
}

/// What the register says of a company besides what the gate reads.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub(crate) number: Number,
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) representative: Option<String>,
}

/// A version that is known.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counted from 1 in the order of activation.
    pub number: u32,
    pub label: String,
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
    /// The notice that today's version shows of a source, purpose, flow, tag or category.
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
        let Some(running) = &self.running else { return Vec::new() };
        let governing = running.policy.service.governing;
        let others = running.policy.service.languages.iter().copied().filter(|language| *language != governing);
        [governing].into_iter().chain(others).collect()
    }

    /// Everything filed, without when and by whom.
    pub(crate) fn filed(&self) -> impl Iterator<Item = &Filed> {
        self.filed.iter().map(|filed| &filed.what)
    }
}

impl Running {
    /// The zone periods are civil in.
    pub fn zone(&self) -> &Zone {
        &self.policy.service.zone
    }

    /// The number of something that was ever declared.
    pub(crate) fn number(&self, family: Family, id: &str) -> Option<Number> {
        self.numbers.lookup(family, &id.parse().ok()?)
    }

    /// The id of a number, declared today or before.
    pub(crate) fn declared(&self, family: Family, number: Number) -> Option<Name> {
        self.gate.name(family, number).or_else(|| self.names.get(&(family, number))).cloned()
    }

    /// The id of a number, to be shown.
    pub(crate) fn name(&self, family: Family, number: Number) -> Arc<str> {
        self.declared(family, number).map_or_else(|| "-".into(), |name| name.as_str().into())
    }

    /// The number of a notice ever given.
    pub(crate) fn notice_number(&self, id: NoticeId) -> Option<Number> {
        self.notice_numbers.get(&id).copied()
    }

    /// The notice of a number.
    pub(crate) fn notice_of(&self, number: Number) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.number == number)
    }

    /// The system that holds an item.
    pub(crate) fn holder_of(&self, item: &str) -> Option<&System> {
        let declared = self.policy.item(item)?;
        let stored = declared.derived_from.as_ref().map_or(item, |raw| raw.as_str());
        self.operation.as_ref()?.holder_of(stored)
    }

    /// A company of the register, `rcp_…`.
    pub(crate) fn company(&self, word: &str) -> Option<&Company> {
        self.companies.get(word)
    }

    /// The id of a company by its number.
    pub(crate) fn member_word(&self, number: Number) -> Option<Arc<str>> {
        (number.0 != 0)
            .then(|| self.companies.iter().find(|(_, company)| company.number == number))?
            .map(|(word, _)| word.clone())
    }

    /// Clauses with their texts, as a refusal shows them.
    pub(crate) fn shown(&self, clauses: impl IntoIterator<Item = Arc<str>>) -> Vec<ClauseShown> {
        clauses
            .into_iter()
            .map(|id| {
                let text = self.policy.prose.clause(&id).map(|clause| clause.text.clone()).unwrap_or_default();
                ClauseShown { id, text }
            })
            .collect()
    }
}
