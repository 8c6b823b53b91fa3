//! The one state every handler sees.

use crate::{
    limits::Limits,
    metrics::Metrics,
    problem::{Code, Problem},
};
use azukari_custody::{
    Door,
    clock::{MovedClock, SystemClock},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// What the web face may see, shared by all requests.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Absent in tests of the face alone.
    door: Option<Door>,
    config: Config,
    limits: Limits,
    metrics: Metrics,
    requests: AtomicU64,
}

/// How the web face behaves; everything it does not find out by itself.
#[derive(Clone, Debug)]
pub struct Config {
    /// Tells the request numbers of this run from those of another.
    pub run: u32,
    /// What `POST /demo/clock` moves; the demo alone has it.
    pub demo_clock: Option<MovedClock<SystemClock>>,
    /// Behind a reverse proxy: the last entry of `X-Forwarded-For` is the client's address.
    pub behind_proxy: bool,
    /// Requests of one token.
    pub per_token: Rate,
    /// Requests from one address, with or without a token.
    pub per_address: Rate,
    /// The largest body that is read whole, in bytes.
    pub body_max: usize,
    /// The longest line of a stream, in bytes.
    pub line_max: usize,
    /// How long a request may take until its answer begins.
    pub patience: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            run: 0,
            demo_clock: None,
            behind_proxy: false,
            per_token: Rate { per_second: 2_000, burst: 4_000 },
            per_address: Rate { per_second: 5_000, burst: 10_000 },
            body_max: 1 << 20,
            line_max: 64 << 10,
            patience: Duration::from_secs(30),
        }
    }
}

/// How many requests count as too many.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// In the long run; at least 1.
    pub per_second: u32,
    /// At once; at least 1.
    pub burst: u32,
}

impl AppState {
    /// The face of this door.
    pub fn new(door: Door, config: Config) -> Self {
        Self::of(Some(door), config)
    }

    /// A face without a door: nothing can be recorded, so nothing is done.
    #[cfg(test)]
    pub(crate) fn shut(config: Config) -> Self {
        Self::of(None, config)
    }

    fn of(door: Option<Door>, config: Config) -> Self {
        let limits = Limits::new(&config);
        Self(Arc::new(Inner { door, config, limits, metrics: Metrics::new(), requests: AtomicU64::new(0) }))
    }

    pub(crate) fn door(&self) -> Result<&Door, Problem> {
        self.0.door.as_ref().ok_or_else(|| Problem::new(Code::Unavailable))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The number of the next request.
    pub(crate) fn number_request(&self) -> String {
        format!("{:08x}-{:06x}", self.0.config.run, self.0.requests.fetch_add(1, Ordering::Relaxed))
    }
}
