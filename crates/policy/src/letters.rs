//! Letters that show as they are: what a reader of a policy sees is what it says.

/// A text on one line, with nothing hidden in it: for names that come from a disk.
pub fn shown(text: &str) -> String {
    let is_shown = |letter: char| !is_hidden(letter) && !letter.is_control();
    text.chars().map(|letter| if is_shown(letter) { letter } else { '\u{fffd}' }).collect()
}

/// Whether a letter hides, or turns the writing around: control characters, marks of direction (Unicode Annex 9), letters of no
/// width, letters whose shape is nobody's (private use). Joiners stay: some languages cannot be written without them.
pub(crate) const fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fff0}'..='\u{fff8}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The hidden letters of a text, each with its place.
pub(crate) fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter(|(_, letter)| is_hidden(*letter))
}

/// What a hidden letter is called: `U+202E`.
pub(crate) fn name(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_shows_as_it_is() {
        for text in ["お問い合わせ\r\n\t内容", "々髙𠮷ｶﾞ", "naïve – “q” ※①", "👨\u{200d}👩\u{200d}👧", "می\u{200c}خواهم"]
        {
            assert_eq!(hidden(text).count(), 0, "{text}");
        }
    }

    #[test]
    fn what_hides_or_turns_is_found_where_it_stands() {
        for letter in ['\0', '\u{1b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{e000}', '\u{feff}', '\u{e0041}'] {
            assert_eq!(hidden(&format!("語{letter}a")).next(), Some((3, letter)), "{}", name(letter));
        }
        assert_eq!(name('\u{202e}'), "U+202E");
    }
}
