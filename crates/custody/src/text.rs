//! Texts that people write beside what the policy knows: reasons, references, names, evidence. Each is parsed where it comes in,
//! and every field that holds one has one of these types, so that none gets past it.

use crate::value::{card::text_holds_card, kind::turns_text};
use azukari_model::Personal;
use std::{fmt, str::FromStr};

/// Why a text is not taken. It never repeats the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TextRefused;

impl TextRefused {
    /// The stable word, for every such text alike.
    pub const WORD: &'static str = "text-refused";
}

impl fmt::Display for TextRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::WORD)
    }
}
impl std::error::Error for TextRefused {}

/// The longest line, in letters.
pub const LINE_MAX: usize = 500;
/// The longest note, in letters.
pub const NOTE_MAX: usize = 4_000;

/// One line: a name, an address, a reference, an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line(Personal<String>);

/// Words of any number of lines: a reason, a finding, what somebody asks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note(Personal<String>);

impl Line {
    /// Looks at the text.
    pub fn open(&self) -> &str {
        self.0.open()
    }
}

impl Note {
    /// Looks at the text.
    pub fn open(&self) -> &str {
        self.0.open()
    }
}

impl FromStr for Line {
    type Err = TextRefused;

    fn from_str(text: &str) -> Result<Self, TextRefused> {
        let is_good = is_written(text, LINE_MAX, |letter| letter.is_control() || breaks_line(letter));
        if is_good { Ok(Self(Personal::new(text.to_owned()))) } else { Err(TextRefused) }
    }
}

impl FromStr for Note {
    type Err = TextRefused;

    fn from_str(text: &str) -> Result<Self, TextRefused> {
        let is_good = is_written(text, NOTE_MAX, |letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
        if is_good { Ok(Self(Personal::new(text.to_owned()))) } else { Err(TextRefused) }
    }
}

/// Whether a text says something, is no longer than may be, is read as it is stored, and holds no card number.
fn is_written(text: &str, letters_max: usize, is_barred: impl Fn(char) -> bool) -> bool {
    text.chars().any(|letter| !is_blank(letter))
        && text.chars().count() <= letters_max
        && !text.chars().any(|letter| is_barred(letter) || turns_text(letter))
        && !text_holds_card(text)
}

const fn breaks_line(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}')
}

/// White space, and what shows nothing though it is none.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{3164}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_taken() {
        for text in
            ["髙橋 々 𠮷子", "👩‍👩‍👧", "K-2026-014", "1790000000000", "490154203237518", "a", &"字".repeat(LINE_MAX)]
        {
            assert!(text.parse::<Line>().is_ok() && text.parse::<Note>().is_ok(), "{text}");
        }
        assert!("one\r\n\ttwo".parse::<Note>().is_ok());
    }

    #[test]
    fn what_shows_nothing_or_something_else_is_not() {
        let long = "字".repeat(NOTE_MAX + 1);
        for text in [
            "",
            " \u{3000}\t",
            "\u{200b}\u{feff}",
            "a\u{0}b",
            "a\u{7}",
            "a\u{85}",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\u{61c}b",
            "４２４２ ４２４２ ４２４２ ４２４２",
            &long,
        ] {
            assert_eq!(text.parse::<Line>(), Err(TextRefused), "{text:?}");
            assert_eq!(text.parse::<Note>(), Err(TextRefused), "{text:?}");
        }
        for text in ["one\ntwo", "one\ttwo", "one\u{2028}two", &"字".repeat(LINE_MAX + 1)] {
            assert_eq!(text.parse::<Line>(), Err(TextRefused), "{text:?}");
        }
    }

    #[test]
    fn a_text_does_not_show_itself() {
        assert_eq!(format!("{:?}", "hanako".parse::<Note>()), "Ok(Note(Personal))");
    }
}
