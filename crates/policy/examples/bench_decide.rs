//! How long one decision takes: `cargo run -p azukari-policy --release --example bench_decide`.
//!
//! A use of 3 items for a purpose that asks first, about a person with 25 holdings and 8 answers, is permitted; at 25 and at
//! 1,000 purposes. Three ways in one run: `decide_asked` (names resolved beforehand, the hot path), `decide` (names resolved
//! each time), and `by hand`: the same questions asked of hash maps of names, as one writes them in a service without a gate.
//! Medians of rounds; people for a terminal on stderr, JSON on stdout.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on stops")]
#![expect(clippy::indexing_slicing, reason = "the lists are made here")]
#![expect(clippy::wildcard_imports, reason = "a whole policy is written out here")]

use azukari_model::{Instant, Language, Name, Period, Words, Zone};
use azukari_policy::{
    act::{Act, Caller, Use},
    declared::*,
    facts::{Facts, Holding, Number, Numbers, Register, Standing, StandingKind},
    gate::Gate,
    kinds::ItemKind,
    notice::{Notice, notices},
    prose::Prose,
    verdict::Verdict,
    vocabulary::*,
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hint::black_box,
    sync::Arc,
};

/// Rounds are short, so that most of them are not interrupted.
const ROUNDS: usize = 401;
const DECISIONS: u32 = 5_000;
const HOLDINGS: usize = 25;
const ANSWERS: usize = 8;
const ASKED: usize = 3;
/// (purposes, items).
const SIZES: [(usize, usize); 2] = [(25, 25), (1_000, 256)];
/// Notices given over the years, besides today's.
const OLD_NOTICES: usize = 21_000;

fn main() {
    let mut rows = Vec::new();
    for (purposes, items) in SIZES {
        let world = World::new(purposes, items);
        let hand = ByHand::new(&world);
        assert!(matches!(world.decide(), Verdict::Permit(_)), "the act is permitted");
        assert!(hand.permits(&world), "by hand too");
        let asked = world.gate.ask(&world.act);
        let caller = world.gate.caller(&world.caller);
        let facts = world.facts();
        let hot = measure(|| {
            let verdict = world.gate.decide_asked(black_box(&asked), black_box(&caller), black_box(&facts), world.now);
            black_box(verdict);
        });
        let whole = measure(|| {
            black_box(world.gate.decide(black_box(&world.act), black_box(&world.caller), black_box(&facts), world.now));
        });
        let by_hand = measure(|| {
            black_box(hand.permits(black_box(&world)));
        });
        eprintln!("{purposes:>5} purposes, {items:>3} items, {} notices:", world.notices);
        for (way, (median, best)) in [("decide_asked", hot), ("decide", whole), ("by hand", by_hand)] {
            eprintln!("      {way:<12} {median:>7.1} ns, best {best:>7.1}");
        }
        let both = |(median, best): (f64, f64)| format!("{{\"median\":{median:.1},\"best\":{best:.1}}}");
        let (hot, whole, by_hand) = (both(hot), both(whole), both(by_hand));
        rows.push(format!(
            "{{\"purposes\":{purposes},\"items\":{items},\"notices\":{},\"decide_asked_ns\":{hot},\"decide_ns\":{whole},\"by_hand_ns\":{by_hand}}}",
            world.notices
        ));
    }
    println!(
        "{{\"bench\":\"decide\",\"rounds\":{ROUNDS},\"decisions\":{DECISIONS},\"asked\":{ASKED},\"holdings\":{HOLDINGS},\"answers\":{ANSWERS},\"rows\":[{}]}}",
        rows.join(",")
    );
}

/// Nanoseconds of one call: the median of rounds, and the best of them, which a busy machine disturbs least.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn measure(mut call: impl FnMut()) -> (f64, f64) {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = std::time::Instant::now();
            (0..DECISIONS).for_each(|_| call());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(DECISIONS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    (rounds[ROUNDS / 2], rounds[0])
}

struct World {
    policy: Policy,
    gate: Gate,
    notices: usize,
    register: Register,
    holdings: Vec<Holding>,
    standing: Vec<Standing>,
    act: Act,
    caller: Caller,
    now: Instant,
    item_of: Vec<(Number, String)>,
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn words(text: &str) -> Words {
    Words::both(text, text)
}

impl World {
    fn new(purposes: usize, items: usize) -> Self {
        let policy = policy(purposes, items);
        let operation = operation(&policy);
        let mut numbers = Numbers::default();
        numbers.ensure_all(&policy, Some(&operation));
        let todays = notices(&policy);
        let source =
            todays.iter().find(|facts| matches!(facts.of, azukari_policy::notice::NoticeOf::Source(_))).unwrap();
        let mut given = vec![Notice { number: Number(1), facts: source.clone() }];
        for place in 0..OLD_NOTICES {
            let mut facts = source.clone();
            // Older notices show one purpose less each, so that they fold into as many rows as there are purposes.
            facts.purposes.remove(place % purposes);
            given.push(Notice { number: Number(u32::try_from(place + 2).unwrap()), facts });
        }
        let gate = Gate::build(&policy, Some(&operation), &given, &numbers);
        let zone = &policy.service.zone;
        let now = zone.start_of("2027-01-15".parse().unwrap());
        let number = |family, id: &Name| numbers.lookup(family, id).unwrap();
        let holding = |item: &Item| Holding {
            item: number(Family::Item, &item.id),
            source: number(Family::Source, &policy.sources[0].id),
            notice: Number(1),
            acquired: now.plus_micros(-1_000_000),
            expires: Some(now.plus_micros(86_400_000_000)),
            kept_by_law_until: None,
        };
        // The items asked are held among others, not first.
        let held = policy.items.iter().skip(items - HOLDINGS).take(HOLDINGS);
        let holdings: Vec<_> = held.clone().map(holding).collect();
        let answer = |purpose: &Purpose| Standing {
            kind: StandingKind::AnswerPurpose,
            subject: number(Family::Purpose, &purpose.id),
            member: Number(0),
            yes: true,
            meaning: 1,
            had_yes: false,
            country_told: false,
            at: now,
            until: None,
        };
        let standing: Vec<_> = policy.purposes.iter().rev().take(ANSWERS).map(answer).collect();
        let asked: Vec<Arc<str>> = held.rev().take(ASKED).map(|item| Arc::from(&*item.id)).collect();
        let purpose: Arc<str> = Arc::from(&*policy.purposes[purposes - ANSWERS / 2].id);
        let act = Act::Use(Use { purpose, items: asked, ..Use::default() });
        let caller = Caller::Staff { account: Arc::from("stf_1"), role: name("desk") };
        let register = Register { effective: Some(now), ..Register::default() };
        let item_of = policy.items.iter().map(|item| (number(Family::Item, &item.id), item.id.to_string())).collect();
        Self { policy, gate, notices: given.len(), register, holdings, standing, act, caller, now, item_of }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            register: &self.register,
            holdings: &self.holdings,
            standing: &self.standing,
            people_reached: 3,
            person_reached: false,
            approval: None,
            request: None,
        }
    }

    fn decide(&self) -> Verdict {
        self.gate.decide(&self.act, &self.caller, &self.facts(), self.now)
    }
}

/// What a careful service asks by hand: the same questions, of maps of names.
struct ByHand {
    roles: HashMap<String, HashSet<String>>,
    purposes: HashMap<String, HashSet<String>>,
    shown: HashMap<u32, HashSet<String>>,
    held: HashMap<String, Vec<(u32, Instant)>>,
    answers: HashMap<String, (bool, u32)>,
    ceased: HashSet<String>,
    restricted: HashSet<String>,
    limits: HashMap<String, u32>,
}

impl ByHand {
    fn new(world: &World) -> Self {
        let texts = |ids: &[Name]| ids.iter().map(ToString::to_string).collect::<HashSet<_>>();
        let all: Vec<Name> = world.policy.purposes.iter().map(|purpose| purpose.id.clone()).collect();
        let id_of: BTreeMap<Number, &String> = world.item_of.iter().map(|(number, id)| (*number, id)).collect();
        let mut held: HashMap<String, Vec<(u32, Instant)>> = HashMap::new();
        for one in &world.holdings {
            held.entry(id_of[&one.item].clone()).or_default().push((one.notice.0, one.expires.unwrap()));
        }
        let answers =
            world.policy.purposes.iter().rev().take(ANSWERS).map(|purpose| (purpose.id.to_string(), (true, 1)));
        Self {
            roles: HashMap::from([("desk".to_owned(), texts(&all))]),
            purposes: world.policy.purposes.iter().map(|one| (one.id.to_string(), texts(&one.items))).collect(),
            shown: HashMap::from([(1, texts(&all))]),
            held,
            answers: answers.collect(),
            ceased: HashSet::new(),
            restricted: HashSet::new(),
            limits: HashMap::from([("desk".to_owned(), 200)]),
        }
    }

    fn permits(&self, world: &World) -> bool {
        let (Act::Use(act), Caller::Staff { role, .. }) = (&world.act, &world.caller) else { panic!("a use by staff") };
        let purpose = &*act.purpose;
        let Some(items) = self.purposes.get(purpose) else { return false };
        self.roles.get(&**role).is_some_and(|uses| uses.contains(purpose))
            && self.limits.get(&**role).is_none_or(|limit| 3 < *limit)
            && act.items.iter().all(|item| items.contains(&**item))
            && act.items.iter().all(|item| {
                self.held.get(&**item).is_some_and(|held| {
                    held.iter().any(|(notice, expires)| {
                        *expires > world.now && self.shown.get(notice).is_some_and(|shown| shown.contains(purpose))
                    })
                })
            })
            && act.items.iter().all(|item| !self.restricted.contains(&**item))
            && !self.ceased.contains(purpose)
            && self.answers.get(purpose).is_some_and(|(yes, meaning)| *yes && *meaning == 1)
    }
}

fn policy(purposes: usize, items: usize) -> Policy {
    let item_ids: Vec<Name> = (0..items).map(|place| name(&format!("item-{place}"))).collect();
    let purpose_ids: Vec<Name> = (0..purposes).map(|place| name(&format!("purpose-{place}"))).collect();
    let item = |id: &Name| Item {
        id: id.clone(),
        kind: ItemKind::Record,
        label: words(id),
        keep: Some(name("account")),
        class: Class::Personal,
        lookup: false,
        held_by: Vec::new(),
        derived_from: None,
        values: Vec::new(),
        formerly: None,
    };
    let purpose = |id: &Name| Purpose {
        id: id.clone(),
        group: None,
        label: words(id),
        meaning: 1,
        same_meaning: None,
        items: item_ids.clone(),
        choice: Choice::AsksFirst,
        needed: false,
        because: None,
        by: By::Us,
        when: Vec::new(),
        marks: Vec::new(),
        mail_to_customers: false,
        formerly: None,
    };
    let source = Source {
        id: name("form"),
        label: Words::new(),
        from: Whence::Person,
        takes: item_ids.clone(),
        required: Vec::new(),
        confirms: Vec::new(),
        purposes: purpose_ids.clone(),
        purposes_open: false,
        shown: Some(Shown::Before),
        extra: Extra::Refuse,
        provider: Vec::new(),
        provider_policy: None,
        limited_by_grant: false,
        formerly: None,
    };
    let bound = |id: &Name| (Keeper::Declared(Family::Purpose, id.clone()), format!("purposes.{id}"));
    Policy {
        rules: Vec::new(),
        service: Service {
            id: name("bench"),
            name: words("Bench"),
            stage: Stage::Decide,
            label: "1".to_owned(),
            effective: None,
            established: None,
            history: Vec::new(),
            zone: Zone::parse("Asia/Tokyo").unwrap(),
            governing: Language::EN,
            languages: vec![Language::EN],
            grounds: Vec::new(),
            sites: Vec::new(),
            transmissions: None,
        },
        operator: Operator { name: words("Operator"), address: words("Here"), representative: words("Head") },
        contacts: Vec::new(),
        events: Vec::new(),
        keeps: vec![Keep {
            id: name("account"),
            period: Period::years(1),
            after: After::Acquired,
            at_least: None,
            because: None,
        }],
        items: item_ids.iter().map(item).collect(),
        sets: Vec::new(),
        sources: vec![source],
        groups: Vec::new(),
        purposes: purpose_ids.iter().map(purpose).collect(),
        recipients: Vec::new(),
        flows: Vec::new(),
        exceptions: Vec::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        statistics: Vec::new(),
        rights: Vec::new(),
        declines: Vec::new(),
        measures: Vec::new(),
        incident: None,
        revision: None,
        prose: Prose::default(),
        bonds: Bonds { kept_by: Vec::new(), clause_of: purpose_ids.iter().map(bound).collect() },
        accepts: Vec::new(),
        hash: [7; 32],
    }
}

fn operation(policy: &Policy) -> Operation {
    let desk = Role {
        id: name("desk"),
        uses: policy.purposes.iter().map(|purpose| purpose.id.clone()).collect(),
        items: None,
        find_items: Vec::new(),
        find_systems: Vec::new(),
        acquire: Vec::new(),
        provide: Vec::new(),
        exceptions: false,
        bulk: Vec::new(),
        report: Vec::new(),
        count: Vec::new(),
        consent: false,
        import: false,
        handle: Vec::new(),
        approve: Vec::new(),
        attest: Vec::new(),
        people_per_day: Some(200),
    };
    Operation { systems: Vec::new(), roles: vec![desk], observed: Vec::new(), accepts: Vec::new(), hash: [7; 32] }
}
