//! The face as a whole: every answer has its clothes on, every failure is a problem.

use super::*;
use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use tower::ServiceExt as _;

pub(crate) async fn send(app: &Router, request: Request<Body>) -> (Response<()>, Vec<u8>) {
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    (Response::from_parts(parts, ()), to_bytes(body, 1 << 24).await.unwrap().to_vec())
}

pub(crate) fn request(method: Method, uri: &str) -> Request<Body> {
    Request::builder().method(method).uri(uri).body(Body::empty()).unwrap()
}

fn code(body: &[u8]) -> String {
    let problem: serde_json::Value = serde_json::from_slice(body).unwrap();
    problem["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_leads_nowhere_is_a_problem_in_the_language_asked_for() {
    let app = app(AppState::shut(Config::default()));
    for (lang, title) in [("ja", "この URL には何もありません。"), ("en", "There is nothing at this address.")]
    {
        let mut asked = request(Method::GET, "/nothing/here/at/all");
        asked.headers_mut().insert(header::ACCEPT_LANGUAGE, lang.parse().unwrap());
        let (response, body) = send(&app, asked).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["title"], title);
        assert_eq!(problem["type"], "/problems/route-unknown");
    }
}

#[tokio::test]
async fn a_wrong_method_says_which_are_right() {
    let app = app(AppState::shut(Config::default()));
    let (response, body) = send(&app, request(Method::DELETE, "/health")).await;
    assert_eq!((response.status(), code(&body).as_str()), (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"));
    assert_eq!(response.headers()[header::ALLOW], "GET,HEAD");
}

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_to_wait() {
    let app = app(AppState::shut(Config { per_address: Rate { per_second: 1, burst: 1 }, ..Config::default() }));
    assert_eq!(send(&app, request(Method::GET, "/health")).await.0.status(), StatusCode::OK);
    let (response, body) = send(&app, request(Method::GET, "/health")).await;
    assert_eq!((response.status(), code(&body).as_str()), (StatusCode::TOO_MANY_REQUESTS, "rate-limited"));
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
}

#[tokio::test]
async fn every_answer_wears_its_headers() {
    let app = app(AppState::shut(Config::default()));
    for uri in ["/", "/health", "/metrics", "/nowhere", "/static/mark.svg", &pages::style_path()] {
        let (response, _) = send(&app, request(Method::GET, uri)).await;
        let headers = response.headers();
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'none'"), "{uri}");
        assert!(!headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("unsafe"), "{uri}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{uri}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{uri}");
        assert!(headers.contains_key(header::CACHE_CONTROL), "{uri}");
        assert!(headers.contains_key("x-request-id"), "{uri}");
    }
}

/// The specification, as it is committed; `AZUKARI_BLESS=1` writes it anew.
#[test]
fn the_committed_specification_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let served =
        serde_json::to_string_pretty(&serde_json::to_value(api::router().into_openapi()).unwrap()).unwrap() + "\n";
    if std::env::var_os("AZUKARI_BLESS").is_some() {
        std::fs::write(path, &served).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == served, "crates/web/openapi.json is old: run this test with AZUKARI_BLESS=1");
}

/// Every route with a specification, with each method, and the parameters filled in.
fn routes() -> Vec<(Method, String)> {
    let specification = serde_json::to_value(api::router().into_openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in specification["paths"].as_object().unwrap() {
        let uri = path
            .replace("{service}", "sessa")
            .replace("{person}", "app:u-1")
            .replace("{id}", "signup")
            .replace("{act}", "act_00000000000000000000000000")
            .replace("{path}", "0/000");
        for method in item.as_object().unwrap().keys() {
            routes.push((method.to_uppercase().parse().unwrap(), uri.clone()));
        }
    }
    routes
}

#[tokio::test]
async fn every_route_answers_a_body_it_cannot_read_with_a_problem() {
    let app = app(AppState::shut(Config::default()));
    let routes = routes();
    assert!(routes.len() > 40, "{}", routes.len());
    for (method, uri) in routes {
        let (response, body) = send(&app, request(method.clone(), &uri)).await;
        let headers = response.headers();
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{method} {uri}");
        assert!(headers.contains_key(header::CONTENT_SECURITY_POLICY), "{method} {uri}");
        if !response.status().is_success() {
            assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json", "{method} {uri}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{method} {uri}");
            assert_ne!(code(&body), "internal", "{method} {uri}");
        }
    }
}

#[test]
fn no_two_operations_share_an_id() {
    let specification = serde_json::to_value(api::router().into_openapi()).unwrap();
    let mut ids: Vec<_> = specification["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values().map(|operation| operation["operationId"].as_str().unwrap()))
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
