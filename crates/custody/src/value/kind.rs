//! Whether a value may be of its kind.

use super::card::looks_like_card;
use azukari_model::Date;
use azukari_policy::{declared::Item, kinds::ItemKind};
use serde_json::Value;

/// The largest value, in bytes of its JSON.
pub(crate) const SIZE_MAX: usize = 64 << 10;

/// Why a value is not taken. It never repeats the value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Invalid {
    TooLarge,
    NotOfKind,
}

/// Whether the value may be of the item's kind.
pub(crate) fn check(item: &Item, value: &Value, today: Date) -> Result<(), Invalid> {
    if serde_json::to_vec(value).map_or(usize::MAX, |bytes| bytes.len()) > SIZE_MAX {
        return Err(Invalid::TooLarge);
    }
    if is_of_kind(item, value, today) { Ok(()) } else { Err(Invalid::NotOfKind) }
}

fn is_of_kind(item: &Item, value: &Value, today: Date) -> bool {
    use ItemKind as K;
    match item.kind {
        K::PersonName | K::Organisation | K::JobTitle | K::OrganisationType => line(value, 200),
        K::Gender => line(value, 40),
        K::PostalAddress => line(value, 500) || parts(value, 500),
        K::JpBankAccount | K::Location => line(value, 200) || parts(value, 200),
        K::Telephone => value.as_str().is_some_and(is_telephone),
        K::Email => value.as_str().is_some_and(is_email),
        K::BirthDate => value
            .as_str()
            .and_then(|text| text.parse().ok())
            .is_some_and(|born: Date| born.year() >= 1850 && born <= today),
        K::BirthYear => super::year(value).is_some_and(|year| (1850..=i64::from(today.year())).contains(&year)),
        K::Age => value.as_i64().is_some_and(|age| (0..=150).contains(&age)),
        K::Code => line(value, 200) || value.is_i64() || value.is_u64(),
        K::Imei => value.as_str().is_some_and(is_imei),
        K::CookieId | K::DeviceId => line(value, 512),
        K::IpAddress => value.as_str().is_some_and(|text| text.parse::<std::net::IpAddr>().is_ok()),
        K::Choice => value.as_str().is_some_and(|text| item.values.iter().any(|known| known == text)),
        K::Record | K::Activity | K::FreeText | K::Health | K::IdentityPaper => !value.is_null() && is_clean(value),
        // Neither is ever taken: the one a payment service holds, the other is no information about a person.
        K::PaymentCard | K::Password => false,
    }
}

/// Whether a card number is to be looked for in it: what people write freely, not what is a number by kind.
pub(crate) fn may_hide_card(kind: ItemKind) -> bool {
    use ItemKind as K;
    match kind {
        K::FreeText
        | K::Record
        | K::Activity
        | K::Health
        | K::IdentityPaper
        | K::PersonName
        | K::PostalAddress
        | K::Organisation
        | K::JobTitle
        | K::OrganisationType
        | K::Gender
        | K::JpBankAccount
        | K::Choice => true,
        K::Telephone
        | K::Email
        | K::BirthDate
        | K::BirthYear
        | K::Age
        | K::Code
        | K::Imei
        | K::CookieId
        | K::DeviceId
        | K::IpAddress
        | K::PaymentCard
        | K::Location
        | K::Password => false,
    }
}

/// Whether a value that came for an item of this kind looks as if it held a card number; `None`: an undeclared item.
pub(crate) fn hides_card(kind: Option<ItemKind>, value: &Value) -> bool {
    kind.is_none_or(may_hide_card) && looks_like_card(value)
}

/// One line of text that says something.
fn line(value: &Value, letters_max: usize) -> bool {
    value.as_str().is_some_and(|text| is_line(text, letters_max))
}

pub(crate) fn is_line(text: &str, letters_max: usize) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= letters_max
        && !text.chars().any(|letter| letter.is_control() || turns_text(letter))
}

/// Marks that make text read in another order than it is stored.
pub(crate) const fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// An object of lines and numbers.
fn parts(value: &Value, letters_max: usize) -> bool {
    value.as_object().is_some_and(|map| {
        !map.is_empty()
            && map.len() <= 16
            && map.iter().all(|(key, value)| is_line(key, 40) && (value.is_number() || line(value, letters_max)))
    })
}

/// No NUL anywhere; everything else a person may write.
fn is_clean(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Array(list) => list.iter().all(is_clean),
        Value::Object(map) => map.iter().all(|(key, value)| !key.contains('\0') && is_clean(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn is_telephone(text: &str) -> bool {
    let folded = |letter: char| match letter {
        '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter),
        '＋' => '+',
        '－' | '‐' | '−' | 'ー' => '-',
        '（' => '(',
        '）' => ')',
        '\u{3000}' => ' ',
        other => other,
    };
    let letters: Vec<char> = text.trim().chars().map(folded).collect();
    let digits = letters.iter().filter(|letter| letter.is_ascii_digit()).count();
    (6..=15).contains(&digits)
        && letters.len() <= 30
        && letters.iter().enumerate().all(|(place, letter)| {
            letter.is_ascii_digit() || matches!(letter, '-' | ' ' | '(' | ')') || (*letter == '+' && place == 0)
        })
}

fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    text.len() <= 254
        && is_line(text, 254)
        && !text.chars().any(char::is_whitespace)
        && !local.is_empty()
        && local.len() <= 64
        && !local.contains('@')
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
        })
}

fn is_imei(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (14..=16).contains(&digits) && text.chars().all(|letter| letter.is_ascii_digit() || letter == '-' || letter == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use azukari_model::Words;
    use azukari_policy::vocabulary::Class;
    use serde_json::json;

    fn item(kind: ItemKind) -> Item {
        Item {
            id: "it".parse().unwrap(),
            kind,
            label: Words::new(),
            keep: None,
            class: Class::Personal,
            lookup: false,
            held_by: Vec::new(),
            derived_from: None,
            values: vec!["yes".to_owned()],
            formerly: None,
        }
    }

    fn is_taken(kind: ItemKind, value: &Value) -> bool {
        check(&item(kind), value, Date::new(2027, 1, 15).unwrap()).is_ok()
    }

    #[test]
    fn values_are_taken_by_their_kind() {
        for (kind, value) in [
            (ItemKind::PersonName, json!("髙橋 々 𠮷子")),
            (ItemKind::Email, json!("hanako@example.jp")),
            (ItemKind::Telephone, json!("０９０－１２３４－５６７８")),
            (ItemKind::BirthDate, json!("1990-02-28")),
            (ItemKind::BirthYear, json!(1990)),
            (ItemKind::PostalAddress, json!({ "postcode": "104-0045", "city": "中央区" })),
            (ItemKind::Choice, json!("yes")),
            (ItemKind::FreeText, json!("👩‍👩‍👧 \u{202e}abc\nsecond line")),
            (ItemKind::IpAddress, json!("2001:db8::1")),
            (ItemKind::Imei, json!("490154203237518")),
        ] {
            assert!(is_taken(kind, &value), "{kind}");
        }
    }

    #[test]
    fn values_of_another_shape_are_not() {
        for (kind, value) in [
            (ItemKind::PersonName, json!("a\u{0}b")),
            (ItemKind::PersonName, json!("a\u{202e}b")),
            (ItemKind::PersonName, json!("  ")),
            (ItemKind::PersonName, json!(7)),
            (ItemKind::Email, json!("hanako")),
            (ItemKind::Email, json!("a b@example.jp")),
            (ItemKind::Telephone, json!("call me")),
            (ItemKind::BirthDate, json!("2027-02-30")),
            (ItemKind::BirthDate, json!("2028-01-01")),
            (ItemKind::Choice, json!("no")),
            (ItemKind::Record, json!({ "memo": "a\u{0}" })),
            (ItemKind::PaymentCard, json!("4242424242424242")),
        ] {
            assert!(!is_taken(kind, &value), "{kind}");
        }
        let long = json!("a".repeat(SIZE_MAX));
        let verdict = check(&item(ItemKind::FreeText), &long, Date::new(2027, 1, 15).unwrap());
        assert_eq!(verdict, Err(Invalid::TooLarge));
    }
}
