//! Every name that is declared, and every name that is used: does it name anything, and the right thing?

use crate::{
    codes::Code,
    diagnostic::Diagnostic,
    grammar::{self, Form, Target},
    guarantee::Guarantee,
    prose::Prose,
    read::{
        Documents, Suggester,
        entry::{Document, Entry, Field, Value},
    },
    source::{File, Place},
    vocabulary::Family,
};
use azukari_model::Name;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

/// What is declared.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The families that have a declaration of this name.
    families: BTreeMap<String, Vec<Family>>,
    /// Recipients with purposes of their own: they are provisions too.
    flows: BTreeSet<String>,
    /// Declared under an id that is none, or in a table that could not be read: nothing more is said of these.
    spoilt: BTreeSet<String>,
    /// Events without `holds`.
    momentary: BTreeSet<String>,
    /// Items with `from`.
    derived: BTreeSet<String>,
    /// `vendors` names a file that is not there: any vendor may be in it.
    lacks_vendors: bool,
}

/// Families that stand in the same lists.
const SPACES: &[&[Family]] = &[
    &[Family::Item, Family::Set, Family::System],
    &[Family::Purpose, Family::Group],
    &[Family::Provision, Family::JointUse, Family::Recipient],
];

/// Families `[clause]` may name: those of the policy that a person can read about.
pub(super) const KEEPERS: &[Family] = &[
    Family::Contact,
    Family::Event,
    Family::Keep,
    Family::Item,
    Family::Source,
    Family::Group,
    Family::Purpose,
    Family::Recipient,
    Family::Provision,
    Family::JointUse,
    Family::Exception,
    Family::Category,
    Family::Tag,
    Family::Statistic,
    Family::Right,
    Family::Decline,
    Family::Measure,
];

impl Names {
    /// Collects what is declared; says what is declared twice.
    pub(super) fn collect(documents: &Documents, lacks_vendors: bool, found: &mut Vec<Diagnostic>) -> Self {
        let mut names = Self { lacks_vendors, ..Self::default() };
        let files = [Some(&documents.policy), documents.operation.as_ref(), documents.vendors.as_ref()];
        for document in files.iter().flatten() {
            names.spoilt.extend(document.spoilt.iter().cloned());
            let lacks_holds = document.defaults("event").and_then(|defaults| defaults.field("holds")).is_none();
            for entry in document.entries.iter().filter(|entry| !entry.is_defaults) {
                let (Some(family), Some(id)) = (entry.table.family, &entry.id) else { continue };
                match family {
                    Family::Recipient if entry.field("purposes").is_some() => {
                        names.flows.insert(id.to_string());
                    }
                    Family::Event if lacks_holds && entry.field("holds").is_none() => {
                        names.momentary.insert(id.to_string());
                    }
                    Family::Item if entry.field("from").is_some() => {
                        names.derived.insert(id.to_string());
                    }
                    _ => {}
                }
                names.declare(document, entry, family, id, found);
            }
        }
        for document in files.iter().flatten() {
            names.former(document, found);
        }
        names
    }

    fn declare(&mut self, document: &Document, entry: &Entry, family: Family, id: &Name, found: &mut Vec<Diagnostic>) {
        let is_flow = |family: Family| family != Family::Recipient || self.flows.contains(id.as_str());
        let space = SPACES.iter().find(|space| space.contains(&family)).copied().unwrap_or_default();
        let others = self.families.get(id.as_str()).map_or(&[] as &[Family], Vec::as_slice);
        let other = others.iter().find(|other| space.contains(other) && is_flow(**other) && is_flow(family));
        let is_word = match family {
            Family::Exception => id.parse::<crate::vocabulary::LegalException>().is_ok(),
            Family::Decline => id.parse::<crate::vocabulary::LegalDecline>().is_ok(),
            Family::Recipient => matches!(id.as_str(), "operator" | "staff"),
            Family::Vendor => id == "operator",
            Family::Provision | Family::JointUse => id == "exceptions",
            _ => false,
        };
        let taken = match (other, is_word) {
            (Some(other), _) => Some((other.word(), other.word())),
            (None, true) => Some(("built-in word", "組み込みの語")),
            (None, false) => None,
        };
        if let Some((en, ja)) = taken {
            let place = document.place(&entry.at, &entry.path);
            let said = Diagnostic::new(Code::NameTaken, Some(place)).with("id", id);
            found.push(said.with_both("a", en, ja).with("b", family));
        }
        self.families.entry(id.to_string()).or_default().push(family);
    }

    /// A former id may not be the name of another, nor the former id of two.
    fn former(&self, document: &Document, found: &mut Vec<Diagnostic>) {
        let mut seen = BTreeSet::new();
        for entry in document.entries.iter().filter(|entry| !entry.is_defaults) {
            let (Some(family), Some(field)) = (entry.table.family, entry.field("formerly")) else { continue };
            let Some(former) = field.value.text() else { continue };
            let space = SPACES.iter().find(|space| space.contains(&family)).copied();
            let is_named = self
                .families
                .get(former)
                .into_iter()
                .flatten()
                .any(|other| space.map_or(*other == family, |space| space.contains(other)));
            if is_named || !seen.insert((space.and_then(<[_]>::first).copied().unwrap_or(family), former.to_owned())) {
                let place = document.place(&field.span, &format!("{}.formerly", entry.path));
                let said = Diagnostic::new(Code::NameTaken, Some(place)).with("id", former);
                found.push(said.with("a", family).with_both(
                    "b",
                    format!("former {family}"),
                    format!("以前の {family}"),
                ));
            }
        }
    }

    /// Whether something is declared of this family by this name, or tried to be.
    pub(super) fn has(&self, family: Family, name: &str) -> bool {
        self.is_of(name, &[family]) || self.spoilt.contains(name)
    }

    fn is_of(&self, name: &str, families: &[Family]) -> bool {
        self.families.get(name).is_some_and(|own| {
            own.iter().any(|family| families.contains(family))
                || (families.contains(&Family::Provision) && self.flows.contains(name))
        })
    }

    fn all_of(&self, families: &[Family]) -> impl Iterator<Item = &str> {
        self.families.keys().map(String::as_str).filter(move |name| self.is_of(name, families))
    }
}

/// Looks up every name a document uses; what names nothing is said once and taken out.
pub(super) fn look_up(document: &mut Document, names: &Names, prose: &Prose, found: &mut Vec<Diagnostic>) {
    let file = Arc::clone(&document.file);
    let mut search = Search { file: &file, names, prose, suggester: Suggester::new(), found };
    for entry in &mut document.entries {
        search.entry(entry);
    }
}

struct Search<'a> {
    file: &'a Arc<File>,
    names: &'a Names,
    prose: &'a Prose,
    suggester: Suggester,
    found: &'a mut Vec<Diagnostic>,
}

/// Where a name is used.
struct Use<'a> {
    path: &'a str,
    table: &'static str,
    key: &'static str,
    /// The id of the table.
    own: &'a str,
}

impl Search<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        let (table, path) = (entry.table.name, entry.path.clone());
        let own = entry.id.as_ref().map(Name::to_string).unwrap_or_default();
        if table == "clause" {
            self.clause(&path, &entry.at);
        }
        if table == "tag" && entry.table.file == grammar::Kind::Operation && !self.names.is_of(&own, &[Family::Tag]) {
            self.unknown(&own, &entry.at, &path, &[Family::Tag], &[], Code::UnknownId);
        }
        self.fields(&mut entry.fields, &path, table, &own);
    }

    fn fields(&mut self, fields: &mut [Field], path: &str, table: &'static str, own: &str) {
        for field in fields {
            let inside = if path.is_empty() { field.key.name.to_owned() } else { format!("{path}.{}", field.key.name) };
            let at = Use { path: &inside, table, key: field.key.name, own };
            self.value(&field.key.form, &mut field.value, &field.span, &at);
        }
    }

    fn value(&mut self, form: &Form, value: &mut Value, span: &Range<usize>, at: &Use<'_>) {
        let is_good = match (form, &mut *value) {
            (Form::Ref(target), Value::Text(name)) => self.reference(target, name, span, at),
            (Form::After, Value::Text(text)) => text
                .strip_prefix("event:")
                .is_none_or(|event| self.is_known(event, span, at.path, &[Family::Event], &[], Some(Code::UnknownId))),
            (Form::Keeper, Value::Text(text)) => self.keeper(text, span, at.path),
            (Form::List(_) | Form::Rows(_) | Form::Papers, Value::List(members)) => {
                let before = members.len();
                for member in members.iter_mut() {
                    match (form, &mut member.value) {
                        (Form::List(inner), value) => self.value(inner, value, &member.span, at),
                        (_, Value::Table(fields)) => self.row(fields, at),
                        (_, value) => self.paper(value, &member.span, at),
                    }
                }
                members.retain(|member| !member.value.is_bad());
                !members.is_empty() || before == 0
            }
            (Form::Table(_), Value::Table(fields)) => {
                self.row(fields, at);
                true
            }
            _ => true,
        };
        if !is_good {
            *value = Value::Bad;
        }
    }

    fn row(&mut self, fields: &mut Vec<Field>, at: &Use<'_>) {
        self.fields(fields, at.path, at.table, at.own);
        fields.retain(|field| !field.value.is_bad());
    }

    fn paper(&mut self, value: &mut Value, span: &Range<usize>, at: &Use<'_>) {
        let Some(Form::List(form)) = grammar::PAPER_LINES.first().map(|key| key.form) else { return };
        self.value(form, value, span, at);
    }

    /// Whether a name may stay where it stands.
    fn reference(&mut self, target: &Target, name: &str, span: &Range<usize>, at: &Use<'_>) -> bool {
        let words = (target.words.0)();
        if words.contains(&name) {
            return true;
        }
        if at.table == "set" && self.names.is_of(name, &[Family::Set]) {
            self.say(Code::NestedSet, span, at.path, |one| one.with("id", at.own).with("inner", name));
            return false;
        }
        if !self.is_known(name, span, at.path, target.families, &words, target.unknown) {
            return false;
        }
        if at.key == "from" && (name == at.own || self.names.derived.contains(name)) {
            self.say(Code::Circular, span, at.path, |one| one.with("id", at.own));
            return false;
        }
        if at.key == "when" && self.names.momentary.contains(name) {
            self.say(Code::EventMomentary, span, at.path, |one| one.with("id", name));
            return false;
        }
        true
    }

    fn is_known(
        &mut self,
        name: &str,
        span: &Range<usize>,
        path: &str,
        families: &[Family],
        words: &[&'static str],
        unknown: Option<Code>,
    ) -> bool {
        let Some(code) = unknown else { return true };
        if self.names.is_of(name, families) {
            return true;
        }
        let may_be_elsewhere = self.names.lacks_vendors && families.contains(&Family::Vendor);
        if may_be_elsewhere || self.names.spoilt.contains(name) {
            return false;
        }
        match self.names.families.get(name).and_then(|own| own.first()) {
            Some(family) if code == Code::UnknownId => {
                let want = families.iter().map(|family| family.word()).collect::<Vec<_>>();
                let (en, ja) = (want.join(" or "), want.join(" か "));
                self.say(Code::WrongFamily, span, path, |one| {
                    one.with("id", name).with("is_", family).with_both("want", en, ja)
                });
            }
            _ => self.unknown(name, span, path, families, words, code),
        }
        false
    }

    fn unknown(
        &mut self,
        name: &str,
        span: &Range<usize>,
        path: &str,
        families: &[Family],
        words: &[&'static str],
        code: Code,
    ) {
        let declared = self.names;
        let near = match code {
            Code::UnknownRules | Code::PaperWithdrawn => Some(list(words)),
            _ => {
                let names = declared.all_of(families).chain(words.iter().copied());
                self.suggester.near(name, names).map(str::to_owned)
            }
        };
        let argument = match code {
            Code::PaperWithdrawn => "paper",
            Code::TagContentUnknown => "signal",
            _ => "id",
        };
        self.say(code, span, path, |one| one.with(argument, short(name)).with_some("near", near));
    }

    fn clause(&mut self, path: &str, at: &Range<usize>) {
        let id = path.strip_prefix("clause.").unwrap_or(path);
        if self.prose.clauses.is_empty() || self.prose.clause(id).is_some() {
            return;
        }
        let near =
            self.suggester.near(id, self.prose.clauses.iter().map(|clause| clause.id.as_str())).map(str::to_owned);
        self.say(Code::UnknownClause, at, path, |one| one.with("id", id).with_some("near", near));
    }

    fn keeper(&mut self, text: &str, span: &Range<usize>, path: &str) -> bool {
        if let Some(id) = text.strip_prefix("guarantee:") {
            let is_known = id.parse::<Guarantee>().is_ok();
            if !is_known {
                let words = Guarantee::ALL.iter().map(|one| one.word()).collect::<Vec<_>>();
                let near =
                    self.suggester.near(id, words.iter().copied()).map_or_else(|| list(&words), |near| list(&[near]));
                self.say(Code::UnknownGuarantee, span, path, |one| one.with("id", short(id)).with("near", near));
            }
            return is_known;
        }
        if matches!(text, "service.grounds" | "service.transmissions" | "incident" | "revision") {
            return true;
        }
        let (family, id) = text.split_once('.').map_or((text, None), |(family, id)| (family, Some(id)));
        let known = family.parse::<Family>().ok().filter(|family| KEEPERS.contains(family));
        match (known, id) {
            (Some(family), Some(id)) => self.is_known_as(id, span, path, family),
            (Some(_), None) => true,
            (None, _) => {
                let words = KEEPERS.iter().map(|family| family.word());
                let near = self.suggester.near(family, words.chain(["incident", "revision"]));
                let near = near.map(|near| id.map_or_else(|| near.to_owned(), |id| format!("{near}.{id}")));
                self.say(Code::UnknownId, span, path, |one| one.with("id", short(text)).with_some("near", near));
                false
            }
        }
    }

    fn is_known_as(&mut self, id: &str, span: &Range<usize>, path: &str, family: Family) -> bool {
        let is_there = self.names.families.get(id).is_some_and(|own| own.contains(&family));
        if is_there || self.names.spoilt.contains(id) {
            return is_there;
        }
        let near = {
            let all =
                self.names.families.iter().filter(|(_, own)| own.contains(&family)).map(|(name, _)| name.as_str());
            self.suggester.near(id, all).map(|near| format!("{family}.{near}"))
        };
        self.say(Code::UnknownId, span, path, |one| {
            one.with("id", format!("{family}.{}", short(id))).with_some("near", near)
        });
        false
    }

    fn say(&mut self, code: Code, span: &Range<usize>, path: &str, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let place = Place { file: Arc::clone(self.file), range: span.clone(), path: path.to_owned() };
        self.found.push(fill(Diagnostic::new(code, Some(place))));
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A name as a message shows it: hostile ones are cut.
fn short(name: &str) -> String {
    name.chars().take(66).collect()
}
