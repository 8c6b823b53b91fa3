//! The grammar as one table: tables, keys, types. Reading, the schema and `fmt` are driven by it.

mod operation;
mod policy;
mod vendors;

use crate::{
    codes::Code,
    vocabulary::{Family, words},
};

words! {
    /// A file of the language.
    pub enum Kind { Policy = "policy.toml", Operation = "operation.toml", Vendors = "vendors.toml", }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shape {
    /// The top of a file.
    Root,
    /// `[service]`: once.
    One,
    /// `[item.ID]`: one for each id.
    Many,
    /// `[set] ID = […]`: one for each id, short form only.
    Values,
    /// `[[accept]]`: as often as wanted.
    Rows,
}

/// A table of the language.
#[derive(Debug)]
pub struct Table {
    /// As written: `joint-use`; empty for the top of a file.
    pub name: &'static str,
    pub file: Kind,
    pub shape: Shape,
    /// The family its ids belong to.
    pub family: Option<Family>,
    /// The key that a value in place of a table stands for.
    pub short: Option<&'static str>,
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub form: Form,
    pub need: Need,
    /// What counts if it is left out, in words; empty: nothing.
    pub default: &'static str,
    pub meaning: &'static str,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Need {
    Always,
    Never,
    /// When; the rule itself stands in `resolve`.
    If(&'static str),
}

/// What may stand as a value.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// The integer 1.
    Version,
    Text,
    /// `{ ja = "…", en = "…" }`.
    Words,
    /// A path to a file.
    Path,
    Date,
    Zone,
    Language,
    Period,
    Bool,
    /// An integer from the first to the second.
    Count(u32, u32),
    Url,
    Email,
    /// ISO 3166 alpha-2.
    Country,
    Host,
    Cookie,
    /// A new id, declared here.
    Id,
    /// A word that the act must carry: formed like an id, declared nowhere.
    Free,
    /// One of a closed list.
    Word(Vocabulary),
    /// `acquired`, `last-seen`, `event:ID`, `last-use`.
    After,
    /// The name of a declaration, or one of a few words.
    Ref(Target),
    /// `FAMILY.ID`, `FAMILY`, `guarantee:ID`, `service.grounds`.
    Keeper,
    /// A list, or one bare.
    List(&'static Self),
    /// A table with keys of its own.
    Table(&'static [Key]),
    /// A list of such tables.
    Rows(&'static [Key]),
    /// `right.documents`: papers, or lines of them.
    Papers,
}

/// A closed list of words, spelled out when asked for.
#[derive(Clone, Copy)]
pub struct Vocabulary(pub fn() -> Vec<&'static str>);

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Vocabulary").field(&(self.0)()).finish()
    }
}

/// What a name may name.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Families; provisions include joint uses and recipients with purposes of their own.
    pub families: &'static [Family],
    /// Built-in words that may stand in place of a name.
    pub words: Vocabulary,
    /// What is said of a name that nothing has; `None`: the name is kept, a rule judges it.
    pub unknown: Option<Code>,
}

/// Every table of the language, in the order of the reference.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    policy::TABLES.iter().chain(operation::TABLES).chain(vendors::TABLES)
}

/// The table of this name in a file; the empty name is the top.
pub fn table(file: Kind, name: &str) -> Option<&'static Table> {
    tables().find(|table| table.file == file && table.name == name)
}

/// Keys that may not stand in `[defaults.FAMILY]`: each is a fact, or a power, of one declaration. `formerly` names one.
pub const NO_DEFAULTS: &[&str] = &[
    "country",
    "route",
    "ground",
    "held-by",
    "to",
    "items",
    "links-to-person",
    "identifies",
    "under",
    "bulk",
    "import",
    "formerly",
];

/// What a purpose does not take from its group: it names the purpose, not the heading.
pub const NOT_FROM_GROUP: &[&str] = &["label", "in", "formerly"];

/// Ids a service may not have: paths of the program itself.
pub const RESERVED_SERVICES: &[&str] =
    &["demo", "health", "ledger", "me", "metrics", "office", "openapi", "static", "v1"];

/// Categories with a label of their own: id, Japanese, English.
pub const BUILT_IN_CATEGORIES: &[(&str, &str, &str)] = &[
    ("necessary", "必須", "Necessary"),
    ("functional", "機能", "Functional"),
    ("analytics", "アクセス解析", "Access analysis"),
    ("marketing", "広告・マーケティング", "Advertising and marketing"),
];

impl Table {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Form {
    /// The form of one member: of a list its members', else itself.
    pub fn member(&self) -> &Self {
        match self {
            Self::List(inner) => inner,
            other => other,
        }
    }

    /// What may stand here, in English and Japanese: fills "write {want}".
    pub fn want(&self) -> (String, String) {
        let both = |en: &str, ja: &str| (en.to_owned(), ja.to_owned());
        match self {
            Self::Version => both("the integer 1", "整数の 1"),
            Self::Text => both("a text", "文字列"),
            Self::Words => {
                both("texts by language: { ja = \"…\", en = \"…\" }", "言語ごとの文 { ja = \"…\", en = \"…\" }")
            }
            Self::Path => both("the path of a file", "ファイルのパス"),
            Self::Date => both("a date such as 2027-01-15, without quotes", "2027-01-15 のような日付（引用符なし）"),
            Self::Zone => both("a time zone such as \"Asia/Tokyo\"", "\"Asia/Tokyo\" のようなタイムゾーン名"),
            Self::Language => {
                both("a language of two small letters such as \"ja\"", "\"ja\" のような小文字2字の言語名")
            }
            Self::Period => both("a period such as \"P14D\"", "\"P14D\" のような期間"),
            Self::Bool => both("true or false", "true または false"),
            Self::Count(least, most) => {
                (format!("an integer from {least} to {most}"), format!("{least} から {most} までの整数"))
            }
            Self::Url => both("an address that begins with https:// or http://", "https:// か http:// で始まるURL"),
            Self::Email => both("an e-mail address", "メールアドレス"),
            Self::Country => both("a country of two capital letters such as \"JP\"", "\"JP\" のような大文字2字の国名"),
            Self::Host => {
                both("the name of a host such as \"www.example.com\"", "\"www.example.com\" のようなホスト名")
            }
            Self::Cookie => both(
                "the name of a cookie, only a last * stands for any ending; after a blank how long it stays, such as \"_ga P2Y\" or \"cart session\"",
                "クッキー名（* は末尾だけ）。空白のあとに有効期間（\"_ga P2Y\"、\"cart session\" など）を書ける",
            ),
            Self::Id | Self::Free => {
                both("small letters, digits and single hyphens", "英小文字・数字・1つずつのハイフン")
            }
            Self::Word(words) => listed(&(words.0)()),
            Self::After => both(
                "\"acquired\", \"last-seen\", \"event:ID\" or \"last-use\"",
                "\"acquired\"、\"last-seen\"、\"event:ID\"、\"last-use\" のいずれか",
            ),
            Self::Ref(target) => target.want(),
            Self::Keeper => both(
                "\"FAMILY.ID\", \"FAMILY\" or \"guarantee:ID\"",
                "\"FAMILY.ID\"、\"FAMILY\"、\"guarantee:ID\" のいずれか",
            ),
            Self::List(inner) => {
                let (en, ja) = inner.want();
                (format!("a list, each {en}"), format!("配列（各要素は {ja}）"))
            }
            Self::Table(keys) => {
                let names = keys.iter().map(|key| format!("{} = …", key.name)).collect::<Vec<_>>().join(", ");
                (format!("a table: {{ {names} }}"), format!("表 {{ {names} }}"))
            }
            Self::Rows(keys) => {
                let names = keys.iter().map(|key| format!("{} = …", key.name)).collect::<Vec<_>>().join(", ");
                (format!("a list of tables: [{{ {names} }}]"), format!("表の配列 [{{ {names} }}]"))
            }
            Self::Papers => both(
                "a list of papers, or of { one-of = […] } and { two-of = […] }",
                "書類の配列、または { one-of = […] } と { two-of = […] } の配列",
            ),
        }
    }
}

impl Target {
    fn want(&self) -> (String, String) {
        let families = self.families.iter().map(|family| family.word()).collect::<Vec<_>>();
        let words = (self.words.0)();
        match (families.is_empty(), words.is_empty()) {
            (true, _) => listed(&words),
            (false, true) => {
                (format!("the id of a {}", families.join(" or ")), format!("{} のID", families.join(" か ")))
            }
            (false, false) => {
                let (en, ja) = listed(&words);
                (
                    format!("the id of a {}, or {en}", families.join(" or ")),
                    format!("{} のID、または {ja}", families.join(" か ")),
                )
            }
        }
    }
}

fn listed(words: &[&'static str]) -> (String, String) {
    let list = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    let (en, ja) = (list.join(", "), list.join("、"));
    if list.len() == 1 { (en, ja) } else { (format!("one of {en}"), format!("{ja} のいずれか")) }
}

const fn must(name: &'static str, form: Form, meaning: &'static str) -> Key {
    Key { name, form, need: Need::Always, default: "", meaning }
}

const fn may(name: &'static str, form: Form, default: &'static str, meaning: &'static str) -> Key {
    Key { name, form, need: Need::Never, default, meaning }
}

const fn when(name: &'static str, form: Form, case: &'static str, default: &'static str, meaning: &'static str) -> Key {
    Key { name, form, need: Need::If(case), default, meaning }
}

const fn table_of(
    name: &'static str,
    file: Kind,
    shape: Shape,
    family: Option<Family>,
    short: Option<&'static str>,
    keys: &'static [Key],
) -> Table {
    Table { name, file, shape, family, short, keys }
}

/// The words of a list of the vocabulary.
macro_rules! vocabulary {
    ($list:ty) => {
        $crate::grammar::Vocabulary(|| <$list>::ALL.iter().map(|word| word.word()).collect())
    };
}
/// The name of a declaration of these families, or one of these words.
macro_rules! name_of {
    ($($family:ident)|*) => { name_of!($($family)|*, $crate::grammar::Vocabulary(Vec::new)) };
    ($($family:ident)|*, $words:expr) => { name_of!($($family)|*, $words, Some($crate::codes::Code::UnknownId)) };
    ($($family:ident)|*, $words:expr, $unknown:expr) => {
        $crate::grammar::Form::Ref($crate::grammar::Target {
            families: &[$($crate::vocabulary::Family::$family),*],
            words: $words,
            unknown: $unknown,
        })
    };
}
use {name_of, vocabulary};

pub use policy::PAPER_LINES;
