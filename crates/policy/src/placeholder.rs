//! Facts that enter the prose: `{{purposes}}`, `{{contact office}}`, `{{right.disclosure.answer-within}}`.

use crate::vocabulary::words;
use azukari_model::Name;
use std::ops::Range;

words! {
    /// What a placeholder may ask for.
    pub enum Fact {
        Contact = "contact", Effective = "effective", Established = "established", Grounds = "grounds",
        History = "history", Items = "items", JointUse = "joint-use", Keep = "keep", Matrix = "matrix",
        Measures = "measures", Operator = "operator", Provisions = "provisions", Purposes = "purposes",
        Recipients = "recipients", Right = "right", Rights = "rights", Sources = "sources", Statistics = "statistics",
        Tags = "tags", Versions = "versions",
    }
    /// What may be asked of one right.
    pub enum RightKey {
        By = "by", Identity = "identity", Documents = "documents", Items = "items", AnswerWithin = "answer-within",
        Agents = "agents", Fee = "fee", MayDecline = "may-decline", Tell = "tell",
    }
}

/// A placeholder in a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Placeholder {
    /// Bytes, the braces included.
    pub range: Range<usize>,
    pub asks: Asked,
}

/// What a placeholder asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Asked {
    /// Everything of a kind. Never [`Fact::Right`], which needs a right and a key.
    Fact(Fact),
    /// `{{contact ID}}`.
    Contact(Name),
    /// `{{right.ID.KEY}}`.
    Right(Name, RightKey),
    /// Nothing the language knows; cut to what a message can show.
    Unknown(String),
}

/// The longest a placeholder may be, in bytes: longer ones are text.
const LENGTH_MAX: usize = 200;

/// The placeholders of a text, in its order. Braces that do not close on their line are text, unless a name begins there.
pub fn scan(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let inner = text.get(at + 2..).unwrap_or_default();
        // Of `{{{` the last two open.
        if inner.starts_with('{') {
            from = at + 1;
            continue;
        }
        let reach = inner.floor_char_boundary(LENGTH_MAX.min(inner.len()));
        let line = inner.get(..reach).unwrap_or_default().lines().next().unwrap_or_default();
        let reach = line.find("{{").unwrap_or(line.len());
        if let Some(end) = line.get(..reach).and_then(|line| line.find("}}")) {
            let range = at..at + 2 + end + 2;
            from = range.end;
            found.push(Placeholder { range, asks: asked(inner.get(..end).unwrap_or_default()) });
            continue;
        }
        let word: String = line.chars().take_while(|letter| letter.is_ascii_lowercase() || *letter == '-').collect();
        from = at + 2 + word.len();
        if word.parse::<Fact>().is_ok() {
            found.push(Placeholder { range: at..from, asks: Asked::Unknown(word) });
        }
    }
    found
}

fn asked(inner: &str) -> Asked {
    let inner = inner.trim();
    let unknown = || Asked::Unknown(inner.chars().take(66).collect());
    if let Some((fact, argument)) = inner.split_once(char::is_whitespace) {
        let argument = argument.trim().parse().ok().filter(|_| fact == Fact::Contact.word());
        return argument.map_or_else(unknown, Asked::Contact);
    }
    if let Some((fact, rest)) = inner.split_once('.') {
        let parts = rest.split_once('.').filter(|_| fact == Fact::Right.word());
        let right = parts.and_then(|(id, key)| Some(Asked::Right(id.parse().ok()?, key.parse().ok()?)));
        return right.unwrap_or_else(unknown);
    }
    match inner.parse() {
        Ok(Fact::Right) | Err(()) => unknown(),
        Ok(fact) => Asked::Fact(fact),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Asked> {
        scan(text).into_iter().map(|one| one.asks).collect()
    }

    #[test]
    fn a_fact_a_contact_and_a_key_of_a_right_are_read() {
        let read = all("a {{purposes}} b {{ contact office }} c {{right.disclosure.answer-within}}");
        let [first, second, third] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!(*first, Asked::Fact(Fact::Purposes));
        assert_eq!(*second, Asked::Contact("office".parse().unwrap()));
        assert_eq!(*third, Asked::Right("disclosure".parse().unwrap(), RightKey::AnswerWithin));
    }

    #[test]
    fn what_the_language_does_not_know_is_unknown() {
        for text in
            ["{{purpose}}", "{{right}}", "{{right.disclosure}}", "{{right.disclosure.colour}}", "{{tags x}}", "{{}}"]
        {
            assert!(matches!(all(text).as_slice(), [Asked::Unknown(_)]), "{text}");
        }
    }

    #[test]
    fn hostile_braces_are_survived() {
        assert_eq!(all("{{{{purposes}}}}"), [Asked::Fact(Fact::Purposes)]);
        assert_eq!(all("{{a {{purposes}}"), [Asked::Fact(Fact::Purposes)]);
        assert_eq!(all("{{\npurposes}}"), []);
        assert_eq!(all("}}{{"), []);
        assert_eq!(all("{{purposes"), [Asked::Unknown("purposes".to_owned())]);
        assert_eq!(all(&"{".repeat(100_000)), []);
        assert_eq!(all(&format!("{{{{{}}}}}", "語".repeat(1000))), []);
    }
}
