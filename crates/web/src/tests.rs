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
    let app = app(AppState::new(Config::default()));
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
    let app = app(AppState::new(Config::default()));
    let (response, body) = send(&app, request(Method::DELETE, "/health")).await;
    assert_eq!((response.status(), code(&body).as_str()), (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"));
    assert_eq!(response.headers()[header::ALLOW], "GET,HEAD");
}

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_to_wait() {
    let app = app(AppState::new(Config { per_address: Rate { per_second: 1, burst: 1 }, ..Config::default() }));
    assert_eq!(send(&app, request(Method::GET, "/health")).await.0.status(), StatusCode::OK);
    let (response, body) = send(&app, request(Method::GET, "/health")).await;
    assert_eq!((response.status(), code(&body).as_str()), (StatusCode::TOO_MANY_REQUESTS, "rate-limited"));
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
}

#[tokio::test]
async fn every_answer_wears_its_headers() {
    let app = app(AppState::new(Config::default()));
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
