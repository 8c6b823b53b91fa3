//! Card numbers in text: issuer prefix, length and check digit, on folded digits. A plain check digit would flag every IMEI.

use serde_json::Value;

/// Whether a text, or any text inside a JSON value, holds what looks like a card number.
pub(crate) fn looks_like_card(value: &Value) -> bool {
    match value {
        Value::String(text) => text_holds_card(text),
        Value::Number(number) => text_holds_card(&number.to_string()),
        Value::Array(list) => list.iter().any(looks_like_card),
        Value::Object(map) => map.iter().any(|(key, value)| text_holds_card(key) || looks_like_card(value)),
        Value::Null | Value::Bool(_) => false,
    }
}

const SHORTEST: usize = 13;
const LONGEST: usize = 19;

/// Whether a text holds a card number: groups of digits joined by single spaces or hyphens, in any width.
pub(crate) fn text_holds_card(text: &str) -> bool {
    let mut run: Vec<Vec<u8>> = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    let mut gap = 0_usize;
    let mut bounded = true;
    for letter in text.chars().chain(['\n']) {
        if let Some(digit) = digit(letter) {
            if gap > 1 {
                run.clear();
            }
            if bounded || gap > 0 || !group.is_empty() {
                group.push(digit);
            }
            gap = 0;
            continue;
        }
        if !group.is_empty() {
            let group = std::mem::take(&mut group);
            // A letter right after the digits makes them part of some code.
            if letter.is_ascii_alphabetic() {
                run.clear();
            } else {
                run.push(group);
                if ends_in_card(&run) {
                    return true;
                }
                // No card has more than a few groups; older ones cannot be part of one.
                if run.len() > LONGEST {
                    run.remove(0);
                }
            }
        }
        if is_joint(letter) {
            gap += 1;
        } else {
            run.clear();
            gap = 0;
        }
        bounded = !letter.is_ascii_alphabetic();
    }
    false
}

/// Whether the last groups together are one.
fn ends_in_card(run: &[Vec<u8>]) -> bool {
    let mut digits: Vec<u8> = Vec::with_capacity(LONGEST);
    for group in run.iter().rev() {
        if digits.len() + group.len() > LONGEST {
            return false;
        }
        digits.splice(0..0, group.iter().copied());
        if digits.len() >= SHORTEST && has_issuer(&digits) && has_check_digit(&digits) {
            return true;
        }
    }
    false
}

fn digit(letter: char) -> Option<u8> {
    let value = match letter {
        '0'..='9' => u32::from(letter) - u32::from('0'),
        '０'..='９' => u32::from(letter) - u32::from('０'),
        _ => return None,
    };
    u8::try_from(value).ok()
}

fn is_joint(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\u{3000}'
            | '\u{a0}'
            | '\t'
            | '-'
            | '‐'
            | '‑'
            | '–'
            | '—'
            | '―'
            | '−'
            | '－'
            | 'ー'
            | 'ｰ'
            | '.'
            | '・'
    )
}

/// Lengths that issuers use, by the range of the first six digits (padded).
const ISSUERS: &[(u32, u32, &[usize])] = &[
    (300_000, 305_999, &[14]),             // Diners Club
    (340_000, 349_999, &[15]),             // American Express
    (352_800, 358_999, &[16, 17, 18, 19]), // JCB
    (360_000, 369_999, &[14]),             // Diners Club
    (370_000, 379_999, &[15]),             // American Express
    (380_000, 399_999, &[14]),             // Diners Club
    (400_000, 499_999, &[13, 16, 19]),     // Visa
    (222_100, 272_099, &[16]),             // Mastercard
    (510_000, 559_999, &[16]),             // Mastercard
    (601_100, 601_199, &[16, 19]),         // Discover
    (620_000, 629_999, &[16, 17, 18, 19]), // UnionPay
    (644_000, 659_999, &[16, 19]),         // Discover
];

fn has_issuer(digits: &[u8]) -> bool {
    let prefix = digits.iter().take(6).fold(0_u32, |sum, digit| sum * 10 + u32::from(*digit));
    ISSUERS.iter().any(|(from, to, lengths)| (*from..=*to).contains(&prefix) && lengths.contains(&digits.len()))
}

/// Luhn: from the right every second digit doubled.
fn has_check_digit(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(*digit) << (place % 2);
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_seen_in_any_dress() {
        for text in [
            "4242424242424242",
            "4242 4242 4242 4242",
            "カードは４２４２－４２４２－４２４２－４２４２です",
            "5555-5555-5555-4444",
            "私の3530111333300000で",
            "on 2026-10-15 4111 1111 1111 1111 was charged",
            "3782 822463 10005",
        ] {
            assert!(text_holds_card(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "490154203237518",         // an IMEI: check digit right, no issuer of that length
            "IMEI 35-209900-176148-1", // another
            "1790000000000",           // milliseconds
            "4242424242424241",        // check digit wrong
            "12344242424242424242",    // part of a longer number
            "x4242424242424242",       // part of a code
            "4242424242424242abc",     // the same
            "4242 4242",               //
            "090-1234-5678",           //
            "4242  4242  4242  4242",  // no number is written with double gaps
            "",
        ] {
            assert!(!text_holds_card(text), "{text}");
        }
    }
}
