//! `azukari fmt`: one way to write a policy; keeps comments, order and meaning; doing it twice changes nothing.
//!
//! It aligns the equal signs of a table, writes lists on one line where they fit in [`COLUMNS`], and tidies blank lines and
//! ends of lines. It never moves a declaration: source order means something.

use toml_edit::{Array, Decor, DocumentMut, InlineTable, Item, RawString, Table, Value};
use unicode_width::UnicodeWidthStr;

/// The widest line.
pub const COLUMNS: usize = 160;

/// Why a file was left as it is.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FormatError {
    /// It does not parse.
    #[error("not TOML: {0}; `azukari check` shows the place")]
    Syntax(String),
    /// What was written would not mean the same.
    #[error("left as it is: writing it anew would change what it says; please report this")]
    Meaning,
}

impl FormatError {
    /// The same in Japanese.
    pub fn ja(&self) -> String {
        match self {
            Self::Syntax(said) => format!("TOMLとして読めません：{said}。場所は `azukari check` が示します"),
            Self::Meaning => "書き直すと意味が変わるため、元のままにしました。この不具合をお知らせください".to_owned(),
        }
    }
}

/// Writes a policy.toml or operation.toml anew.
pub fn format(text: &str) -> Result<String, FormatError> {
    let clean = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut document: DocumentMut =
        clean.parse().map_err(|error: toml_edit::TomlError| FormatError::Syntax(error.message().to_owned()))?;
    format_table(document.as_table_mut());
    let written = tidy(&document.to_string());
    let means = |text: &str| text.parse::<toml::Table>().ok();
    if means(&clean).is_none() || means(&clean) != means(&written) { Err(FormatError::Meaning) } else { Ok(written) }
}

fn format_table(table: &mut Table) {
    let width = table
        .iter()
        .filter(|(_, item)| item.is_value())
        .map(|(key, _)| key_width(table, key))
        .max()
        .unwrap_or_default();
    for (mut key, item) in table.iter_mut() {
        match item {
            Item::Value(value) => {
                let pad = width - key.display_repr().width() + 1;
                let column = width + 3;
                key.leaf_decor_mut().set_suffix(" ".repeat(pad));
                format_value(value, column);
                value.decor_mut().set_prefix(" ");
                trim_suffix(value.decor_mut());
            }
            Item::Table(inner) => format_table(inner),
            Item::ArrayOfTables(many) => many.iter_mut().for_each(format_table),
            Item::None => {}
        }
    }
}

/// How wide a key is as it stands in the file, its quotes too.
fn key_width(table: &Table, key: &str) -> usize {
    table.key(key).map_or(0, |key| key.display_repr().width())
}

fn format_value(value: &mut Value, column: usize) {
    match value {
        Value::Array(array) if !has_comment(&array.to_string()) => format_array(array, column),
        Value::InlineTable(table) if !has_comment(&table.to_string()) => format_inline(table),
        _ => {}
    }
}

/// Whether a piece of TOML holds a comment: a `#` outside quotes.
fn has_comment(text: &str) -> bool {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for letter in text.chars() {
        match (quote, letter) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), _) if letter == open && !escaped => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '#') => return true,
            _ => {}
        }
        escaped = false;
    }
    false
}

fn format_array(array: &mut Array, column: usize) {
    let mut each: Vec<String> = Vec::new();
    for element in array.iter_mut() {
        format_value(element, column);
        element.decor_mut().clear();
        each.push(element.to_string().trim().to_owned());
    }
    let line = column + 2 + each.iter().map(|text| text.width() + 2).sum::<usize>();
    let breaks = line > COLUMNS;
    let mut used = COLUMNS;
    for (element, text) in array.iter_mut().zip(&each) {
        let prefix = if !breaks {
            ""
        } else if used + text.width() + 3 > COLUMNS {
            used = 2;
            "\n  "
        } else {
            " "
        };
        used += text.width() + 2;
        *element.decor_mut() = Decor::new(prefix, "");
    }
    if !breaks {
        for element in array.iter_mut().skip(1) {
            *element.decor_mut() = Decor::new(" ", "");
        }
    }
    array.set_trailing_comma(breaks);
    array.set_trailing(if breaks { "\n" } else { "" });
}

fn format_inline(table: &mut InlineTable) {
    let last = table.len().saturating_sub(1);
    for (place, (mut key, value)) in table.iter_mut().enumerate() {
        format_value(value, COLUMNS / 4);
        key.leaf_decor_mut().set_prefix(" ");
        key.leaf_decor_mut().set_suffix(" ");
        *value.decor_mut() = Decor::new(" ", if place == last { " " } else { "" });
    }
    table.set_trailing_comma(false);
    table.set_trailing("");
}

/// A comment behind a value stays where it is; blanks at the end go.
fn trim_suffix(decor: &mut Decor) {
    let suffix = decor.suffix().and_then(RawString::as_str).unwrap_or_default().trim_end().to_owned();
    decor.set_suffix(suffix);
}

/// No blanks at the end of a line, no two blank lines together, one end of line at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_text = false;
    let mut blank = true;
    for line in text.lines() {
        let line = if in_text { line } else { line.trim_end() };
        // Inside a text of several lines blanks mean something.
        in_text ^= (line.matches("\"\"\"").count() + line.matches("'''").count()) % 2 == 1;
        if line.is_empty() && blank && !in_text {
            continue;
        }
        blank = line.is_empty();
        out += line;
        out.push('\n');
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_signs_stand_in_a_column_and_comments_stay() {
        let text =
            "# top\nlanguage=1\n\n\n[item]   # what\nname='x' # (!)\nbank-account = {kind=\"email\",  lookup=true}\n";
        assert_eq!(
            format(text).unwrap(),
            "# top\nlanguage = 1\n\n[item]   # what\nname         = 'x' # (!)\nbank-account = { kind = \"email\", lookup = true }\n"
        );
    }

    #[test]
    fn a_key_in_quotes_is_as_wide_as_it_is_written() {
        let text = "[clause]\n\"tags\"=\"a\"\n\"tags.analysis\"=\"b\"\nkept=\"c\"\n";
        let written = format(text).unwrap();
        let columns: Vec<_> = written.lines().filter_map(|line| line.find(" = ")).collect();
        assert_eq!(columns, [15, 15, 15], "{written}");
    }

    #[test]
    fn a_long_list_is_broken_and_a_short_one_joined() {
        let names: Vec<String> = (0..40).map(|n| format!("\"purpose-{n}\"")).collect();
        let written = format(&format!("purposes = [{}]\n", names.join(","))).unwrap();
        assert!(written.lines().count() > 3 && written.lines().all(|line| line.width() <= COLUMNS), "{written}");
        assert_eq!(format("a = [\n \"x\",\n \"y\"\n]\n").unwrap(), "a = [\"x\", \"y\"]\n");
    }

    #[test]
    fn a_comment_inside_a_list_is_kept() {
        let text = "a = [\n  \"x\", # why\n  \"y\",\n]\n";
        assert_eq!(format(text).unwrap(), text);
    }

    #[test]
    fn what_is_no_toml_is_left_alone() {
        assert!(matches!(format("a = [1"), Err(FormatError::Syntax(_))));
    }

    proptest! {
        #[test]
        fn writing_twice_changes_nothing(keys in proptest::collection::btree_map("[a-z][a-z-]{0,9}", "[a-zあ-ん \\t#]{0,12}", 0..6), blank in 0_usize..4) {
            let mut text = "\n".repeat(blank);
            for (key, value) in &keys {
                text += &format!("{key}   =  {:?}  # {value}\n{}", value.replace('\t', " "), "\n".repeat(blank));
            }
            let once = format(&text).unwrap();
            prop_assert_eq!(format(&once).unwrap(), once);
        }
    }
}
