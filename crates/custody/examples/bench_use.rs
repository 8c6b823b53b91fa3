//! Opening one item by `use`, in process and durable, against one durable plaintext write through the same writer.
//!
//! `cargo run --release -p azukari-custody --example bench_use [PEOPLE] [SECONDS]`
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark measures, prints, and may fail loudly"
)]

use azukari_custody::{
    Ask, Caller, Door, Outcome, Parts, Settings, StoppedClock, Whom,
    ask::{AcquireAsk, TokenAsk, UseAsk},
    procedures::activate::By,
};
use azukari_model::{Instant as Moment, PersonId, Personal};
use azukari_policy::{
    notice::NoticeOf,
    source::{File, Sources},
};
use azukari_store::{Change, Committed, Effects, Options, StandingKey, StandingRow, Store, Subject, Want, Who};
use azukari_vault::{Keyring, Random, kms::FileKms};
use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let people: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let seconds: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(3);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("azukari.db"), &Options::default()).unwrap();
    let kms = FileKms::create(&folder.path().join("key"), None, &mut Random::system()).unwrap();
    let clock = StoppedClock::at(Moment::parse("2027-01-15T00:30:00Z").unwrap());
    let parts = Parts {
        store: store.clone(),
        keyring: Keyring::load(&kms).unwrap(),
        random: Random::system(),
        clock: Arc::new(clock),
        settings: Settings { origin: "azukari.example/bench".to_owned(), backups: None },
    };
    let door = Door::open(parts).await.unwrap();
    door.activate(&sources("sessa"), By::Serve).await.unwrap();
    let ids = fill(&door, people).await;
    let web = caller(&door, "web").await;

    // Slices of both in turn, so that both meet the same disk and the same neighbours.
    let (mut used, mut written) = (Vec::new(), Vec::new());
    let plain = Plain::new(&store, &ids).await;
    for slice in 0..seconds * 4 {
        let until = Instant::now() + Duration::from_millis(125);
        let mut number = usize::try_from(slice).unwrap() * 7_919;
        while Instant::now() < until {
            number += 1;
            let start = Instant::now();
            let answer = door.perform(&web, use_ask(ids[number % ids.len()]).into()).await;
            assert!(matches!(answer, Ok(Outcome::Used(_))), "{answer:?}");
            used.push(start.elapsed());
        }
        let until = Instant::now() + Duration::from_millis(125);
        while Instant::now() < until {
            number += 1;
            let start = Instant::now();
            plain.write(&store, number).await;
            written.push(start.elapsed());
        }
    }
    report(people, &mut used, &mut written);
}

fn report(people: usize, used: &mut [Duration], written: &mut [Duration]) {
    used.sort_unstable();
    written.sort_unstable();
    let micros = |times: &[Duration], part: usize| times[times.len() * part / 100].as_secs_f64() * 1e6;
    let ratio = micros(used, 50) / micros(written, 50);
    eprintln!("one caller, {people} people, every answer durable before it is given");
    eprintln!("{:<34}{:>10}{:>10}{:>10}", "", "p50 us", "p99 us", "acts");
    for (name, times) in [("use: one item opened and recorded", &*used), ("one durable plaintext write", &*written)] {
        eprintln!("{name:<34}{:>10.0}{:>10.0}{:>10}", micros(times, 50), micros(times, 99), times.len());
    }
    eprintln!("ratio of the medians {ratio:.2}");
    println!(
        "{{\"people\":{people},\"use_p50_us\":{:.1},\"use_p99_us\":{:.1},\"write_p50_us\":{:.1},\"write_p99_us\":{:.1},\"ratio_p50\":{ratio:.3}}}",
        micros(used, 50),
        micros(used, 99),
        micros(written, 50),
        micros(written, 99)
    );
}

async fn caller(door: &Door, role: &str) -> Caller {
    let ask = TokenAsk { role: role.into(), owner: "bench".into(), expires: None, networks: Vec::new() };
    let token = door.create_token("sessa", ask).await.unwrap();
    door.authenticate("sessa", Some(&token.text), None).await.unwrap()
}

async fn fill(door: &Door, people: usize) -> Vec<PersonId> {
    let web = caller(door, "web").await;
    let service = door.service("sessa").await.unwrap();
    let notice = service.notice(&NoticeOf::Source("signup".parse().unwrap())).unwrap().notice;
    let mut ids = Vec::with_capacity(people);
    for number in 0..people {
        let ask = AcquireAsk {
            source: "signup".into(),
            notice: Some(notice),
            items: vec![("email".into(), Some(Personal::new(format!("person-{number}@example.jp").into())))],
            ..AcquireAsk::default()
        };
        let Ok(Outcome::Acquired(acquired)) = door.perform(&web, Ask::Acquire(ask).into()).await else { continue };
        ids.push(acquired.person);
    }
    ids
}

fn use_ask(person: PersonId) -> Ask {
    Ask::Use(UseAsk {
        whom: Whom::Id(person),
        purpose: "login-identity".into(),
        items: vec!["email".into()],
        partial: false,
        masked: false,
        way_out: false,
    })
}

/// One plaintext row about a person, through the same writer, its commit awaited.
struct Plain {
    service: azukari_store::ServiceKey,
    number: u64,
    rows: Vec<azukari_store::PersonRow>,
}

impl Plain {
    async fn new(store: &Store, ids: &[PersonId]) -> Self {
        let service = store.services().await.unwrap()[0].key;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let whom = azukari_store::Whom { service, who: Who::Id(*id) };
            rows.push(store.snapshot(&whom, &Want::default()).await.unwrap().person.unwrap().row);
        }
        Self { service, number: store.number(service).await.unwrap(), rows }
    }

    async fn write(&self, store: &Store, number: usize) {
        let at = Moment::from_micros(i64::try_from(number).unwrap());
        let row = StandingRow {
            of: StandingKey { kind: 200, subject: 1, member: 0 },
            yes: true,
            meaning: 0,
            had_yes: false,
            country_told: false,
            at,
            until: None,
        };
        let effects = Effects {
            service: self.service,
            number: self.number,
            subject: Subject::Known { row: self.rows[number % self.rows.len()], revision: 1, raises: false },
            at,
            unique: Vec::new(),
            records: Vec::new(),
            changes: vec![Change::PutStanding(row)],
        };
        let committed = store.commit(vec![effects]).await;
        assert!(matches!(committed[..], [Committed::Done(_)]), "{committed:?}");
    }
}

fn sources(service: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let file = |path: String| Some(Arc::new(File { text: fs::read_to_string(root.join(&path)).ok()?, path }));
    let prose =
        ["ja", "en"].into_iter().filter_map(|tag| Some((tag.parse().unwrap(), file(format!("{service}/{tag}.md"))?)));
    // The limit of people a day is lifted: a benchmark reaches more than any desk.
    let operation = file(format!("{service}/operation.toml")).map(|file| {
        let text = file.text.replace("people-per-day = 5000", "people-per-day = 1000000");
        Arc::new(File { path: file.path.clone(), text })
    });
    Sources {
        folder: service.to_owned(),
        policy: file(format!("{service}/policy.toml")),
        operation,
        vendors: file("vendors.toml".to_owned()),
        prose: prose.collect(),
        left_out: Vec::new(),
    }
}
