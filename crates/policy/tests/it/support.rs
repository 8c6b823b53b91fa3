//! A small clean shop, and mistakes made in it.

use azukari_model::Language;
use azukari_policy::{
    codes::Code,
    compile,
    diagnostic::Diagnostic,
    source::{FILES, File, LeftOut, Sources, Today, Why},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What stands for a file that is not read.
const UNREAD: &str = "\0unread";

/// The files of a policy folder, by name.
pub(crate) type Files = BTreeMap<&'static str, String>;

/// One mistake: the code it must say, and the edits that make it.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Case {
    pub(crate) code: Code,
    /// Why the same code is reached twice.
    pub(crate) note: Option<String>,
    pub(crate) edit: Vec<Edit>,
}

/// One edit. Without `from` the file is taken away; with `unread` it stands there and is not read.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Edit {
    pub(crate) file: String,
    #[serde(default)]
    pub(crate) unread: bool,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

pub(crate) fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(corpus().join("edits.toml")).unwrap();
    toml::from_str::<Cases>(&text).unwrap().case
}

/// The files of the clean shop, by name.
pub(crate) fn shop() -> Files {
    let read = |path: &str| std::fs::read_to_string(corpus().join(path)).unwrap();
    BTreeMap::from([
        ("policy.toml", read("shop/policy.toml")),
        ("operation.toml", read("shop/operation.toml")),
        ("ja.md", read("shop/ja.md")),
        ("en.md", read("shop/en.md")),
        ("vendors.toml", read("vendors.toml")),
    ])
}

pub(crate) fn edited(case: &Case) -> Files {
    let mut files = shop();
    for edit in &case.edit {
        if edit.unread {
            files.insert(edit.file.clone().leak(), UNREAD.to_owned());
            continue;
        }
        let Some(from) = &edit.from else {
            files.remove(edit.file.as_str()).unwrap();
            continue;
        };
        let text = files.get_mut(edit.file.as_str()).unwrap();
        assert_eq!(text.matches(from.as_str()).count(), 1, "{}: `{from}` stands once in {}", case.code, edit.file);
        *text = text.replacen(from.as_str(), edit.to.as_deref().unwrap(), 1);
    }
    files
}

pub(crate) fn check_on(files: &Files, today: &str) -> Vec<Diagnostic> {
    let file = |name: &str| {
        let path = if name == "vendors.toml" { "vendors.toml".to_owned() } else { format!("shop/{name}") };
        files.get(name).map(|text| Arc::new(File { path, text: text.clone() }))
    };
    let prose = [Language::JA, Language::EN]
        .into_iter()
        .filter_map(|language| Some((language, file(&format!("{language}.md"))?)));
    let sources = Sources {
        folder: "shop".to_owned(),
        policy: file("policy.toml"),
        operation: file("operation.toml"),
        vendors: file("vendors.toml"),
        prose: prose.collect(),
        left_out: files.iter().filter(|(_, text)| *text == UNREAD).map(|(name, _)| left_out(name)).collect(),
    };
    compile(&sources, Today(today.parse().unwrap())).diagnostics
}

/// A file of the shop's folder that was not read: one of a policy's own is a pipe.
fn left_out(name: &str) -> LeftOut {
    let is_own = FILES.contains(&name) || name.rsplit_once('.').is_some_and(|(_, ending)| ending == "md");
    LeftOut { path: format!("shop/{name}"), why: if is_own { Why::NotAFile } else { Why::Unknown } }
}

/// What the check says on the day the shop's policy is in force.
pub(crate) fn check(files: &Files) -> Vec<Diagnostic> {
    check_on(files, "2027-01-15")
}

/// The shop with the first mistake that reaches a code.
pub(crate) fn mistaken(code: Code) -> Files {
    edited(cases().iter().find(|case| case.code == code).unwrap())
}

/// Replaces what stands once in a file.
pub(crate) fn replace(files: &mut Files, file: &str, from: &str, to: &str) {
    let text = files.get_mut(file).unwrap();
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {file}");
    *text = text.replacen(from, to, 1);
}

/// Adds to the end of a file.
pub(crate) fn append(files: &mut Files, file: &str, text: &str) {
    files.get_mut(file).unwrap().push_str(text);
}
