//! The real program over a data folder: started, killed, verified.

use crate::{trace::Fault, wire::Wire};
use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The service everything happens in.
pub(crate) const SERVICE: &str = "sessa";

/// What every run begins from: policies, a data folder with a version in force, a token for each role.
#[derive(Debug)]
pub(crate) struct Site {
    pub folder: TempDir,
    program: PathBuf,
    pub tokens: Tokens,
    pub notice: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    pub web: String,
    pub support: String,
    pub officer: String,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// The program's own process: a tracer may stand before it.
    pid: u32,
    pub address: String,
}

impl Site {
    /// Puts the policy of the repository in force, once, with limits that the load does not reach.
    pub(crate) fn build(program: &Path) -> Result<Self> {
        let program = program.canonicalize().with_context(|| format!("build `{}` first", program.display()))?;
        let folder = tempfile::tempdir()?;
        let policies = folder.path().join("policies");
        fs::create_dir_all(policies.join(SERVICE))?;
        fs::copy("policies/vendors.toml", policies.join("vendors.toml"))?;
        for entry in fs::read_dir(format!("policies/{SERVICE}"))? {
            let path = entry?.path();
            if path.is_file() {
                let text = fs::read_to_string(&path)?;
                let name = path.file_name().context("a name")?;
                fs::write(policies.join(SERVICE).join(name), widened(&text))?;
            }
        }
        let mut site = Self { folder, program, tokens: Tokens::default(), notice: String::new() };
        let data = site.folder.path().join("template");
        let server = site.serve(&data, None)?;
        site.tokens = Tokens {
            web: site.token(&data, "web")?,
            support: site.token(&data, "support")?,
            officer: site.token(&data, "officer")?,
        };
        let path = format!("/v1/{SERVICE}/sources/signup/notice?lang=en");
        site.notice = Wire::new(&server.address).send("GET", &path, "", "", "")?.field("notice");
        server.stop()?;
        Ok(site)
    }

    /// A fresh copy of the data.
    pub(crate) fn copy_data(&self, to: &Path) -> Result<()> {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(self.folder.path().join("template"))? {
            let path = entry?.path();
            fs::copy(&path, to.join(path.file_name().context("a name")?))?;
        }
        // What a run begins from is on the disk.
        Command::new("sync").status()?;
        Ok(())
    }

    /// Starts the program on a folder, perhaps with calls that fail.
    pub(crate) fn serve(&self, data: &Path, fault: Option<&Fault>) -> Result<Server> {
        let mut command = fault.map_or_else(|| Command::new(&self.program), |fault| fault.command(&self.program));
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--policies"])
            .arg(self.folder.path().join("policies"))
            .arg("--data")
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let talk = child.stderr.take().context("stderr")?;
        let (sender, said) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(talk).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut heard = String::new();
        let end = Instant::now() + Duration::from_mins(1);
        while let Ok(line) = said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if let Some(address) = line.strip_prefix("http://") {
                let pid = if fault.is_some() { only_child(child.id())? } else { child.id() };
                return Ok(Server { child, pid, address: address.trim_end_matches('/').to_owned() });
            }
            heard = line;
        }
        let _ = child.kill();
        let _ = child.wait();
        bail!("the server did not start: {heard}")
    }

    fn token(&self, data: &Path, role: &str) -> Result<String> {
        let words = ["token", "create", "--service", SERVICE, "--role", role, "--owner", role, "--data"];
        let output = Command::new(&self.program).args(words).arg(data).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// `azukari verify`, which must say that everything fits.
    pub(crate) fn verify(&self, data: &Path) -> Result<()> {
        let output = Command::new(&self.program).args(["verify", "--data"]).arg(data).output()?;
        if !output.status.success() {
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            bail!("`azukari verify`: {out}{err}");
        }
        Ok(())
    }
}

impl Server {
    /// `kill -9`, wherever it stands.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.strike();
        self.child.wait()?;
        Ok(())
    }

    /// The same, and it is not waited for.
    pub(crate) fn strike(&self) {
        signal(Signal::KILL, self.pid);
    }

    /// Asks it to stop, and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        signal(Signal::TERM, self.pid);
        self.child.wait()?;
        Ok(())
    }

    /// Whether it is still there.
    pub(crate) fn is_up(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

/// It may have gone already; then there is nothing to end.
fn signal(signal: Signal, pid: u32) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, signal);
    }
}

fn only_child(pid: u32) -> Result<u32> {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
    Ok(children.split_whitespace().next().context("the tracer started nothing")?.parse()?)
}

/// In force at once, and no limit a day that the load would reach.
fn widened(text: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("effective") {
            "effective = 2026-01-01".to_owned()
        } else if let Some((before, after)) = line.split_once("people-per-day = ") {
            let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
            format!("{before}people-per-day = 1000000{rest}")
        } else {
            line.to_owned()
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}
