//! What the site makes a browser send to others: the list that the law asks for, from the tags that are declared.

use super::{
    layout::{Page, Reader, Shell, show},
    service,
};
use crate::{problem::Problem, state::AppState};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use azukari_model::Language;
use azukari_policy::{
    declared::{Category, Policy, Sent, Tag},
    publish::phrase,
    vocabulary::{Duty, Load},
};

#[derive(Debug, Template)]
#[template(path = "external.html")]
pub(super) struct ExternalPage {
    pub(super) shell: Shell,
    operator: String,
    version: String,
    /// Whether the law asks for the list, or the operator does.
    basis: Option<String>,
    groups: Vec<Group>,
}

/// A category and its tags.
#[derive(Debug)]
struct Group {
    id: String,
    label: String,
    tags: Vec<Row>,
}

/// One tag.
#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    load: &'static str,
    /// Not loaded before the visitor says yes.
    waits: bool,
    sends: String,
    our_purpose: String,
    their_purpose: String,
    country: String,
    hosts: Vec<String>,
    cookies: Vec<String>,
    way_out: Vec<String>,
    policy: Option<String>,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/{service}/external", get(external))
}

async fn external(
    State(state): State<AppState>,
    reader: Reader,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let policy = &service::running(&found)?.policy;
    let language = service::language(policy, reader)?;
    Ok(show(&ExternalPage::new(policy, language, reader), language))
}

impl ExternalPage {
    pub(super) fn new(policy: &Policy, language: Language, reader: Reader) -> Self {
        let title = phrase::pick(language, "外部送信", "External transmissions");
        let groups = policy.categories.iter().map(|category| Group::new(policy, category, language));
        Self {
            shell: service::shell(policy, language, reader, Page::External, title),
            operator: policy.operator.name.in_language(language).to_owned(),
            version: policy.service.label.clone(),
            basis: policy.service.transmissions.as_ref().and_then(|transmissions| {
                let law = match transmissions.duty {
                    Duty::Required => phrase::pick(
                        language,
                        "電気通信事業法第27条の12による公表",
                        "Telecommunications Business Act, Article 27-12",
                    ),
                    Duty::Voluntary => phrase::pick(language, "当社による任意の公表", "published of our own accord"),
                    Duty::None => return None,
                };
                let reason = transmissions.reason.in_language(language);
                Some(match (reason, language) {
                    ("", _) => law.to_owned(),
                    (reason, Language::JA) => format!("{law}（{reason}）"),
                    (reason, _) => format!("{law} ({reason})"),
                })
            }),
            groups: groups.filter(|group| !group.tags.is_empty()).collect(),
        }
    }
}

impl Group {
    fn new(policy: &Policy, category: &Category, language: Language) -> Self {
        let tags = policy.tags.iter().filter(|tag| tag.category == category.id);
        let label = category.label.in_language(language);
        Self {
            id: category.id.to_string(),
            label: if label.is_empty() { category.id.to_string() } else { label.to_owned() },
            tags: tags.map(|tag| Row::new(policy, tag, language)).collect(),
        }
    }
}

impl Row {
    fn new(policy: &Policy, tag: &Tag, language: Language) -> Self {
        let purposes = tag.our_purpose.iter().filter_map(|id| {
            let purpose = policy.purpose(id).map(|purpose| &purpose.label);
            let label = purpose.or_else(|| policy.group(id).map(|group| &group.label))?;
            Some(label.in_language(language))
        });
        let sends = tag.sends.iter().map(|sent| match sent {
            Sent::Signal(signal) => phrase::signal(language, *signal).to_owned(),
            Sent::Item(item) => {
                policy.item(item).map_or_else(|| item.to_string(), |item| item.label.in_language(language).to_owned())
            }
        });
        let is_web = |href: &&String| href.starts_with("https://");
        Self {
            id: tag.id.to_string(),
            name: if tag.is_operators {
                phrase::pick(language, "当社のクッキー", "Our own cookies").to_owned()
            } else {
                tag.name.in_language(language).to_owned()
            },
            load: phrase::load(language, tag.load),
            waits: tag.load == Load::AfterConsent,
            sends: phrase::list(language, sends),
            our_purpose: phrase::list(language, purposes),
            their_purpose: tag.their_purpose.in_language(language).to_owned(),
            country: tag.country.as_ref().map(|code| phrase::country(language, code)).unwrap_or_default(),
            hosts: tag.hosts.clone(),
            cookies: tag.cookies.clone(),
            way_out: tag.opt_out.iter().filter(is_web).cloned().collect(),
            policy: tag.policy.as_ref().filter(is_web).cloned(),
        }
    }
}
