//! The list as HTML: a fragment for a company's own layout, and a whole page. Neither needs a script; where the consent
//! script runs, it shows the visitor's switches in the place left for them.

use super::{
    super::{html::STYLE, phrase::pick, table::escape_html},
    Group, Listing,
    entry::{Entry, Fact, Value},
};

/// The list without a page around it.
pub fn fragment(listing: &Listing) -> String {
    let language = listing.language;
    if listing.groups.is_empty() {
        return format!(
            "<p class=\"empty\">{}</p>\n",
            pick(language, "外部に送信する情報はありません。", "Nothing is sent to others.")
        );
    }
    let mut html = format!(
        "<p class=\"lead\">{}</p>\n",
        pick(
            language,
            "このサービスをご利用になると、お使いの端末から次の送信先に情報が送られます。ここに挙げていない送信先には送りません。",
            "When you use this service, your device sends information to the parties below, and to nobody else.",
        )
    );
    html += "<dl class=\"meta\">\n";
    for (label, value) in [
        (pick(language, "公表している事業者", "Published by"), Some(&listing.operator)),
        (pick(language, "版", "Version"), Some(&listing.version)),
        (pick(language, "適用日", "Counts from"), Some(&listing.effective)),
        (pick(language, "公表の根拠", "Why it is published"), listing.basis.as_ref()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            html += &format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", escape_html(value));
        }
    }
    // Empty, and so without a place on the page, where no script runs.
    html += "</dl>\n<div data-consent-switches></div>\n";
    listing.groups.iter().for_each(|one| html += &group(listing, one));
    html
}

/// A whole page that needs nothing else.
pub fn page(listing: &Listing) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} – {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{}</main>\n</body>\n</html>\n",
        listing.language,
        escape_html(&listing.service),
        fragment(listing),
        title = escape_html(listing.title()),
    )
}

fn group(listing: &Listing, group: &Group) -> String {
    let id = escape_html(&group.id);
    let mut html = format!(
        "<section aria-labelledby=\"category-{id}\">\n<h2 id=\"category-{id}\">{}</h2>\n",
        escape_html(&group.label)
    );
    group.entries.iter().for_each(|one| html += &entry(listing, one));
    html + "</section>\n"
}

fn entry(listing: &Listing, entry: &Entry) -> String {
    let waits = if entry.waits { " asked" } else { "" };
    let when =
        entry.further.iter().find(|fact| fact.key == "load").map(|fact| values(&fact.values)).unwrap_or_default();
    format!(
        "<article class=\"tag\" id=\"{}\">\n<header><h3>{}</h3> <span class=\"chip{waits}\">{}{when}</span></header>\n<dl class=\"pairs\">\n{}</dl>\n<h4>{}</h4>\n<dl class=\"pairs further\">\n{}</dl>\n</article>\n",
        escape_html(&entry.id),
        escape_html(&entry.name),
        pick(listing.language, "送信：", "sent: "),
        facts(entry.required.iter()),
        pick(listing.language, "そのほかの情報", "Further facts"),
        facts(entry.further.iter().filter(|fact| fact.key != "load")),
    )
}

fn facts<'a>(facts: impl Iterator<Item = &'a Fact>) -> String {
    facts.map(|fact| format!("<dt>{}</dt><dd>{}</dd>\n", fact.label, values(&fact.values))).collect()
}

/// One as it is, several as a list: each item by its name.
fn values(values: &[Value]) -> String {
    match values {
        [one] => value(one),
        several => {
            format!("<ul>{}</ul>", several.iter().map(|one| format!("<li>{}</li>", value(one))).collect::<String>())
        }
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => escape_html(text),
        Value::Code(code, more) => format!("<code>{}</code>{}", escape_html(code), escape_html(more)),
        Value::Link(label, link) => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape_html(link.as_str()), escape_html(label))
        }
    }
}
