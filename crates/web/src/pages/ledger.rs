//! How the ledger does, and how to check it oneself.

use super::layout::{Reader, Shell, show};
use crate::{dress::Site, problem::Problem, state::AppState};
use askama::Template;
use axum::{Extension, Router, extract::State, response::Response, routing::get};
use azukari_custody::board::LedgerHealth;
use azukari_ledger::destroyed::Listed;

#[derive(Debug, Template)]
#[template(path = "ledger.html")]
pub(super) struct LedgerPage {
    pub(super) shell: Shell,
    alarms: Vec<&'static str>,
    head: Option<Head>,
    /// The newest lists of destroyed openings.
    destroyed: Vec<Row>,
    /// There are older ones.
    has_older: bool,
    /// The address of this site, for commands to copy.
    origin: String,
}

/// The newest checkpoint.
#[derive(Debug)]
struct Head {
    size: String,
    at: String,
    pending: String,
    note: String,
}

/// A list of destroyed openings.
#[derive(Debug)]
struct Row {
    kind: &'static str,
    period: String,
    count: String,
    href: String,
    /// The leaf that announces it.
    index: String,
}

/// So many lists are shown; the index has them all.
const LISTS_MAX: usize = 24;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/ledger", get(ledger))
}

async fn ledger(
    State(state): State<AppState>,
    Extension(site): Extension<Site>,
    reader: Reader,
) -> Result<Response, Problem> {
    let door = state.door()?;
    let refused = |refused| Problem::refused(refused, "");
    let note = match door.checkpoint().await {
        Ok(note) => Some(note),
        Err(none) if none.status().number() == 404 => None,
        Err(other) => return Err(refused(other)),
    };
    // The ledger is one for all services; any of them knows how it does.
    let health = match door.services().await.map_err(refused)?.first() {
        Some(service) => door.board_evidence(&service.id).await.map_err(refused)?.ledger,
        None => LedgerHealth::default(),
    };
    let lists = door.destroyed().await.map_err(refused)?;
    let page = LedgerPage::new(note, &health, &lists, site.0, reader);
    let language = page.shell.language;
    Ok(show(&page, language))
}

impl LedgerPage {
    pub(super) fn new(
        note: Option<String>,
        health: &LedgerHealth,
        lists: &[Listed],
        origin: String,
        reader: Reader,
    ) -> Self {
        let title = reader.lang.pick("記録簿の状態", "State of the ledger");
        let shell = Shell::plain(reader, title);
        let stopped = health.stopped.as_ref().map(|_| {
            shell.say(
                "番号付けが止まっています。運用者がログを確かめてください。",
                "The sequencer has stopped; the operator finds the reason in the log.",
            )
        });
        let head = note.map(|note| Head {
            size: grouped(size_of(&note).unwrap_or(health.size)),
            at: health.checkpoint_at.map_or_else(|| "–".to_owned(), universal),
            pending: grouped(health.pending),
            note,
        });
        let destroyed = lists.iter().rev().take(LISTS_MAX).map(|list| Row::new(list, &shell)).collect();
        let has_older = lists.len() > LISTS_MAX;
        Self { alarms: stopped.into_iter().collect(), head, destroyed, has_older, origin, shell }
    }
}

impl Row {
    fn new(list: &Listed, shell: &Shell) -> Self {
        let kind = match list.kind.as_str() {
            "evidence" => shell.say("行為の記録", "records of acts"),
            "provision" => shell.say("第三者提供の記録", "records of provision"),
            _ => shell.say("差し止めが終わった記録", "records a hold had kept"),
        };
        Self {
            kind,
            period: list.period.clone(),
            count: grouped(list.count),
            href: format!("/ledger/destroyed/{}", list.hash.to_hex()),
            index: list.index.map_or_else(|| "–".to_owned(), grouped),
        }
    }
}

/// A moment in UTC, to the second: the ledger is nobody's alone, so it has no zone of its own.
fn universal(at: azukari_model::Instant) -> String {
    let text = at.to_string();
    let whole = text.split(['.', 'Z']).next().unwrap_or_default();
    whole.replace('T', " ") + " UTC"
}

/// The second line of a checkpoint.
fn size_of(note: &str) -> Option<u64> {
    note.lines().nth(1)?.parse().ok()
}

/// `14203` as `14,203`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_threes() {
        assert_eq!(
            [0, 999, 1_000, 14_203, 1_234_567].map(grouped),
            ["0", "999", "1,000", "14,203", "1,234,567"].map(str::to_owned)
        );
    }

    #[test]
    fn the_size_stands_in_the_second_line() {
        assert_eq!(size_of("azukari.example/log\n14203\nAAAA\n\n— sig\n"), Some(14_203));
        assert_eq!(size_of("azukari.example/log"), None);
    }
}
