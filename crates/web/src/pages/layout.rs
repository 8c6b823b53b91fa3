//! What stands around every page: language, title, the pages of a service.

use super::statics;
use crate::{
    dress::Spoken,
    problem::{Code, Problem},
    state::AppState,
    text::Both,
};
use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use azukari_model::{Lang, Language};
use std::convert::Infallible;

/// The frame of one page.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    /// The language the program speaks around the text.
    pub(crate) lang: Lang,
    /// The language of the text itself.
    pub(crate) language: Language,
    pub(crate) title: String,
    pub(crate) service: Option<ServiceFrame>,
    pub(crate) languages: Vec<LanguageLink>,
    /// The reader asked for this language: links keep it.
    chosen: Option<Language>,
}

/// The service a page belongs to.
#[derive(Clone, Debug)]
pub(crate) struct ServiceFrame {
    pub(crate) name: String,
    pub(crate) operator: String,
    pub(crate) home: String,
    pub(crate) tabs: Vec<Tab>,
}

#[derive(Clone, Debug)]
pub(crate) struct Tab {
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct LanguageLink {
    pub(crate) tag: Language,
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// The pages every service has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Page {
    Policy,
    Versions,
    External,
    Promises,
}

impl Page {
    const ALL: [Self; 4] = [Self::Policy, Self::Promises, Self::External, Self::Versions];

    const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Policy => lang.pick("ポリシー", "Policy"),
            Self::Promises => lang.pick("約束の状況", "Promises"),
            Self::External => lang.pick("外部送信", "Transmissions"),
            Self::Versions => lang.pick("版の一覧", "Versions"),
        }
    }

    /// Where a service has it.
    pub(crate) fn path(self, service: &str) -> String {
        match self {
            Self::Policy => format!("/{service}/policy"),
            Self::Versions => format!("/{service}/policy/versions"),
            Self::External => format!("/{service}/external"),
            Self::Promises => format!("/{service}/promises"),
        }
    }
}

/// In which languages a page may be had, and which the reader wants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    pub(crate) lang: Lang,
    /// From `?lang=`.
    pub(crate) chosen: Option<Language>,
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Infallible> {
        let lang = parts.extensions.get::<Spoken>().map_or(Lang::En, |spoken| spoken.0);
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let chosen = pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(|tag| tag.parse().ok());
        Ok(Self { lang, chosen })
    }
}

impl Reader {
    /// Which of the languages a text has the reader gets; `None` if another was asked for by name.
    pub(crate) fn choose(self, languages: &[Language], governing: Language) -> Option<Language> {
        match self.chosen {
            Some(asked) => languages.contains(&asked).then_some(asked),
            None => Some(Language::from(self.lang)).filter(|own| languages.contains(own)).or(Some(governing)),
        }
    }
}

impl Shell {
    /// The frame of a page of no service.
    pub(crate) fn plain(reader: Reader, title: &str) -> Self {
        let both = Lang::ALL.map(Language::from);
        Self::framed(reader, reader.lang.into(), &both, title.to_owned(), None)
    }

    /// The frame of a page of a service, in one of its languages.
    pub(crate) fn of_service(
        reader: Reader,
        language: Language,
        languages: &[Language],
        service: (&str, String, String),
        page: Page,
        title: String,
    ) -> Self {
        let mut shell = Self::framed(reader, language, languages, title, None);
        let (id, name, operator) = service;
        let tabs = Page::ALL.map(|tab| Tab {
            name: tab.name(shell.lang),
            href: shell.to(&tab.path(id)),
            current: tab == page,
        });
        shell.service = Some(ServiceFrame { name, operator, home: Page::Policy.path(id), tabs: tabs.into() });
        shell
    }

    fn framed(
        reader: Reader,
        language: Language,
        languages: &[Language],
        title: String,
        service: Option<ServiceFrame>,
    ) -> Self {
        let links = languages.iter().map(|tag| LanguageLink {
            tag: *tag,
            name: name_of(*tag),
            href: format!("?lang={tag}"),
            current: *tag == language,
        });
        // Around a text in a third language the program speaks English.
        let lang = if language == Language::JA { Lang::Ja } else { Lang::En };
        Self { lang, language, title, service, languages: links.collect(), chosen: reader.chosen.map(|_| language) }
    }

    /// One of two texts, in the language the program speaks here.
    pub(crate) fn say<'a>(&self, ja: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(ja, en)
    }

    /// A sentence in the language the program speaks here.
    pub(crate) fn both(&self, sentence: &Both) -> &'static str {
        sentence.pick(self.lang)
    }

    /// A link within the site that keeps the language the reader chose.
    pub(crate) fn to(&self, path: &str) -> String {
        match self.chosen {
            Some(language) => match path.split_once('#') {
                Some((path, part)) => format!("{path}?lang={language}#{part}"),
                None => format!("{path}?lang={language}"),
            },
            None => path.to_owned(),
        }
    }

    #[expect(clippy::unused_self, reason = "a template reaches functions through its fields")]
    pub(crate) fn style(&self) -> String {
        statics::style_path()
    }
}

/// A language in its own words.
fn name_of(language: Language) -> String {
    match language.as_str() {
        "ja" => "日本語".to_owned(),
        "en" => "English".to_owned(),
        "zh" => "中文".to_owned(),
        "ko" => "한국어".to_owned(),
        "vi" => "Tiếng Việt".to_owned(),
        "pt" => "Português".to_owned(),
        other => other.to_uppercase(),
    }
}

/// A page that is the same for everybody may be kept for a minute; what is on it is asked for again after that.
const PUBLIC: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Renders a page.
pub(crate) fn show<T: Template>(page: &T, language: Language) -> Response {
    let Ok(text) = page.render() else { return Problem::new(Code::Internal).into_response() };
    let mut response = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, PUBLIC);
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    if let Ok(tag) = HeaderValue::from_str(language.as_str()) {
        headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    response
}
