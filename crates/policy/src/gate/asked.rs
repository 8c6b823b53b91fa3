//! Acts with their names resolved: what is compared from here on is numbers.
//!
//! Only a company cannot be resolved beforehand, for the register of companies changes; it keeps its name.

use super::{
    Gate,
    bits::Items,
    rows::{ItemRow, SourceRow},
};
use crate::{
    act::{
        Acquire, Act, AgentClaim, Answer, AnswerTo, Attest, Caller, CeaseScope, ExceptionClaim, Find, FindBy, LoadAct,
        Past, Provide, Report, RightAct, RightVerb, StatisticAct, Use,
    },
    facts::Number,
    refusal::RefusalCode,
    vocabulary::{Extra, Ground, Handle, Platform},
};
use azukari_model::NoticeId;
use std::{collections::BTreeMap, sync::Arc};

/// An act whose names are resolved by one gate. It is good for that gate only.
#[derive(Debug)]
pub struct Asked(pub(super) Question);

/// A caller whose role is resolved by one gate. It is good for that gate only.
#[derive(Clone, Debug)]
pub enum CallerNo {
    /// An account, and its role if there is such a role.
    Staff {
        account: Arc<str>,
        role: Option<u16>,
    },
    Person,
    Visitor,
    Retention,
}

#[derive(Debug)]
pub(super) enum Question {
    Acquire(AskedAcquire),
    Use(AskedUse),
    Find(AskedFind),
    Provide(AskedProvide),
    Answer(AskedAnswer),
    Right(AskedRight),
    Statistic(AskedStatistic),
    Load(AskedLoad),
    Report(AskedReport),
    Attest(AskedAttest),
}

/// What row 3 finds: the first word that is not declared, before and after the place where companies are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Undeclared {
    pub(super) before_recipient: Option<RefusalCode>,
    pub(super) after_recipient: Option<RefusalCode>,
}

/// Stands for a name that is not declared; the act is refused before anything looks at it.
pub(super) const NOWHERE: u16 = u16::MAX;

/// Items that are to be opened or passed on, and what is the same about them for whomever they are of.
#[derive(Debug)]
pub(super) struct AskedItems {
    /// As they were asked, dense.
    pub(super) dense: Vec<u16>,
    pub(super) bits: Items,
    /// The number that holdings of each have.
    pub(super) stored: Vec<Number>,
    /// The last six bits of those numbers: a holding whose bit is not here is of no item asked.
    pub(super) maybe: u64,
    /// Place in the act, and the system that has the value.
    pub(super) elsewhere: Vec<(usize, Number)>,
    /// A recipient holds one of them.
    pub(super) meets_held: bool,
    /// All of them are for the purpose.
    pub(super) are_for_purpose: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each stands alone")]
#[derive(Debug)]
pub(super) struct AskedUse {
    pub(super) undeclared: Undeclared,
    pub(super) purpose: u16,
    pub(super) items: AskedItems,
    pub(super) bulk: bool,
    pub(super) way_out: bool,
    pub(super) partial: bool,
    pub(super) masked: bool,
}

#[derive(Debug)]
pub(super) struct AskedFind {
    pub(super) undeclared: Undeclared,
    pub(super) purpose: u16,
    pub(super) by: AskedFindBy,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum AskedFindBy {
    Item(u16),
    System(Number),
}

#[derive(Debug)]
pub(super) struct AskedProvide {
    pub(super) undeclared: Undeclared,
    pub(super) recipient: Arc<str>,
    /// Absent, or not declared: then row 3 has spoken.
    pub(super) purpose: Option<u16>,
    pub(super) items: AskedItems,
    pub(super) ground: Option<Ground>,
    pub(super) bulk: bool,
    pub(super) partial: bool,
    pub(super) exception: Option<ExceptionClaim>,
}

#[derive(Debug)]
pub(super) struct AskedAcquire {
    pub(super) undeclared: Undeclared,
    pub(super) source: u16,
    /// Under `extra = "drop"` a name may be declared nowhere.
    pub(super) items: Vec<Option<u16>>,
    pub(super) values: Items,
    pub(super) looks_like_card: bool,
    pub(super) notice: Option<NoticeId>,
    pub(super) creates_person: bool,
    pub(super) member: Option<Arc<str>>,
    pub(super) receipt_confirmed: bool,
    /// `None`: the source is not bound to a grant.
    pub(super) granted: Option<Items>,
    pub(super) confirms: Vec<Arc<str>>,
    pub(super) past: Option<Past>,
}

#[derive(Debug)]
pub(super) struct AskedAnswer {
    pub(super) undeclared: Undeclared,
    pub(super) to: AskedTo,
    pub(super) given: bool,
    pub(super) notice: Option<NoticeId>,
    pub(super) is_past: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum AskedTo {
    Purpose(u16),
    Flow(u16),
    Tag(u16),
    Category(u16),
}

#[derive(Debug)]
pub(super) struct AskedRight {
    pub(super) undeclared: Undeclared,
    /// Names that must be recipients or registered companies.
    pub(super) companies: Vec<Arc<str>>,
    pub(super) verb: RightVerb,
    pub(super) right: u16,
    pub(super) way: Option<Arc<str>>,
    pub(super) identity: Option<Arc<str>>,
    pub(super) documents: Vec<Arc<str>>,
    pub(super) agent: Option<AgentClaim>,
    pub(super) items: Vec<u16>,
    pub(super) decline: Option<Arc<str>>,
    pub(super) has_reason: bool,
    pub(super) has_request: bool,
}

#[derive(Debug)]
pub(super) struct AskedStatistic {
    pub(super) undeclared: Undeclared,
    pub(super) statistic: u16,
    pub(super) by: Vec<u16>,
    pub(super) to: Option<Arc<str>>,
    pub(super) smallest_group: Option<u32>,
}

#[derive(Debug)]
pub(super) struct AskedLoad {
    pub(super) undeclared: Undeclared,
    pub(super) tag: u16,
    pub(super) page: Option<Arc<str>>,
    pub(super) on: Platform,
    pub(super) hosts: Vec<Arc<str>>,
    /// The visitor's answer to the tag, else to its category.
    pub(super) choice: Option<bool>,
    pub(super) linked: bool,
}

#[derive(Debug)]
pub(super) struct AskedReport {
    pub(super) undeclared: Undeclared,
    pub(super) event: u16,
    pub(super) has_reference: bool,
    pub(super) member: Option<Arc<str>>,
}

#[derive(Debug)]
pub(super) struct AskedAttest {
    pub(super) undeclared: Undeclared,
    pub(super) measure: u16,
    pub(super) has_evidence: bool,
    pub(super) of: Option<Arc<str>>,
}

impl AskedRight {
    /// What a role must list to carry this out.
    pub(super) const fn handle(&self) -> Handle {
        match self.verb {
            RightVerb::Disclose => Handle::Requests,
            RightVerb::Correct => Handle::Correct,
            RightVerb::Cease | RightVerb::Resume => Handle::Cease,
            RightVerb::Erase => Handle::Erase,
        }
    }
}

fn look(names: &BTreeMap<azukari_model::Name, u16>, name: &str) -> u16 {
    names.get(name).copied().unwrap_or(NOWHERE)
}

impl Undeclared {
    fn before(&mut self, number: u16, code: RefusalCode) -> u16 {
        if number == NOWHERE && self.before_recipient.is_none() {
            self.before_recipient = Some(code);
        }
        number
    }

    fn after(&mut self, number: u16, code: RefusalCode) -> u16 {
        if number == NOWHERE && self.after_recipient.is_none() {
            self.after_recipient = Some(code);
        }
        number
    }
}

impl Gate {
    /// Resolves the names of an act, once for however many people it is decided for.
    pub fn ask(&self, act: &Act) -> Asked {
        Asked(match act {
            Act::Acquire(act) => Question::Acquire(self.ask_acquire(act)),
            Act::Use(act) => Question::Use(self.ask_use(act)),
            Act::Find(act) => Question::Find(self.ask_find(act)),
            Act::Provide(act) => Question::Provide(self.ask_provide(act)),
            Act::Answer(act) => Question::Answer(self.ask_answer(act)),
            Act::Right(act) => Question::Right(self.ask_right(act)),
            Act::Statistic(act) => Question::Statistic(self.ask_statistic(act)),
            Act::Load(act) => Question::Load(self.ask_load(act)),
            Act::Report(act) => Question::Report(self.ask_report(act)),
            Act::Attest(act) => Question::Attest(self.ask_attest(act)),
        })
    }

    /// Resolves the role of a caller.
    pub fn caller(&self, caller: &Caller) -> CallerNo {
        match caller {
            Caller::Staff { account, role } => {
                CallerNo::Staff { account: Arc::clone(account), role: self.names.roles.get(role).copied() }
            }
            Caller::Person => CallerNo::Person,
            Caller::Visitor => CallerNo::Visitor,
            Caller::Retention => CallerNo::Retention,
        }
    }

    fn ask_items(&self, items: &[Arc<str>], undeclared: &mut Undeclared) -> Vec<u16> {
        let number =
            |item: &Arc<str>| undeclared.before(look(&self.names.items, item), RefusalCode::PolicyItemNotDeclared);
        items.iter().map(number).collect()
    }

    fn ask_opening(&self, items: &[Arc<str>], purpose: Option<u16>, undeclared: &mut Undeclared) -> AskedItems {
        let dense = self.ask_items(items, undeclared);
        let bits: Items = dense.iter().copied().collect();
        let rows = || dense.iter().map(|item| self.item(*item));
        let stored: Vec<_> = rows().map(|row| row.map_or(Number(u32::MAX), |row| row.stored)).collect();
        let elsewhere = rows().enumerate().filter_map(|(place, row)| Some((place, row?.system?)));
        let purpose = purpose.and_then(|purpose| self.purposes.get(usize::from(purpose)));
        AskedItems {
            bits,
            maybe: stored.iter().fold(0, |bits, number| bits | 1 << (number.0 % u64::BITS)),
            elsewhere: elsewhere.collect(),
            meets_held: bits.meets(&self.held),
            are_for_purpose: purpose.is_some_and(|purpose| bits.is_within(&purpose.items)),
            stored,
            dense,
        }
    }

    fn ask_use(&self, act: &Use) -> AskedUse {
        let mut undeclared = Undeclared::default();
        let purpose =
            undeclared.before(look(&self.names.purposes, &act.purpose), RefusalCode::PolicyPurposeNotDeclared);
        let items = self.ask_opening(&act.items, Some(purpose), &mut undeclared);
        let Use { bulk, way_out, partial, masked, .. } = *act;
        AskedUse { undeclared, purpose, items, bulk, way_out, partial, masked }
    }

    fn ask_find(&self, act: &Find) -> AskedFind {
        let mut undeclared = Undeclared::default();
        let purpose =
            undeclared.before(look(&self.names.purposes, &act.purpose), RefusalCode::PolicyPurposeNotDeclared);
        let by = match &act.by {
            FindBy::Item(item) => {
                AskedFindBy::Item(undeclared.before(look(&self.names.items, item), RefusalCode::PolicyItemNotDeclared))
            }
            FindBy::System(system) => {
                let number = self.names.systems.get(&**system).copied();
                if number.is_none() {
                    undeclared.after_recipient = Some(RefusalCode::PolicySystemNotDeclared);
                }
                AskedFindBy::System(number.unwrap_or_default())
            }
        };
        AskedFind { undeclared, purpose, by }
    }

    fn ask_provide(&self, act: &Provide) -> AskedProvide {
        let mut undeclared = Undeclared::default();
        let purpose = (act.purpose.as_ref()).map(|purpose| {
            undeclared.before(look(&self.names.purposes, purpose), RefusalCode::PolicyPurposeNotDeclared)
        });
        let items = self.ask_opening(&act.items, purpose, &mut undeclared);
        AskedProvide {
            undeclared,
            recipient: Arc::clone(&act.recipient),
            purpose,
            items,
            ground: act.ground,
            bulk: act.bulk,
            partial: act.partial,
            exception: act.exception.clone(),
        }
    }

    fn ask_acquire(&self, act: &Acquire) -> AskedAcquire {
        let mut undeclared = Undeclared::default();
        let source = look(&self.names.sources, &act.source);
        let row = self.sources.get(usize::from(source));
        let known = |item: &Arc<str>| self.names.items.get(&**item).copied();
        let items: Vec<_> = act.items.iter().map(known).collect();
        if row.is_none_or(|row| row.extra == Extra::Refuse) && items.contains(&None) {
            undeclared.before_recipient = Some(RefusalCode::PolicyItemNotDeclared);
        }
        undeclared.after(source, RefusalCode::PolicySourceNotDeclared);
        let among = |names: &[Arc<str>]| names.iter().filter_map(known).collect::<Items>();
        let is_bound = row.is_some_and(|row: &SourceRow| row.limited_by_grant);
        AskedAcquire {
            undeclared,
            source,
            items,
            values: among(&act.values),
            looks_like_card: !act.looks_like_card.is_empty(),
            notice: act.notice,
            creates_person: act.creates_person,
            member: act.member.clone(),
            receipt_confirmed: act.receipt_confirmed,
            granted: is_bound.then(|| act.granted.as_ref().map_or(Items::EMPTY, |granted| among(granted))),
            confirms: act.confirms.clone(),
            past: act.past,
        }
    }

    fn ask_answer(&self, act: &Answer) -> AskedAnswer {
        let mut undeclared = Undeclared::default();
        let to = match &act.to {
            AnswerTo::Purpose(purpose) => AskedTo::Purpose(
                undeclared.before(look(&self.names.purposes, purpose), RefusalCode::PolicyPurposeNotDeclared),
            ),
            AnswerTo::Provision(flow) => {
                AskedTo::Flow(undeclared.before(look(&self.names.flows, flow), RefusalCode::PolicyRecipientNotDeclared))
            }
            AnswerTo::Tag(tag) => match (look(&self.names.tags, tag), look(&self.names.categories, tag)) {
                (NOWHERE, category) => AskedTo::Category(undeclared.after(category, RefusalCode::PolicyTagNotDeclared)),
                (tag, _) => AskedTo::Tag(tag),
            },
        };
        AskedAnswer { undeclared, to, given: act.given, notice: act.notice, is_past: act.at.is_some() }
    }

    fn ask_right(&self, act: &RightAct) -> AskedRight {
        let mut undeclared = Undeclared::default();
        let CeaseScope { purposes, recipients, .. } = &act.scope;
        for purpose in purposes {
            undeclared.before(look(&self.names.purposes, purpose), RefusalCode::PolicyPurposeNotDeclared);
        }
        let items = self.ask_items(&act.items, &mut undeclared);
        let right = undeclared.after(self.right_for(act), RefusalCode::PolicyRightNotDeclared);
        AskedRight {
            undeclared,
            companies: recipients.clone(),
            verb: act.verb,
            right,
            way: act.way.clone(),
            identity: act.identity.clone(),
            documents: act.documents.clone(),
            agent: act.agent.clone(),
            items,
            decline: act.decline.clone(),
            has_reason: act.has_reason,
            has_request: act.request.is_some(),
        }
    }

    /// The right an act rests on: the one it names, if that gives what the verb does; else the first that gives it, the usual
    /// one of the verb before the others.
    fn right_for(&self, act: &RightAct) -> u16 {
        let gives = act.verb.served_by();
        let place = match &act.right {
            Some(named) => self.rights.iter().position(|right| *right.id == **named && gives.contains(&right.gives)),
            None => gives.iter().find_map(|wanted| self.rights.iter().position(|right| right.gives == *wanted)),
        };
        place.and_then(|place| u16::try_from(place).ok()).unwrap_or(NOWHERE)
    }

    fn ask_statistic(&self, act: &StatisticAct) -> AskedStatistic {
        let mut undeclared = Undeclared::default();
        let by = self.ask_items(&act.by, &mut undeclared);
        let statistic =
            undeclared.after(look(&self.names.statistics, &act.statistic), RefusalCode::PolicyStatisticNotDeclared);
        AskedStatistic { undeclared, statistic, by, to: act.to.clone(), smallest_group: act.smallest_group }
    }

    fn ask_load(&self, act: &LoadAct) -> AskedLoad {
        let mut undeclared = Undeclared::default();
        let tag = undeclared.after(look(&self.names.tags, &act.tag), RefusalCode::PolicyTagNotDeclared);
        let answer = |to: &str| act.choices.iter().find(|(name, _)| **name == *to).map(|(_, yes)| *yes);
        let choice =
            (self.tags.get(usize::from(tag))).and_then(|row| answer(&row.id).or_else(|| answer(&row.category)));
        AskedLoad {
            undeclared,
            tag,
            page: act.page.clone(),
            on: act.on.unwrap_or(Platform::Web),
            hosts: act.hosts.clone(),
            choice,
            linked: act.linked,
        }
    }

    fn ask_report(&self, act: &Report) -> AskedReport {
        let mut undeclared = Undeclared::default();
        let event = undeclared.after(look(&self.names.events, &act.event), RefusalCode::PolicyEventNotDeclared);
        AskedReport { undeclared, event, has_reference: act.has_reference, member: act.member.clone() }
    }

    fn ask_attest(&self, act: &Attest) -> AskedAttest {
        let mut undeclared = Undeclared::default();
        let measure = undeclared.after(look(&self.names.measures, &act.measure), RefusalCode::PolicyMeasureNotDeclared);
        AskedAttest { undeclared, measure, has_evidence: act.has_evidence, of: act.of.clone() }
    }

    pub(super) fn item(&self, number: u16) -> Option<&ItemRow> {
        self.items.get(usize::from(number))
    }
}
