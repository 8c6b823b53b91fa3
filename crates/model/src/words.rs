//! Languages, and texts that exist in several.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// A language the program itself speaks: its messages, pages and diagnostics.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Both, Japanese first.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The tag, as in `lang="ja"`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// Chooses one of two texts.
    pub const fn pick<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// Reads the value of `LANG`: what begins with `ja` is Japanese, anything else English.
    pub fn from_env_value(value: &str) -> Self {
        if value.starts_with("ja") { Self::Ja } else { Self::En }
    }

    /// Chooses by an `Accept-Language` header: the first of `ja` and `en` by weight; English if neither is named.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0.0_f32, Self::En);
        for part in header.split(',').take(32) {
            let mut fields = part.trim().split(';');
            let lang = match fields.next().unwrap_or_default().trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("ja") => Self::Ja,
                Some("en") => Self::En,
                _ => continue,
            };
            let weight = fields
                .find_map(|field| field.trim().strip_prefix("q="))
                .map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0));
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|lang| lang.tag() == text).ok_or(())
    }
}

/// A language of a policy: two small letters (ISO 639-1), any language.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Language([u8; 2]);

impl Language {
    /// Japanese, the default of `governing`.
    pub const JA: Self = Self(*b"ja");
    /// English.
    pub const EN: Self = Self(*b"en");

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ja => Self::JA,
            Lang::En => Self::EN,
        }
    }
}

impl FromStr for Language {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match *text.as_bytes() {
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => Ok(Self([a, b])),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("not a language"))
    }
}

/// A text in the languages of a policy.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<Language, String>);

impl Words {
    /// No text in any language.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// A text in Japanese and English.
    pub fn both(ja: &str, en: &str) -> Self {
        Self(BTreeMap::from([(Language::JA, ja.to_owned()), (Language::EN, en.to_owned())]))
    }

    /// Sets the text of one language.
    pub fn insert(&mut self, language: Language, text: String) {
        self.0.insert(language, text);
    }

    /// The text in this language, if it has one.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// The text in this language, else in English, else in whichever comes first; empty if there is none.
    pub fn in_language(&self, language: Language) -> &str {
        self.get(language)
            .or_else(|| self.get(Language::EN))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// Each language with its text, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, text)| (*language, text.as_str()))
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_language_wins() {
        assert_eq!(Lang::from_accept_language("fr, ja;q=0.4, en;q=0.8"), Lang::En);
        assert_eq!(Lang::from_accept_language("ja-JP,ja;q=0.9,en;q=0.1"), Lang::Ja);
        assert_eq!(Lang::from_accept_language("de"), Lang::En);
        assert_eq!(Lang::from_accept_language(""), Lang::En);
    }

    #[test]
    fn a_text_missing_in_one_language_is_shown_in_another() {
        let mut words = Words::new();
        words.insert(Language::JA, "氏名".to_owned());
        assert_eq!(words.in_language(Language::EN), "氏名");
    }
}
