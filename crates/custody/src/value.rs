//! Values of items: whether one may be what its kind says, what it shows when masked, what is derived from it, in which
//! group of a statistic it counts. Nothing here repeats a value in an error.

pub(crate) mod card;
pub(crate) mod group;
pub(crate) mod kind;
pub(crate) mod mask;

use azukari_model::Date;
use azukari_policy::kinds::ItemKind;
use serde_json::Value;

/// Derives an item when it is opened; it is never stored.
pub(crate) fn derive(kind: ItemKind, raw: &Value, today: Date) -> Option<Value> {
    match kind {
        ItemKind::Age => Some(age(raw, today)?.into()),
        ItemKind::BirthYear => Some(birth_date(raw)?.year().into()),
        // Another kind may only look at its source as it is: no rule is known that makes it.
        _ => None,
    }
}

/// Whole years lived: by the day of birth, else by its year alone.
pub(crate) fn age(raw: &Value, today: Date) -> Option<i64> {
    let years = match birth_date(raw) {
        Some(born) => {
            let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
            i64::from(today.year()) - i64::from(born.year()) - i64::from(!had_birthday)
        }
        None => i64::from(today.year()) - year(raw)?,
    };
    (0..=150).contains(&years).then_some(years)
}

fn birth_date(raw: &Value) -> Option<Date> {
    raw.as_str()?.parse().ok()
}

/// A year, as a number or as four digits.
pub(crate) fn year(raw: &Value) -> Option<i64> {
    match raw {
        Value::Number(number) => number.as_i64(),
        Value::String(text) if text.len() == 4 => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_age_rises_on_the_birthday() {
        let on = |day| age(&json!("1990-03-15"), Date::new(2027, 3, day).unwrap());
        assert_eq!((on(14), on(15)), (Some(36), Some(37)));
        assert_eq!(age(&json!(1990), Date::new(2027, 1, 1).unwrap()), Some(37));
        assert_eq!(age(&json!("soon"), Date::new(2027, 1, 1).unwrap()), None);
    }
}
