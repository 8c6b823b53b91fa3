//! What was read from a file: entries, fields, values, each with its place.

use crate::{
    grammar::{Key, Table},
    source::{File, Place},
};
use azukari_model::{Date, Language, Name, Period};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// One TOML file, read.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: Arc<File>,
    /// In the order of the source.
    pub(crate) entries: Vec<Entry>,
    /// Where the defaults of each table stand among the entries: every declaration asks for its own.
    pub(super) defaults: BTreeMap<&'static str, usize>,
    /// Ids that were declared but are none: known, so that naming them is no second mistake.
    pub(crate) spoilt: Vec<String>,
}

/// One table of a document, `[defaults.FAMILY]` and the top included.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) table: &'static Table,
    pub(crate) is_defaults: bool,
    /// The id, if the table has ids that are names.
    pub(crate) id: Option<Name>,
    /// `purpose.offers`; of a clause `clause.purposes.fees`; of the top empty.
    pub(crate) path: String,
    /// Where its id or its name stands.
    pub(crate) at: Range<usize>,
    pub(crate) fields: Vec<Field>,
}

/// A key with its value.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) key: &'static Key,
    pub(crate) at: Range<usize>,
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// A member of a list.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// A value of the form its key asks for.
#[derive(Debug)]
pub(crate) enum Value {
    /// It was there and was no good: said once, and left out.
    Bad,
    /// A text, a word, a name.
    Text(String),
    Bool(bool),
    Count(u32),
    Date(Date),
    Period(Period),
    /// A bare text has no language.
    Words(Vec<(Option<Language>, String)>),
    List(Vec<Member>),
    Table(Vec<Field>),
}

impl Document {
    /// The entry of a table that stands once.
    pub(crate) fn one(&self, table: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.table.name == table && !entry.is_defaults)
    }

    /// The entries of a table that stands often.
    pub(crate) fn many(&self, table: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.table.name == table && !entry.is_defaults)
    }

    /// `[defaults.FAMILY]`.
    pub(crate) fn defaults(&self, table: &str) -> Option<&Entry> {
        self.defaults.get(table).and_then(|place| self.entries.get(*place))
    }

    /// A key at the top.
    pub(crate) fn root(&self, key: &str) -> Option<&Field> {
        self.one("").and_then(|entry| entry.field(key))
    }

    /// A place in this file.
    pub(crate) fn place(&self, range: &Range<usize>, path: &str) -> Place {
        Place { file: Arc::clone(&self.file), range: range.clone(), path: path.to_owned() }
    }
}

impl Entry {
    /// The field of this key.
    pub(crate) fn field(&self, key: &str) -> Option<&Field> {
        field(&self.fields, key)
    }
}

/// The field of this key.
pub(crate) fn field<'a>(fields: &'a [Field], key: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.key.name == key)
}

impl Value {
    pub(crate) fn is_bad(&self) -> bool {
        matches!(self, Self::Bad)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn bool(&self) -> Option<bool> {
        if let Self::Bool(bool) = self { Some(*bool) } else { None }
    }

    pub(crate) fn count(&self) -> Option<u32> {
        if let Self::Count(count) = self { Some(*count) } else { None }
    }

    pub(crate) fn date(&self) -> Option<Date> {
        if let Self::Date(date) = self { Some(*date) } else { None }
    }

    pub(crate) fn period(&self) -> Option<Period> {
        if let Self::Period(period) = self { Some(*period) } else { None }
    }

    pub(crate) fn list(&self) -> &[Member] {
        if let Self::List(list) = self { list } else { &[] }
    }

    pub(crate) fn table(&self) -> &[Field] {
        if let Self::Table(fields) = self { fields } else { &[] }
    }

    /// A word of the vocabulary.
    pub(crate) fn word<T: std::str::FromStr>(&self) -> Option<T> {
        self.text().and_then(|text| text.parse().ok())
    }

    /// The words, names or texts of a list.
    pub(crate) fn all<T: std::str::FromStr>(&self) -> Vec<T> {
        self.list().iter().filter_map(|member| member.value.word()).collect()
    }
}
