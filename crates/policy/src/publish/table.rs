//! What a placeholder stands for: a phrase where it stands inside a sentence, a table where it stands alone.

use crate::link::Link;

/// A fact in both shapes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fact {
    /// Inside a sentence, as Markdown.
    pub phrase: String,
    /// Alone in its paragraph; `None`: the phrase does there too.
    pub table: Option<Table>,
}

impl Fact {
    /// A fact that is a phrase everywhere.
    pub fn phrase(plain: &str) -> Self {
        Self { phrase: escape_markdown(plain), table: None }
    }
}

/// A table with a head. Cells are plain text, or a link.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    Text(String),
    /// Text and address.
    Link(String, Link),
    /// Lines, each a cell.
    Lines(Vec<Self>),
    /// A cell, and a line below it that says more of it; empty: nothing more.
    Under(Box<Self>, String),
    /// Whether something is so.
    Mark(bool),
}

impl Cell {
    /// A text that leads somewhere, if it may.
    pub(super) fn leading(text: String, link: Option<Link>) -> Self {
        match link {
            Some(link) => Self::Link(text, link),
            None => Self::Text(text),
        }
    }

    /// As Markdown, on one line.
    pub(super) fn markdown(&self) -> String {
        match self {
            Self::Text(text) => escape_markdown(text),
            Self::Link(text, link) => format!("[{}](<{link}>)", escape_markdown(text)),
            Self::Lines(lines) => {
                let lines: Vec<String> = lines.iter().map(Self::markdown).filter(|line| !line.is_empty()).collect();
                lines.join(" / ")
            }
            Self::Under(above, below) if below.is_empty() => above.markdown(),
            Self::Under(above, below) => format!("{} ({})", above.markdown(), escape_markdown(below)),
            Self::Mark(is_so) => mark(*is_so).to_owned(),
        }
    }

    fn html(&self) -> String {
        match self {
            Self::Link(text, link) => {
                format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape_html(link.as_str()), escape_html(text))
            }
            Self::Text(text) => escape_html(text),
            Self::Lines(lines) => {
                let lines: Vec<String> = lines.iter().map(Self::html).filter(|line| !line.is_empty()).collect();
                lines.join("<br>")
            }
            Self::Under(above, below) if below.is_empty() => above.html(),
            Self::Under(above, below) => format!("{}<small>{}</small>", above.html(), escape_html(below)),
            Self::Mark(is_so) => mark(*is_so).to_owned(),
        }
    }
}

const fn mark(is_so: bool) -> &'static str {
    if is_so { "○" } else { "–" }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Table {
    /// The table as Markdown; a table of one column is a list.
    pub fn markdown(&self) -> String {
        if let [_] = self.head.as_slice() {
            return self.rows.iter().flatten().map(|cell| format!("- {}\n", cell.markdown())).collect();
        }
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = line(self.head.iter().map(|cell| escape_markdown(cell)).collect());
        text += &line(self.head.iter().map(|_| "---".to_owned()).collect());
        for row in &self.rows {
            text += &line(row.iter().map(Cell::markdown).collect());
        }
        text
    }

    /// The table as HTML; every cell names its column, so that a narrow page can stack them. A table of one column is a list.
    pub fn html(&self) -> String {
        if let [_] = self.head.as_slice() {
            let items = self.rows.iter().flatten().map(|cell| format!("<li>{}</li>\n", cell.html()));
            return format!("<div class=\"facts\"><ul>\n{}</ul></div>\n", items.collect::<String>());
        }
        let mut html = String::from("<div class=\"facts\"><table>\n<thead><tr>");
        for cell in &self.head {
            html += &format!("<th scope=\"col\">{}</th>", escape_html(cell));
        }
        html += "</tr></thead>\n<tbody>\n";
        for row in &self.rows {
            html += "<tr>";
            for (place, cell) in row.iter().enumerate() {
                let column = escape_html(self.head.get(place).map_or("", String::as_str));
                let inner = cell.html();
                html += &match place {
                    0 => format!("<th scope=\"row\">{inner}</th>"),
                    _ if inner.is_empty() => "<td class=\"none\"></td>".to_owned(),
                    _ if matches!(cell, Cell::Mark(_)) => {
                        format!("<td class=\"mark\" data-column=\"{column}\">{inner}</td>")
                    }
                    _ => format!("<td data-column=\"{column}\">{inner}</td>"),
                };
            }
            html += "</tr>\n";
        }
        html + "</tbody></table></div>\n"
    }
}

/// Text that Markdown shows as it is, at the beginning of a line too.
pub(super) fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, letter) in text.char_indices() {
        let would_begin = match letter {
            '-' | '=' | ':' => at == 0,
            '.' | ')' => at == number && number > 0,
            _ => false,
        };
        match letter {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '#' | '+' | '!' | '|' | '~'
            | '&' => {
                out.push('\\');
                out.push(letter);
            }
            _ if would_begin => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Text that HTML shows as it is.
pub(super) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}
