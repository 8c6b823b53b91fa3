//! How long `azukari serve` takes to answer, and how much memory it keeps, with many people in its data folder.
//!
//! `cargo build --release && cargo run --release -p azukari-cli --example bench_serve [PEOPLE] [USES]`
//!
//! Fills two folders through the door, one with few people (the baseline) and one with many; then starts the program beside
//! this one on each, opens items over HTTP, kills it in the middle of its work and starts it again. A table for people goes to
//! stderr, JSON to stdout.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures")]

#[path = "../src/client.rs"]
#[expect(dead_code, reason = "shared with the program; a benchmark uses part of it")]
mod client;
#[path = "../src/folder.rs"]
#[expect(dead_code, reason = "shared with the program; a benchmark uses part of it")]
mod folder;
#[path = "../src/demo/people.rs"]
mod people;
#[path = "../src/said/mod.rs"]
#[expect(dead_code, reason = "shared with the program; a benchmark uses part of it")]
mod said;

use anyhow::{Context, Result, bail};
use azukari_custody::{
    Ask, Door, Outcome, Parts, Settings, SystemClock,
    ask::{AcquireAsk, TokenAsk},
    procedures::activate::By,
};
use azukari_model::{PersonId, Personal};
use azukari_policy::notice::NoticeOf;
use azukari_store::{Options, Store};
use azukari_vault::{Keyring, Random, kms::FileKms};
use client::Client;
use hyper::Method;
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Instant,
};

/// The service the people are customers of.
const SERVICE: &str = "mobile-planning";
/// Who opens their items: so many desks, each over a connection of its own, so that no request limit is met.
const DESKS: usize = 8;
/// People of the baseline.
const FEW: usize = 100;
const SEED: u64 = 20_270_115;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: usize| arguments.next().map_or(Ok(otherwise), |text| text.parse());
    let (many, uses) = (number(100_000)?, number(10_000)?);
    eprintln!(
        "| people | fill | start | after kill -9 | resident at start | after {uses} uses | peak | uses a second |"
    );
    eprintln!("|---|---|---|---|---|---|---|---|");
    let few = measure(FEW, uses)?;
    let many = measure(many, uses)?;
    let ratio = |part: fn(&Figures) -> f64| part(&many) / part(&few);
    eprintln!("many to few: start {:.2}, resident {:.2}", ratio(|one| one.start), ratio(|one| one.at_start));
    println!("{{\"bench\":\"serve\",\"uses\":{uses},\"rows\":[{},{}]}}", few.json(), many.json());
    Ok(())
}

/// What was measured: seconds and mebibytes.
struct Figures {
    people: usize,
    fill: f64,
    start: f64,
    start_after_kill: f64,
    at_start: f64,
    after_uses: f64,
    peak: f64,
    uses_a_second: f64,
}

impl Figures {
    fn json(&self) -> String {
        format!(
            "{{\"people\":{},\"fill_s\":{:.1},\"start_s\":{:.3},\"start_after_kill_s\":{:.3},\"rss_at_start_mib\":{:.1},\"rss_after_uses_mib\":{:.1},\"rss_peak_mib\":{:.1},\"uses_a_second\":{:.0}}}",
            self.people,
            self.fill,
            self.start,
            self.start_after_kill,
            self.at_start,
            self.after_uses,
            self.peak,
            self.uses_a_second
        )
    }
}

fn measure(people: usize, uses: usize) -> Result<Figures> {
    let folder = tempfile::tempdir()?;
    let place = Place { policies: policies(folder.path())?, data: folder.path().join("data") };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let begun = Instant::now();
    let filled = runtime.block_on(fill(&place, people))?;
    let fill = begun.elapsed().as_secs_f64();

    let (server, start) = place.serve(&runtime)?;
    let (at_start, _) = server.memory()?;
    let begun = Instant::now();
    runtime.block_on(use_all(&server.url, &filled, uses))?;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let uses_a_second = uses as f64 / begun.elapsed().as_secs_f64();
    let (after_uses, peak) = server.memory()?;
    drop(server);
    let (_again, start_after_kill) = place.serve(&runtime)?;

    let figures = Figures { people, fill, start, start_after_kill, at_start, after_uses, peak, uses_a_second };
    eprintln!(
        "| {people} | {fill:.1} s | {start:.3} s | {start_after_kill:.3} s | {at_start:.0} MiB | {after_uses:.0} MiB | {peak:.0} MiB | {uses_a_second:.0} |"
    );
    Ok(figures)
}

/// The five policies of the repository, in force since long ago, and without limits that a benchmark would meet.
fn policies(folder: &Path) -> Result<PathBuf> {
    let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies"), folder.join("policies"));
    for service in folder::policy_folders(&from)? {
        let here = to.join(service.file_name().context("a name")?);
        fs::create_dir_all(&here)?;
        for file in fs::read_dir(&service)?.collect::<Result<Vec<_>, _>>()? {
            if file.file_type()?.is_file() {
                let text = fs::read_to_string(file.path())?;
                let text = text.replace("= 2026-12-01", "= 2026-04-01").replace("per-day = 200", "per-day = 1000000");
                fs::write(here.join(file.file_name()), text)?;
            }
        }
    }
    fs::copy(from.join("vendors.toml"), to.join("vendors.toml"))?;
    Ok(to)
}

/// Who was brought in, and a token for each desk.
struct Filled {
    people: Vec<PersonId>,
    tokens: Vec<String>,
}

async fn fill(place: &Place, people: usize) -> Result<Filled> {
    fs::create_dir_all(&place.data)?;
    let kms = FileKms::create(&place.data.join("key"), None, &mut Random::system())?;
    let parts = Parts {
        store: Store::open(&place.data.join("azukari.db"), &Options::default())?,
        keyring: Keyring::load(&kms)?,
        random: Random::system(),
        clock: Arc::new(SystemClock),
        settings: Settings { origin: "azukari.example/ledger".to_owned(), backups: None },
    };
    let store = parts.store.clone();
    let door = Door::open(parts).await?;
    for folder in folder::load_all(&place.policies)? {
        door.activate(&folder.sources, By::Serve).await?;
    }
    let people = acquire(&door, people).await?;
    let mut tokens = Vec::new();
    for desk in 0..DESKS {
        tokens.push(token(&door, "support-desk", &format!("desk-{desk}")).await?);
    }
    door.turn_jobs().await.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    drop(door);
    store.close();
    Ok(Filled { people, tokens })
}

async fn acquire(door: &Door, people: usize) -> Result<Vec<PersonId>> {
    let refused = |refused| anyhow::anyhow!("{refused:?}");
    let service = door.service(SERVICE).await.map_err(refused)?;
    let notice = service.notice(&NoticeOf::Source("application".parse()?)).map(|shown| shown.notice);
    let token = token(door, "site", "site").await?;
    let caller = door.authenticate(SERVICE, Some(&token), None).await.map_err(refused)?;
    let (lines, read) = tokio::sync::mpsc::channel(256);
    let mut answers = door.batch(&caller, read);
    tokio::spawn(async move {
        for index in 0..people {
            let one = people::invent(SEED, index);
            let text = |value: &str| Some(Personal::new(serde_json::Value::from(value)));
            let ask = AcquireAsk {
                source: "application".into(),
                notice,
                items: vec![
                    ("name".into(), text(&one.name())),
                    ("address".into(), text(&one.address)),
                    ("telephone".into(), text(&one.telephone)),
                    ("email".into(), text(&one.email)),
                    ("birth-date".into(), text(&one.birth_date)),
                    ("gender".into(), text(one.gender)),
                    ("order".into(), text("Wi-Fi 50GB")),
                ],
                ..AcquireAsk::default()
            };
            if lines.send(Ok(Ask::Acquire(ask).into())).await.is_err() {
                return;
            }
        }
    });
    let mut ids = Vec::with_capacity(people);
    while let Some(answer) = answers.recv().await {
        match answer {
            Ok(Outcome::Acquired(acquired)) => ids.push(acquired.person),
            other => bail!("an application ended in {other:?}"),
        }
    }
    Ok(ids)
}

async fn token(door: &Door, role: &str, owner: &str) -> Result<String> {
    let ask = TokenAsk { role: role.into(), owner: owner.into(), expires: None, networks: Vec::new() };
    Ok(door.create_token(SERVICE, ask).await?.text)
}

/// Opens an item of people from all over the folder, each desk one after another.
async fn use_all(url: &str, filled: &Filled, uses: usize) -> Result<()> {
    let mut desks = tokio::task::JoinSet::new();
    for (desk, token) in filled.tokens.iter().enumerate() {
        let step = (filled.people.len() / uses).max(1);
        let turn = filled.people.iter().step_by(step).cycle().skip(desk).step_by(DESKS);
        let people: Vec<PersonId> = turn.take(uses.div_ceil(DESKS)).copied().collect();
        let (client, token) = (Client::new(url)?, token.clone());
        desks.spawn(async move {
            for person in people {
                let ask = client::Ask {
                    method: Method::POST,
                    path: &format!("/v1/{SERVICE}/people/{person}/use"),
                    token: Some(&token),
                    headers: &[("content-type", "application/json")],
                    body: Some(r#"{"purpose":"inquiries","items":["email"]}"#.into()),
                };
                let answer = client.send(&ask).await?;
                if answer.status != 200 {
                    bail!("a use ended in {} {}", answer.status, answer.text());
                }
            }
            Ok(())
        });
    }
    while let Some(done) = desks.join_next().await {
        done??;
    }
    Ok(())
}

/// Where policies and data are.
struct Place {
    policies: PathBuf,
    data: PathBuf,
}

impl Place {
    /// Starts the program; gives back the seconds until it answered.
    fn serve(&self, runtime: &tokio::runtime::Runtime) -> Result<(Server, f64)> {
        let begun = Instant::now();
        let mut process = Command::new(program()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--policies"])
            .arg(&self.policies)
            .arg("--data")
            .arg(&self.data)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut said = BufReader::new(process.stderr.take().context("stderr")?).lines();
        let url = said.by_ref().map_while(Result::ok).find(|line| line.starts_with("http://"));
        let server = Server { process, url: url.context("the program did not start")?, _said: said };
        let health = runtime.block_on(async { Client::new(&server.url)?.get("/health").await })?;
        if health.status != 200 {
            bail!("the program answered {}", health.status);
        }
        Ok((server, begun.elapsed().as_secs_f64()))
    }
}

/// The program as built beside this benchmark.
fn program() -> Result<PathBuf> {
    let examples = std::env::current_exe()?;
    let built = examples.ancestors().nth(2).context("a target folder")?.join("azukari");
    if !built.is_file() {
        bail!("`{}` is not built: cargo build --release", built.display());
    }
    Ok(built)
}

/// The running program; dropped, it is killed without a chance to tidy up.
struct Server {
    process: Child,
    url: String,
    _said: std::io::Lines<BufReader<std::process::ChildStderr>>,
}

impl Server {
    /// Resident memory now and at most, in MiB.
    fn memory(&self) -> Result<(f64, f64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let kib = |field: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(field)).context("a field of the status")?;
            Ok(line.trim_matches([':', ' ', '\t', 'k', 'B']).parse::<f64>()?)
        };
        Ok((kib("VmRSS")? / 1024.0, kib("VmHWM")? / 1024.0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
