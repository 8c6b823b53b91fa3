//! What a site owner takes from here: the consent script, its inline beginning, the headers, the container; and a page that
//! shows how they are put on a site, with the banner at work on it.

use super::{
    layout::{Page, Reader, Shell, show},
    service,
};
use crate::{
    dress::Clothes,
    problem::{Code, Problem},
    state::AppState,
};
use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use azukari_custody::service::Running;
use azukari_model::Language;
use azukari_policy::declared::Policy;
use azukari_site::{File, Named, Place, Site, asks, container};

#[derive(Debug, Template)]
#[template(path = "site.html")]
struct SitePage {
    shell: Shell,
    script: ScriptTag,
    external: String,
    folder: String,
    lines: String,
    security: String,
    asks: bool,
    observed: Vec<String>,
}

/// A script by its address, and what must be in it.
#[derive(Clone, Debug)]
pub(super) struct ScriptTag {
    pub(super) address: String,
    pub(super) integrity: String,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/{service}/consent", get(page)).route("/{service}/consent/{file}", get(file))
}

async fn page(State(state): State<AppState>, reader: Reader, Path(name): Path<String>) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let policy = &running.policy;
    let language = service::language(policy, reader)?;
    let place = Place::of_service(&policy.service.id);
    let site = site(running, &place);
    let script = script_tag(&site, language);
    let title = if language == Language::JA { "サイトへの設置" } else { "Putting it on your site" };
    let page = SitePage {
        shell: service::shell(policy, language, reader, Page::External, title),
        lines: site.lines(&script.address, language),
        security: site.security().lines(),
        external: Page::External.path(&policy.service.id),
        folder: folder(policy),
        asks: asks(policy),
        observed: running.operation.iter().flat_map(|operation| &operation.observed).map(ToString::to_string).collect(),
        script,
    };
    Ok(with_script(show(&page, language)))
}

async fn file(
    State(state): State<AppState>,
    Path((name, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let place = Place::of_service(&running.policy.service.id);
    let site = site(running, &place);
    match file.as_str() {
        "csp.txt" => {
            Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], site.security().lines()).into_response())
        }
        "gtm.json" => Ok(Json(container(&running.policy)).into_response()),
        _ => script_named(&site, &file, &asked),
    }
}

/// The script or the stub under one of its names. By its content it stays the same for ever; else it is asked for each time,
/// and what a browser has already is not sent again.
pub(super) fn script_named(site: &Site<'_>, file: &str, asked: &HeaderMap) -> Result<Response, Problem> {
    let languages = site.policy.service.languages.iter().map(|language| site.script(*language));
    let found = languages.chain([site.stub()]).find_map(|one| one.named(file).map(|named| (one, named)));
    let (script, named) = found.ok_or_else(|| Problem::new(Code::RouteUnknown))?;
    let mark = format!("\"{}\"", script.integrity());
    let keep = match named {
        Named::ByContent => "public, max-age=31536000, immutable",
        Named::Plainly => "public, no-cache",
    };
    let headers = [(header::CACHE_CONTROL, keep.to_owned()), (header::ETAG, mark.clone())];
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == mark)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let File { media, text, .. } = script;
    Ok((headers, [(header::CONTENT_TYPE, media)], text).into_response())
}

/// What the files of the policy that runs are made from.
pub(super) fn site<'a>(running: &'a Running, place: &'a Place) -> Site<'a> {
    Site { policy: &running.policy, operation: running.operation.as_deref(), place }
}

/// The script of a page of ours.
pub(super) fn script_tag(site: &Site<'_>, language: Language) -> ScriptTag {
    let script = site.script(language);
    ScriptTag {
        address: format!("{}/{}", folder(site.policy), script.name_by_content()),
        integrity: script.integrity(),
    }
}

/// A page that runs our own script, and lets it report to us.
pub(super) fn with_script(mut page: Response) -> Response {
    page.extensions_mut().insert(Clothes {
        security: "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; \
                   form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                   require-trusted-types-for 'script'; trusted-types azukari-consent"
            .to_owned(),
        for_others: false,
    });
    page
}

fn folder(policy: &Policy) -> String {
    format!("/{}/consent", policy.service.id)
}
