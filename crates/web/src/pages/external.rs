//! What the site makes a browser send to others: the list that the law asks for, from the tags that are declared.

use super::{
    layout::{Page, Reader, Shell, show},
    service, site,
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
use azukari_model::Language;
use azukari_policy::{
    declared::Policy,
    publish::external::{self, Listing},
};
use azukari_site::{Place, asks};

#[derive(Debug, Template)]
#[template(path = "external.html")]
pub(super) struct ExternalPage {
    pub(super) shell: Shell,
    title: &'static str,
    list: Trusted,
    /// Where there is something a visitor can switch.
    script: Option<site::ScriptTag>,
    how: String,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/{service}/external", get(page))
        .route("/{service}/external.json", get(as_json))
        .route("/{service}/external.csv", get(as_csv))
}

async fn page(State(state): State<AppState>, reader: Reader, Path(name): Path<String>) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let policy = &running.policy;
    let language = service::language(policy, reader)?;
    let mut page = ExternalPage::new(policy, language, reader);
    let place = Place::of_service(&policy.service.id);
    page.script = asks(policy).then(|| site::script_tag(&site::site(running, &place), language));
    Ok(site::with_script(show(&page, language)))
}

async fn as_json(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    Ok(Json(external::json(&service::running(&found)?.policy)).into_response())
}

async fn as_csv(State(state): State<AppState>, reader: Reader, Path(name): Path<String>) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let policy = &service::running(&found)?.policy;
    let listing = Listing::new(policy, service::language(policy, reader)?);
    let file = format!("attachment; filename=\"{}-external.csv\"", policy.service.id);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
    Ok((headers, external::csv(&listing)).into_response())
}

impl ExternalPage {
    pub(super) fn new(policy: &Policy, language: Language, reader: Reader) -> Self {
        let listing = Listing::new(policy, language);
        Self {
            shell: service::shell(policy, language, reader, Page::External, listing.title()),
            title: listing.title(),
            list: Trusted::listing(&listing),
            script: None,
            how: format!("/{}/consent", policy.service.id),
        }
    }
}
