//! The demo's shop: a page as a company's site has it, with the tags its policy declares. Loopback hosts stand in for those who
//! get what is sent, so that the whole chain can be seen without anything leaving the machine.

use super::{
    layout::{Page, Reader, Shell, show},
    service, site,
};
use crate::{
    dress::{Clothes, Site as Address},
    problem::{Code, Problem},
    state::AppState,
};
use askama::Template;
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use azukari_policy::vocabulary::Platform;
use azukari_site::Place;

/// What a stand-in answers: it marks its place on the page, no more.
const STAND_IN: &str = include_str!("../../static/stand-in.js");

#[derive(Debug, Template)]
#[template(path = "shop.html")]
struct ShopPage {
    shell: Shell,
    script: site::ScriptTag,
    external: String,
    tags: Vec<ShopTag>,
    /// The code of somebody who is on no list.
    slipped_in: Option<String>,
}

#[derive(Clone, Debug)]
struct ShopTag {
    id: String,
    name: String,
    category: String,
    address: String,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/{service}/shop", get(page)).route("/{service}/shop/{file}", get(file))
}

async fn page(
    State(state): State<AppState>,
    Extension(Address(address)): Extension<Address>,
    reader: Reader,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    demo_alone(&state)?;
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let policy = &running.policy;
    let language = service::language(policy, reader)?;
    let place = place(policy);
    let site = site::site(running, &place);
    let script = site.script(language);
    let port = address.rsplit_once(':').map_or("", |(_, port)| port);
    let stand_in = |id: &str| format!("http://{id}.localhost:{port}/{name}/shop/stand-in.js");
    let on_site = policy.tags.iter().filter(|tag| tag.on.contains(&Platform::Web) && !tag.hosts.is_empty());
    let page = ShopPage {
        shell: service::shell(policy, language, reader, Page::External, policy.service.name.in_language(language)),
        script: site::ScriptTag {
            address: format!("/{name}/shop/{}", script.name_by_content()),
            integrity: script.integrity(),
        },
        external: Page::External.path(&policy.service.id),
        tags: on_site
            .map(|tag| ShopTag {
                id: tag.id.to_string(),
                name: tag.name.in_language(language).to_owned(),
                category: tag.category.to_string(),
                address: stand_in(&tag.id),
            })
            .collect(),
        slipped_in: uri
            .query()
            .is_some_and(|query| query.split('&').any(|one| one == "slipped-in"))
            .then(|| stand_in("nobody-listed")),
    };
    let mut page = show(&page, language);
    page.extensions_mut().insert(Clothes {
        security: format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; script-src 'self' http://*.localhost:{port}; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        for_others: false,
    });
    Ok(page)
}

async fn file(
    State(state): State<AppState>,
    Path((name, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    demo_alone(&state)?;
    if file == "stand-in.js" {
        let mut code = ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], STAND_IN).into_response();
        code.extensions_mut().insert(Clothes { security: "default-src 'none'".to_owned(), for_others: true });
        return Ok(code);
    }
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let place = place(&running.policy);
    site::script_named(&site::site(running, &place), &file, &asked)
}

fn place(policy: &azukari_policy::declared::Policy) -> Place {
    Place { stand_ins: true, ..Place::of_service(&policy.service.id) }
}

fn demo_alone(state: &AppState) -> Result<(), Problem> {
    state.config().demo_clock.as_ref().map(|_| ()).ok_or_else(|| Problem::new(Code::RouteUnknown))
}
