//! One value: is it of the form its key asks for? What is not is said once and left out.

use super::{
    entry::{Member, Value},
    walk::Walker,
};
use crate::{
    codes::Code,
    grammar::{Form, Key, PAPER_LINES},
    letters::is_hidden,
    link::Link,
};
use azukari_model::{Date, Language, Name, Period, Zone};
use std::str::FromStr;
use toml::{Spanned, de::DeValue};

impl Walker<'_> {
    /// Reads a value of a form.
    pub(super) fn value(&mut self, form: &Form, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        match form {
            Form::List(inner) => self.list(inner, value, path),
            Form::Table(keys) => self.sub_table(keys, form, value, path),
            Form::Rows(keys) => self.sub_rows(keys, form, value, path),
            Form::Papers => self.papers(value, path),
            Form::Words => self.words(value, path),
            Form::Word(words) => self.word(&(words.0)(), form, value, path),
            Form::Period => self.period(value, path),
            Form::Ref(_) | Form::Keeper | Form::After => self.name(form, value, path),
            _ => plain(form, value.get_ref()).unwrap_or_else(|| {
                self.wrong(form, value, path);
                Value::Bad
            }),
        }
    }

    fn list(&mut self, inner: &Form, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        let DeValue::Array(members) = value.get_ref() else {
            // A list of one may be bare; a value of another type is said to be no member.
            let one = self.value(inner, value, path);
            return if one.is_bad() {
                Value::Bad
            } else {
                Value::List(vec![Member { value: one, span: value.span() }])
            };
        };
        let read = members.iter().map(|member| Member { value: self.value(inner, member, path), span: member.span() });
        let read = read.filter(|member| !member.value.is_bad()).collect::<Vec<_>>();
        if read.is_empty() && !members.is_empty() { Value::Bad } else { Value::List(read) }
    }

    fn sub_table(&mut self, keys: &'static [Key], form: &Form, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        let DeValue::Table(inner) = value.get_ref() else {
            self.wrong(form, value, path);
            return Value::Bad;
        };
        let fields = self.fields(keys, inner, path);
        self.complete(keys, &fields, path, value.span());
        let is_whole =
            keys.iter().all(|key| fields.iter().any(|field| field.key.name == key.name && !field.value.is_bad()));
        if is_whole { Value::Table(fields) } else { Value::Bad }
    }

    fn sub_rows(&mut self, keys: &'static [Key], form: &Form, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        let DeValue::Array(rows) = value.get_ref() else {
            self.wrong(form, value, path);
            return Value::Bad;
        };
        let table = Form::Table(keys);
        let read = rows.iter().map(|row| Member { value: self.value(&table, row, path), span: row.span() });
        Value::List(read.filter(|row| !row.value.is_bad()).collect())
    }

    /// Papers, or lines of them: `{ one-of = […] }`, `{ two-of = […] }`.
    fn papers(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        let members = match value.get_ref() {
            DeValue::Array(members) => members.iter().collect::<Vec<_>>(),
            _ => vec![value],
        };
        let mut read = Vec::new();
        for member in &members {
            match member.get_ref() {
                DeValue::String(text) => {
                    read.push(Member { value: Value::Text(text.to_string()), span: member.span() });
                }
                DeValue::Table(inner) => {
                    let fields = self.fields(PAPER_LINES, inner, path);
                    if inner.len() == 1 && fields.len() == 1 {
                        read.push(Member { value: Value::Table(fields), span: member.span() });
                    } else if inner.len() != 1 {
                        self.wrong(&Form::Papers, member, path);
                    }
                }
                _ => self.wrong(&Form::Papers, member, path),
            }
        }
        if members.is_empty() {
            self.wrong(&Form::Papers, value, path);
        }
        if read.is_empty() { Value::Bad } else { Value::List(read) }
    }

    fn words(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        match value.get_ref() {
            DeValue::String(text) if is_text(text) => Value::Words(vec![(None, text.to_string())]),
            DeValue::Table(inner) if !inner.is_empty() => {
                let mut texts = Vec::new();
                for (language, text) in inner {
                    let inside = format!("{path}.{}", language.get_ref());
                    let Ok(known) = language.get_ref().parse::<Language>() else {
                        self.say(Code::UnknownKey, language.span(), &inside, |one| one.with("key", language.get_ref()));
                        continue;
                    };
                    match text.get_ref() {
                        DeValue::String(text) if is_text(text) => texts.push((Some(known), text.to_string())),
                        _ => self.wrong(&Form::Text, text, &inside),
                    }
                }
                if texts.len() < inner.len() { Value::Bad } else { Value::Words(texts) }
            }
            _ => {
                self.wrong(&Form::Words, value, path);
                Value::Bad
            }
        }
    }

    fn word(&mut self, words: &[&'static str], form: &Form, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(form, value, path);
            return Value::Bad;
        };
        if words.contains(&text) {
            return Value::Text(text.to_owned());
        }
        let near = self.suggester.near(text, words.iter().copied());
        let ((en, ja), shown) = (form.want(), format!("\"{}\"", text.chars().take(40).collect::<String>()));
        self.say(Code::BadValue, value.span(), path, |one| {
            one.with("value", shown).with_both("want", en, ja).with_some("near", near.map(|near| format!("\"{near}\"")))
        });
        Value::Bad
    }

    fn period(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(&Form::Period, value, path);
            return Value::Bad;
        };
        text.parse().map_or_else(
            |_| {
                let shown = text.chars().take(40).collect::<String>();
                self.say(Code::BadDuration, value.span(), path, |one| one.with("value", shown));
                Value::Bad
            },
            Value::Period,
        )
    }

    /// A name of something; whether that is there is asked when all files are read.
    fn name(&mut self, form: &Form, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        match (form, value.get_ref()) {
            (Form::After, DeValue::String(text)) if !is_after(text) => {
                self.wrong(form, value, path);
                Value::Bad
            }
            (_, DeValue::String(text)) => Value::Text(text.to_string()),
            _ => {
                self.wrong(form, value, path);
                Value::Bad
            }
        }
    }
}

fn is_after(text: &str) -> bool {
    matches!(text, "acquired" | "last-seen" | "last-use") || text.starts_with("event:")
}

/// The forms that need no more than a look.
fn plain(form: &Form, value: &DeValue<'_>) -> Option<Value> {
    let text = value.as_str();
    let kept = |is_good: bool| if is_good { text.map(|text| Value::Text(text.to_owned())) } else { None };
    match form {
        Form::Version => (integer(value)? == 1).then_some(Value::Count(1)),
        Form::Count(least, most) => {
            let count = u32::try_from(integer(value)?).ok()?;
            (*least..=*most).contains(&count).then_some(Value::Count(count))
        }
        Form::Bool => value.as_bool().map(Value::Bool),
        Form::Date => date(value).map(Value::Date),
        Form::Text => kept(is_text(text?)),
        Form::Path => kept(is_text(text?) && !text?.contains(char::is_control)),
        Form::Zone => kept(Zone::parse(text?).is_ok()),
        Form::Language => kept(text?.parse::<Language>().is_ok()),
        Form::Url => kept(Link::elsewhere(text?).is_some()),
        Form::Email => kept(is_email(text?)),
        Form::Country => kept(is_country(text?)),
        Form::Host => kept(is_host(text?)),
        Form::Cookie => kept(is_cookie(text?)),
        Form::Id | Form::Free => kept(Name::from_str(text?).is_ok()),
        _ => None,
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// A date alone, without a time of day.
fn date(value: &DeValue<'_>) -> Option<Date> {
    let given = value.as_datetime()?;
    if given.time.is_some() || given.offset.is_some() {
        return None;
    }
    let date = given.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
}

/// Something is said, and nothing that would hide or turn around what a page shows.
fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().all(|letter| letter != '\t' && letter != '\r' && !is_hidden(letter))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    text.len() <= 254 && !local.is_empty() && local.bytes().all(is_local) && is_host(&domain.to_ascii_lowercase())
}

fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

/// The name of a cookie, and perhaps after a blank how long it stays.
fn is_cookie(text: &str) -> bool {
    let (text, stays) = text.split_once(' ').unwrap_or((text, "session"));
    if stays != "session" && Period::from_str(stays).is_err() {
        return false;
    }
    let name = text.strip_suffix('*').unwrap_or(text);
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}*".contains(&byte);
    !name.is_empty() && text.len() <= 256 && name.bytes().all(is_token)
}

/// ISO 3166-1 alpha-2.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
    FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
    MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
    RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV \
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

fn is_country(text: &str) -> bool {
    text.len() == 2 && COUNTRIES.split_whitespace().any(|country| country == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_cookies_and_addresses_are_what_a_browser_takes_them_for() {
        for good in ["www.example.com", "region1.google-analytics.com", "t.co"] {
            assert!(is_host(good), "{good}");
        }
        for bad in ["", "localhost", "https://a.b", "*.a.b", "a..b", "A.b", "-a.b", "a.b/c"] {
            assert!(!is_host(bad), "{bad}");
        }
        assert!(is_cookie("_ga_*") && is_cookie("mp_prefs"));
        assert!(!is_cookie("*") && !is_cookie("a*b") && !is_cookie("a b") && !is_cookie(""));
        assert!(is_cookie("_ga P2Y") && is_cookie("cart session") && !is_cookie("_ga  P2Y") && !is_cookie("_ga P2Y x"));
        assert!(is_email("privacy@sessa.example") && is_email("a.b+c@Example.co.jp"));
        assert!(
            !is_email("a@b")
                && !is_email("@b.jp")
                && !is_email("a b@c.jp")
                && !is_email("a@b@c.jp")
                && !is_email("<a>@b.jp")
        );
        assert!(is_country("JP") && is_country("GB") && !is_country("JA") && !is_country("jp") && !is_country("J"));
    }

    #[test]
    fn a_text_says_something_and_shows_what_it_is() {
        assert!(is_text("お問い合わせ\n内容"));
        for bad in ["", "  ", "a\u{0}b", "a\u{202e}b", "\u{3000}"] {
            assert!(!is_text(bad), "{bad:?}");
        }
    }
}
