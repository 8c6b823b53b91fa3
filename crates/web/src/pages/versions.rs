//! Every version, one version, and the difference between two.

use super::{
    layout::{Page, Reader, Shell, show},
    policy::PolicyPage,
    service,
    trusted::Trusted,
};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use azukari_custody::{Service, service::Version};
use azukari_model::{Lang, Language};
use azukari_policy::{
    declared::Policy,
    diff::{self, Change, paper},
    publish::phrase,
};
use std::sync::Arc;

#[derive(Debug, Template)]
#[template(path = "versions.html")]
pub(super) struct VersionsPage {
    pub(super) shell: Shell,
    versions: Vec<Row>,
}

/// One version.
#[derive(Debug)]
struct Row {
    name: String,
    label: String,
    href: String,
    day: String,
    by: String,
    is_active: bool,
    is_past: bool,
    difference: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "difference.html")]
pub(super) struct DifferencePage {
    pub(super) shell: Shell,
    old: String,
    new: String,
    summary: String,
    changes: Vec<ChangeRow>,
    comparison: Trusted,
}

/// One change.
#[derive(Debug)]
struct ChangeRow {
    sentence: String,
    at: String,
    widens: bool,
    needs: &'static str,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/{service}/policy/versions", get(versions))
        .route("/{service}/policy/versions/{which}", get(which))
}

async fn versions(
    State(state): State<AppState>,
    reader: Reader,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let language = service::language(&running.policy, reader)?;
    Ok(show(&VersionsPage::new(&running.policy, &found.versions, language, reader), language))
}

/// `2` is a version, `1..2` the difference of two.
async fn which(
    State(state): State<AppState>,
    reader: Reader,
    Path((name, which)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    if let Some((old, new)) = which.split_once("..") {
        let (_, old_policy) = version(&state, &found, old).await?;
        let (_, new_policy) = version(&state, &found, new).await?;
        let language = service::language(&new_policy, reader)?;
        return Ok(show(&DifferencePage::new((old, &old_policy), (new, &new_policy), language, reader), language));
    }
    let (version, policy) = version(&state, &found, &which).await?;
    let language = service::language(&policy, reader)?;
    let links = service::version_links(&name, &found.versions);
    let now = (!version.is_active).then(|| Page::Policy.path(&name));
    Ok(show(&PolicyPage::new(&policy, language, reader, version.day, &links, now), language))
}

/// A version by its number.
async fn version(state: &AppState, found: &Service, number: &str) -> Result<(Version, Arc<Policy>), Problem> {
    let unknown = || Problem::new(Code::NotFound);
    let number: u32 = number.parse().map_err(|_| unknown())?;
    let version = found.versions.iter().find(|version| version.number == number).ok_or_else(unknown)?;
    let policy = state.door()?.version(&found.id, number).await;
    Ok((version.clone(), policy.map_err(|refused| Problem::refused(refused, &found.id))?))
}

/// A version as people say it.
fn name_of(language: Language, number: impl std::fmt::Display) -> String {
    if language == Language::JA { format!("第{number}版") } else { format!("Version {number}") }
}

impl VersionsPage {
    pub(super) fn new(policy: &Policy, versions: &[Version], language: Language, reader: Reader) -> Self {
        let title = phrase::pick(language, "版の一覧", "Versions");
        let shell = service::shell(policy, language, reader, Page::Versions, title);
        let service = &policy.service.id;
        let mut sorted: Vec<&Version> = versions.iter().collect();
        sorted.sort_by_key(|version| (version.day, version.number));
        let before = std::iter::once(None).chain(sorted.iter().map(|version| Some(version.number)));
        let mut rows: Vec<Row> = sorted
            .iter()
            .zip(before)
            .map(|(version, before)| Row {
                name: name_of(language, version.number),
                label: version.label.clone(),
                href: shell.to(&service::version_path(service, version.number)),
                day: phrase::date(language, version.day),
                by: version.by.to_string(),
                is_active: version.is_active,
                is_past: version.is_past,
                difference: before
                    .map(|before| shell.to(&format!("{}/{before}..{}", Page::Versions.path(service), version.number))),
            })
            .collect();
        rows.reverse();
        Self { shell, versions: rows }
    }
}

impl DifferencePage {
    pub(super) fn new(
        (old_number, old): (&str, &Policy),
        (new_number, new): (&str, &Policy),
        language: Language,
        reader: Reader,
    ) -> Self {
        let changes = diff::diff(old, new);
        let title = phrase::pick(language, "新旧対照表", "Old and new");
        let shell = service::shell(new, language, reader, Page::Versions, title);
        let rows = paper::sorted(&changes).into_iter().map(|change| ChangeRow {
            // On a page there is no type for code inside a sentence.
            sentence: change.code.sentence(shell.lang).replace('`', ""),
            at: change.at.clone(),
            widens: change.widens,
            needs: change.needs.sentence(shell.lang),
        });
        Self {
            old: name_of(language, old_number),
            new: name_of(language, new_number),
            summary: summary(&changes, shell.lang),
            changes: rows.collect(),
            comparison: Trusted::comparison(old, new, &changes, language),
            shell,
        }
    }
}

fn summary(changes: &[Change], lang: Lang) -> String {
    let widening = changes.iter().filter(|change| change.widens).count();
    let needs = changes.iter().map(|change| change.needs).max().map_or("", |needs| needs.sentence(lang));
    match lang {
        Lang::Ja => format!(
            "変更は{}件で、うち{widening}件は情報の扱いを広げるものです。最も重い手続き：{needs}。",
            changes.len()
        ),
        Lang::En => format!(
            "{} {}, of which {widening} let more be done with what people gave. The most that is needed: {needs}.",
            changes.len(),
            if changes.len() == 1 { "change" } else { "changes" }
        ),
    }
}
