//! The gate: one policy, one operation, every notice ever given, ready to decide.

use crate::{
    act::{Act, Caller, Now},
    declared::{Operation, Policy},
    facts::{Facts, Number, Numbers, Standing},
    keep::Ends,
    notice::Notice,
    refusal::RefusalCode,
    verdict::{Refusal, Verdict},
    vocabulary::Family,
};
use azukari_model::{Instant, Name, NoticeId};

/// Built once per activation; pure and immutable.
#[derive(Debug)]
pub struct Gate {
    clauses: Vec<String>,
    hash: [u8; 32],
}

impl Gate {
    /// Builds the gate. `operation` absent: nobody of the staff may do anything. `numbers` knows every declaration
    /// ([`Numbers::ensure_all`]); one without a number can never be named.
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

    /// What a source must show today.
    pub fn source_notice(&self, source: &str) -> Option<NoticeId> {
        let _ = source;
        None
    }

    /// What is shown today before an answer to a purpose.
    pub fn purpose_notice(&self, purpose: &str) -> Option<NoticeId> {
        let _ = purpose;
        None
    }

    /// What is shown today before an answer to a flow.
    pub fn flow_notice(&self, flow: &str) -> Option<NoticeId> {
        let _ = flow;
        None
    }

    /// What is shown today before an answer to a tag or a category of tags.
    pub fn tag_notice(&self, tag: &str) -> Option<NoticeId> {
        let _ = tag;
        None
    }

    /// The meaning an answer to a purpose or a flow is to, today; what [`Standing::meaning`] is to be written with. A flow's
    /// is the sum of its purposes', so that it rises with each.
    pub fn meaning(&self, family: Family, number: Number) -> u32 {
        let _ = (family, number);
        0
    }

    /// The id of a number, if it is declared today.
    pub fn name(&self, family: Family, number: Number) -> Option<&Name> {
        let _ = (family, number);
        None
    }

    /// When a holding's periods end: the shorter of what its notice showed and what is declared today. Acquisition, an event,
    /// the person's last act, a use, a correction and an activation all write what this says.
    pub fn ends(&self, item: Number, notice: Number, acquired: Instant, standing: &[Standing]) -> Ends {
        let _ = (item, notice, acquired, standing);
        Ends::default()
    }
}
