//! The list as CSV (RFC 4180): a line for each tag, opened by any spreadsheet and obeyed by none.

use super::{Listing, entry::Entry};

const COLUMNS: [(&str, &str, &str); 11] = [
    ("sends", "送信される情報", "What is sent"),
    ("recipient", "送信先（取り扱う者）", "Who gets it"),
    ("our-purpose", "当社の利用目的", "What we use it for"),
    ("their-purpose", "送信先の利用目的", "What they use it for"),
    ("load", "送信を始める時期", "When it begins"),
    ("way-out", "停止の方法", "How to stop it"),
    ("country", "送信先の国", "Country"),
    ("cookies", "クッキーと有効期間", "Cookies, and how long they stay"),
    ("hosts", "通信先のホスト名", "Hosts"),
    ("on", "対象", "Where"),
    ("policy", "送信先のポリシー", "Their privacy policy"),
];

/// The list as CSV. It begins with a byte order mark: without one, Excel takes Japanese for something else.
pub fn csv(listing: &Listing) -> String {
    let pick = |ja, en| super::pick(listing.language, ja, en);
    let mut head = vec![pick("区分", "Category").to_owned(), "id".to_owned()];
    head.extend(COLUMNS.iter().map(|(_, ja, en)| pick(ja, en).to_owned()));
    let mut csv = format!("\u{feff}{}", line(&head));
    for group in &listing.groups {
        for entry in &group.entries {
            let mut cells = vec![group.label.clone(), entry.id.clone()];
            cells.extend(COLUMNS.iter().map(|(key, ..)| said(entry, key)));
            csv += &line(&cells);
        }
    }
    csv
}

fn said(entry: &Entry, key: &str) -> String {
    let fact = entry.required.iter().chain(&entry.further).find(|fact| fact.key == key);
    let values: Vec<String> = fact.into_iter().flat_map(|fact| &fact.values).map(super::entry::Value::plain).collect();
    values.join(" / ")
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// A cell in quotes. One that a spreadsheet would take for a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_ends_its_line() {
        for bad in ["=HYPERLINK(\"https://x\")", " +1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert!(cell(bad).starts_with("\"'"), "{bad}");
        }
        assert_eq!(cell("a \"b\",\r\nc"), "\"a \"\"b\"\",  c\"");
    }
}
