//! The gate: one policy, one operation, every notice ever given, ready to decide.

use crate::{
    act::{Act, Caller, Now},
    declared::{Operation, Policy},
    facts::{Facts, Numbers},
    notice::Notice,
    refusal::RefusalCode,
    verdict::{Refusal, Verdict},
};

/// Built once per activation; pure and immutable.
#[derive(Debug)]
pub struct Gate {
    clauses: Vec<String>,
    hash: [u8; 32],
}

impl Gate {
    /// Builds the gate. `operation` absent: nobody of the staff may do anything.
    pub fn build(policy: &Policy, operation: Option<&Operation>, notices: &[Notice], numbers: &Numbers) -> Self {
        let _ = (operation, notices, numbers);
        Self { clauses: Vec::new(), hash: policy.hash }
    }

    /// Decides one act.
    pub fn decide(&self, act: &Act, caller: &Caller, facts: &Facts<'_>, now: Now) -> Verdict {
        let _ = (act, caller, facts, now);
        Verdict::Refuse(Refusal { code: RefusalCode::PolicyNotDeciding, clause: None })
    }

    /// The clause at a place of a verdict.
    pub fn clause(&self, place: u16) -> &str {
        self.clauses.get(usize::from(place)).map_or("", String::as_str)
    }

    /// SHA-256 over the hashes of the sources, the operation and the notices, and a format number; stands in every record.
    pub const fn hash(&self) -> [u8; 32] {
        self.hash
    }
}
