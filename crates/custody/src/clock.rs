//! Time, passed in so that a test or a demo may choose it. Randomness is the vault's.

use azukari_model::Instant;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Says what time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Now.
    fn now(&self) -> Instant;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock of the machine")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that runs with another, so much ahead of it or behind: what the demo moves, what tests set.
#[derive(Clone, Debug)]
pub struct MovedClock<C> {
    inner: C,
    ahead: Arc<AtomicI64>,
}

impl<C: Clock> MovedClock<C> {
    /// Runs with `inner`.
    pub fn new(inner: C) -> Self {
        Self { inner, ahead: Arc::default() }
    }

    /// From now on it is this time.
    pub fn set(&self, now: Instant) {
        self.ahead.store(now.micros().saturating_sub(self.inner.now().micros()), Ordering::SeqCst);
    }
}

impl<C: Clock> Clock for MovedClock<C> {
    fn now(&self) -> Instant {
        self.inner.now().plus_micros(self.ahead.load(Ordering::SeqCst))
    }
}

/// A clock that stands still until it is moved.
#[derive(Clone, Debug, Default)]
pub struct StoppedClock(Arc<AtomicI64>);

impl StoppedClock {
    /// Stands at this moment.
    pub fn at(now: Instant) -> Self {
        let clock = Self::default();
        clock.set(now);
        clock
    }

    /// From now on it is this time.
    pub fn set(&self, now: Instant) {
        self.0.store(now.micros(), Ordering::SeqCst);
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }
}
