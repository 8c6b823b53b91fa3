//! The published prose: its languages, its clauses, their titles.

mod around;
mod scan;

pub(crate) use around::Around;

use crate::{
    codes::Code,
    diagnostic::Diagnostic,
    letters,
    link::Link,
    placeholder::{self, Asked, Fact},
    read::{DECLARATIONS_MAX, Documents, HIDDEN_SAID_MAX, SOURCE_BYTES_MAX, Suggester},
    source::{File, Place, Sources},
    vocabulary::Family,
};
use azukari_model::{Language, Name, Words};
use pulldown_cmark::LinkType;
use scan::{Passage, Unshown};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

/// The most placeholders a prose may have: each may be a table as large as the policy.
const PLACEHOLDERS_MAX: usize = 256;

/// The prose of one version in all its languages.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// The Markdown source per language, `{#id}` marks and placeholders still in it.
    pub texts: BTreeMap<Language, String>,
    /// The clauses in the order of the governing language.
    pub clauses: Vec<Clause>,
}

/// An identified passage: a heading with what follows it, a paragraph, or a list item.
#[derive(Clone, Debug)]
pub struct Clause {
    /// `purposes.fees`: a dot means inside.
    pub id: String,
    pub kind: ClauseKind,
    /// `{#id .statement}`: nothing to keep.
    pub statement: bool,
    /// The heading's text, or the words in bold it begins with. A language without one is absent.
    pub title: Words,
    /// The passage as plain text, facts filled in: what a refusal shows, what a consent keeps.
    pub text: Words,
    /// The same without what the clauses inside it say: where every clause is listed, each thing is said once.
    pub own: Words,
    /// Its own words with their facts left out: whether the wording itself changed.
    pub wording: Words,
}

/// What a clause is in the Markdown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClauseKind {
    Heading,
    Paragraph,
    ListItem,
}

impl Prose {
    /// The clause of this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}

/// How prose is read, for everybody who reads it: tables are on, everything else is plain Markdown. Heading attributes stay
/// off, because `{#id}` is read here, for headings, paragraphs and list items alike.
pub fn markdown() -> pulldown_cmark::Options {
    pulldown_cmark::Options::ENABLE_TABLES
}

/// Whether a text is the id of a clause: names with dots between them.
pub fn is_clause_id(text: &str) -> bool {
    text.len() <= 256 && text.split('.').all(|part| part.parse::<Name>().is_ok())
}

/// Where a link of the prose leads, if it may lead there.
pub(crate) fn link_of(written: LinkType, address: &str) -> Option<Link> {
    match written {
        LinkType::Email => Link::parse(&format!("mailto:{address}")),
        _ => Link::parse(address),
    }
}

/// A `{#id}` in a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mark {
    /// Bytes, the braces included.
    pub range: Range<usize>,
    pub id: String,
    pub statement: bool,
}

/// The mark of a block of Markdown: at the end of its first line, or of the block. The one reader of marks.
pub fn mark(block: &str) -> Option<Mark> {
    let first = block.lines().next().unwrap_or_default();
    mark_at_end(first).or_else(|| mark_at_end(block))
}

/// The mark a text ends in.
pub(crate) fn mark_at_end(text: &str) -> Option<Mark> {
    let text = text.trim_end();
    let inner = text.strip_suffix('}')?;
    let start = inner.rfind("{#")?;
    let inner = inner.get(start + 2..)?;
    let (id, statement) = match inner.split_once(char::is_whitespace) {
        Some((id, rest)) if rest.trim() == ".statement" => (id, true),
        Some(_) => return None,
        None => (inner, false),
    };
    Some(Mark { range: start..text.len(), id: id.to_owned(), statement })
}

/// Where a text is code or raw HTML: neither marks nor placeholders count there.
pub(crate) fn code(text: &str) -> Vec<Range<usize>> {
    scan::passages(text).code
}

/// The plain text of each marked passage: whole, and its own.
pub(crate) fn plain_texts(text: &str) -> BTreeMap<String, (String, String)> {
    scan::passages(text).passages.into_iter().map(|one| (one.mark.id, (one.text, one.own))).collect()
}

/// The prose of a version with the places of its clauses.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    pub(crate) prose: Prose,
    pub(crate) files: BTreeMap<Language, Arc<File>>,
    pub(crate) places: BTreeMap<(Language, String), Place>,
}

/// The languages a policy names, the governing one first.
#[derive(Debug)]
pub(crate) struct Languages {
    governing: Language,
    all: Vec<Language>,
    place: Place,
}

/// The languages a policy names; said or not, good or bad.
pub(crate) fn languages(documents: &Documents) -> Languages {
    let service = documents.policy.one("service");
    let field = |key: &str| service.and_then(|service| service.field(key));
    let governing = field("governing").and_then(|field| field.value.word()).unwrap_or(Language::JA);
    let mut all = field("languages").map(|field| field.value.all()).unwrap_or_default();
    all.retain(|language| *language != governing);
    all.insert(0, governing);
    let place = field("languages").or_else(|| field("governing")).map(|field| field.span.clone());
    let place = place.or_else(|| service.map(|service| service.at.clone())).unwrap_or(0..0);
    Languages { governing, all, place: documents.policy.place(&place, "service.languages") }
}

/// Reads the prose of every language named.
pub(crate) fn scan(
    sources: &Sources,
    languages: &Languages,
    is_declared: &dyn Fn(Family, &str) -> bool,
    found: &mut Vec<Diagnostic>,
) -> Scanned {
    let mut scanned = Scanned::default();
    let mut passages: BTreeMap<Language, Vec<Passage>> = BTreeMap::new();
    for language in &languages.all {
        let Some(file) = sources.prose.get(language) else {
            found.push(Diagnostic::new(Code::ProseMissing, Some(languages.place.clone())).with("lang", language));
            continue;
        };
        let file = &without_mark(file);
        if file.text.len() > SOURCE_BYTES_MAX {
            let place = Place { file: file.clone(), range: 0..0, path: format!("prose.{language}") };
            let said = Diagnostic::new(Code::BadValue, Some(place)).with_both("value", "this file", "このファイル");
            found.push(said.with_both("want", "at most 1 MiB", "1 MiB 以下のファイル"));
            continue;
        }
        let read = scan::passages(&file.text);
        let count = read.passages.len();
        if count > DECLARATIONS_MAX {
            let place = Place { file: file.clone(), range: 0..0, path: format!("prose.{language}") };
            let said = Diagnostic::new(Code::BadValue, Some(place));
            let said =
                said.with_both("value", format!("a prose of {count} clauses"), format!("条項が {count} 個ある文面"));
            found.push(said.with_both(
                "want",
                format!("at most {DECLARATIONS_MAX}"),
                format!("{DECLARATIONS_MAX} 個まで"),
            ));
            continue;
        }
        let facts = placeholder::scan(&file.text).len();
        if facts > PLACEHOLDERS_MAX {
            let place = Place { file: file.clone(), range: 0..0, path: format!("prose.{language}") };
            let said = Diagnostic::new(Code::BadValue, Some(place));
            let said = said.with_both(
                "value",
                format!("a prose of {facts} placeholders"),
                format!("差し込みが {facts} 個ある文面"),
            );
            found.push(said.with_both(
                "want",
                format!("at most {PLACEHOLDERS_MAX}"),
                format!("{PLACEHOLDERS_MAX} 個まで"),
            ));
            continue;
        }
        let reader = Reader { language: *language, file, found: &mut *found };
        passages.insert(*language, reader.check(read, is_declared));
        scanned.files.insert(*language, Arc::clone(file));
        scanned.prose.texts.insert(*language, file.text.clone());
    }
    for (language, passages) in &passages {
        for one in passages {
            let place = place_of(&scanned.files, *language, one);
            scanned.places.extend(place.map(|place| ((*language, one.mark.id.clone()), place)));
        }
    }
    differences(languages, &passages, &scanned, found);
    scanned.prose.clauses = clauses(languages, passages);
    scanned
}

/// A byte order mark is no part of the prose: Markdown would take what it stands before for something else.
fn without_mark(file: &Arc<File>) -> Arc<File> {
    match file.text.strip_prefix('\u{feff}') {
        Some(text) => Arc::new(File { path: file.path.clone(), text: text.to_owned() }),
        None => Arc::clone(file),
    }
}

fn place_of(files: &BTreeMap<Language, Arc<File>>, language: Language, passage: &Passage) -> Option<Place> {
    let file = files.get(&language)?.clone();
    Some(Place { file, range: passage.mark.range.clone(), path: format!("clause.{}", passage.mark.id) })
}

/// One file under reading.
struct Reader<'a> {
    language: Language,
    file: &'a Arc<File>,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn say(&mut self, code: Code, range: Range<usize>, path: String, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let place = Place { file: Arc::clone(self.file), range, path };
        self.found.push(fill(Diagnostic::new(code, Some(place))));
    }

    /// Says what is wrong with marks and placeholders, and keeps the clauses that are good.
    fn check(mut self, read: scan::Read, is_declared: &dyn Fn(Family, &str) -> bool) -> Vec<Passage> {
        let language = self.language;
        for range in read.astray_marks {
            let (en, ja) = (
                "a mark at the end of the first line of a block, or of the block",
                "段落・見出し・箇条の先頭行または全体の末尾にある印",
            );
            let text = self.file.text.get(range.clone()).unwrap_or_default().to_owned();
            self.say(Code::BadValue, range, format!("prose.{language}"), |one| {
                one.with("value", format!("`{text}`")).with_both("want", en, ja)
            });
        }
        self.unshown(read.unshown);
        self.hidden();
        self.placeholders(&read.code, is_declared);
        let ids: BTreeSet<String> = read.passages.iter().map(|one| one.mark.id.clone()).collect();
        let mut seen = BTreeSet::new();
        let mut good = Vec::new();
        for passage in read.passages {
            let (id, range) = (passage.mark.id.clone(), passage.mark.range.clone());
            let path = format!("clause.{id}");
            if !is_clause_id(&id) {
                self.say(Code::BadId, range, path, |one| one.with("id", &id));
                continue;
            }
            if !seen.insert(id.clone()) {
                self.say(Code::DuplicateClause, range, path, |one| one.with("id", &id));
                continue;
            }
            if let Some((parent, _)) = id.rsplit_once('.')
                && !passage.inside.iter().any(|outer| outer == parent)
            {
                let near = if ids.contains(parent) { Some(parent) } else { None };
                self.say(Code::ClauseAstray, range, path, |one| {
                    one.with("id", &id).with("parent", parent).with_some("near", near)
                });
            }
            good.push(passage);
        }
        good
    }

    /// What Markdown knows and the page would not show: it is said, never dropped in silence.
    fn unshown(&mut self, unshown: Vec<(Range<usize>, Unshown)>) {
        for (range, what) in unshown {
            let (value, want) = match &what {
                Unshown::Link(address) => (
                    (shortened(address), shortened(address)),
                    (
                        "a link to `https:`, `mailto:`, `tel:`, `#clause` or a page of the same site, other letters percent-encoded",
                        "`https:`、`mailto:`、`tel:`、`#条項`、同じサイトのページへのリンク（使えない文字はパーセント符号化）",
                    ),
                ),
                Unshown::Image => (
                    ("an image".to_owned(), "画像".to_owned()),
                    ("words: a policy shows no image", "文章（ポリシーに画像は載らない）"),
                ),
                Unshown::Html => (
                    ("HTML".to_owned(), "HTML".to_owned()),
                    ("Markdown: HTML would be shown as it is written", "Markdown（HTMLは書かれたままの文字で載る）"),
                ),
            };
            self.say(Code::BadValue, range, format!("prose.{}", self.language), |one| {
                one.with_both("value", value.0, value.1).with_both("want", want.0, want.1)
            });
        }
    }

    fn hidden(&mut self) {
        let file = Arc::clone(self.file);
        for (at, letter) in letters::hidden(&file.text).take(HIDDEN_SAID_MAX) {
            self.say(Code::BadValue, at..at + letter.len_utf8(), format!("prose.{}", self.language), |one| {
                let one = one.with("value", letters::name(letter));
                one.with_both("want", "letters that show as they are", "見たままに読める文字")
            });
        }
    }

    fn placeholders(&mut self, code: &[Range<usize>], is_declared: &dyn Fn(Family, &str) -> bool) {
        let file = Arc::clone(self.file);
        let mut suggester = Suggester::new();
        let path = format!("prose.{}", self.language);
        let is_code = |at: usize| {
            let before = code.partition_point(|range| range.start <= at);
            before.checked_sub(1).and_then(|last| code.get(last)).is_some_and(|range| range.contains(&at))
        };
        for one in placeholder::scan(&file.text).into_iter().filter(|one| !is_code(one.range.start)) {
            match one.asks {
                Asked::Fact(_) => {}
                Asked::Contact(id) if is_declared(Family::Contact, &id) => {}
                Asked::Right(id, _) if is_declared(Family::Right, &id) => {}
                Asked::Contact(id) | Asked::Right(id, _) => {
                    self.say(Code::UnknownId, one.range, path.clone(), |said| said.with("id", id));
                }
                Asked::Unknown(text) => {
                    let words = Fact::ALL.iter().map(|fact| fact.word());
                    let near = suggester.near(&text, words).map(|near| format!("`{{{{{near}}}}}`"));
                    let all =
                        || Fact::ALL.iter().map(|fact| format!("`{{{{{fact}}}}}`")).collect::<Vec<_>>().join(", ");
                    self.say(Code::UnknownPlaceholder, one.range, path.clone(), |said| {
                        said.with("id", text).with("near", near.unwrap_or_else(all))
                    });
                }
            }
        }
    }
}

/// What was written, between backticks and no longer than a line can show.
fn shortened(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    format!("`{short}{}`", if short.len() < text.len() { "…" } else { "" })
}

/// Every language has every clause, alike.
fn differences(
    languages: &Languages,
    passages: &BTreeMap<Language, Vec<Passage>>,
    scanned: &Scanned,
    found: &mut Vec<Diagnostic>,
) {
    let Some(base) = passages.get(&languages.governing) else { return };
    let by_id = |passages: &[Passage]| -> BTreeMap<String, (ClauseKind, bool)> {
        passages.iter().map(|one| (one.mark.id.clone(), (one.kind, one.mark.statement))).collect()
    };
    let governing = by_id(base);
    for (language, others) in passages.iter().filter(|(language, _)| **language != languages.governing) {
        let other = by_id(others);
        let mut say = |id: &str, have: Language, lack: Language| {
            let place = scanned.places.get(&(have, id.to_owned())).cloned();
            let said = Diagnostic::new(Code::LanguagesDiffer, place).with("id", id);
            found.push(said.with("have", have).with("lack", lack));
        };
        for (id, shape) in &governing {
            match other.get(id) {
                None => say(id, languages.governing, *language),
                Some(own) if own != shape => say(id, languages.governing, *language),
                Some(_) => {}
            }
        }
        other.keys().filter(|id| !governing.contains_key(*id)).for_each(|id| say(id, *language, languages.governing));
    }
}

/// The clauses in the order of the governing language, with the title and text of each language.
fn clauses(languages: &Languages, mut passages: BTreeMap<Language, Vec<Passage>>) -> Vec<Clause> {
    let Some(base) = languages.all.iter().find(|language| passages.contains_key(language)) else { return Vec::new() };
    let order = passages
        .get(base)
        .map(|all| all.iter().map(|one| (one.mark.id.clone(), one.kind, one.mark.statement)).collect::<Vec<_>>());
    let mut texts: BTreeMap<String, (Words, Words, Words)> = BTreeMap::new();
    for (language, all) in &mut passages {
        for one in all.drain(..) {
            let (title, text, own) = texts.entry(one.mark.id).or_default();
            if let Some(own) = one.title {
                title.insert(*language, own);
            }
            text.insert(*language, one.text);
            own.insert(*language, one.own);
        }
    }
    order
        .unwrap_or_default()
        .into_iter()
        .map(|(id, kind, statement)| {
            let (title, text, own) = texts.remove(&id).unwrap_or_default();
            Clause { id, kind, statement, title, wording: own.clone(), own, text }
        })
        .collect()
}
