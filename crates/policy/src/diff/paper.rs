//! A difference on paper: 新旧対照表 (old and new in two columns), Markdown for a review, lines for a terminal, JSON.

use super::{Change, ChangeCode};
use crate::{declared::Policy, publish::html::escape};
use azukari_model::{Lang, Language};
use serde_json::{Value, json};

/// The changes as JSON: `{changes: […], widens, needs}`.
pub fn json(changes: &[Change]) -> Value {
    json!({
        "widens": changes.iter().any(|change| change.widens),
        "needs": changes.iter().map(|change| change.needs).max(),
        "changes": changes.iter().map(|change| json!({"code": change.code, "at": change.at, "old": change.old, "new": change.new,
            "widens": change.widens, "needs": change.needs, "clause": change.clause})).collect::<Vec<_>>(),
    })
}

/// The changes as Markdown for a review: what widens first.
pub fn markdown(changes: &[Change], lang: Lang) -> String {
    let mut out = lang
        .pick(
            "| 変更 | 箇所 | 旧 | 新 | 必要な手続き |\n|---|---|---|---|---|\n",
            "| change | where | old | new | needs |\n|---|---|---|---|---|\n",
        )
        .to_owned();
    for change in sorted(changes) {
        let mark = if change.widens { lang.pick("**拡大** ", "**widens** ") } else { "" };
        let cell = |text: &str| shortened(text).replace('|', "\\|").replace('\n', " ");
        out += &format!(
            "| {mark}{} (`{}`) | `{}` | {} | {} | {} |\n",
            change.code.sentence(lang),
            change.code,
            change.at,
            cell(&change.old),
            cell(&change.new),
            change.needs.sentence(lang)
        );
    }
    if changes.is_empty() {
        lang.pick("変更はありません。\n", "Nothing changed.\n").clone_into(&mut out);
    }
    out
}

/// What widens first, then by what it needs; the order of the tables within.
pub fn sorted(changes: &[Change]) -> Vec<&Change> {
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| (!change.widens, std::cmp::Reverse(change.needs)));
    sorted
}

/// Long texts are cut where a line would get too long.
pub fn shortened(text: &str) -> String {
    const LETTERS_MAX: usize = 80;
    if text.chars().count() <= LETTERS_MAX {
        text.to_owned()
    } else {
        text.chars().take(LETTERS_MAX).chain(['…']).collect()
    }
}

/// 新旧対照表 as an HTML fragment: the clauses that differ, old and new side by side, each with the changes it stands for.
pub fn comparison(old: &Policy, new: &Policy, changes: &[Change], language: Language) -> String {
    let lang = if language == Language::JA { Lang::Ja } else { Lang::En };
    let mut html = format!(
        "<table class=\"comparison\">\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        lang.pick("旧", "Old"),
        lang.pick("新", "New"),
        lang.pick("変更点と手続き", "What changed, what it needs")
    );
    for clause in clauses(old, new, changes) {
        let text = |policy: &Policy| {
            policy.prose.clause(&clause).map(|clause| clause.own.in_language(language).to_owned()).unwrap_or_default()
        };
        let (before, after) = (text(old), text(new));
        let (old_html, new_html) = marked(&before, &after);
        let here: Vec<&Change> = changes
            .iter()
            .filter(|change| change.clause.as_deref() == Some(&*clause) && change.code != ChangeCode::WordingChanged)
            .collect();
        html += &format!(
            "<tr id=\"{0}\"><td data-column=\"{1}\">{old_html}</td><td data-column=\"{2}\">{new_html}</td><td>{3}</td></tr>\n",
            escape(&clause),
            lang.pick("旧", "Old"),
            lang.pick("新", "New"),
            notes(&here, lang)
        );
    }
    let loose: Vec<&Change> = changes.iter().filter(|change| change.clause.is_none()).collect();
    if !loose.is_empty() {
        html += &format!("<tr><td></td><td></td><td>{}</td></tr>\n", notes(&loose, lang));
    }
    html + "</tbody></table>\n"
}

/// The clauses that a change stands in, in the order of the new prose, then those that are gone.
fn clauses(old: &Policy, new: &Policy, changes: &[Change]) -> Vec<String> {
    let touched = |id: &str| changes.iter().any(|change| change.clause.as_deref() == Some(id));
    let gone = old.prose.clauses.iter().filter(|clause| new.prose.clause(&clause.id).is_none());
    new.prose.clauses.iter().chain(gone).map(|clause| clause.id.clone()).filter(|id| touched(id)).collect()
}

fn notes(changes: &[&Change], lang: Lang) -> String {
    changes
        .iter()
        .map(|change| {
            let class = if change.widens { " class=\"widens\"" } else { "" };
            let values = match (change.old.as_str(), change.new.as_str()) {
                ("", "") => String::new(),
                ("", new) => format!("<br><ins>{}</ins>", escape(&shortened(new))),
                (old, "") => format!("<br><del>{}</del>", escape(&shortened(old))),
                (old, new) => {
                    format!("<br><del>{}</del> → <ins>{}</ins>", escape(&shortened(old)), escape(&shortened(new)))
                }
            };
            format!(
                "<p{class}><strong>{}</strong> <code>{}</code>{values}<br><small>{}</small></p>",
                escape(change.code.sentence(lang)),
                escape(&change.at),
                change.needs.sentence(lang)
            )
        })
        .collect()
}

/// Both texts with what differs marked, letter by letter: Japanese has no spaces.
fn marked(old: &str, new: &str) -> (String, String) {
    let (mut old_html, mut new_html) = (String::new(), String::new());
    let difference = similar::TextDiff::from_chars(old, new);
    for operation in difference.ops() {
        for change in difference.iter_changes(operation) {
            let text = escape(change.value());
            match change.tag() {
                similar::ChangeTag::Equal => {
                    old_html += &text;
                    new_html += &text;
                }
                similar::ChangeTag::Delete => old_html += &format!("<del>{text}</del>"),
                similar::ChangeTag::Insert => new_html += &format!("<ins>{text}</ins>"),
            }
        }
    }
    (old_html.replace("</del><del>", ""), new_html.replace("</ins><ins>", ""))
}

/// 新旧対照表 as a page of its own.
pub fn page(old: &Policy, new: &Policy, changes: &[Change], language: Language) -> String {
    let ja = language == Language::JA;
    let title = if ja { "プライバシーポリシー 新旧対照表" } else { "Privacy policy: old and new" };
    let name = new.service.name.in_language(language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{}</style>\n</head>\n<body class=\"wide\">\n<main>\n<h1>{title}</h1>\n<p>{} · {} → {}</p>\n{}</main>\n</body>\n</html>\n",
        crate::publish::html::STYLE,
        escape(name),
        escape(&old.service.label),
        escape(&new.service.label),
        comparison(old, new, changes, language)
    )
}
