//! Addresses a published policy may lead to. The one reader of links: of prose, of facts, of the list of what is sent.

use std::fmt;

/// The longest an address may be, in bytes.
const LENGTH_MAX: usize = 2_048;

/// An address that may be followed from a published policy: `https`, mail, telephone, a clause of the page, a page of the site.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Link(String);

impl Link {
    /// Reads an address. What a browser could take for another address than a reader does is none: no control characters, no
    /// blanks, no backslashes, nobody's name before a host (RFC 3986, 3.2.1), nothing that begins a host without its scheme.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        let is_link = text.len() <= LENGTH_MAX && text.bytes().all(is_plain) && leads(text);
        is_link.then(|| Self(text.to_owned()))
    }

    /// An address of another's site, which may still be plain `http`.
    pub fn elsewhere(text: &str) -> Option<Self> {
        let secure = match text.strip_prefix("http://") {
            Some(rest) => Self::parse(&format!("https://{rest}")),
            None => Self::parse(text).filter(|link| link.0.starts_with("https://")),
        };
        secure.map(|_| Self(text.to_owned()))
    }

    /// The address as it is written into a page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn leads(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("https://") {
        return is_authority(rest.split(['/', '?', '#']).next().unwrap_or_default());
    }
    if let Some(address) = text.strip_prefix("mailto:") {
        return address.contains('@');
    }
    if let Some(number) = text.strip_prefix("tel:") {
        let is_dialled = |byte: u8| byte.is_ascii_digit() || b"+-.()*#;=".contains(&byte);
        return number.bytes().any(|byte| byte.is_ascii_digit()) && number.bytes().all(is_dialled);
    }
    if let Some(clause) = text.strip_prefix('#') {
        return !clause.is_empty();
    }
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    !text.is_empty() && !text.starts_with("//") && !first.contains(':')
}

/// A host, perhaps with a port; a name before it would be taken for the host by readers.
fn is_authority(text: &str) -> bool {
    let (host, port) = text.rsplit_once(':').unwrap_or((text, "443"));
    let is_label = |label: &str| {
        let is_edge = |end: Option<u8>| end.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        is_edge(label.bytes().next()) && is_edge(label.bytes().last()) && label.bytes().all(is_inner)
    };
    host.split('.').all(is_label) && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_site_to_the_web_to_mail_and_to_a_telephone() {
        for good in [
            "https://example.jp",
            "https://example.jp:8443/a?b=c#d",
            "https://xn--wgv71a.example/%E8%AA%9E",
            "mailto:privacy@shop.example",
            "tel:+81-3-1234-5678",
            "#purposes.news",
            "/",
            "/privacy",
            "/shop/policy/versions/2?lang=en#kept",
            "policy/versions",
            "../privacy",
            "versions",
            "?lang=en",
            "/a:b",
        ] {
            assert_eq!(Link::parse(good).as_ref().map(Link::as_str), Some(good));
        }
    }

    #[test]
    fn what_a_browser_reads_otherwise_than_people_do_leads_nowhere() {
        for bad in [
            "",
            "#",
            "//host.example",
            "///host.example",
            "/\t/host.example",
            "/\n/host.example",
            "/\\host.example",
            "\\\\host.example",
            "\\/host.example",
            " https://host.example",
            "https://",
            "https:///path",
            "https:host.example",
            "https://good.example@host.example/",
            "https://good.example:pass@host.example/",
            "https://good.example%40host.example/",
            "https://good.example\u{0}.host.example/",
            "https://host.example:/",
            "https://host.example/\u{202e}gpj",
            "https://аpple.example",
            "http://plain.example",
            "HTTPS://host.example@x",
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "java\tscript:x",
            "javascript&colon;x\u{1}",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://x.example",
            "mailto:",
            "mailto:nobody",
            "tel:",
            "tel:javascript",
            "a b",
            "<x>",
        ] {
            assert_eq!(Link::parse(bad), None, "{bad:?}");
        }
        assert_eq!(Link::parse(&format!("/{}", "x".repeat(LENGTH_MAX))), None);
    }

    #[test]
    fn a_way_out_of_elsewhere_may_be_plain_http_and_is_an_address_of_the_web() {
        assert!(Link::elsewhere("http://plain.example/a").is_some() && Link::elsewhere("https://a.example").is_some());
        for bad in ["/privacy", "#x", "mailto:a@b.example", "http://", "http://a@b.example", "http:///x", "http://a\\b"]
        {
            assert_eq!(Link::elsewhere(bad), None, "{bad}");
        }
    }
}
