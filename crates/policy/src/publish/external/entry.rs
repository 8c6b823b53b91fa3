//! One tag as it is published.

use super::super::phrase::{self, pick};
use crate::{
    declared::{Cookie, Lifetime, Policy, Sent, Tag},
    link::Link,
    vocabulary::{Load, Platform},
};
use azukari_model::Language;

/// One tag, in one language.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: String,
    /// Service and company.
    pub name: String,
    /// Not loaded before the visitor says yes.
    pub waits: bool,
    /// The three facts of the law, one for each purpose: what is told must be told, and stands here alone.
    pub required: Vec<Fact>,
    /// What is told beyond it.
    pub further: Vec<Fact>,
}

/// A label and what it says: a list of texts.
#[derive(Clone, Debug)]
pub struct Fact {
    pub key: &'static str,
    pub label: &'static str,
    pub values: Vec<Value>,
}

/// One text, perhaps a link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Value {
    Text(String),
    /// A name out of a machine's world: a host, a cookie.
    Code(String, String),
    /// What it leads to, and where.
    Link(String, Link),
}

impl Value {
    /// Without its shape.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Code(code, more) if more.is_empty() => code.clone(),
            Self::Code(code, more) => format!("{code}{more}"),
            Self::Link(_, link) => link.to_string(),
        }
    }
}

impl Entry {
    pub(super) fn new(policy: &Policy, tag: &Tag, language: Language) -> Self {
        let name = if tag.is_operators {
            pick(language, "当社のクッキー", "Our own cookies").to_owned()
        } else {
            tag.name.in_language(language).to_owned()
        };
        let whom = if tag.is_operators { policy.operator.name.in_language(language) } else { &name };
        let required = vec![
            fact("sends", pick(language, "送信される情報", "What is sent"), sends(policy, tag, language)),
            fact("recipient", pick(language, "送信先（取り扱う者）", "Who gets it"), vec![text(whom)]),
            fact("our-purpose", pick(language, "当社の利用目的", "What we use it for"), ours(policy, tag, language)),
            fact(
                "their-purpose",
                pick(language, "送信先の利用目的", "What they use it for"),
                vec![text(tag.their_purpose.in_language(language))],
            ),
        ];
        let country = tag.country.as_ref().map(|code| text(&phrase::country(language, code)));
        let code = |host: &String| Value::Code(host.clone(), String::new());
        let further = vec![
            fact(
                "load",
                pick(language, "送信を始める時期", "When it begins"),
                vec![text(phrase::load(language, tag.load))],
            ),
            fact("way-out", pick(language, "停止の方法", "How to stop it"), way_out(tag, language)),
            fact("country", pick(language, "送信先の国", "Country"), country.into_iter().collect()),
            fact(
                "cookies",
                pick(language, "クッキーと有効期間", "Cookies, and how long they stay"),
                cookies(tag, language),
            ),
            fact("hosts", pick(language, "通信先のホスト名", "Hosts"), tag.hosts.iter().map(code).collect()),
            fact(
                "on",
                pick(language, "対象", "Where"),
                tag.on.iter().map(|on| text(platform(language, *on))).collect(),
            ),
            fact("pages", pick(language, "対象のページ", "On which pages"), pages(tag, language)),
            fact("policy", pick(language, "送信先のポリシー", "Their privacy policy"), link(tag.policy.as_ref())),
        ];
        let said = |facts: Vec<Fact>| facts.into_iter().filter(|fact| !fact.values.is_empty()).collect();
        Self {
            id: tag.id.to_string(),
            name,
            waits: tag.load == Load::AfterConsent,
            required: said(required),
            further: said(further),
        }
    }
}

fn fact(key: &'static str, label: &'static str, values: Vec<Value>) -> Fact {
    let is_said = |value: &Value| *value != Value::Text(String::new());
    Fact { key, label, values: values.into_iter().filter(is_said).collect() }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Each by its name; the law does not want an "and so on".
fn sends(policy: &Policy, tag: &Tag, language: Language) -> Vec<Value> {
    if tag.sends.is_empty() {
        return vec![text(pick(language, "ありません（クッキーだけを使います）", "nothing; cookies only"))];
    }
    let name = |sent: &Sent| match sent {
        Sent::Signal(signal) => text(phrase::signal(language, *signal)),
        Sent::Item(id) => text(policy.item(id).map_or(id.as_str(), |item| item.label.in_language(language))),
    };
    tag.sends.iter().map(name).collect()
}

fn ours(policy: &Policy, tag: &Tag, language: Language) -> Vec<Value> {
    let label = |id: &azukari_model::Name| {
        let purpose = policy.purpose(id).map(|purpose| &purpose.label);
        purpose.or_else(|| policy.group(id).map(|group| &group.label)).map(|label| text(label.in_language(language)))
    };
    tag.our_purpose.iter().filter_map(label).collect()
}

fn way_out(tag: &Tag, language: Language) -> Vec<Value> {
    let here = match tag.load {
        Load::Always => pick(
            language,
            "サービスの提供に欠かせないため、このサイトでは止められません",
            "cannot be stopped here: the service does not work without it",
        ),
        Load::UntilRefused => pick(
            language,
            "プライバシーポリシーに示す窓口に停止をご請求ください",
            "ask the contact named in the privacy policy to stop it",
        ),
        Load::AfterConsent => pick(
            language,
            "許可をいただくまで送信しません。許可は、プライバシーポリシーに示す窓口でいつでも取り消せます",
            "nothing is sent until you allow it; you can take that back at any time with the contact named in the privacy policy",
        ),
    };
    let mut ways = vec![text(here)];
    let links = tag.opt_out.iter().filter_map(|href| Link::elsewhere(href));
    ways.extend(links.map(|link| Value::Link(phrase::way_out(language, link.as_str()), link)));
    ways
}

fn cookies(tag: &Tag, language: Language) -> Vec<Value> {
    let one = |cookie: &Cookie| {
        let stays = match cookie.lifetime {
            None => String::new(),
            Some(Lifetime::Session) => {
                pick(language, "（ブラウザを閉じるまで）", " (until the browser is closed)").to_owned()
            }
            Some(Lifetime::For(period)) if language == Language::JA => {
                format!("（{}）", phrase::period(language, period))
            }
            Some(Lifetime::For(period)) => format!(" ({})", phrase::period(language, period)),
        };
        Value::Code(cookie.name.clone(), stays)
    };
    tag.cookies.iter().map(one).collect()
}

fn pages(tag: &Tag, language: Language) -> Vec<Value> {
    let name = |page: &String| match page.as_str() {
        "all" => text(pick(language, "すべてのページ", "every page")),
        "checkout" => text(pick(language, "お支払いのページ", "the page for payment")),
        page => Value::Code(page.to_owned(), String::new()),
    };
    tag.pages.iter().map(name).collect()
}

fn link(href: Option<&String>) -> Vec<Value> {
    let link = href.and_then(|href| Link::elsewhere(href));
    link.map(|link| Value::Link(link.to_string(), link)).into_iter().collect()
}

const fn platform(language: Language, platform: Platform) -> &'static str {
    match platform {
        Platform::Web if matches!(language, Language::JA) => "ウェブサイト",
        Platform::Web => "website",
        Platform::Ios if matches!(language, Language::JA) => "iOSアプリ",
        Platform::Ios => "iOS app",
        Platform::Android if matches!(language, Language::JA) => "Androidアプリ",
        Platform::Android => "Android app",
    }
}
