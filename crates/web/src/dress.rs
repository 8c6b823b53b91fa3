//! What every answer wears: a request number, security headers, a problem's words in the right language, a count.

use crate::{
    pages,
    problem::{self, Code, Problem},
    state::AppState,
};
use axum::{
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use azukari_model::Lang;
use futures_util::FutureExt as _;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    panic::AssertUnwindSafe,
};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const REQUEST: HeaderName = HeaderName::from_static("x-request-id");

/// No script, no frame, nothing from elsewhere, nothing inline.
const CONTENT_SECURITY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                                base-uri 'none'; frame-ancestors 'none'";

/// The headers of every answer. A handler may say more of caching, and of what its own script may do ([`Clothes`]); nothing may
/// say less of the rest.
const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// The language the program speaks in one answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken(pub(crate) Lang);

/// What one page wears instead of the usual: a policy that lets its own scripts run; or it is for pages of others to load.
#[derive(Clone, Debug)]
pub(crate) struct Clothes {
    pub(crate) security: String,
    pub(crate) for_others: bool,
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client(pub(crate) IpAddr);

/// The address of this site, as the client wrote it.
#[derive(Clone, Debug)]
pub(crate) struct Site(pub(crate) String);

/// Limits, times, counts and dresses every answer.
pub(crate) async fn dress(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = tokio::time::Instant::now();
    let number = state.number_request();
    let lang = language(request.uri(), request.headers());
    let wants_page = wants_page(request.headers());
    let site = Site(site(request.headers()));
    let client = client(&state, &request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", |matched| matched.as_str()).to_owned();
    request.extensions_mut().insert(Spoken(lang));
    request.extensions_mut().insert(Client(client));
    request.extensions_mut().insert(site);
    let mut response = match state.limits().check_address(client) {
        Ok(()) => answer(&state, request, next).await,
        Err(problem) => problem.into_response(),
    };
    response = clothe(response, lang, &number, wants_page);
    let took = started.elapsed();
    state.metrics().count(&route, &method, response.status(), took);
    // The route is a pattern; the path would name people.
    tracing::info!(request = %number, %method, %route, status = response.status().as_u16(), micros = took.as_micros(), "answered");
    response
}

/// The answer of the handler, within patience, whatever becomes of the handler.
async fn answer(state: &AppState, request: Request, next: Next) -> Response {
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(state.config().patience, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::new(Code::Internal).into_response(),
        Err(_) => Problem::new(Code::TimedOut).retry_after(1).into_response(),
    }
}

fn clothe(mut response: Response, lang: Lang, number: &str, wants_page: bool) -> Response {
    let status = response.status();
    let known = response.extensions_mut().remove::<Problem>();
    let is_error = status.is_client_error() || status.is_server_error();
    if let Some(problem) = known.or_else(|| is_error.then(|| problem::of_status(status))) {
        redress(&mut response, &problem, lang, number, wants_page);
    }
    // A problem's page wears what every page does.
    let clothes = response.extensions_mut().remove::<Clothes>().filter(|_| !is_error);
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(clothes) = clothes {
        if let Ok(security) = HeaderValue::from_str(&clothes.security) {
            headers.insert(header::CONTENT_SECURITY_POLICY, security);
        }
        if clothes.for_others {
            headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        }
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(number) = HeaderValue::from_str(number) {
        headers.insert(REQUEST, number);
    }
    response
}

/// Replaces whatever body there was by the problem.
fn redress(response: &mut Response, problem: &Problem, lang: Lang, number: &str, wants_page: bool) {
    let page = wants_page.then(|| pages::problem_page(problem, lang, number)).flatten();
    let (body, media) = match page {
        Some(page) => (Body::from(page), "text/html; charset=utf-8"),
        None => (Body::from(serde_json::to_vec(&problem.write(lang, number)).unwrap_or_default()), problem::MEDIA_TYPE),
    };
    *response.body_mut() = body;
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    headers.extend(problem.headers());
}

/// A browser asks for a page by name; a program takes anything.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| one.trim().starts_with("text/html"))
}

fn site(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
    let is_local = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with('[');
    format!("{}://{host}", if is_local { "http" } else { "https" })
}

/// `?lang=` says it; else the browser does.
fn language(uri: &Uri, headers: &HeaderMap) -> Lang {
    let asked = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")));
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.and_then(|tag| tag.parse().ok()).unwrap_or_else(|| Lang::from_accept_language(accepted()))
}

fn client(state: &AppState, request: &Request) -> IpAddr {
    let forwarded = || {
        let entries = request.headers().get("x-forwarded-for")?.to_str().ok()?;
        entries.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    state.config().behind_proxy.then(forwarded).flatten().or_else(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
