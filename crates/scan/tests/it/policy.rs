//! A policy for a site of pieces.

use azukari_model::{Date, Lang, Language, Name};
use azukari_policy::{
    declared::Policy,
    skeleton,
    source::{File, Sources, Today},
};
use std::sync::Arc;

/// A tag: id, category, hosts, and more keys.
pub(crate) type Tag<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A policy that declares these tags, `analytics` and `marketing` waiting for consent.
pub(crate) fn policy(tags: &[Tag<'_>]) -> Policy {
    let name: Name = "shop".parse().unwrap();
    let mut sources = Sources { folder: "shop".to_owned(), ..Sources::default() };
    for (path, text) in skeleton::service(&name) {
        let file = |text: String| Arc::new(File { path: path.to_owned(), text });
        match path {
            "policy.toml" => sources.policy = Some(file(with_tags(&text, tags))),
            "ja.md" => drop(sources.prose.insert(Language::JA, file(text))),
            "en.md" => drop(sources.prose.insert(Language::EN, file(text))),
            _ => {}
        }
    }
    let compiled = azukari_policy::compile(&sources, Today("2027-01-15".parse::<Date>().unwrap()));
    compiled.policy.unwrap_or_else(|| panic!("{}", azukari_policy::render::plain(&compiled.diagnostics, Lang::En)))
}

fn with_tags(skeleton: &str, tags: &[Tag<'_>]) -> String {
    let service = "transmissions = { duty = \"voluntary\", reason = { ja = \"自社サイト\", en = \"own site\" } }\nsites = [\"shop.localhost\"]\n\n[operator]";
    let mut text = skeleton.replacen("[operator]", service, 1);
    text += "\n[purpose]\nlooking = { label = { ja = \"利用状況の把握\", en = \"seeing how the site is used\" }, items = [] }\n";
    text += "\n[category]\nnecessary = { load = \"always\", our-purpose = \"looking\" }\n";
    text += "analytics = { load = \"after-consent\", our-purpose = \"looking\" }\n";
    text += "marketing = { load = \"after-consent\", our-purpose = \"looking\" }\n";
    let shown: Vec<String> = tags.iter().map(|(id, ..)| format!("\"tag.{id}\"")).collect();
    text += &format!("\n[clause]\n\"third-parties\" = [{}]\n", shown.join(", "));
    for (id, category, hosts, more) in tags {
        text += &format!(
            "\n[tag.{id}]\ncategory = \"{category}\"\nname = {{ ja = \"{id}\", en = \"{id}\" }}\ncountry = \"JP\"\n\
             their-purpose = {{ ja = \"計測\", en = \"measuring\" }}\npolicy = \"https://{id}.example/privacy\"\nhosts = {hosts}\n{more}\n"
        );
        if !more.contains("sends") {
            text += "sends = [\"page-url\", \"ip-address\", \"user-agent\"]\n";
        }
    }
    text
}
