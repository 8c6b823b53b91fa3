//! A misspelt word in the policies of this repository says one thing, not all that follows from it.

use azukari_model::{Lang, Language};
use azukari_policy::{
    compile,
    source::{File, Sources, Today},
};
use std::{collections::BTreeSet, path::Path, sync::Arc};

/// Words that a policy makes up: no spelling of them is wrong.
const OWN_WORDS: &[&str] = &["password-set", "procedure-followed", "mobile-terminal"];

fn file(path: &Path) -> Option<Arc<File>> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(Arc::new(File { path: path.display().to_string(), text }))
}

fn sources(service: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let folder = root.join(service);
    let prose = [Language::JA, Language::EN]
        .into_iter()
        .filter_map(|language| Some((language, file(&folder.join(format!("{language}.md")))?)));
    Sources {
        folder: service.to_owned(),
        policy: file(&folder.join("policy.toml")),
        operation: file(&folder.join("operation.toml")),
        vendors: file(&root.join("vendors.toml")),
        prose: prose.collect(),
        left_out: Vec::new(),
    }
}

/// Where each quoted word of ids and built-in words ends.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut quotes = text.match_indices('"').map(|(at, _)| at);
    let mut words = Vec::new();
    while let (Some(open), Some(close)) = (quotes.next(), quotes.next()) {
        let word = text.get(open + 1..close).unwrap_or_default();
        if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            words.push((close, word));
        }
    }
    words
}

#[test]
fn a_misspelt_word_says_one_thing() {
    let today = Today("2027-01-15".parse().unwrap());
    let (mut tried, mut noisy) = (0, Vec::new());
    for service in ["sessa", "nicori", "onplanetz", "mobile-planning", "ijgn"] {
        let clean = sources(service);
        for name in ["policy.toml", "operation.toml"] {
            let original = if name == "policy.toml" { &clean.policy } else { &clean.operation };
            let original = original.clone().unwrap();
            // Every seventeenth: all of them take half a minute.
            for (end, word) in
                words(&original.text).into_iter().step_by(17).filter(|(_, word)| !OWN_WORDS.contains(word))
            {
                let mut text = original.text.clone();
                text.insert(end, 'x');
                let misspelt = Some(Arc::new(File { path: original.path.clone(), text }));
                let mut sources = clean.clone();
                let changed = if name == "policy.toml" { &mut sources.policy } else { &mut sources.operation };
                *changed = misspelt;
                let found = compile(&sources, today).diagnostics;
                let open: Vec<_> = found.iter().filter(|one| !one.accepted).collect();
                let codes: BTreeSet<_> = open.iter().map(|one| one.code).collect();
                tried += 1;
                if codes.len() > 1 {
                    let said: Vec<_> =
                        open.iter().map(|one| format!("{}: {}", one.code, one.message(Lang::En))).collect();
                    noisy.push(format!("{service}/{name} `{word}`:\n  {}", said.join("\n  ")));
                }
            }
        }
    }
    assert!(tried > 60, "the policies were read");
    assert!(
        noisy.len() * 50 < tried,
        "{} of {tried} misspellings say several things:\n{}",
        noisy.len(),
        noisy.join("\n")
    );
}
