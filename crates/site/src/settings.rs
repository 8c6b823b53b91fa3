//! What the runtime is told of a service: its tags and categories, its words, where it reports to.

use crate::{Site, words};
use azukari_model::{Language, Name};
use azukari_policy::{
    declared::{Category, Policy, Sent, Tag},
    material::Material,
    vocabulary::{Load, Platform},
};
use serde_json::{Value, json};

/// Where the program answers, as the site's visitors reach it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where choices are sent; empty: nowhere.
    pub choices: String,
    /// The page that lists what is sent.
    pub external: String,
    /// Hosts that stand in for those of a tag, beside its own: the demo's.
    pub stand_ins: bool,
}

impl Place {
    /// Under the service's own paths on the site's own origin.
    pub fn of_service(service: &Name) -> Self {
        Self { choices: format!("/{service}/choices"), external: format!("/{service}/external"), stand_ins: false }
    }
}

/// The host that stands in for a tag's in the demo.
pub(crate) fn stand_in(tag: &Tag) -> String {
    format!("{}.localhost", tag.id)
}

/// Tags of apps alone are no concern of a browser.
pub(crate) fn on_site(policy: &Policy) -> impl Iterator<Item = &Tag> {
    policy.tags.iter().filter(|tag| tag.on.contains(&Platform::Web))
}

pub(crate) fn settings(site: &Site<'_>, language: Language) -> Value {
    let Site { policy, place, .. } = site;
    json!({
        "language": language.as_str(),
        "material": Material::of(policy).hash().to_string(),
        "choices": place.choices,
        "external": place.external,
        "categories": policy.categories.iter().map(|one| category(policy, one, language)).collect::<Vec<_>>(),
        "tags": on_site(policy).map(|one| tag(site, one, language)).collect::<Vec<_>>(),
        "text": words::words(language),
    })
}

/// JSON that may stand inside a script: nothing in it ends the script or a line.
pub(crate) fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn category(policy: &Policy, category: &Category, language: Language) -> Value {
    let label = category.label.in_language(language);
    let why: Vec<&str> = category.our_purpose.iter().filter_map(|id| purpose(policy, id, language)).collect();
    json!({"id": category.id, "label": if label.is_empty() { category.id.as_str() } else { label }, "why": join(&why, language)})
}

fn tag(site: &Site<'_>, tag: &Tag, language: Language) -> Value {
    let policy = site.policy;
    let name = if tag.is_operators { words::own_cookies(language) } else { tag.name.in_language(language) };
    let mut hosts = tag.hosts.clone();
    hosts.extend(site.place.stand_ins.then(|| stand_in(tag)));
    let mut told = json!({
        "id": tag.id,
        "category": tag.category,
        "name": name,
        "load": match tag.load { Load::Always => 0, Load::UntilRefused => 1, Load::AfterConsent => 2 },
        "hosts": hosts,
        "cookies": tag.cookies.iter().map(|cookie| &cookie.name).collect::<Vec<_>>(),
        "for": tag.our_purpose,
        "facts": facts(policy, tag),
    });
    let Some(object) = told.as_object_mut() else { return told };
    if !tag.pages.iter().any(|page| page == "all") {
        object.insert("pages".to_owned(), json!(tag.pages));
    }
    // "Do not sell or share" is about advertising, and about who joins visits to people.
    if tag.load != Load::Always && (tag.category == "marketing" || tag.links_to_person) {
        object.insert("gpc".to_owned(), json!(1));
    }
    if site.operation.is_some_and(|operation| operation.observes(&tag.id)) {
        object.insert("observe".to_owned(), json!(1));
    }
    told
}

fn purpose<'a>(policy: &'a Policy, id: &Name, language: Language) -> Option<&'a str> {
    policy.purpose(id).map(|purpose| purpose.label.in_language(language))
}

fn join<T: AsRef<str>>(all: &[T], language: Language) -> String {
    let comma = if language == Language::JA { "、" } else { ", " };
    all.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(comma)
}

/// Three letters for each material fact of a tag: what is sent, who gets it, what for, what it is chosen by. A browser keeps
/// them with a choice, so that it can say which fact is different; whether any is, the hash of all of them says.
fn facts(policy: &Policy, tag: &Tag) -> String {
    let mut sends: Vec<&str> = tag
        .sends
        .iter()
        .map(|sent| match sent {
            Sent::Signal(signal) => signal.word(),
            Sent::Item(item) => item.as_str(),
        })
        .collect();
    sends.sort_unstable();
    let own = if tag.is_operators { "own" } else { "" };
    let party = [own, name(tag.recipient.as_ref()), name(tag.vendor.as_ref())];
    let mut purposes: Vec<String> = tag
        .our_purpose
        .iter()
        .map(|id| format!("{id} {}", policy.purpose(id).map_or(0, |purpose| purpose.meaning)))
        .collect();
    purposes.sort_unstable();
    [sends.join("\n"), party.join("\n"), purposes.join("\n"), tag.category.to_string()]
        .iter()
        .map(|fact| three_letters(fact))
        .collect()
}

fn name(id: Option<&Name>) -> &str {
    id.map_or("", Name::as_str)
}

/// FNV-1a, folded to fifteen bits.
fn three_letters(fact: &str) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let hash = fact
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let folded = hash ^ hash >> 15 ^ hash >> 30 ^ hash >> 45;
    (0..3).filter_map(|at| LETTERS.get((folded >> (at * 5) & 31) as usize)).map(|letter| char::from(*letter)).collect()
}
