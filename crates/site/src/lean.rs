//! Takes out of our own sources what a browser does not need: comments, white space, long names of our own.
//!
//! No build tool: it reads words, texts, expressions and marks, no more, and is for the files in `runtime/` alone, which keep to
//! what it can read: every statement ends in `;` or `}`, no text over several lines, nothing of a later language than ES2019.
//! A name is shortened everywhere or nowhere, and only if it never stands where it would also name a property.

use std::collections::{BTreeMap, BTreeSet};

/// One piece of a program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    /// A text between quotes, or a regular expression.
    Text(&'a str),
    Mark(char),
}

/// Names of the page that are also names of ours, or could be.
const KEPT: &[&str] = &["arguments", "config", "window", "document", "location", "navigator"];
const RESERVED: &[&str] = &["as", "do", "if", "in", "is", "of", "for", "let", "new", "try", "var"];

/// The same program, shorter.
pub(crate) fn lean(source: &str) -> String {
    let tokens = tokens(source);
    let short = short_names(&tokens);
    let mut lean = String::with_capacity(source.len() / 2);
    for (at, token) in tokens.iter().enumerate() {
        let piece = match token {
            Token::Word(word) if !is_property(&tokens, at) => short.get(word).map_or(*word, String::as_str),
            Token::Word(text) | Token::Text(text) => text,
            Token::Mark(mark) => {
                lean.push(*mark);
                continue;
            }
        };
        if lean.ends_with(is_letter) && piece.starts_with(is_letter) {
            lean.push(' ');
        }
        lean.push_str(piece);
    }
    lean.replace(";}", "}")
}

/// The same style sheet on one line.
pub(crate) fn lean_style(source: &str) -> String {
    let lines = source.lines().map(str::trim).filter(|line| !line.starts_with("/*"));
    let one: String = lines.collect();
    [(" {", "{"), (": ", ":"), (", ", ","), ("; ", ";"), ("{ ", "{"), (" }", "}"), (";}", "}")]
        .into_iter()
        .fold(one, |style, (from, to)| style.replace(from, to))
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (length, token) = match first {
            _ if first.is_whitespace() => (first.len_utf8(), None),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), None),
            '\'' | '"' => (closed(rest, first), Some(Token::Text as fn(_) -> _)),
            '/' if begins_expression(&tokens) => (closed(rest, '/'), Some(Token::Text as fn(_) -> _)),
            _ if is_letter(first) => {
                (rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len()), Some(Token::Word as fn(_) -> _))
            }
            mark => {
                tokens.push(Token::Mark(mark));
                (mark.len_utf8(), None)
            }
        };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.extend(token.map(|token| token(piece)));
        rest = after;
    }
    tokens
}

/// How long a text is that begins here; an expression goes on over what stands in brackets, and has flags.
fn closed(rest: &str, quote: char) -> usize {
    let (mut is_escaped, mut in_class) = (false, false);
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' if quote == '/' => in_class = true,
            ']' => in_class = false,
            _ if letter == quote && !in_class => {
                let after = rest.get(at + 1..).unwrap_or_default();
                let flags = after.find(|letter| !is_letter(letter)).unwrap_or(after.len());
                return at + 1 + if quote == '/' { flags } else { 0 };
            }
            _ => {}
        }
    }
    rest.len()
}

/// After what a `/` begins an expression and does not divide.
fn begins_expression(tokens: &[Token<'_>]) -> bool {
    match tokens.last() {
        Some(Token::Mark(mark)) => !matches!(mark, ')' | ']' | '}'),
        Some(Token::Word(word)) => *word == "return",
        _ => true,
    }
}

/// A name and its shorter form, for every name of ours that is only ever a name.
fn short_names<'a>(tokens: &[Token<'a>]) -> BTreeMap<&'a str, String> {
    let both = names_and_properties(tokens);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in declared(tokens).into_iter().filter(|name| !both.contains(name) && !KEPT.contains(name)) {
        counts.insert(name, tokens.iter().filter(|token| **token == Token::Word(name)).count());
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let taken: BTreeSet<&str> = tokens.iter().filter_map(word).chain(RESERVED.iter().copied()).collect();
    let fresh: Vec<String> = fresh_names().filter(|name| !taken.contains(name.as_str())).collect();
    // Two names meet if one statement has both: then their short forms differ. Those of the outermost statements all meet.
    let statements = statements(tokens);
    let outermost: BTreeSet<&str> = statements.iter().filter_map(|one| outermost(one)).collect();
    let words: Vec<BTreeSet<&str>> = statements.iter().map(|one| one.iter().filter_map(word).collect()).collect();
    let mut short: BTreeMap<&str, String> = BTreeMap::new();
    for (name, _) in names {
        let meets = |other: &str| {
            outermost.contains(name) && outermost.contains(other)
                || words.iter().any(|words| words.contains(name) && words.contains(other))
        };
        let used: BTreeSet<&String> = short.iter().filter(|(other, _)| meets(other)).map(|(_, short)| short).collect();
        let free = fresh.iter().find(|fresh| !used.contains(fresh)).cloned();
        short.extend(free.map(|free| (name, free)));
    }
    short
}

/// The statements that stand in no other.
fn statements<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let (mut statements, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        let begins = matches!(token, Token::Word("const" | "let" | "function" | "async"));
        if depth == 0 && begins && tokens.get(at.wrapping_sub(1)) != Some(&Token::Word("async")) {
            statements.extend(tokens.get(from..at));
            from = at;
        }
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    statements.extend(tokens.get(from..));
    statements
}

/// What a statement itself declares.
fn outermost<'a>(statement: &[Token<'a>]) -> Option<&'a str> {
    let is_head = |token: &&Token<'_>| matches!(token, Token::Word("const" | "let" | "function" | "async"));
    let declares = statement.first().is_some_and(|first| is_head(&first));
    statement.iter().find(|token| declares && !is_head(token)).and_then(word)
}

/// `a`, `b`, … `Z`, `aa`, `ab`, …
fn fresh_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let two = letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    letters().map(String::from).chain(two)
}

/// Names that a declaration or a parameter makes.
fn declared<'a>(tokens: &[Token<'a>]) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        match token {
            Token::Word("const" | "let" | "function") => names.extend(next.and_then(word)),
            Token::Word(name) if is_arrow(tokens, at + 1) => {
                names.insert(*name);
            }
            Token::Mark('(') => {
                let end = closing(tokens, at);
                if is_arrow(tokens, end + 1) || before_is_function(tokens, at) {
                    names.extend(tokens.get(at..end).into_iter().flatten().filter_map(word));
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.starts_with(|letter: char| letter.is_ascii_digit()));
    names
}

fn word<'a>(token: &Token<'a>) -> Option<&'a str> {
    if let Token::Word(word) = token { Some(word) } else { None }
}

fn is_mark(token: Option<&Token<'_>>, mark: char) -> bool {
    token == Some(&Token::Mark(mark))
}

fn is_arrow(tokens: &[Token<'_>], at: usize) -> bool {
    is_mark(tokens.get(at), '=') && is_mark(tokens.get(at + 1), '>')
}

fn before_is_function(tokens: &[Token<'_>], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).and_then(word);
    before(1) == Some("function") || before(2) == Some("function")
}

/// Where the bracket that opens here is closed.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// Words that stand for a property and a name at once (`{ visitor }`), or name a method: they stay as they are.
fn names_and_properties<'a>(tokens: &[Token<'a>]) -> BTreeSet<&'a str> {
    let mut open: Vec<char> = Vec::new();
    let mut both = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark(mark @ ('(' | '[' | '{')) => open.push(*mark),
            Token::Mark(')' | ']' | '}') => {
                open.pop();
            }
            Token::Word(name) if open.last() == Some(&'{') && begins_entry(tokens, at) => {
                let next = tokens.get(at + 1);
                let is_method = is_mark(next, '(') && is_mark(tokens.get(closing(tokens, at + 1) + 1), '{');
                if is_mark(next, ',') || is_mark(next, '}') || is_method {
                    both.insert(*name);
                }
            }
            _ => {}
        }
    }
    both
}

fn begins_entry(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    is_mark(before, '{') || is_mark(before, ',')
}

/// `.name`, or `name:` at the beginning of an entry.
fn is_property(tokens: &[Token<'_>], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let is_member = is_mark(before(1), '.') && !is_mark(before(2), '.');
    is_member || begins_entry(tokens, at) && is_mark(tokens.get(at + 1), ':')
}

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn comments_and_white_space_go_and_what_a_program_says_stays() {
        let source = "// why\nfunction greet(name) {\n  const said = 'a // b' + name; // more\n  return /[/]\\//g.test(said);\n}\n";
        assert_eq!(lean(source), "function c(a){const b='a // b'+a;return/[/]\\//g.test(b)}");
    }

    #[test]
    fn a_name_that_is_also_a_property_keeps_its_letters() {
        assert_eq!(
            lean("const kept = 1; const gone = 2; use({ kept, gone: gone, all: x.gone });"),
            "const kept=1;const a=2;use({kept,gone:a,all:x.gone});"
        );
    }

    #[test]
    fn a_short_name_is_never_one_that_is_there() {
        assert_eq!(lean("const longer = a + b;"), "const c=a+b;");
    }
}
