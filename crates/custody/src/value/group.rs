//! In which group of a statistic a value counts: few values or bands, never the value of one person.

use super::{age, year};
use azukari_model::Date;
use azukari_policy::kinds::ItemKind;
use serde_json::Value;

/// Where people are counted whose value is not there or tells no group.
pub(crate) const UNKNOWN: &str = "unknown";

/// The group of a value; `entries`: how many a many-valued item has.
pub(crate) fn group(kind: ItemKind, value: Option<&Value>, entries: usize, today: Date) -> String {
    use ItemKind as K;
    if kind == K::Activity {
        return amount(entries).to_owned();
    }
    let of_value = value.and_then(|value| match kind {
        K::PostalAddress => prefecture(value).map(str::to_owned),
        K::BirthDate | K::BirthYear => age(value, today).map(decade),
        K::Age => value.as_i64().or_else(|| year(value)).map(decade),
        K::Gender | K::JobTitle | K::OrganisationType | K::Choice => value.as_str().map(|text| text.trim().to_owned()),
        _ => None,
    });
    of_value.unwrap_or_else(|| UNKNOWN.to_owned())
}

fn amount(entries: usize) -> &'static str {
    match entries {
        0 => "none",
        1..=3 => "less",
        4..=9 => "middle",
        _ => "more",
    }
}

fn decade(age: i64) -> String {
    let from = age.clamp(0, 99) / 10 * 10;
    if from == 90 { "90-".to_owned() } else { format!("{from}-{}", from + 9) }
}

const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// The prefecture an address begins with, a postcode left aside.
pub(crate) fn prefecture(address: &Value) -> Option<&'static str> {
    let text = match address {
        Value::Object(parts) => parts.get("prefecture").or_else(|| parts.get("address"))?.as_str()?,
        other => other.as_str()?,
    };
    let text = text.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || ('０'..='９').contains(&letter) || "〒-－ー \u{3000}".contains(letter)
    });
    PREFECTURES.into_iter().find(|name| text.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_fall_into_few_groups() {
        let today = Date::new(2027, 1, 15).unwrap();
        let of = |kind, value: Value| group(kind, Some(&value), 1, today);
        assert_eq!(of(ItemKind::PostalAddress, json!("〒104-0045 東京都中央区")), "東京都");
        assert_eq!(of(ItemKind::BirthDate, json!("1990-01-16")), "30-39");
        assert_eq!(of(ItemKind::BirthYear, json!(1920)), "90-");
        assert_eq!(of(ItemKind::Gender, json!("female")), "female");
        assert_eq!(of(ItemKind::Email, json!("hanako@example.jp")), "unknown");
        assert_eq!(group(ItemKind::Activity, None, 5, today), "middle");
        assert_eq!(group(ItemKind::Gender, None, 0, today), "unknown");
    }
}
