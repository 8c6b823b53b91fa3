//! Sentences in both languages of the program, with places that are filled when they are said.

use crate::Lang;
use std::fmt;

/// A sentence in Japanese and in English, with places such as `{path}`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sentence {
    ja: &'static str,
    en: &'static str,
}

/// A sentence with the words for its places; also an error that says it. Displayed in English; people read [`Told::told`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    sentence: Sentence,
    words: Vec<(&'static str, Word)>,
}

/// What fills a place: in most places the same in both languages.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Word {
    Same(String),
    Each { ja: String, en: String },
}

impl Sentence {
    /// A sentence. In a `const` it is checked by the compiler: both languages are there, and have the same places.
    ///
    /// # Panics
    ///
    /// Where a language is empty, or has a place that the other has not: a `const` of it does not compile.
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        assert!(!ja.is_empty() && !en.is_empty(), "a sentence lacks a language");
        assert!(has_places_of(ja, en) && has_places_of(en, ja), "a place stands in one language alone");
        Self { ja, en }
    }

    /// The sentence in a language, its places unfilled.
    pub const fn pick(self, lang: Lang) -> &'static str {
        lang.pick(self.ja, self.en)
    }

    /// The sentence with words for its places.
    pub fn with<const N: usize>(self, words: [(&'static str, &dyn fmt::Display); N]) -> Told {
        Told {
            sentence: self,
            words: words.iter().map(|(place, word)| (*place, Word::Same(word.to_string()))).collect(),
        }
    }
}

impl Told {
    /// Fills a place with what is said otherwise in each language.
    #[must_use]
    pub fn with_both(mut self, place: &'static str, ja: String, en: String) -> Self {
        self.words.push((place, Word::Each { ja, en }));
        self
    }

    /// The sentence in a language. A word is not looked at again: braces in it stay braces.
    pub fn told(&self, lang: Lang) -> String {
        let mut parts = self.sentence.pick(lang).split('{');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (place, rest) = part.split_once('}').unwrap_or((part, ""));
            let word = self.words.iter().find(|(name, _)| *name == place);
            out += match word {
                Some((_, Word::Same(word))) => word,
                Some((_, Word::Each { ja, en })) => lang.pick(ja, en),
                None => place,
            };
            out += rest;
        }
        out
    }
}

impl From<Sentence> for Told {
    fn from(sentence: Sentence) -> Self {
        Self { sentence, words: Vec::new() }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Lang::En))
    }
}

impl std::error::Error for Told {}

/// Whether every place of one text stands in the other.
const fn has_places_of(text: &str, other: &str) -> bool {
    let (mut left, other) = (text.as_bytes(), other.as_bytes());
    while let [first, rest @ ..] = left {
        if *first == b'{' && !has_place(other, left) {
            return false;
        }
        left = rest;
    }
    true
}

/// Whether a text has the place another begins with.
const fn has_place(text: &[u8], place: &[u8]) -> bool {
    let mut left = text;
    while let [_, rest @ ..] = left {
        if is_same_place(left, place) {
            return true;
        }
        left = rest;
    }
    false
}

/// Whether two texts begin with the same bytes, up to a closing brace.
const fn is_same_place(one: &[u8], other: &[u8]) -> bool {
    let (mut one, mut other) = (one, other);
    while let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other) {
        if *a != *b {
            return false;
        }
        if *a == b'}' {
            return true;
        }
        (one, other) = (one_rest, other_rest);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    const CANNOT_READ: Sentence = Sentence::new("`{path}` を読めません（{why}）", "cannot read `{path}` ({why})");

    #[test]
    fn a_sentence_is_told_in_either_language_and_a_word_in_it_is_never_filled_again() {
        let told = CANNOT_READ.with([("path", &"a{why}b"), ("why", &404)]);
        assert_eq!(told.told(Lang::Ja), "`a{why}b` を読めません（404）");
        assert_eq!(told.told(Lang::En), "cannot read `a{why}b` (404)");
        assert_eq!(told.to_string(), told.told(Lang::En));
    }

    #[test]
    fn a_sentence_that_lacks_a_language_or_a_place_in_one_of_them_does_not_come_to_be() {
        for (ja, en) in [
            ("", "nothing"),
            ("なし", ""),
            ("`{path}` です", "it is"),
            ("です", "it is `{path}`"),
            ("{a}", "{ab}"),
            ("{a} {b}", "{a} {c}"),
            ("{a", "{a"),
        ] {
            assert!(catch_unwind(|| Sentence::new(ja, en)).is_err(), "{ja} / {en}");
        }
        assert_eq!(Sentence::new("{b}の{a}", "{a} of {b}").pick(Lang::En), "{a} of {b}");
    }
}
