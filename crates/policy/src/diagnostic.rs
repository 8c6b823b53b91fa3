//! A diagnostic: plain data with a stable code, rendered at the edge.

use crate::{
    codes::{Code, Severity},
    source::Place,
};
use azukari_model::Lang;

/// One thing to say about a policy.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: Code,
    /// The code's own severity, or a lower one where the language says so.
    pub severity: Severity,
    pub place: Option<Place>,
    /// Other places that belong to it, each with a label.
    pub also: Vec<(Place, &'static str)>,
    /// What fills the braces of the sentence.
    pub arguments: Vec<(&'static str, String)>,
    /// What fills them in Japanese, where that differs.
    pub japanese: Vec<(&'static str, String)>,
    /// Accepted in writing by `[[accept]]`: still listed by `promises` and the board, not by `check`.
    pub accepted: bool,
}

/// Whether what stands between braces names an argument: letters and an underscore.
fn is_brace(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

impl Diagnostic {
    /// A diagnostic of this code at this place, with the code's severity.
    pub fn new(code: Code, place: Option<Place>) -> Self {
        Self {
            code,
            severity: code.sentence().severity,
            place,
            also: Vec::new(),
            arguments: Vec::new(),
            japanese: Vec::new(),
            accepted: false,
        }
    }

    /// Fills one brace.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "what fills a brace is mostly made for it, and reads better so")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Fills one brace with words that differ by language.
    #[must_use]
    pub fn with_both(mut self, name: &'static str, en: impl Into<String>, ja: impl Into<String>) -> Self {
        self.arguments.push((name, en.into()));
        self.japanese.push((name, ja.into()));
        self
    }

    /// Fills one brace, if there is anything to fill it with; else the part of the help that speaks of it is left out.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// What is wrong, as a sentence.
    pub fn message(&self, lang: Lang) -> String {
        let sentence = self.code.sentence();
        self.fill(lang, lang.pick(sentence.ja.0, sentence.en.0))
    }

    /// What to do about it; empty if there is nothing to say.
    pub fn help(&self, lang: Lang) -> String {
        let sentence = self.code.sentence();
        self.fill(lang, lang.pick(sentence.ja.1, sentence.en.1))
    }

    fn argument(&self, lang: Lang, name: &str) -> Option<&str> {
        let own = if lang == Lang::Ja { self.japanese.as_slice() } else { &[] };
        own.iter().chain(&self.arguments).find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Fills a template. `⟦…⟧` is left out if a brace in it stays empty; a brace that is no argument stands for itself.
    fn fill(&self, lang: Lang, template: &str) -> String {
        let mut filled = String::new();
        for (place, part) in template.split('⟦').enumerate() {
            let (optional, rest) = match part.split_once('⟧') {
                Some((optional, rest)) if place > 0 => (optional, rest),
                _ => ("", part),
            };
            let (text, is_whole) = self.fill_part(lang, optional);
            if is_whole {
                filled.push_str(&text);
            }
            filled.push_str(&self.fill_part(lang, rest).0);
        }
        filled.trim().to_owned()
    }

    fn fill_part(&self, lang: Lang, template: &str) -> (String, bool) {
        let (mut filled, mut is_whole, mut rest) = (String::new(), true, template);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_brace(name));
            match name.map(|(name, after)| (self.argument(lang, name), after)) {
                Some((Some(value), after)) => {
                    filled.push_str(&said_back(value));
                    rest = after;
                }
                Some((None, after)) => {
                    is_whole = false;
                    filled.push('…');
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        (filled, is_whole)
    }

    /// Lowers the severity.
    #[must_use]
    pub fn as_advice(mut self) -> Self {
        self.severity = Severity::Advice;
        self
    }
}

/// The longest that is said back of what was read, in letters. The longest list of words that a help names fits.
const SAID_BACK_MAX: usize = 400;

/// What was read, as it may stand in a sentence: one line, and no longer than one reads.
fn said_back(value: &str) -> String {
    let mut letters = value.chars();
    let plain = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let mut said: String = letters.by_ref().take(SAID_BACK_MAX).map(plain).collect();
    if letters.next().is_some() {
        said.push('…');
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_long_the_beginning_is_said_back() {
        let said =
            Diagnostic::new(Code::UnknownId, None).with("id", "長".repeat(900_000)).with("near", "字".repeat(900_000));
        for lang in [Lang::Ja, Lang::En] {
            for text in [said.message(lang), said.help(lang)] {
                assert!(text.chars().count() < SAID_BACK_MAX + 200, "{text}");
                assert!(text.contains('…'), "{text}");
            }
        }
        let fits = Diagnostic::new(Code::UnknownId, None).with("id", "長".repeat(SAID_BACK_MAX));
        assert!(!fits.message(Lang::Ja).contains('…') && !fits.message(Lang::En).contains('…'));
    }

    #[test]
    fn a_sentence_is_filled_and_what_has_nothing_to_say_is_left_out() {
        let said = Diagnostic::new(Code::UnknownId, None).with("id", "emial");
        assert_eq!(said.message(Lang::En), "nothing is called `emial`");
        assert!(!said.help(Lang::En).contains("did you mean"), "{}", said.help(Lang::En));
        let said = said.with("near", "email");
        assert!(said.help(Lang::En).ends_with("did you mean `email`?"), "{}", said.help(Lang::En));
    }

    #[test]
    fn braces_of_the_language_itself_stay() {
        let said = Diagnostic::new(Code::UnknownPlaceholder, None).with("id", "keeps");
        assert_eq!(said.message(Lang::En), "`{{keeps}}` is not a placeholder");
        let said = Diagnostic::new(Code::UnknownClause, None).with("id", "kept");
        assert!(said.help(Lang::En).contains("{#kept}"), "{}", said.help(Lang::En));
    }

    #[test]
    fn every_sentence_and_help_exists_in_both_languages() {
        for code in Code::ALL {
            let sentence = code.sentence();
            for text in [sentence.en.0, sentence.en.1, sentence.ja.0, sentence.ja.1] {
                assert!(!text.is_empty(), "{code}");
                assert_eq!(text.matches('⟦').count(), text.matches('⟧').count(), "{code}");
            }
        }
    }
}
