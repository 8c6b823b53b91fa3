//! The services that run here.

use super::layout::{Page, Reader, Shell, show};
use crate::{problem::Problem, state::AppState, text::Both};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use azukari_custody::Service;
use azukari_model::Language;
use std::sync::Arc;

#[derive(Debug, Template)]
#[template(path = "index.html")]
pub(super) struct IndexPage {
    pub(super) shell: Shell,
    pub(super) services: Vec<ServiceRow>,
}

/// One service.
#[derive(Debug)]
pub(super) struct ServiceRow {
    name: String,
    operator: String,
    /// The label of the version in force.
    version: Option<String>,
    policy: String,
    promises: String,
    external: String,
    versions: String,
    /// Why it refuses everything, if it does.
    trouble: Option<Both>,
}

impl ServiceRow {
    fn of(service: &Service, language: Language) -> Self {
        const NOT_COMPILING: Both = Both::new(
            "有効な版を今のプログラムで組み立てられないため、すべての行為を断っています。",
            "Its active version does not compile with the program that runs; every act is refused.",
        );
        match &service.running {
            Some(running) => Self::new(
                &service.id,
                running.policy.service.name.in_language(language).to_owned(),
                running.policy.operator.name.in_language(language).to_owned(),
                Some(running.policy.service.label.clone()),
                None,
            ),
            None => Self::new(&service.id, service.id.to_string(), String::new(), None, Some(NOT_COMPILING)),
        }
    }

    pub(super) fn new(
        id: &str,
        name: String,
        operator: String,
        version: Option<String>,
        trouble: Option<Both>,
    ) -> Self {
        Self {
            name,
            operator,
            version,
            policy: Page::Policy.path(id),
            promises: Page::Promises.path(id),
            external: Page::External.path(id),
            versions: Page::Versions.path(id),
            trouble,
        }
    }
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/", get(index))
}

async fn index(State(state): State<AppState>, reader: Reader) -> Result<Response, Problem> {
    let services = state.door()?.services().await.map_err(|refused| Problem::refused(refused, ""))?;
    let page = IndexPage::new(&services, reader);
    let language = page.shell.language;
    Ok(show(&page, language))
}

impl IndexPage {
    pub(super) fn new(services: &[Arc<Service>], reader: Reader) -> Self {
        let shell = Shell::plain(reader, reader.lang.pick("サービス一覧", "Services"));
        let services = services.iter().map(|service| ServiceRow::of(service, shell.language)).collect();
        Self { shell, services }
    }
}
