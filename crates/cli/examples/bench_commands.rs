//! How long whole commands take, from exec to exit: `check` of the largest policy, and the demo until its story is told.
//!
//! `cargo build && cargo run -p azukari-cli --example bench_commands [ROUNDS] [DEMOS]`, and the same with `--release`.
//!
//! Rounds take turns, so that all commands meet the same neighbours. The baseline is `--version`: what starting the program
//! costs. A table for people goes to stderr, JSON to stdout.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures")]

#[path = "../src/folder.rs"]
#[expect(dead_code, reason = "shared with the program; a benchmark uses part of it")]
mod folder;
#[path = "../src/said/mod.rs"]
#[expect(dead_code, reason = "shared with the program; a benchmark uses part of it")]
mod said;

use anyhow::{Context, Result, bail};
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: usize| arguments.next().map_or(Ok(otherwise), |text| text.parse());
    let (rounds, demos) = (number(31)?, number(3)?);
    let program = program()?;
    let (largest, bytes) = largest_policy()?;
    let name = largest.file_name().unwrap_or_default().to_string_lossy().into_owned();

    let (mut starts, mut checks, mut tolds) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        starts.push(run(&program, &["--version".as_ref()])?);
        checks.push(run(&program, &["check".as_ref(), largest.as_os_str()])?);
    }
    for _ in 0..demos {
        tolds.push(run(&program, &["demo", "--once", "--listen", "127.0.0.1:0"].map(OsStr::new))?);
    }

    let (start, check, told) = (Times::of(&mut starts), Times::of(&mut checks), Times::of(&mut tolds));
    let build = if cfg!(debug_assertions) { "dev" } else { "release" };
    eprintln!("| {build} build | median | best | to `--version` |");
    eprintln!("|---|---|---|---|");
    let rows = [
        ("`--version`".to_owned(), &start),
        (format!("`check policies/{name}` ({bytes} bytes)"), &check),
        ("`demo --once`".to_owned(), &told),
    ];
    for (what, times) in rows {
        let ratio = times.median / start.median;
        eprintln!("| {what} | {:.0} ms | {:.0} ms | {ratio:.1} |", times.median, times.best);
    }
    println!(
        "{{\"bench\":\"commands\",\"build\":\"{build}\",\"rounds\":{rounds},\"demos\":{demos},\"policy_bytes\":{bytes},\"start_ms\":{},\"check_ms\":{},\"demo_ms\":{}}}",
        start.json(),
        check.json(),
        told.json()
    );
    Ok(())
}

/// Milliseconds.
struct Times {
    median: f64,
    best: f64,
}

impl Times {
    fn of(all: &mut [f64]) -> Self {
        all.sort_by(f64::total_cmp);
        let at = |place: usize| all.get(place).copied().unwrap_or_default();
        Self { median: at(all.len() / 2), best: at(0) }
    }

    fn json(&self) -> String {
        format!("{{\"median\":{:.1},\"best\":{:.1}}}", self.median, self.best)
    }
}

/// Runs a command that must end well; gives back its milliseconds.
fn run(program: &Path, arguments: &[&OsStr]) -> Result<f64> {
    let begun = Instant::now();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !status.success() {
        bail!("{arguments:?} ended with {status}");
    }
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}

/// The program as built beside this benchmark.
fn program() -> Result<PathBuf> {
    let examples = std::env::current_exe()?;
    let built = examples.ancestors().nth(2).context("a target folder")?.join("azukari");
    if !built.is_file() {
        bail!("`{}` is not built: cargo build", built.display());
    }
    Ok(built)
}

/// The policy of the repository with the most bytes in its two files and its prose.
fn largest_policy() -> Result<(PathBuf, u64)> {
    let mut sizes = Vec::new();
    for path in folder::policy_folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies"))? {
        let mut bytes = 0;
        for file in fs::read_dir(&path)? {
            let file = file?.metadata()?;
            bytes += if file.is_file() { file.len() } else { 0 };
        }
        sizes.push((bytes, path));
    }
    let (bytes, path) = sizes.into_iter().max().context("a policy")?;
    Ok((path, bytes))
}
