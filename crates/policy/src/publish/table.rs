//! What a placeholder stands for: a phrase where it stands inside a sentence, a table where it stands alone.

/// A fact in both shapes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fact {
    /// Inside a sentence.
    pub phrase: String,
    /// Alone in its paragraph; `None`: the phrase does there too.
    pub table: Option<Table>,
}

impl Fact {
    /// A fact that is a phrase everywhere.
    pub const fn phrase(phrase: String) -> Self {
        Self { phrase, table: None }
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
    /// Text and address; the address was checked when the policy was.
    Link(String, String),
    /// Lines, each a cell.
    Lines(Vec<Self>),
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
    /// The table as Markdown.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = line(self.head.iter().map(|cell| escape_markdown(cell)).collect());
        text += &line(self.head.iter().map(|_| "---".to_owned()).collect());
        for row in &self.rows {
            text += &line(row.iter().map(cell_markdown).collect());
        }
        text
    }

    /// The table as HTML; every cell names its column, so that a narrow page can stack them.
    pub fn html(&self) -> String {
        let mut html = String::from("<div class=\"facts\"><table>\n<thead><tr>");
        for cell in &self.head {
            html += &format!("<th scope=\"col\">{}</th>", escape_html(cell));
        }
        html += "</tr></thead>\n<tbody>\n";
        for row in &self.rows {
            html += "<tr>";
            for (place, cell) in row.iter().enumerate() {
                let column = escape_html(self.head.get(place).map_or("", String::as_str));
                let inner = cell_html(cell);
                html += &match place {
                    0 => format!("<th scope=\"row\">{inner}</th>"),
                    _ if inner.is_empty() => "<td class=\"none\"></td>".to_owned(),
                    _ => format!("<td data-column=\"{column}\">{inner}</td>"),
                };
            }
            html += "</tr>\n";
        }
        html + "</tbody></table></div>\n"
    }
}

fn cell_markdown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escape_markdown(text),
        Cell::Link(text, href) => format!("[{}](<{href}>)", escape_markdown(text)),
        Cell::Lines(lines) => lines.iter().map(cell_markdown).collect::<Vec<_>>().join(" / "),
    }
}

fn cell_html(cell: &Cell) -> String {
    match cell {
        Cell::Link(text, href) if is_safe(href) => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape_html(href), escape_html(text))
        }
        Cell::Text(text) | Cell::Link(text, _) => escape_html(text),
        Cell::Lines(lines) => {
            let lines: Vec<String> = lines.iter().map(cell_html).filter(|line| !line.is_empty()).collect();
            lines.join("<br>")
        }
    }
}

/// Where a link of a published policy may lead: https, mail, telephone, inside the page, inside the site.
pub(super) fn is_safe(href: &str) -> bool {
    ["https://", "mailto:", "tel:", "#"].iter().any(|start| href.starts_with(start))
        || (href.starts_with('/') && !href.starts_with("//") && !href.contains('\\'))
}

/// Text that Markdown shows as it is.
pub(super) fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '#' | '+' | '!' | '|' | '~'
            | '&' => {
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
