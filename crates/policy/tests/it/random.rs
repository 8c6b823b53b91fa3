//! Random worlds: a policy, an operation, notices, a register, a person. Drawn from a tape of bytes, so that a shorter tape, or
//! smaller bytes, is a simpler world: an empty tape is one in which most acts are permitted.

#![expect(clippy::indexing_slicing, reason = "the lists are made here")]

mod asks;
mod operation;
mod past;
mod policy;
mod standing;

pub(crate) use asks::{act, caller};

use azukari_model::{Date, Instant, Language, Name, Period, Words, Zone};
use azukari_policy::{
    act::*,
    declared::*,
    facts::{Approval, Holding, Member, Number, Numbers, PastRequest, Register, Standing, StandingKind},
    gate::Gate,
    guarantee::Guarantee,
    kinds::{ItemKind, MeasureKind},
    notice::{Notice, NoticeOf, notices},
    prose::Prose,
    vocabulary::*,
};
use std::sync::Arc;

/// Bytes that decisions are drawn from; zero when they are used up.
pub(crate) struct Tape<'t> {
    bytes: &'t [u8],
}

impl<'t> Tape<'t> {
    pub(crate) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::from(self.byte()) % most.max(1)
    }

    /// True once in so many.
    pub(crate) fn seldom(&mut self, once_in: usize) -> bool {
        self.below(once_in) == once_in - 1
    }

    pub(crate) fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Some of a list; mostly all of it.
    pub(crate) fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        if !self.seldom(3) {
            return of.to_vec();
        }
        let mask = self.byte();
        of.iter().enumerate().filter(|(place, _)| mask >> (place % 8) & 1 == 0).map(|(_, one)| one.clone()).collect()
    }
}

pub(crate) struct World {
    pub(crate) policy: Policy,
    pub(crate) operation: Option<Operation>,
    pub(crate) numbers: Numbers,
    pub(crate) notices: Vec<Notice>,
    pub(crate) register: Register,
    pub(crate) holdings: Vec<Holding>,
    pub(crate) standing: Vec<Standing>,
    pub(crate) approval: Option<Approval>,
    pub(crate) request: Option<PastRequest>,
    pub(crate) people_reached: u32,
    pub(crate) person_reached: bool,
    pub(crate) now: Instant,
    pub(crate) gate: Gate,
}

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| name(text)).collect()
}

fn words(text: &str) -> Words {
    Words::both(text, text)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const ITEMS: [&str; 7] = ["mail", "birth", "age", "usage", "card", "books", "cookie"];
const OURS: [&str; 4] = ["serve", "news", "offers", "accounts"];
const THEIRS: [&str; 2] = ["their-ads", "joint"];
const SOURCES: [&str; 4] = ["form", "site", "network", "login"];
const EVENTS: [&str; 3] = ["member", "ordered", "moment"];
const RECIPIENTS: [&str; 6] = ["clerk", "advertiser", "parent", "police", "foreign", "heir"];
const FLOWS: [&str; 7] = ["clerks", "ads", "group", "abroad", "ads-device", "succession", "clerks-too"];
const ROLES: [&str; 3] = ["all", "some", "officer"];

pub(crate) fn world(tape: &mut Tape<'_>) -> World {
    let zone = Zone::parse("Asia/Tokyo").unwrap();
    let now = zone.start_of(day("2027-01-15")).plus_micros(43_200_000_000);
    let policy = policy::policy(tape, zone);
    let operation = (!tape.seldom(40)).then(|| operation::operation(tape, &policy));
    let mut numbers = Numbers::default();
    // Numbers are no dense numbers: begin somewhere else.
    (0..tape.below(4)).for_each(|place| {
        numbers.ensure(Family::Vendor, &name(&format!("skip{place}")), None);
    });
    numbers.ensure_all(&policy, operation.as_ref());
    let notices = past::given(tape, &policy);
    let register = past::register(tape, &policy, &numbers, now);
    let holdings = past::holdings(tape, &policy, &numbers, &notices, now);
    let standing = standing::standing(tape, &policy, &numbers, &register, now);
    let gate = Gate::build(&policy, operation.as_ref(), &notices, &numbers);
    let approval = (!tape.seldom(8)).then(|| Approval {
        approver: Arc::from(tape.one(&["stf_2", "stf_2", "stf_1"])),
        role: name(tape.one(&["officer", "officer", "officer", "some", "nobody"])),
    });
    let request = (!tape.seldom(6)).then(|| PastRequest {
        right: name(tape.one(&["disclosure", "disclosure", "correction"])),
        gives: Gives::Disclosure,
        answered: !tape.seldom(6),
        items: tape.some(&names(&ITEMS)),
    });
    let people_reached = u32::try_from(tape.below(5)).unwrap() * 30;
    let person_reached = tape.seldom(4);
    World {
        policy,
        operation,
        numbers,
        notices,
        register,
        holdings,
        standing,
        approval,
        request,
        people_reached,
        person_reached,
        now,
        gate,
    }
}
