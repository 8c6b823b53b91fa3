//! The gate and the naive reading agree, on random worlds and acts.
//!
//! `cargo test` asks a short form. The long form: `AZUKARI_WORLDS=20000 cargo test -p azukari-policy --test it the_gate`. The worlds
//! are the same each time, the longer form going on from the shorter; either meets every refusal code, or fails.

use super::{
    naive::{self, Reading},
    random::{self, Tape, World},
};
use azukari_policy::{
    act::{Act, Caller},
    facts::Facts,
    refusal::RefusalCode,
    verdict::Verdict,
    vocabulary::Family,
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{cell::RefCell, collections::BTreeMap};

const SHORT: u32 = 1_500;
/// Acts asked in each world.
const ACTS: usize = 12;

fn worlds() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "the length of the test is asked of who runs it")]
    let asked = std::env::var("AZUKARI_WORLDS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(SHORT)
}

fn facts(world: &World) -> Facts<'_> {
    Facts {
        register: &world.register,
        holdings: &world.holdings,
        standing: &world.standing,
        people_reached: world.people_reached,
        person_reached: world.person_reached,
        approval: world.approval.as_ref(),
        request: world.request.as_ref(),
    }
}

/// The gate's verdict in the words of the reading.
fn of_gate(world: &World, act: &Act, verdict: &Verdict) -> Reading {
    let clause = |place: u16| world.gate.clause(place).to_owned();
    match verdict {
        Verdict::Refuse(refusal) => Reading {
            code: refusal.code.word().to_owned(),
            clauses: refusal.clause.into_iter().map(clause).collect(),
            ..Reading::default()
        },
        Verdict::Permit(permit) => Reading {
            code: "permit".to_owned(),
            clauses: permit.clauses.iter().map(clause).collect(),
            dropped: permit.dropped.clone(),
            elsewhere: permit
                .elsewhere
                .iter()
                .map(|(place, system)| (*place, world.gate.name(Family::System, *system).unwrap().to_string()))
                .collect(),
            withheld: permit.withheld.iter().map(|(place, why)| (*place, why.code.word().to_owned())).collect(),
            served: permit.served.iter().collect(),
            until: if matches!(act, Act::Use(_) | Act::Provide(_)) { permit.until } else { None },
        },
    }
}

fn both(world: &World, act: &Act, caller: &Caller) -> (Reading, Reading) {
    let facts = facts(world);
    let verdict = world.gate.decide(act, caller, &facts, world.now);
    let (policy, operation) = (&world.policy, world.operation.as_ref());
    let read = naive::read(policy, operation, &world.notices, &world.numbers, (act, caller), &facts, world.now);
    (of_gate(world, act, &verdict), read)
}

#[test]
fn the_gate_decides_as_the_rows_read() {
    let reached = RefCell::new(BTreeMap::<String, usize>::new());
    let worlds = worlds();
    let config = Config { cases: worlds, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tape = |longest| proptest::collection::vec(any::<u8>(), 0..longest);
    // Acts have a tape of their own: what a world uses up does not make them all alike.
    let outcome = runner.run(&(tape(1500), tape(600)), |(bytes, acts)| {
        let world = random::world(&mut Tape::new(&bytes));
        let tape = &mut Tape::new(&acts);
        for _ in 0..ACTS {
            let act = random::act(tape, &world);
            let caller = random::caller(tape, &act);
            let (gate, read) = both(&world, &act, &caller);
            prop_assert_eq!(&gate, &read, "gate (left) and rows (right) differ about {:?} by {:?}", act, caller);
            *reached.borrow_mut().entry(gate.code).or_default() += 1;
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let reached = reached.into_inner();
    assert!(reached.get("permit").is_some_and(|count| *count > 0), "no act was permitted");
    if worlds >= SHORT {
        let unreached: Vec<_> = RefusalCode::ALL.iter().filter(|code| !reached.contains_key(code.word())).collect();
        assert!(unreached.is_empty(), "refusals nobody met: {unreached:?}; met: {reached:#?}");
    }
}

#[test]
fn an_empty_tape_is_a_world_in_which_things_are_permitted() {
    let tape = &mut Tape::new(&[]);
    let world = random::world(tape);
    let act = random::act(tape, &world);
    let caller = random::caller(tape, &act);
    assert_eq!(both(&world, &act, &caller).0.code, "permit");
}
