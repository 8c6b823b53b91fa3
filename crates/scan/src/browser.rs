//! Drives an installed Chromium, and writes down what it sends.
//!
//! Two witnesses: the `DevTools` protocol in every target there is (pages, frames, workers, service workers), and the browser's own net
//! log, which knows what no target tells any more, such as a beacon of a page that is gone. Pages are visited one after another in one
//! browser, each in a profile of its own; by the time of each note it is known which visit it belongs to.

mod banner;
mod error;
mod find;
mod launch;
mod net_log;
mod pipe;
mod record;
mod together;
mod value;
mod visit;
mod way_out;

pub use error::BrowserError;
pub use find::find;

use crate::observed::{Observed, State};
use launch::Browser;
use std::{path::PathBuf, time::Duration};

/// How many visits one browser makes before a new one takes its place: its net log grows with each.
const VISITS_MAX: usize = 150;

/// How to look.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program.
    pub chrome: PathBuf,
    /// More arguments for it.
    pub arguments: Vec<String>,
    /// Chromium does not start in its sandbox as root.
    pub is_root: bool,
    /// A page is idle when it has sent nothing for so long.
    pub quiet: Duration,
    /// The longest a page may be busy.
    pub deadline: Duration,
}

/// What to look at.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Addresses, as they were given.
    pub pages: Vec<String>,
    pub states: Vec<State>,
    /// Whether the list of transmissions has to be linked from each page.
    pub wants_notice: bool,
    /// Ways out that are followed, to see whether they lead anywhere.
    pub ways_out: Vec<String>,
}

/// What happens next.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    Visit { number: usize, of: usize, page: &'a str, state: &'a State },
    WayOut { number: usize, of: usize, address: &'a str },
}

/// Looks at everything of a plan; each step is told before it is done.
pub async fn scan(options: &Options, plan: &Plan, tell: &(dyn Fn(Step<'_>) + Sync)) -> Result<Observed, BrowserError> {
    let mut observed = Observed::default();
    let visits: Vec<(&String, &State)> =
        plan.pages.iter().flat_map(|page| plan.states.iter().map(move |state| (page, state))).collect();
    let (mut number, of) = (0, visits.len());
    for some in visits.chunks(VISITS_MAX) {
        let browser = Browser::start(options).await?;
        let mut raw = Vec::new();
        for (page, state) in some {
            number += 1;
            tell(Step::Visit { number, of, page: &shown(page), state });
            raw.push(visit::visit(&browser, page, state, plan.wants_notice).await?);
        }
        let log = browser.close().await?;
        observed.visits.extend(together::put(raw, &log.read()?));
    }
    if !plan.ways_out.is_empty() {
        let browser = Browser::start(options).await?;
        for (index, address) in plan.ways_out.iter().enumerate() {
            tell(Step::WayOut { number: index + 1, of: plan.ways_out.len(), address });
            observed.ways_out.push(way_out::follow(&browser, address).await?);
        }
        browser.close().await?;
    }
    Ok(observed)
}

/// A page as it may be shown.
pub fn shown(page: &str) -> String {
    crate::address::Address::parse(page).map_or_else(|| "…".to_owned(), |address| address.shown())
}
