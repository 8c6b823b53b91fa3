//! One form for what people write in many: the versioned normalisation of the look-up index.
//!
//! This is version 1, and it is part of `azukari/look-up/v1`: a change here needs a new domain there.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// How a value is brought to one form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Normal {
    /// NFKC, without white space, in lower case.
    Email,
    /// Digits only, in the international form; a number without a country is one of Japan.
    Telephone,
    /// NFC, without white space around it. A reference is the company's: its letters are never folded.
    Reference,
}

/// The one form of a value; `None` if nothing is left of it.
pub fn normalise(how: Normal, value: &str) -> Option<Zeroizing<Vec<u8>>> {
    let form = Zeroizing::new(match how {
        Normal::Email => value.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).nfkc().collect(),
        Normal::Telephone => telephone(value)?,
        Normal::Reference => value.trim().nfc().collect::<String>(),
    });
    (!form.is_empty()).then(|| Zeroizing::new(form.as_bytes().to_vec()))
}

/// `090-1234-5678`, `＋81 90 1234 5678`, `+81 (0)90-1234-5678` and `0081 90…` are one number.
fn telephone(value: &str) -> Option<String> {
    let folded: Zeroizing<String> = Zeroizing::new(value.nfkc().filter(|c| !c.is_whitespace()).collect());
    let digits = folded.split("(0)").flat_map(str::chars).filter(char::is_ascii_digit);
    let digits: Zeroizing<String> = Zeroizing::new(digits.collect());
    let abroad = if folded.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    // The trunk prefix of Japan is often left in behind the country: `+81 090…`.
    let (country, rest) = match abroad {
        Some(number) => number.strip_prefix("810").map_or(("+", number), |rest| ("+81", rest)),
        None => digits.strip_prefix('0').map_or(("", digits.as_str()), |rest| ("+81", rest)),
    };
    (!rest.is_empty()).then(|| format!("{country}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(how: Normal, value: &str) -> Option<String> {
        normalise(how, value).map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn one_telephone_written_in_many_ways_is_one() {
        for way in [
            "090-1234-5678",
            "０９０－１２３４－５６７８",
            "09012345678",
            "+81 90 1234 5678",
            "＋81(0)90-1234-5678",
            "+81 090-1234-5678",
            "0081 90 1234 5678",
            " (090) 1234 5678 ",
        ] {
            assert_eq!(form(Normal::Telephone, way).as_deref(), Some("+819012345678"), "{way}");
        }
        assert_eq!(form(Normal::Telephone, "+1 202 555 0100").as_deref(), Some("+12025550100"));
        assert_eq!(form(Normal::Telephone, "なし"), None);
    }

    #[test]
    fn an_address_is_found_whatever_its_case_and_width() {
        for way in ["A@Example.jp", "ａ＠ｅｘａｍｐｌｅ．ｊｐ", " a@example.JP\n"] {
            assert_eq!(form(Normal::Email, way).as_deref(), Some("a@example.jp"), "{way}");
        }
        assert_eq!(form(Normal::Email, " \u{3000}"), None);
    }

    #[test]
    fn a_reference_keeps_its_letters() {
        assert_eq!(form(Normal::Reference, " U-1a ").as_deref(), Some("U-1a"));
        assert_ne!(form(Normal::Reference, "U-1A"), form(Normal::Reference, "U-1a"));
    }
}
