//! The kinds of worst day.

use crate::{
    Effort,
    check::{Acknowledged, Seen},
    house::Site,
    life::{After, Life, Step, Told},
    load,
    rng::Rng,
    trace::{self, Fault},
    wire::{Power, Wire},
};
use anyhow::{Context as _, Result, bail};
use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// A file system of its own in a file, whose power can be cut.
#[derive(Debug)]
struct Disk {
    image: PathBuf,
    mount: PathBuf,
}

impl Disk {
    /// `None`: this machine does not let us (no root, no loop devices).
    fn make(folder: &Path) -> Result<Option<Self>> {
        let disk = Self { image: folder.join("disk"), mount: folder.join("mount") };
        fs::create_dir_all(&disk.mount)?;
        fs::File::create(&disk.image)?.set_len(256 << 20)?;
        let made = quiet("mkfs.ext4", &["-q", &disk.image.to_string_lossy()]);
        Ok((made && disk.mount()).then_some(disk))
    }

    fn mount(&self) -> bool {
        quiet("mount", &["-o", "loop", &self.image.to_string_lossy(), &self.mount.to_string_lossy()])
    }

    /// What was not synced is gone: `FS_IOC_SHUTDOWN`, the log not flushed. The hand is at the switch before the power goes
    /// out, so that next to nothing lies between the last answer that counts and the end.
    fn cut(&self, power: &Power) -> Result<()> {
        let perl = "open(my $f, '<', $ARGV[0]) or exit 1; my $how = pack('I', 2); $| = 1; print qq(ready\n); <STDIN>; \
                    ioctl($f, 0x8004587d, $how) or exit 2;";
        let mut hand = Command::new("perl");
        hand.args(["-e", perl]).arg(&self.mount);
        let mut hand = hand.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut switch = hand.stdin.take().context("stdin")?;
        BufReader::new(hand.stdout.take().context("stdout")?).read_line(&mut String::new())?;
        power.goes_out();
        switch.write_all(b"\n")?;
        let status = hand.wait()?;
        if !status.success() {
            bail!("the power could not be cut: {status}");
        }
        Ok(())
    }

    fn unmount(&self) -> bool {
        quiet("umount", &[&self.mount.to_string_lossy()])
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.unmount();
    }
}

fn quiet(program: &str, words: &[&str]) -> bool {
    let status = Command::new(program).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Power cuts, and one control run on a disk that only says that it synced: it must lose acts.
pub(crate) fn cut(site: &Site, effort: Effort) -> Result<String> {
    let folder = tempfile::tempdir()?;
    if Disk::make(folder.path())?.is_none() {
        return Ok("power cut: SKIPPED, needs root and loop devices".to_owned());
    }
    let mut seen = Seen::default();
    for round in 0..effort.cuts {
        let seed = effort.seed + u64::from(round);
        seen.add(one_cut(site, seed, None)?.map_err(|lost| anyhow::anyhow!("{lost} acknowledged acts lost"))?);
    }
    let control = if trace::is_there() {
        format!("the control lost {}", control(site, effort.seed)?)
    } else {
        "control SKIPPED, needs strace".to_owned()
    };
    Ok(format!("power cut: {} cuts, {}; {control}", effort.cuts, told(seen)))
}

/// How often the control may be lucky: a cut right after a checkpoint loses nothing, for its sync of the database was real.
const CONTROLS: u64 = 8;

/// How many acts a disk that lies loses.
fn control(site: &Site, seed: u64) -> Result<usize> {
    for seed in seed..seed + CONTROLS {
        if let Err(lost) = one_cut(site, seed, Some(()))? {
            return Ok(lost);
        }
    }
    bail!("the control run lost nothing: this harness proves nothing")
}

/// `Err` is how many acknowledged acts were lost.
fn one_cut(site: &Site, seed: u64, control: Option<()>) -> Result<Result<Seen, usize>> {
    let folder = tempfile::tempdir()?;
    let disk = Disk::make(folder.path())?.context("the second disk could not be made")?;
    let data = disk.mount.join("data");
    site.copy_data(&data)?;
    // As with `synchronous=NORMAL` and rare checkpoints: the log is written, and its sync only answers yes.
    let lie = Fault { calls: "fsync,fdatasync", file: Some(data.join("azukari.db-wal")), what: "retval=0".into() };
    let server = site.serve(&data, control.map(|()| &lie))?;
    let mut cut = Ok(());
    let acknowledged = load::until(site, &server, seed, |power| {
        thread::sleep(Duration::from_millis(700 + Rng(seed).below(800)));
        cut = disk.cut(power);
    });
    cut?;
    server.kill()?;
    if !disk.unmount() || !disk.mount() {
        bail!("the disk could not be mounted again");
    }
    let server = site.serve(&data, None);
    let Ok(server) = server else {
        // Without a single page of the database nothing starts: everything is lost.
        return if control.is_some() { Ok(Err(acknowledged.count())) } else { Ok(Err(server.map(|_| 0)?)) };
    };
    let lost = acknowledged.lost(&server);
    if lost > 0 || control.is_some() {
        server.kill()?;
        return Ok(if lost > 0 { Err(lost) } else { Ok(Seen::default()) });
    }
    let seen = acknowledged.check(site, &server)?;
    server.stop()?;
    site.verify(&data)?;
    Ok(Ok(seen))
}

/// `kill -9` under load, at any moment.
pub(crate) fn kill(site: &Site, effort: Effort) -> Result<String> {
    let mut seen = Seen::default();
    for round in 0..effort.kills {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        site.copy_data(&data)?;
        let seed = effort.seed + u64::from(round);
        let server = site.serve(&data, None)?;
        let acknowledged = load::until(site, &server, seed, |_| {
            thread::sleep(Duration::from_millis(200 + Rng(seed).below(1_000)));
            server.strike();
        });
        server.kill()?;
        seen.add(start_and_check(site, &data, acknowledged)?);
    }
    Ok(format!("kill -9: {} kills under load, {}", effort.kills, told(seen)))
}

fn start_and_check(site: &Site, data: &Path, acknowledged: Acknowledged) -> Result<Seen> {
    let server = site.serve(data, None)?;
    let seen = acknowledged.check(site, &server)?;
    server.stop()?;
    site.verify(data)?;
    Ok(seen)
}

/// A life in which every kind of change happens.
const SCRIPT: [Step; 6] = [Step::Acquire, Step::Use, Step::Correct(1), Step::Correct(2), Step::Cease, Step::Erase];

/// Files, and the calls on them, by what being stopped there means.
const POINTS: [(&str, &str, &str); 5] = [
    ("before a page of the commit", "pwrite64", "azukari.db-wal"),
    ("committed, not synced", "fsync,fdatasync", "azukari.db-wal"),
    ("before the journal", "write", "azukari.db.erased"),
    ("journal written, nothing committed", "fsync,fdatasync", "azukari.db.erased"),
    ("committed, not released", "writev,sendto", ""),
];

/// The program is killed at each call in turn, until a life passes unharmed.
pub(crate) fn points(site: &Site, effort: Effort) -> Result<String> {
    if !trace::is_there() {
        return Ok("named points: SKIPPED, needs strace".to_owned());
    }
    let mut seen = Seen::default();
    let mut stopped = 0;
    for (name, calls, file) in POINTS {
        let turns = sweep(site, effort, calls, file, "signal=KILL").with_context(|| name.to_owned())?;
        stopped += turns.harmed;
        seen.add(turns.seen);
    }
    Ok(format!("named points: killed at {stopped} calls of {} kinds, {}", POINTS.len(), told(seen)))
}

/// What a disk may do to a call.
const FAILURES: [(&str, &str, &str); 7] = [
    ("pwrite64", "azukari.db-wal", "error=EIO"),
    ("pwrite64", "azukari.db-wal", "error=ENOSPC"),
    ("fsync,fdatasync", "azukari.db-wal", "error=EIO"),
    ("fsync,fdatasync", "azukari.db-wal", "delay_exit=200000"),
    ("write", "azukari.db.erased", "error=ENOSPC"),
    ("fsync,fdatasync", "azukari.db.erased", "error=EIO"),
    ("pwrite64", "azukari.db", "error=EIO"),
];

/// Each call in turn fails, and the server goes on; then it is killed and held to what it acknowledged.
pub(crate) fn fail(site: &Site, effort: Effort) -> Result<String> {
    if !trace::is_there() {
        return Ok("failing disk: SKIPPED, needs strace".to_owned());
    }
    let mut seen = Seen::default();
    let mut failed = 0;
    for (calls, file, what) in FAILURES {
        let turns = sweep(site, effort, calls, file, what).with_context(|| format!("{calls} on {file}: {what}"))?;
        failed += turns.turns;
        seen.add(turns.seen);
    }
    Ok(format!("failing disk: {failed} turns of {} failures, {}", FAILURES.len(), told(seen)))
}

#[derive(Debug, Default)]
struct Swept {
    turns: u32,
    /// In how many the life did not pass.
    harmed: u32,
    seen: Seen,
}

/// The most calls of one kind that are tried.
const CALLS_MAX: u32 = 400;

/// Lets a fault happen at the 1st, 2nd, 3rd … call; in short form at fewer, ever further apart.
fn sweep(site: &Site, effort: Effort, calls: &'static str, file: &str, what: &str) -> Result<Swept> {
    let mut turns = Swept::default();
    let (mut turn, mut step) = (1, 0);
    while turn <= if effort.every_call { CALLS_MAX } else { 30 } {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        site.copy_data(&data)?;
        let file = (!file.is_empty()).then(|| data.join(file));
        let fault = Fault { calls, file, what: format!("{what}:when={turn}") };
        let harmed = one_turn(site, &data, &fault, turn, &mut turns.seen)
            .with_context(|| format!("at call {turn} of {calls}"))?;
        turns.turns += 1;
        turns.harmed += u32::from(harmed);
        if !harmed && (what.contains("KILL") || turn > 20) {
            break;
        }
        step = if effort.every_call { 1 } else { step + 1 };
        turn += step;
    }
    Ok(turns)
}

/// Whether the life was harmed by it: unanswered, or the program ended.
fn one_turn(site: &Site, data: &Path, fault: &Fault, turn: u32, seen: &mut Seen) -> Result<bool> {
    let kills = fault.what.contains("KILL");
    let mut life = Life::new(&format!("turn-{turn}"));
    let after = if kills { After::End } else { After::Again };
    // It may not even start; then it starts without the fault, with all that was there.
    let mut harmed = true;
    if let Ok(mut server) = site.serve(data, Some(fault)) {
        let passed = life.go(site, &mut Wire::new(&server.address), &SCRIPT, after, &Told::default());
        if !passed && !kills {
            bail!("one failing call, and {:?} is never answered again", life.sent.last());
        }
        if let Some(wrong) = life.wrong.first() {
            bail!("{wrong}");
        }
        harmed = !passed || !server.is_up();
        server.kill()?;
    }
    let acknowledged = Acknowledged { lives: vec![life], uses: Vec::new() };
    seen.add(start_and_check(site, data, acknowledged)?);
    Ok(harmed)
}

fn told(seen: Seen) -> String {
    let (there, settled, again) = (seen.acts, seen.settled, seen.found_again);
    format!(
        "{there} acts acknowledged and there, {settled} unanswered settled by their key ({again} had been committed)"
    )
}
