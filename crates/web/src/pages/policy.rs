//! The policy itself: the version that counts, and each one before it.

use super::{
    layout::{Page, Reader, Shell, show},
    service,
    trusted::Trusted,
};
use crate::{problem::Problem, state::AppState};
use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use azukari_model::{Date, Language};
use azukari_policy::{
    declared::Policy,
    prose::ClauseKind,
    publish::{Edition, VersionLink, json, phrase},
};

#[derive(Debug, Template)]
#[template(path = "policy.html")]
pub(super) struct PolicyPage {
    pub(super) shell: Shell,
    prose: Trusted,
    label: String,
    effective: String,
    hash: String,
    contents: Vec<Entry>,
    superseded_by: Option<String>,
    /// The version has no text in this language.
    is_missing: bool,
}

/// A line of the table of contents.
#[derive(Debug)]
struct Entry {
    id: String,
    title: String,
    is_deep: bool,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/{service}/policy", get(policy)).route("/{service}/policy.json", get(machine))
}

async fn policy(State(state): State<AppState>, reader: Reader, Path(name): Path<String>) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let language = service::language(&running.policy, reader)?;
    let links = service::version_links(&name, &found.versions);
    Ok(show(&PolicyPage::new(&running.policy, language, reader, running.published, &links, None), language))
}

/// The policy for machines that read policies.
async fn machine(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let headers = [(header::CACHE_CONTROL, "public, max-age=60"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((headers, Json(json::json(&running.policy, Some(running.published)))).into_response())
}

impl PolicyPage {
    pub(super) fn new(
        policy: &Policy,
        language: Language,
        reader: Reader,
        effective: Date,
        versions: &[VersionLink],
        superseded_by: Option<String>,
    ) -> Self {
        let edition = Edition { policy, language, effective: Some(effective), versions };
        let title = phrase::pick(language, "プライバシーポリシー", "Privacy policy");
        Self {
            shell: service::shell(policy, language, reader, Page::Policy, title),
            prose: Trusted::prose(&edition),
            label: policy.service.label.clone(),
            effective: phrase::date(language, effective),
            hash: service::hex(&policy.hash),
            contents: contents(policy, language),
            superseded_by,
            is_missing: !policy.prose.texts.contains_key(&language),
        }
    }
}

/// The headings that are clauses, without the title of the page.
fn contents(policy: &Policy, language: Language) -> Vec<Entry> {
    let text = policy.prose.texts.get(&language).map_or("", String::as_str);
    let top = text.lines().next().filter(|line| line.starts_with("# ")).unwrap_or_default();
    let is_top = |id: &str| top.contains(&format!("{{#{id} ")) || top.contains(&format!("{{#{id}}}"));
    let is_heading = |kind| kind == ClauseKind::Heading;
    let headings = policy.prose.clauses.iter().filter(|clause| is_heading(clause.kind) && !is_top(&clause.id));
    headings
        .filter_map(|clause| {
            let title = clause.title.get(language)?.to_owned();
            Some(Entry { is_deep: clause.id.contains('.'), id: clause.id.clone(), title })
        })
        .collect()
}
