//! Reads sources into a resolved policy, finding everything that is wrong with their shape.

pub(crate) mod entry;
mod suggest;
mod value;
mod walk;

pub(crate) use suggest::Suggester;

use crate::{
    codes::Code,
    diagnostic::Diagnostic,
    grammar::Kind,
    letters, resolve,
    resolve::Resolved,
    source::{self, File, LeftOut, Place, Sources, Why},
};
use entry::Document;
use std::sync::Arc;

/// The most a source may weigh. Larger ones are refused unread, so that no file can hold up a build.
pub const SOURCE_BYTES_MAX: usize = 1 << 20;

/// The most tables a file may hold, and the most clauses a prose may have: what looks one up among the others stays quick.
pub const DECLARATIONS_MAX: usize = 4_096;

/// How many hidden letters of one file are said: a file full of them is no text.
pub(crate) const HIDDEN_SAID_MAX: usize = 20;

/// The three TOML files of a policy, read and checked one by one.
#[derive(Debug)]
pub(crate) struct Documents {
    pub(crate) policy: Document,
    pub(crate) operation: Option<Document>,
    pub(crate) vendors: Option<Document>,
}

/// Reads and resolves. The policy is absent only if too little could be read to go on.
pub fn read(sources: &Sources) -> (Option<Resolved>, Vec<Diagnostic>) {
    let mut found: Vec<Diagnostic> = sources.left_out.iter().map(left_out).collect();
    // What the file that could not be read declares is hidden: everything said about its names would be an echo.
    if sources.left_out.iter().any(|one| one.why != Why::Unknown) {
        return (None, found);
    }
    let Some(file) = &sources.policy else {
        found.push(syntax(None, "policy.toml is missing", "policy.toml がない"));
        return (None, found);
    };
    let policy = document(Kind::Policy, file, &mut found);
    let operation = sources.operation.as_ref().map(|file| document(Kind::Operation, file, &mut found));
    let names_vendors = policy.as_ref().is_some_and(|policy| policy.root("vendors").is_some());
    let vendors = sources.vendors.as_ref().filter(|_| names_vendors);
    let vendors = vendors.and_then(|file| document(Kind::Vendors, file, &mut found));
    if let Some(document) = policy.as_ref().filter(|_| sources.vendors.is_none()) {
        let field = document.root("vendors").filter(|field| !field.value.is_bad());
        found.extend(field.map(|field| {
            let said = Diagnostic::new(Code::BadValue, Some(document.place(&field.span, "vendors")));
            let said = said.with("value", format!("\"{}\"", field.value.text().unwrap_or_default()));
            said.with_both("want", "the path of a file that is there", "読めるファイルのパス")
        }));
    }
    // What a policy.toml that is not TOML declares is hidden: everything said about its names would be an echo.
    let Some(policy) = policy else { return (None, found) };
    let documents = Documents { policy, operation: operation.flatten(), vendors };
    let resolved = resolve::resolve(documents, sources, &mut found);
    (resolved, found)
}

/// One file: its entries, or nothing if it is not TOML.
fn document(kind: Kind, file: &Arc<File>, found: &mut Vec<Diagnostic>) -> Option<Document> {
    if file.text.len() > SOURCE_BYTES_MAX {
        found.push(syntax(Some(place(file, 0..0)), "larger than 1 MiB", "1 MiB を超えている"));
        return None;
    }
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let mark = file.text.len() - text.len();
    let mut hidden = letters::hidden(text).peekable();
    if hidden.peek().is_some() {
        // What hides may hide what else the file says: nothing is read of it.
        found.extend(hidden.take(HIDDEN_SAID_MAX).map(|(at, letter)| {
            let (at, name) = (at + mark, letters::name(letter));
            let en = format!("{name} hides or turns the writing");
            syntax(Some(place(file, at..at + letter.len_utf8())), &en, &format!("{name} は文字を隠すか向きを変える"))
        }));
        return None;
    }
    let (table, errors) = toml::de::DeTable::parse_recoverable(&file.text);
    for error in &errors {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        let range = within(&file.text, error.span().unwrap_or(0..0));
        found.push(syntax(Some(place(file, range)), &message, &message));
    }
    let read = errors.is_empty().then(|| walk::walk(kind, file, table.get_ref(), found))?;
    let count = read.entries.len();
    if count > DECLARATIONS_MAX {
        let said = Diagnostic::new(Code::BadValue, Some(place(file, 0..0)));
        let said = said.with_both("value", format!("a file of {count} tables"), format!("表が {count} 個あるファイル"));
        found.push(said.with_both("want", format!("at most {DECLARATIONS_MAX}"), format!("{DECLARATIONS_MAX} 個まで")));
        return None;
    }
    Some(read)
}

/// Says of a file of the folder that it was not read.
fn left_out(one: &LeftOut) -> Diagnostic {
    let file = Arc::new(File { path: one.path.clone(), text: String::new() });
    let name = one.path.rsplit('/').next().unwrap_or_default();
    let place = Place { file, range: 0..0, path: format!("file.{name}") };
    if one.why != Why::Unknown {
        let said = Diagnostic::new(Code::FileUnreadable, Some(place)).with("file", name);
        return said.with_both("why", one.why.en(), one.why.ja());
    }
    let near = Suggester::new().near(name, source::FILES);
    Diagnostic::new(Code::FileUnknown, Some(place)).with("file", name).with_some("near", near)
}

fn syntax(place: Option<Place>, en: &str, ja: &str) -> Diagnostic {
    Diagnostic::new(Code::TomlSyntax, place).with_both("msg", en, ja)
}

fn place(file: &Arc<File>, range: std::ops::Range<usize>) -> Place {
    Place { file: Arc::clone(file), range, path: String::new() }
}

/// A range cut to the text and to whole characters.
fn within(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    start..end
}
