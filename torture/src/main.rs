//! The worst day, on purpose: power cuts, kills at every write, disks that fail. It starts the real program in a process of
//! its own and holds it to what it acknowledged. Never part of the program.
#![expect(clippy::disallowed_methods, reason = "a harness looks at the clock, sleeps and kills")]
#![expect(clippy::print_stdout, reason = "a command that prints what it found")]

mod check;
mod house;
mod life;
mod load;
mod rng;
mod trace;
mod wire;
mod worst;

use anyhow::{Context as _, Result, bail};
use house::Site;
use std::process::ExitCode;

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    pub cuts: u32,
    pub kills: u32,
    /// Whether every call is tried in turn, or only some.
    pub every_call: bool,
    pub seed: u64,
}

impl Effort {
    const SHORT: Self = Self { cuts: 1, kills: 2, every_call: false, seed: 20_261_129 };
    const LONG: Self = Self { cuts: 100, kills: 200, every_call: true, seed: 20_261_129 };
}

const USAGE: &str = "azukari-torture [--long] [--seed N] [--program FILE] [cut|kill|points|fail]…";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("FAILED: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut effort = Effort::SHORT;
    let mut seed = None;
    let mut program = "target/debug/azukari".to_owned();
    let mut kinds = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--long" => effort = Effort::LONG,
            "--seed" => seed = Some(words.next().context(USAGE)?.parse()?),
            "--program" => program = words.next().context(USAGE)?,
            kind => kinds.push(kind.to_owned()),
        }
    }
    effort.seed = seed.unwrap_or(effort.seed);
    if kinds.is_empty() {
        kinds = ["cut", "kill", "points", "fail"].map(str::to_owned).into();
    }
    let site = Site::build(program.as_ref())?;
    for kind in kinds {
        let told = match kind.as_str() {
            "cut" => worst::cut(&site, effort),
            "kill" => worst::kill(&site, effort),
            "points" => worst::points(&site, effort),
            "fail" => worst::fail(&site, effort),
            _ => bail!("`{kind}` is no kind: {USAGE}"),
        };
        println!("{}", told.with_context(|| format!("{kind}, seed {}", effort.seed))?);
    }
    Ok(())
}
