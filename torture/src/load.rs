//! Load: lives side by side, each with somebody who uses the address meanwhile.

use crate::{
    check::Acknowledged,
    house::{Server, Site},
    life::{After, Life, Step, Told, Uses, use_beside},
    rng::Rng,
    wire::{Power, Wire},
};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

/// How many lives go on at once.
const LIVES: u64 = 6;

/// A life as chance has it: it begins with acquisition, and nothing follows an erasure.
fn steps(rng: &mut Rng) -> Vec<Step> {
    let mut steps = vec![Step::Acquire];
    for number in 1..=2 + u32::try_from(rng.below(6)).unwrap_or(0) {
        steps.push(match rng.below(3) {
            0 => Step::Use,
            _ => Step::Correct(number),
        });
    }
    match rng.below(4) {
        0 => steps.extend([Step::Cease, Step::Use]),
        1 => steps.push(Step::Erase),
        _ => {}
    }
    steps
}

/// Lives side by side on one server.
#[derive(Clone, Copy, Debug)]
struct Load<'a> {
    site: &'a Site,
    server: &'a Server,
    power: &'a Power,
    seed: u64,
}

/// Runs lives until `worst` has happened, then gives back what was acknowledged.
pub(crate) fn until(site: &Site, server: &Server, seed: u64, worst: impl FnOnce(&Power)) -> Acknowledged {
    let power = Power::default();
    let load = Load { site, server, power: &power, seed };
    let over = AtomicBool::new(false);
    let is_over = || over.load(Ordering::Acquire);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..LIVES).map(|worker| scope.spawn(move || load.work(worker, &is_over))).collect();
        worst(&power);
        over.store(true, Ordering::Release);
        let mut all = Acknowledged::default();
        for worker in workers {
            let (lives, uses) = worker.join().unwrap_or_default();
            all.lives.extend(lives);
            all.uses.extend(uses);
        }
        all
    })
}

impl Load<'_> {
    /// One life after the other.
    fn work(self, worker: u64, is_over: &(dyn Fn() -> bool + Sync)) -> (Vec<Life>, Vec<Uses>) {
        let mut rng = Rng(self.seed ^ (worker << 32));
        let (mut lives, mut all_uses) = (Vec::new(), Vec::new());
        let mut wire = self.wire();
        while !is_over() {
            let mut life = Life::new(&format!("{:x}-{worker}-{}", self.seed, lives.len()));
            let (told, ended) = (Told::default(), AtomicBool::new(false));
            let steps = steps(&mut rng);
            let stops = || is_over() || ended.load(Ordering::Acquire);
            let (went, uses) = thread::scope(|scope| {
                let beside = scope.spawn(|| use_beside(self.site, &mut self.wire(), &told, &stops));
                let went = life.go(self.site, &mut wire, &steps, After::End, &told);
                ended.store(true, Ordering::Release);
                (went, beside.join().unwrap_or_default())
            });
            lives.push(life);
            all_uses.push(uses);
            if !went {
                break;
            }
        }
        (lives, all_uses)
    }

    fn wire(self) -> Wire {
        Wire::under(&self.server.address, self.power.clone())
    }
}
