//! Addresses of requests, taken apart. A hostile page chooses them: what is shown of one holds no value and no control character.

use azukari_model::Personal;
use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
};

/// The longest path and the longest name of a parameter that are shown, in letters.
const SHOWN_MAX: usize = 120;
/// How many parameters are shown.
const NAMES_MAX: usize = 12;

/// An address of the web, as a browser writes it.
#[derive(Clone, Debug)]
pub struct Address {
    pub scheme: String,
    pub host: String,
    pub port: Option<u16>,
    path: Personal<String>,
    query: Vec<(String, Personal<String>)>,
}

impl Address {
    /// Takes an address apart; `None`: it is none that goes over a network (`data:`, `blob:`, `chrome:`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split('#').next().unwrap_or_default();
        let (scheme, rest) = text.split_once("://")?;
        if !matches!(scheme, "http" | "https" | "ws" | "wss") {
            return None;
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end)?;
        // A name before the host is a value of somebody's.
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().ok()?)),
            _ => (authority, None),
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        (!host.is_empty()).then(|| Self {
            scheme: scheme.to_owned(),
            host: plain(&host.trim_end_matches('.').to_ascii_lowercase()),
            port,
            path: Personal::new(if path.is_empty() { "/".to_owned() } else { path.to_owned() }),
            query: pairs(query).map(|(name, value)| (name, Personal::new(value))).collect(),
        })
    }

    /// The parameters: names, and values nobody but the search for personal values may look at.
    pub fn query(&self) -> &[(String, Personal<String>)] {
        &self.query
    }

    /// The path. It may hold a value.
    pub const fn path(&self) -> &Personal<String> {
        &self.path
    }

    /// What of it may be shown: no values, only where it goes and the names of its parameters.
    pub fn shown(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let mut out = format!("{}://{}{port}{}", self.scheme, plain(&self.host), self.shown_path());
        let names: Vec<String> = self.names().take(NAMES_MAX).collect();
        if !names.is_empty() {
            let more = if self.query.len() > NAMES_MAX { "&…" } else { "" };
            out += &format!("?{}{more}", names.join("&"));
        }
        out
    }

    /// The names of its parameters, as they may be shown.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.query.iter().map(|(name, _)| shown_name(name))
    }

    fn shown_path(&self) -> String {
        let parts = self.path.open().split('/').map(|part| {
            let decoded = decode(part);
            if crate::observed::is_personal(&decoded) || decoded.len() > 64 { "…".to_owned() } else { plain(part) }
        });
        cut(&parts.collect::<Vec<_>>().join("/"))
    }
}

/// The host, with the port if it is none of the usual.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

/// What two notes of the same request agree in: the address without its fragment.
pub(crate) fn key(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.split('#').next().unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

/// The name of a parameter, unless it is a value itself (`?taro@example.jp`).
pub(crate) fn shown_name(name: &str) -> String {
    if crate::observed::is_personal(name) || name.len() > 48 { "…".to_owned() } else { plain(name) }
}

/// Letters of ASCII that mean nothing to a terminal, a page or Markdown; the rest is percent-encoded.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/%[]=,;+@!$()*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    cut(&out)
}

fn cut(text: &str) -> String {
    if text.chars().count() <= SHOWN_MAX {
        return text.to_owned();
    }
    text.chars().take(SHOWN_MAX).chain(['…']).collect()
}

/// The pairs of a query or of a form's body, decoded.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

/// Percent-decoding as of forms. What is no encoding stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                out.push(digit(*high).unwrap_or(0) * 16 + digit(*low).unwrap_or(0));
                rest = after;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(*first),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Address::parse(text).unwrap().shown()
    }

    #[test]
    fn an_address_shows_where_it_goes_and_the_names_of_what_it_carries_but_no_value() {
        assert_eq!(
            shown("https://u:p@T.Example:8443/a/b?em=0011&dl=https%3A%2F%2Fx#taro"),
            "https://t.example:8443/a/b?em&dl"
        );
        assert_eq!(shown("https://t.example?taro%40example.jp"), "https://t.example/?…");
        assert_eq!(shown("https://t.example/user/taro%40example.jp/x"), "https://t.example/user/…/x");
        assert!(!format!("{:?}", Address::parse("https://t.example/taro?em=secret").unwrap()).contains("secret"));
    }

    #[test]
    fn an_address_made_to_hurt_a_reader_shows_harmless_letters_only() {
        let hostile = "https://t.example/\u{1b}[2J<script>`|\u{202e}?a\n[x](javascript:1)|=1";
        let shown = shown(hostile);
        assert!(shown.chars().all(|letter| letter == '…' || letter.is_ascii_graphic()), "{shown}");
        assert!(!shown.contains(['<', '>', '`', '|', '"', '\'', '&', '\\']), "{shown}");
    }

    #[test]
    fn what_goes_over_no_network_is_no_address() {
        for text in ["data:text/html,x", "blob:https://a.example/1", "chrome://x/", "about:blank", "https://"] {
            assert!(Address::parse(text).is_none(), "{text}");
        }
        assert_eq!(Address::parse("wss://[::1]:99/s").unwrap().port, Some(99));
        assert_eq!(Address::parse("http://[::1]/").unwrap().host, "[::1]");
    }
}
