//! The services that run here.

use super::layout::{Page, Reader, Shell, show};
use crate::{state::AppState, text::Both};
use askama::Template;
use axum::{Router, response::Response, routing::get};

#[derive(Debug, Template)]
#[template(path = "index.html")]
struct IndexPage {
    shell: Shell,
    services: Vec<ServiceRow>,
}

/// One service.
#[derive(Debug)]
struct ServiceRow {
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
    fn new(id: &str, name: String, operator: String, version: Option<String>, trouble: Option<Both>) -> Self {
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

async fn index(reader: Reader) -> Response {
    let services = Vec::new();
    let shell = Shell::plain(reader, reader.lang.pick("サービス一覧", "Services"));
    let language = shell.language;
    show(&IndexPage { shell, services }, language)
}
