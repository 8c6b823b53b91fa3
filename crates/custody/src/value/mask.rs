//! What a value shows when it is masked: enough to recognise, too little to use.

use super::group::prefecture;
use azukari_policy::kinds::ItemKind;
use serde_json::Value;

const HIDDEN: &str = "***";

/// The value as it is shown to who asked for it masked.
pub(crate) fn mask(kind: ItemKind, value: &Value) -> Value {
    let shown = match (kind, value.as_str()) {
        (ItemKind::Email, Some(text)) => text.rsplit_once('@').map(|(local, host)| format!("{}@{host}", head(local))),
        (ItemKind::PersonName, Some(text)) => Some(head(text)),
        (ItemKind::Telephone | ItemKind::Imei | ItemKind::JpBankAccount, Some(text)) => Some(tail(text, 4)),
        (ItemKind::PostalAddress, _) => prefecture(value).map(|name| format!("{name}{HIDDEN}")),
        (ItemKind::BirthDate, Some(text)) => text.get(..4).map(|year| format!("{year}-**-**")),
        _ => None,
    };
    Value::String(shown.unwrap_or_else(|| HIDDEN.to_owned()))
}

fn head(text: &str) -> String {
    text.chars().next().map_or_else(|| HIDDEN.to_owned(), |first| format!("{first}{HIDDEN}"))
}

/// The last letters, if there are clearly more than these.
fn tail(text: &str, letters: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    let shown = if all.len() > letters * 2 { letters } else { 0 };
    format!("{HIDDEN}{}", all.iter().skip(all.len() - shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_masked_value_shows_a_little() {
        let masked = |kind, text: &str| mask(kind, &json!(text));
        assert_eq!(masked(ItemKind::Email, "hanako@example.jp"), json!("h***@example.jp"));
        assert_eq!(masked(ItemKind::PersonName, "山田花子"), json!("山***"));
        assert_eq!(masked(ItemKind::Telephone, "090-1234-5678"), json!("***5678"));
        assert_eq!(masked(ItemKind::JpBankAccount, "1234"), json!("***"));
        assert_eq!(masked(ItemKind::PostalAddress, "東京都中央区築地2-3-4"), json!("東京都***"));
        assert_eq!(masked(ItemKind::FreeText, "anything"), json!("***"));
        assert_eq!(mask(ItemKind::JpBankAccount, &json!({ "number": "1234567" })), json!("***"));
    }
}
