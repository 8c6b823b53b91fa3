//! The browser's net log: what its network service really sent, whoever asked for it.

use super::BrowserError;
use crate::address;
use azukari_model::Personal;
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, BufRead, BufReader},
};
use tempfile::TempDir;

/// The net log of a browser that has ended.
#[derive(Debug)]
pub(super) struct NetLog {
    folder: TempDir,
}

/// One request of the log.
#[derive(Debug)]
pub(super) struct Logged {
    /// Milliseconds of the browser's clock.
    pub at: f64,
    pub key: u64,
    pub address: Personal<String>,
}

/// The numbers of this browser's kinds of event.
#[derive(Debug, Default)]
struct Kinds {
    start: Option<u64>,
    sent: HashSet<u64>,
    failed: Option<u64>,
}

impl NetLog {
    pub(super) const fn in_folder(folder: TempDir) -> Self {
        Self { folder }
    }

    /// Reads it, line by line: it may be large, and where the browser crashed it breaks off.
    pub(super) fn read(&self) -> Result<Vec<Logged>, BrowserError> {
        let file = File::open(self.folder.path().join("net.json")).map_err(BrowserError::NoLog)?;
        read(BufReader::new(file)).map_err(BrowserError::NoLog)
    }
}

fn read(mut log: impl BufRead) -> io::Result<Vec<Logged>> {
    let mut line = String::new();
    log.read_line(&mut line)?;
    let kinds = kinds(&line);
    let mut begun: HashMap<u64, Logged> = HashMap::new();
    let mut out: Vec<Logged> = Vec::new();
    loop {
        line.clear();
        if log.read_line(&mut line)? == 0 {
            break;
        }
        let Ok(event) = serde_json::from_str::<Value>(line.trim().trim_end_matches([',', ']'])) else { continue };
        let Some(source) = event.pointer("/source/id").and_then(Value::as_u64) else { continue };
        let kind = event.get("type").and_then(Value::as_u64);
        if kind.is_some() && kind == kinds.start {
            if let Some(logged) = begins(&event) {
                // A redirect begins anew under the same number; what went before has been sent by then.
                begun.insert(source, logged);
            }
        } else if kind.is_some_and(|kind| kinds.sent.contains(&kind) || kinds.failed == Some(kind)) {
            out.extend(begun.remove(&source));
        }
    }
    out.sort_by(|one, other| one.at.total_cmp(&other.at));
    Ok(out)
}

/// A request of a page. What the browser does for itself has no page that began it, unless it is the page's own address.
fn begins(event: &Value) -> Option<Logged> {
    let params = event.get("params")?;
    let address = params.get("url")?.as_str()?;
    let word = |name: &str| params.get(name).and_then(Value::as_str).unwrap_or_default();
    let is_own = word("initiator") == "not an origin" && word("request_type") != "main frame";
    if is_own || address::Address::parse(address).is_none() {
        return None;
    }
    let time = event.get("time")?;
    let at = time.as_f64().or_else(|| time.as_str()?.parse().ok())?;
    Some(Logged { at, key: address::key(address), address: Personal::new(address.to_owned()) })
}

fn kinds(first: &str) -> Kinds {
    let whole = format!("{}}}", first.trim().trim_end_matches(','));
    let constants: Value = serde_json::from_str(&whole).unwrap_or_default();
    let mut kinds = Kinds::default();
    let all = constants.pointer("/constants/logEventTypes").and_then(Value::as_object);
    for (name, number) in all.into_iter().flatten() {
        let Some(number) = number.as_u64() else { continue };
        match name.as_str() {
            "URL_REQUEST_START_JOB" => kinds.start = Some(number),
            "FAILED" => kinds.failed = Some(number),
            _ if name.starts_with("HTTP_TRANSACTION_") && name.contains("SEND_REQUEST") => {
                kinds.sent.insert(number);
            }
            _ => {}
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = r#"{"constants":{"logEventTypes":{"URL_REQUEST_START_JOB":5,"HTTP_TRANSACTION_SEND_REQUEST":6,"FAILED":7}},
"events": [
{"params":{"initiator":"http://a.example","request_type":"other","url":"http://sent.example/1"},"source":{"id":1},"time":"100","type":5},
{"params":{"initiator":"http://a.example","request_type":"other","url":"http://cached.example/"},"source":{"id":2},"time":"101","type":5},
{"params":{"initiator":"not an origin","request_type":"other","url":"http://update.example/"},"source":{"id":3},"time":"102","type":5},
{"source":{"id":3},"time":"103","type":6},
{"source":{"id":1},"time":"103","type":6},
{"source":{"id":1},"time":"103","type":6},
{"params":{"initiator":"null","request_type":"other","url":"http://nowhere.example/"},"source":{"id":4},"time":"99","type":5},
{"source":{"id":4},"time":"104","type":7},
{"params":{"initiator":"not an origin","request_type":"main frame","url":"http://a.example/"},"source":{"id":5},"ti"#;

    #[test]
    fn what_was_sent_or_tried_counts_and_what_a_cache_had_or_the_browser_did_for_itself_does_not() {
        let read = read(LOG.as_bytes()).unwrap();
        let all: Vec<(f64, &str)> = read.iter().map(|one| (one.at, one.address.open().as_str())).collect();
        assert_eq!(all, [(99.0, "http://nowhere.example/"), (100.0, "http://sent.example/1")]);
    }

    #[test]
    fn a_log_that_is_none_holds_nothing() {
        for text in ["", "\n\n", "{}", "[1,2"] {
            assert!(read(text.as_bytes()).unwrap().is_empty());
        }
    }
}
