//! The gate: one policy, one operation, every notice ever given, ready to decide.
//!
//! `ask` resolves the names of an act, `decide_asked` compares numbers: rows are asked in the order of the reference (e.1),
//! each file below holding the acts it is named after. A row that fails returns its refusal; what is left is the permit.

mod acquire;
mod answer;
mod asked;
mod bits;
mod build;
mod caller;
mod company;
mod ending;
mod find;
mod load;
mod person;
mod provide;
mod report;
mod rights;
mod rows;
mod sieve;
mod statistic;
mod use_;

pub use asked::{Asked, CallerNo};

use crate::{
    act::{Act, Caller, Now},
    facts::{Facts, Number},
    refusal::RefusalCode,
    verdict::{Permit, Refusal, Verdict},
    vocabulary::Family,
};
use asked::{Question, Undeclared};
use azukari_model::{Date, Name, NoticeId, Zone};
use bits::Items;
use rows::{
    CategoryRow, EventRow, FlowRow, GroundRow, ItemRow, KeepRow, MeasureRow, Place, PurposeRow, RecipientRow, RightRow,
    RoleRow, ShownRow, SourceRow, StatisticRow, TagRow,
};
use std::collections::BTreeMap;

/// Built once per activation; pure and immutable.
#[derive(Debug)]
pub struct Gate {
    zone: Zone,
    decides: bool,
    hash: [u8; 32],
    clauses: Vec<String>,
    names: Names,
    ids: BTreeMap<(Family, Number), Name>,
    items: Vec<ItemRow>,
    sources: Vec<SourceRow>,
    purposes: Vec<PurposeRow>,
    recipients: Vec<RecipientRow>,
    flows: Vec<FlowRow>,
    grounds: Vec<GroundRow>,
    tags: Vec<TagRow>,
    categories: Vec<CategoryRow>,
    statistics: Vec<StatisticRow>,
    rights: Vec<RightRow>,
    measures: Vec<MeasureRow>,
    events: Vec<EventRow>,
    roles: Vec<RoleRow>,
    /// Blocking measures asked of every account.
    staff_measures: Vec<(Number, Place)>,
    /// Items a recipient holds.
    held: Items,
    /// Items of which one alone makes a person known.
    personal: Items,
    /// By the number of a notice: its row in `shown`, or beyond it.
    shown_of: Vec<u32>,
    shown: Vec<ShownRow>,
    /// By the number of a notice: its row in `keeps_shown`, or beyond it.
    keeps_of: Vec<u32>,
    keeps_shown: Vec<BTreeMap<Number, KeepRow>>,
    /// By the number of a source: whether it must be announced; absent if it is not declared any more.
    announce: Vec<Option<bool>>,
    /// The source's clause, by its number.
    source_clauses: BTreeMap<Number, Place>,
    /// By the number of an item: its dense number.
    item_of: BTreeMap<Number, u16>,
    /// By the number of a recipient: its dense number.
    recipient_of: BTreeMap<Number, u16>,
    place: Places,
}

/// Dense numbers of declared names.
#[derive(Debug, Default)]
struct Names {
    items: BTreeMap<Name, u16>,
    sources: BTreeMap<Name, u16>,
    purposes: BTreeMap<Name, u16>,
    recipients: BTreeMap<Name, u16>,
    flows: BTreeMap<Name, u16>,
    tags: BTreeMap<Name, u16>,
    categories: BTreeMap<Name, u16>,
    statistics: BTreeMap<Name, u16>,
    events: BTreeMap<Name, u16>,
    measures: BTreeMap<Name, u16>,
    roles: BTreeMap<Name, u16>,
    systems: BTreeMap<Name, Number>,
}

/// Clauses that stand for more than one declaration.
#[derive(Debug, Default)]
struct Places {
    /// Of `[revision]`.
    revision: Place,
    /// The first part of the first purpose's clause: for a word that is not declared.
    words: Place,
    rights: Place,
    measures: Place,
    /// Names `guarantee:unlisted-tags-blocked`.
    tags: Place,
    /// Of `service.grounds`.
    grounds: Place,
    /// Of the first recipient that holds a card number.
    card: Place,
}

/// What a row answers: nothing, or why not.
type Row = Result<(), Refusal>;

const fn refusal(code: RefusalCode, clause: Place) -> Refusal {
    Refusal { code, clause }
}

/// Passes if the condition holds.
fn ensure(holds: bool, code: RefusalCode, clause: Place) -> Row {
    if holds { Ok(()) } else { Err(refusal(code, clause)) }
}

impl Gate {
    /// Decides one act: resolves its names, then asks the rows.
    pub fn decide(&self, act: &Act, caller: &Caller, facts: &Facts<'_>, now: Now) -> Verdict {
        self.decide_asked(&self.ask(act), &self.caller(caller), facts, now)
    }

    /// Decides an act whose names are resolved: the hot path. A permit of up to eight items allocates nothing unless an item
    /// is dropped, withheld or elsewhere.
    pub fn decide_asked(&self, asked: &Asked, caller: &CallerNo, facts: &Facts<'_>, now: Now) -> Verdict {
        // The permit is filled in where it stays: moving it would cost as much as deciding.
        let mut verdict = Verdict::Permit(Permit::default());
        if let Verdict::Permit(permit) = &mut verdict
            && let Err(refusal) = self.permit(asked, caller, facts, now, permit)
        {
            return Verdict::Refuse(refusal);
        }
        verdict
    }

    fn permit(&self, asked: &Asked, caller: &CallerNo, facts: &Facts<'_>, now: Now, permit: &mut Permit) -> Row {
        ensure(self.decides, RefusalCode::PolicyNotDeciding, self.place.revision)?;
        let in_force = facts.register.effective.is_some_and(|since| since <= now);
        ensure(in_force, RefusalCode::PolicyNotInForce, self.place.revision)?;
        *permit = match &asked.0 {
            Question::Use(asked) => return self.permit_use(asked, caller, facts, now, permit),
            Question::Provide(asked) => self.permit_provide(asked, caller, facts, now)?,
            Question::Acquire(asked) => self.permit_acquire(asked, caller, facts, now)?,
            Question::Find(asked) => self.permit_find(asked, caller, facts, now)?,
            Question::Answer(asked) => self.permit_answer(asked, caller, facts, now)?,
            Question::Right(asked) => self.permit_right(asked, caller, facts, now)?,
            Question::Statistic(asked) => self.permit_statistic(asked, caller, facts, now)?,
            Question::Load(asked) => self.permit_load(asked, facts, now)?,
            Question::Report(asked) => self.permit_report(asked, caller, facts, now)?,
            Question::Attest(asked) => self.permit_attest(asked, caller, facts, now)?,
        };
        Ok(())
    }

    /// Row 3: every word of the act is declared; a company is, or is registered.
    fn declared(&self, undeclared: Undeclared, companies: &[&str], facts: &Facts<'_>) -> Row {
        let code = (undeclared.before_recipient)
            .or_else(|| {
                let unknown = companies.iter().any(|name| self.company(name, facts).is_none());
                unknown.then_some(RefusalCode::PolicyRecipientNotDeclared)
            })
            .or(undeclared.after_recipient);
        let Some(code) = code else { return Ok(()) };
        let clause = match code {
            RefusalCode::PolicyRecipientNotDeclared => self.place.grounds.or(self.place.words),
            RefusalCode::PolicyRightNotDeclared => self.place.rights.or(self.place.words),
            RefusalCode::PolicyMeasureNotDeclared => self.place.measures.or(self.place.words),
            RefusalCode::PolicyTagNotDeclared => self.place.tags.or(self.place.words),
            _ => self.place.words,
        };
        Err(refusal(code, clause))
    }

    fn today(&self, now: Now) -> Date {
        self.zone.date(now)
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
        self.sources.get(usize::from(*self.names.sources.get(source)?)).map(|row| row.notice)
    }

    /// What is shown today before an answer to a purpose.
    pub fn purpose_notice(&self, purpose: &str) -> Option<NoticeId> {
        self.purposes.get(usize::from(*self.names.purposes.get(purpose)?)).map(|row| row.notice)
    }

    /// What is shown today before an answer to a flow.
    pub fn flow_notice(&self, flow: &str) -> Option<NoticeId> {
        self.flows.get(usize::from(*self.names.flows.get(flow)?)).map(|row| row.notice)
    }

    /// What is shown today before an answer to a tag, or to a category of tags if no tag is called so.
    pub fn tag_notice(&self, tag: &str) -> Option<NoticeId> {
        let of_tag = self.names.tags.get(tag).and_then(|tag| self.tags.get(usize::from(*tag))).map(|row| row.notice);
        of_tag.or_else(|| {
            let category = self.names.categories.get(tag)?;
            self.categories.get(usize::from(*category)).map(|row| row.notice)
        })
    }

    /// The meaning an answer to a purpose or a flow ([`Family::Provision`]) is to, today: what
    /// [`crate::facts::Standing::meaning`] is to be written with. A flow's is the sum of its purposes', so that it rises with
    /// each. 0 for anything else.
    pub fn meaning(&self, family: Family, number: Number) -> u32 {
        match family {
            Family::Purpose => self.purposes.iter().find(|row| row.number == number).map_or(0, |row| row.meaning),
            Family::Provision => self.flows.iter().find(|row| row.number == number).map_or(0, |row| row.meaning),
            _ => 0,
        }
    }

    /// The id of a number, if it is declared today. Flows stand under [`Family::Provision`].
    pub fn name(&self, family: Family, number: Number) -> Option<&Name> {
        self.ids.get(&(family, number))
    }
}
