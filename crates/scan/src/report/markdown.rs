//! Markdown, for a comment beside a change.

use super::Report;
use crate::finding::{Finding, Weight};
use azukari_model::Lang;

/// A table of what counts, and a line that sums up.
pub fn markdown(report: &Report<'_>, lang: Lang) -> String {
    let (errors, warnings) = (report.count(Weight::Error), report.count(Weight::Warning));
    let mut out = match lang {
        Lang::Ja => format!("## 外部送信の照合\n\nエラー {errors}・警告 {warnings}・受容済み {}\n", report.accepted()),
        Lang::En => {
            format!("## What the site sends\n\n{errors} errors, {warnings} warnings, {} accepted\n", report.accepted())
        }
    };
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| !finding.accepted).collect();
    if findings.is_empty() {
        return out;
    }
    findings.sort_by_key(|finding| (finding.code.weight(), finding.code, finding.fingerprint()));
    out += lang.pick(
        "\n| | 指摘 | ページ | 状態 | 対処 |\n|---|---|---|---|---|\n",
        "\n| | finding | page | state | fix |\n|---|---|---|---|---|\n",
    );
    for finding in findings {
        let mark = if finding.code.weight() == Weight::Error { "❌" } else { "⚠️" };
        let pages = finding.pages();
        let more = if pages.len() > 1 { format!(" +{}", pages.len() - 1) } else { String::new() };
        out += &format!(
            "| {mark} `{}` | {} | {}{more} | {} | {} |\n",
            finding.code.word(),
            escape(&finding.message(lang)),
            escape(pages.first().copied().unwrap_or_default()),
            escape(&finding.states().join(", ")),
            escape(finding.code.fix(lang))
        );
    }
    out
}

/// Text in a cell. Between backticks Markdown reads nothing, but a table still splits at `|`, and HTML is read everywhere else.
fn escape(text: &str) -> String {
    let mut out = String::new();
    let mut is_code = false;
    for letter in text.chars() {
        match letter {
            '`' => {
                is_code = !is_code;
                out.push('`');
            }
            '|' => out += "\\|",
            '\n' | '\r' => out.push(' '),
            '&' if !is_code => out += "&amp;",
            '<' if !is_code => out += "&lt;",
            '>' if !is_code => out += "&gt;",
            '*' | '_' | '[' | ']' | '\\' | '~' | '#' | '!' if !is_code => out.extend(['\\', letter]),
            // What looks like an address is not made a link of.
            ':' if !is_code => out += "&#58;",
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
