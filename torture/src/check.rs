//! What must hold after the worst: everything acknowledged is there, in order, once, and nothing ceased or erased is open.

use crate::{
    house::{SERVICE, Server, Site},
    life::{After, Life, Step, Told, Uses},
    wire::{Answer, Wire},
};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::{
    thread,
    time::{Duration, Instant},
};

/// What was acknowledged before the worst came.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    pub lives: Vec<Life>,
    pub uses: Vec<Uses>,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    pub acts: usize,
    /// Steps nobody had answered, settled by their key.
    pub settled: usize,
    /// Of these, how many had been committed all the same.
    pub found_again: usize,
}

impl Seen {
    pub(crate) fn add(&mut self, other: Self) {
        self.acts += other.acts;
        self.settled += other.settled;
        self.found_again += other.found_again;
    }
}

impl Acknowledged {
    /// How many acts.
    pub(crate) fn count(&self) -> usize {
        let steps = self.lives.iter().flat_map(|life| &life.sent).filter(|sent| sent.act.is_some()).count();
        steps + self.uses.iter().map(|uses| uses.acts.len()).sum::<usize>()
    }

    /// Holds a server that started again to all of it.
    pub(crate) fn check(mut self, site: &Site, server: &Server) -> Result<Seen> {
        let mut wire = Wire::new(&server.address);
        let mut seen = Seen::default();
        for life in &mut self.lives {
            let name = life.name.clone();
            seen.add(check_life(life, site, &mut wire).with_context(|| format!("person {name}"))?);
        }
        for uses in &self.uses {
            if let Some(wrong) = uses.wrong.first() {
                bail!("{wrong}");
            }
            in_order(&mut wire, uses.acts.iter())?;
            seen.acts += uses.acts.len();
        }
        Ok(seen)
    }

    /// How many acknowledged acts the log does not know: what a control run counts.
    pub(crate) fn lost(&self, server: &Server) -> usize {
        let mut wire = Wire::new(&server.address);
        thread::sleep(Duration::from_secs(1));
        let steps = self.lives.iter().flat_map(|life| &life.sent).filter_map(|sent| sent.act.as_ref());
        let acts = steps.chain(self.uses.iter().flat_map(|uses| &uses.acts));
        acts.filter(|act| {
            let asked = wire.send("GET", &format!("/ledger/proof/{act}"), "", "", "");
            asked.is_ok_and(|answer| answer.status == 404 && answer.field("code") != "not-yet-integrated")
        })
        .count()
    }
}

fn check_life(life: &mut Life, site: &Site, wire: &mut Wire) -> Result<Seen> {
    let mut seen = Seen::default();
    // An act of which nobody heard is sent again with its key: done then or done now, but once.
    if life.sent.last().is_some_and(|sent| sent.act.is_none()) {
        life.is_one_or_the_other(site, wire)?;
        if !life.settle(site, wire) {
            bail!("a step could not be settled by its key");
        }
        seen.settled = 1;
        seen.found_again = usize::from(life.sent.last().is_some_and(|sent| sent.was_there));
        life.ask_a_third_time(site, wire)?;
    }
    let told = Told::default();
    let has_somebody = !life.is_erased && !life.person.is_empty();
    let went = !has_somebody || life.go(site, wire, &[Step::Use], After::Again, &told);
    if !went {
        bail!("the server does not answer");
    }
    if life.is_erased {
        life.is_gone(site, wire)?;
    }
    if let Some(wrong) = life.wrong.first() {
        bail!("{wrong}");
    }
    let acts: Vec<&String> = life.sent.iter().filter_map(|sent| sent.act.as_ref()).collect();
    in_order(wire, acts.iter().copied())?;
    seen.acts = acts.len();
    Ok(seen)
}

impl Life {
    /// Before the key is sent again: the step was done whole or not at all, and what was held before it is not harmed.
    fn is_one_or_the_other(&self, site: &Site, wire: &mut Wire) -> Result<()> {
        let Some(last) = self.sent.last().filter(|_| !self.person.is_empty() && !self.is_ceased) else { return Ok(()) };
        let answer = self.look(site, wire, "before")?;
        let seen = answer.json().pointer("/items/email").and_then(Value::as_str).map(str::to_owned);
        let fits = match (seen, last.step) {
            (Some(seen), Step::Correct(number)) => seen == self.email || seen == self.address(number),
            (Some(seen), _) => seen == self.email,
            (None, Step::Cease | Step::Erase) => matches!(answer.status, 403 | 404),
            (None, _) => false,
        };
        if fits { Ok(()) } else { bail!("after an unanswered {:?}: {} {}", last.step, answer.status, answer.text) }
    }

    fn look(&self, site: &Site, wire: &mut Wire, when: &str) -> Result<Answer> {
        let body = r#"{"purpose":"contacting","items":["email"]}"#;
        let path = format!("/v1/{SERVICE}/people/{}/use", self.person);
        wire.send("POST", &path, &site.tokens.support, &format!("{}-{when}", self.name), body)
    }

    /// One key, one act, however often it is sent.
    fn ask_a_third_time(&mut self, site: &Site, wire: &mut Wire) -> Result<()> {
        let before = self.sent.last().and_then(|sent| sent.act.clone());
        let (email, was_ceased) = (self.email.clone(), self.is_ceased);
        if !self.settle(site, wire) {
            bail!("the same key was not answered again");
        }
        let after = self.sent.last().and_then(|sent| sent.act.clone());
        if before != after || email != self.email || was_ceased != self.is_ceased {
            bail!("one key, two acts: {before:?} {after:?}");
        }
        Ok(())
    }

    /// Nothing opens for a purpose any more.
    fn is_gone(&self, site: &Site, wire: &mut Wire) -> Result<()> {
        let answer = self.look(site, wire, "gone")?;
        if answer.status == 200 || answer.text.contains("@mail.example") {
            bail!("an erased person answers: {}", answer.text);
        }
        Ok(())
    }
}

/// Each act is in the log, and later ones stand later.
fn in_order<'a>(wire: &mut Wire, acts: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut last = None;
    for act in acts {
        let place = place(wire, act)?;
        if last.is_some_and(|last| last >= place) {
            bail!("`{act}` stands at {place}, before one acknowledged earlier");
        }
        last = Some(place);
    }
    Ok(())
}

/// Where an act stands in the log, once it does.
fn place(wire: &mut Wire, act: &str) -> Result<u64> {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = wire.send("GET", &format!("/ledger/proof/{act}"), "", "", "")?;
        if answer.status == 200 {
            let line = answer.text.lines().find_map(|line| line.strip_prefix("index ")).context("no index")?;
            return Ok(line.parse()?);
        }
        let code: Value = serde_json::from_str(&answer.text).unwrap_or_default();
        let is_coming = code.get("code").is_some_and(|code| code == "not-yet-integrated");
        if !is_coming || Instant::now() > end {
            bail!("acknowledged act `{act}` is not in the log: {} {}", answer.status, answer.text);
        }
        thread::sleep(Duration::from_millis(100));
    }
}
