//! What was seen: the one thing the two halves share. No value of a person is in it.

use crate::address::{self, Address};
use azukari_model::Personal;
use azukari_policy::vocabulary::Signal;
use std::{collections::BTreeSet, fmt};

/// Everything that was seen.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    pub visits: Vec<Visit>,
    /// Ways out the policy names, and whether they lead anywhere.
    pub ways_out: Vec<WayOut>,
}

/// One visit to one page in one state.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The page, as it may be shown.
    pub page: String,
    /// Its host.
    pub host: String,
    pub state: State,
    pub sent: Vec<Transmission>,
    pub cookies: Vec<SeenCookie>,
    pub notice: Notice,
    pub troubles: Vec<Trouble>,
}

/// The state of a visitor.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// Nothing chosen.
    Fresh,
    Refused,
    Accepted,
    /// One category allowed.
    Category(String),
    Withdrawn,
    /// The browser says Global Privacy Control.
    Gpc,
    /// Allowed before, come back.
    Returning,
}

impl State {
    /// What it is called, in arguments and in reports.
    pub fn word(&self) -> String {
        match self {
            Self::Fresh => "fresh".to_owned(),
            Self::Refused => "refused".to_owned(),
            Self::Accepted => "accepted".to_owned(),
            Self::Category(id) => format!("category:{id}"),
            Self::Withdrawn => "withdrawn".to_owned(),
            Self::Gpc => "gpc".to_owned(),
            Self::Returning => "returning".to_owned(),
        }
    }
}

/// The choice that was in force when something was sent.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Choice {
    None,
    Refused,
    Accepted,
    Only(String),
    Withdrawn,
    Gpc,
}

/// One request, message of a socket, or connection.
#[derive(Clone, Debug)]
pub struct Transmission {
    pub host: String,
    /// Its address, as it may be shown.
    pub address: String,
    pub choice: Choice,
    pub witness: Witness,
    pub carries: BTreeSet<Carried>,
}

/// Who saw it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Witness {
    Both,
    /// The `DevTools` protocol alone.
    Protocol,
    /// The browser's net log alone.
    NetLog,
}

/// A kind of value, and the parameter it was in.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Carried {
    pub what: What,
    /// The name of the parameter, as it may be shown; empty: the path or a body without names.
    pub parameter: String,
}

/// What a value is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum What {
    Email,
    HashedEmail,
    Telephone,
    Signal(Signal),
}

impl What {
    /// Its word: an item's kind or a signal, as policies write them.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::HashedEmail => "hashed-email",
            Self::Telephone => "telephone",
            Self::Signal(signal) => signal.word(),
        }
    }
}

/// A cookie that stood in the browser.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct SeenCookie {
    pub name: String,
    pub domain: String,
    /// Whole days it stays, rounded up; `None`: until the browser is closed.
    pub days: Option<u32>,
    pub choice: Choice,
}

/// The link to the list of transmissions.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Notice {
    /// This visit did not look.
    #[default]
    NotLooked,
    /// No link on the page leads there.
    NoLink,
    /// The link leads to an error.
    Dead(String),
    Reached(String),
}

/// What stood in the way of a visit.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Trouble {
    /// The page did not come.
    NoPage(String),
    /// The page's process crashed.
    Crashed,
    /// It was still busy when the time was up.
    NeverIdle,
    /// The banner, or this button of it, was not found.
    NoBanner(&'static str),
}

/// A way out and what it answered.
#[derive(Clone, Debug)]
pub struct WayOut {
    pub address: String,
    /// `None`: it leads to a page.
    pub dead: Option<String>,
}

/// What is known of a visit, so that values can be told apart.
pub struct Known {
    pub page: Personal<String>,
    pub cookies: Vec<Personal<String>>,
    pub screen: (u32, u32),
    pub language: String,
    pub zone: String,
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Known")
    }
}

/// Looks for values in what was sent. Each is forgotten at once; what it was and where it stood is kept.
pub fn search(address: &Address, body: Option<&Personal<String>>, known: &Known) -> BTreeSet<Carried> {
    let mut found = BTreeSet::new();
    for (name, value) in address.query() {
        look(name, value.open(), known, 0, &mut found);
    }
    for part in address.path().open().split('/') {
        if is_email(&address::decode(part)) {
            found.insert(Carried { what: What::Email, parameter: String::new() });
        }
    }
    if let Some(body) = body {
        look_in_body(body.open(), known, 0, &mut found);
    }
    found
}

/// How deep values in values are followed: an address in a parameter, a JSON text in a form.
const DEPTH_MAX: usize = 4;

fn look(name: &str, value: &str, known: &Known, depth: usize, found: &mut BTreeSet<Carried>) {
    let parameter = || address::shown_name(name);
    for what in kinds(name, value, known) {
        found.insert(Carried { what, parameter: parameter() });
    }
    if is_email(name) {
        found.insert(Carried { what: What::Email, parameter: parameter() });
    }
    if depth >= DEPTH_MAX {
        return;
    }
    if let Some(inner) = Address::parse(value) {
        for (inner_name, inner_value) in inner.query() {
            let inner_name = format!("{name}:{inner_name}");
            look(&inner_name, inner_value.open(), known, depth + 1, found);
        }
    } else if value.starts_with(['{', '[']) {
        look_in_body(value, known, depth + 1, found);
    }
}

fn look_in_body(body: &str, known: &Known, depth: usize, found: &mut BTreeSet<Carried>) {
    let before = found.len();
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(body) {
        look_in_json("", &json, known, depth, found);
    } else {
        for line in body.lines() {
            for (name, value) in address::pairs(line) {
                look(&name, &value, known, depth, found);
            }
        }
    }
    if found.len() == before && body.split(|letter: char| !is_of_address(letter)).any(is_email) {
        found.insert(Carried { what: What::Email, parameter: String::new() });
    }
}

fn look_in_json(name: &str, json: &serde_json::Value, known: &Known, depth: usize, found: &mut BTreeSet<Carried>) {
    use serde_json::Value;
    match json {
        Value::String(text) => look(name, text, known, depth, found),
        Value::Number(number) => look(name, &number.to_string(), known, depth, found),
        Value::Array(list) if depth < DEPTH_MAX * 2 => {
            for one in list {
                look_in_json(name, one, known, depth + 1, found);
            }
        }
        Value::Object(map) if depth < DEPTH_MAX * 2 => {
            for (name, one) in map {
                look_in_json(name, one, known, depth + 1, found);
            }
        }
        _ => {}
    }
}

fn kinds(name: &str, value: &str, known: &Known) -> Vec<What> {
    let mut kinds = Vec::new();
    if is_email(value) {
        kinds.push(What::Email);
    } else if is_hash(value) && is_of_email(name) {
        kinds.push(What::HashedEmail);
    } else if is_telephone(value) {
        kinds.push(What::Telephone);
    }
    let is_signal = |signal| match signal {
        Signal::PageUrl => same_page(value, known.page.open()),
        Signal::ScreenSize => {
            let (wide, high) = known.screen;
            [format!("{wide}x{high}"), format!("{wide},{high}"), format!("{wide}*{high}")]
                .contains(&value.to_lowercase())
        }
        Signal::BrowserLanguage => {
            is_of_language(name) && value.to_lowercase().starts_with(&known.language.to_lowercase())
        }
        Signal::TimeZone => value == known.zone,
        Signal::CookieId => known.cookies.iter().any(|cookie| holds(cookie.open(), value)),
        _ => false,
    };
    kinds.extend(Signal::ALL.iter().copied().filter(|signal| is_signal(*signal)).map(What::Signal));
    kinds
}

fn same_page(value: &str, page: &str) -> bool {
    let bare = |text: &str| text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    value.contains("://") && bare(value) == bare(page)
}

/// A cookie's value, or a part of it long enough to know somebody again by (`GA1.1.123.456` → `123.456`).
fn holds(cookie: &str, value: &str) -> bool {
    value.len() >= 8 && (cookie == value || (value.len() >= 12 && cookie.contains(value)))
}

/// What a reader could take for somebody's: never shown.
pub(crate) fn is_personal(text: &str) -> bool {
    let text = address::decode(text);
    text.contains('@') || is_telephone(&text) || is_hash(&text)
}

fn is_of_address(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$&'*+-/=?^_`{|}~.@".contains(letter)
}

fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let last = domain.rsplit('.').next().unwrap_or_default();
    text.len() <= 254
        && !local.is_empty()
        && local.chars().all(is_of_address)
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// MD5, SHA-1 or SHA-256 in hex.
fn is_hash(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Names of parameters that vendors take hashed addresses in: `em`, `ud[em]`, `hem`, `sha256_email_address`, `mail_hash`.
fn is_of_email(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    name.contains("mail") || words.clone().any(|word| matches!(word, "em" | "hem" | "eml" | "he"))
}

/// A number of Japan as people write it, or in the international form.
fn is_telephone(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.chars().any(|letter| !letter.is_ascii_digit() && !"+-() ".contains(letter)) {
        return false;
    }
    if let Some(rest) = digits.strip_prefix("81").filter(|_| text.starts_with('+')) {
        return matches!(rest.len(), 9 | 10);
    }
    let begins = |starts: &[&str]| starts.iter().any(|start| digits.starts_with(start));
    digits.len() == 11 && begins(&["070", "080", "090", "050"])
        || digits.len() == 10 && text.contains('-') && digits.starts_with('0')
}

fn is_of_language(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(name.as_str(), "ul" | "l" | "hl" | "bl") || name.contains("lang") || name.contains("locale")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            page: Personal::new("https://shop.example/cart?mail=taro@example.jp".to_owned()),
            cookies: vec![Personal::new("GA1.1.1234567890.1700000000".to_owned())],
            screen: (1366, 768),
            language: "ja".to_owned(),
            zone: "Asia/Tokyo".to_owned(),
        }
    }

    fn found(address: &str, body: &str) -> Vec<(&'static str, String)> {
        let body = Personal::new(body.to_owned());
        let found = search(&Address::parse(address).unwrap(), Some(&body), &known());
        found.into_iter().map(|one| (one.what.word(), one.parameter)).collect()
    }

    #[test]
    fn personal_values_are_found_in_queries_in_addresses_inside_them_and_in_bodies() {
        let hash = "a".repeat(64);
        let name = |what: &'static str, parameter: &str| (what, parameter.to_owned());
        assert_eq!(found(&format!("https://t.example/?ud%5Bem%5D={hash}"), ""), [name("hashed-email", "ud[em]")]);
        assert_eq!(
            found("https://t.example/?dl=https%3A%2F%2Fshop.example%2Fcart%3Fmail%3Dtaro%2540example.jp", ""),
            [name("email", "dl:mail"), name("page-url", "dl")]
        );
        assert_eq!(found("https://t.example/", "{\"u\":{\"tel\":\"090-1234-5678\"}}"), [name("telephone", "tel")]);
        assert_eq!(found("https://t.example/", "en=x&em=taro%40example.jp"), [name("email", "em")]);
        assert_eq!(found("https://t.example/", "hello taro@example.jp !"), [name("email", "")]);
        assert_eq!(found("https://t.example/u/taro%40example.jp", ""), [name("email", "")]);
        assert_eq!(found("https://t.example/?cid=1234567890.1700000000", ""), [name("cookie-id", "cid")]);
        assert_eq!(
            found("https://t.example/?sr=1366x768&ul=ja-jp&tz=Asia%2FTokyo", ""),
            [name("screen-size", "sr"), name("browser-language", "ul"), name("time-zone", "tz")]
        );
    }

    #[test]
    fn what_only_looks_like_somebodys_is_left_alone() {
        let hash = "a".repeat(64);
        for address in [
            "https://t.example/?t=1700000000000&v=9.0.1&x=0312345678&em=1".to_owned(),
            format!("https://t.example/?bundle={hash}"),
            "https://t.example/@scope/package@1.2.3/x.js".to_owned(),
            "https://t.example/?l=dataLayer&ul=en".to_owned(),
        ] {
            assert_eq!(found(&address, ""), [], "{address}");
        }
    }

    #[test]
    fn nothing_deep_or_broken_is_followed_for_ever() {
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        assert_eq!(found("https://t.example/?a=%E3%81&b=%", &deep), []);
        let mut nested = "taro@example.jp".to_owned();
        for _ in 0..12 {
            nested = format!("https://x.example/?u={}", nested.replace('%', "%25").replace('&', "%26"));
        }
        found(&nested, "");
    }
}
