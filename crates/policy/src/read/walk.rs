//! The walk over a file's tables, driven by the grammar.

use super::{
    entry::{Document, Entry, Field, Value},
    suggest::Suggester,
    within,
};
use crate::{
    codes::Code,
    diagnostic::Diagnostic,
    grammar::{self, Form, Key, Kind, NO_DEFAULTS, Need, Shape, Table},
    source::{File, Place},
};
use azukari_model::Name;
use std::{ops::Range, sync::Arc};
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

/// Reads the tables of a file.
pub(super) fn walk(kind: Kind, file: &Arc<File>, top: &DeTable<'_>, found: &mut Vec<Diagnostic>) -> Document {
    let mut walker = Walker { kind, file, found, suggester: Suggester::new(), entries: Vec::new(), spoilt: Vec::new() };
    walker.top(top);
    let Walker { mut entries, spoilt, .. } = walker;
    // The top first, then as the file has them; a table spread over the file stands where each part does.
    entries.sort_by_key(|entry| (!entry.path.is_empty(), entry.at.start));
    let defaults = entries.iter().enumerate().filter(|(_, entry)| entry.is_defaults);
    let defaults = defaults.map(|(place, entry)| (entry.table.name, place)).collect();
    Document { file: Arc::clone(file), entries, defaults, spoilt }
}

/// A walk under way.
pub(super) struct Walker<'a> {
    kind: Kind,
    pub(super) file: &'a Arc<File>,
    found: &'a mut Vec<Diagnostic>,
    pub(super) suggester: Suggester,
    entries: Vec<Entry>,
    spoilt: Vec<String>,
}

type Text<'i> = Spanned<DeString<'i>>;
type Any<'i> = Spanned<DeValue<'i>>;

impl Walker<'_> {
    fn top(&mut self, top: &DeTable<'_>) {
        let mut root = Vec::new();
        let Some(table) = grammar::table(self.kind, "") else { return };
        for (key, value) in top {
            if let Some(known) = table.key(key.get_ref()) {
                root.push(self.field(known, key, value, ""));
            } else if **key.get_ref() == *"defaults" && self.kind != Kind::Vendors {
                self.defaults(key, value);
            } else if let Some(inner) = grammar::table(self.kind, key.get_ref()) {
                self.table(inner, key, value);
            } else {
                self.stray(table, key, value);
            }
        }
        self.complete(table.keys, &root, "", 0..0);
        self.entries.push(Entry { table, is_defaults: false, id: None, path: String::new(), at: 0..0, fields: root });
    }

    /// A table or a key that the top of this file does not have.
    fn stray(&mut self, root: &'static Table, key: &Text<'_>, value: &Any<'_>) {
        let name = key.get_ref();
        let elsewhere = grammar::tables().find(|table| *table.name == **name && !table.name.is_empty());
        if let Some(table) = elsewhere {
            self.say(Code::WrongFile, key.span(), name, |one| one.with("id", name).with("file", table.file));
            return;
        }
        let is_table = value.get_ref().is_table() || value.get_ref().is_array();
        let keys = root.keys.iter().map(|key| key.name).collect::<Vec<_>>();
        if is_table {
            let tables = grammar::tables().map(|table| table.name).chain(["defaults"]).collect::<Vec<_>>();
            let near = self.suggester.near(name, tables);
            self.say(Code::UnknownTable, key.span(), name, |one| one.with("id", name).with_some("near", near));
        } else {
            let near = self.suggester.near(name, keys);
            self.say(Code::UnknownKey, key.span(), name, |one| one.with("key", name).with_some("near", near));
        }
    }

    fn table(&mut self, table: &'static Table, key: &Text<'_>, value: &Any<'_>) {
        match (table.shape, value.get_ref()) {
            (Shape::One, DeValue::Table(inner)) => {
                let fields = self.fields(table.keys, inner, table.name);
                self.enter(table, false, None, table.name.to_owned(), key.span(), fields);
            }
            (Shape::Many | Shape::Values, DeValue::Table(inner)) => {
                for (id, value) in inner {
                    self.declared(table, id, value);
                }
            }
            (Shape::Rows, DeValue::Array(rows)) => self.rows(table, rows),
            (Shape::One, _) => self.bad(
                key.span(),
                table.name,
                value,
                (&format!("a table: `[{}]`", table.name), &format!("表 `[{}]`", table.name)),
            ),
            (Shape::Rows, _) => self.bad(
                key.span(),
                table.name,
                value,
                (&format!("a list of tables: `[[{}]]`", table.name), &format!("表の並び `[[{}]]`", table.name)),
            ),
            _ => self.bad(
                key.span(),
                table.name,
                value,
                (&format!("a table of tables: `[{}.ID]`", table.name), &format!("IDごとの表 `[{}.ID]`", table.name)),
            ),
        }
    }

    /// `[[accept]]`: paths count from nothing, `accept.0`.
    fn rows(&mut self, table: &'static Table, rows: &[Any<'_>]) {
        for (place, row) in rows.iter().enumerate() {
            let prefix = if self.kind == Kind::Operation { "operation." } else { "" };
            let path = format!("{prefix}{}.{place}", table.name);
            if let DeValue::Table(inner) = row.get_ref() {
                let fields = self.fields(table.keys, inner, &path);
                self.complete(table.keys, &fields, &path, row.span());
                self.enter(table, false, None, path, row.span(), fields);
            } else {
                self.bad(row.span(), &path, row, ("a table", "表"));
            }
        }
    }

    /// One declaration, in its long or its short form.
    fn declared(&mut self, table: &'static Table, id: &Text<'_>, value: &Any<'_>) {
        let path = format!("{}.{}", table.name, id.get_ref());
        let is_clause = table.family.is_none() && table.name == "clause";
        let name = id.get_ref().parse::<Name>().ok();
        let is_good = if is_clause { crate::prose::is_clause_id(id.get_ref()) } else { name.is_some() };
        if !is_good {
            self.say(Code::BadId, id.span(), &path, |one| one.with("id", id.get_ref()));
            self.spoilt.push(id.get_ref().to_string());
        }
        let fields = match (value.get_ref(), table.short) {
            (DeValue::Table(inner), _) if table.shape == Shape::Many => self.fields(table.keys, inner, &path),
            (_, Some(short)) => {
                let Some(key) = table.key(short) else { return };
                vec![self.field(key, id, value, &path)]
            }
            (_, None) => {
                self.bad(value.span(), &path, value, ("a table", "表"));
                if let Some(name) = name {
                    self.spoilt.push(name.to_string());
                }
                return;
            }
        };
        if is_good {
            self.enter(table, false, name, path, id.span(), fields);
        }
    }

    fn defaults(&mut self, key: &Text<'_>, value: &Any<'_>) {
        let DeValue::Table(families) = value.get_ref() else {
            self.bad(
                key.span(),
                "defaults",
                value,
                ("a table of tables: `[defaults.FAMILY]`", "族ごとの表 `[defaults.FAMILY]`"),
            );
            return;
        };
        for (family, value) in families {
            let path = format!("defaults.{}", family.get_ref());
            let has_defaults =
                |table: &&Table| table.shape == Shape::Many && table.family.is_some() && table.name != "group";
            let known = grammar::tables().find(|table| *table.name == **family.get_ref() && has_defaults(table));
            match (known, value.get_ref()) {
                (Some(table), DeValue::Table(inner)) if table.file == self.kind => {
                    self.defaults_of(table, inner, path, family.span());
                }
                (Some(table), DeValue::Table(_)) => {
                    self.say(Code::WrongFile, family.span(), &path, |one| {
                        one.with("id", &path).with("file", table.file)
                    });
                }
                (Some(_), _) => self.bad(value.span(), &path, value, ("a table", "表")),
                (None, _) => {
                    let tables = grammar::tables().filter(has_defaults).map(|table| table.name).collect::<Vec<_>>();
                    let near = self.suggester.near(family.get_ref(), tables).map(|near| format!("defaults.{near}"));
                    self.say(Code::UnknownTable, family.span(), &path, |one| {
                        one.with("id", &path).with_some("near", near)
                    });
                }
            }
        }
    }

    fn defaults_of(&mut self, table: &'static Table, inner: &DeTable<'_>, path: String, at: Range<usize>) {
        let mut fields = self.fields(table.keys, inner, &path);
        for field in fields.iter().filter(|field| NO_DEFAULTS.contains(&field.key.name)) {
            let inside = format!("{path}.{}", field.key.name);
            self.say(Code::DefaultForbidden, field.at.clone(), &inside, |one| one.with("key", field.key.name));
        }
        // What may not be a default gives nothing: each table is asked for its own.
        fields
            .iter_mut()
            .filter(|field| NO_DEFAULTS.contains(&field.key.name))
            .for_each(|field| field.value = Value::Bad);
        self.enter(table, true, None, path, at, fields);
    }

    fn enter(
        &mut self,
        table: &'static Table,
        is_defaults: bool,
        id: Option<Name>,
        path: String,
        at: Range<usize>,
        fields: Vec<Field>,
    ) {
        self.entries.push(Entry { table, is_defaults, id, path, at, fields });
    }

    /// The keys of a table; what is none is said.
    pub(super) fn fields(&mut self, keys: &'static [Key], inner: &DeTable<'_>, path: &str) -> Vec<Field> {
        let mut fields = Vec::new();
        for (key, value) in inner {
            if let Some(known) = keys.iter().find(|known| *known.name == **key.get_ref()) {
                fields.push(self.field(known, key, value, path));
            } else {
                let near = self.suggester.near(key.get_ref(), keys.iter().map(|known| known.name));
                let inside = format!("{path}.{}", key.get_ref());
                self.say(Code::UnknownKey, key.span(), &inside, |one| {
                    one.with("key", key.get_ref()).with_some("near", near)
                });
            }
        }
        fields
    }

    fn field(&mut self, known: &'static Key, key: &Text<'_>, value: &Any<'_>, path: &str) -> Field {
        let inside = if path.is_empty() { known.name.to_owned() } else { format!("{path}.{}", known.name) };
        let mut read = self.value(&known.form, value, &inside);
        let is_empty = matches!(&read, Value::List(members) if members.is_empty());
        if is_empty && known.need == Need::Always {
            self.wrong(&known.form, value, &inside);
            read = Value::Bad;
        }
        Field {
            key: known,
            at: within(&self.file.text, key.span()),
            value: read,
            span: within(&self.file.text, value.span()),
        }
    }

    /// Says which keys a table without defaults lacks.
    pub(super) fn complete(&mut self, keys: &'static [Key], fields: &[Field], path: &str, at: Range<usize>) {
        for key in keys.iter().filter(|key| key.need == Need::Always) {
            if !fields.iter().any(|field| field.key.name == key.name) {
                let inside = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
                self.say(Code::MissingKey, at.clone(), &inside, |one| one.with("key", key.name));
            }
        }
    }

    /// Says that a value is not of the form asked for.
    pub(super) fn wrong(&mut self, form: &Form, value: &Any<'_>, path: &str) {
        let (en, ja) = form.want();
        self.bad(value.span(), path, value, (&en, &ja));
    }

    pub(super) fn bad(&mut self, at: Range<usize>, path: &str, value: &Any<'_>, want: (&str, &str)) {
        let (en, ja) = described(value);
        self.say(Code::BadValue, at, path, |one| one.with_both("value", en, ja).with_both("want", want.0, want.1));
    }

    pub(super) fn say(
        &mut self,
        code: Code,
        at: Range<usize>,
        path: &str,
        fill: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let range = within(&self.file.text, at);
        let place = Place { file: Arc::clone(self.file), range, path: path.to_owned() };
        self.found.push(fill(Diagnostic::new(code, Some(place))));
    }
}

/// A value as a message names it: short, on one line, in English and Japanese.
fn described(value: &Any<'_>) -> (String, String) {
    let both = |en: &str, ja: &str| (en.to_owned(), ja.to_owned());
    match value.get_ref() {
        DeValue::String(text) => {
            let short = text.chars().take(40).collect::<String>();
            let rest = if text.chars().nth(40).is_some() { "…" } else { "" };
            let quoted = format!("\"{short}{rest}\"");
            (quoted.clone(), quoted)
        }
        DeValue::Integer(number) => both(&number.to_string(), &number.to_string()),
        DeValue::Float(number) => both(&number.to_string(), &number.to_string()),
        DeValue::Boolean(truth) => both(&truth.to_string(), &truth.to_string()),
        DeValue::Datetime(date) => both(&date.to_string(), &date.to_string()),
        DeValue::Array(list) if list.is_empty() => both("an empty list", "空の配列"),
        DeValue::Array(_) => both("a list", "配列"),
        DeValue::Table(_) => both("a table", "表"),
    }
}
