//! The style sheet and the mark: compiled in, and named by what is in them.

use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

const STYLE: &str = include_str!("../../static/style.css");
const MARK: &str = include_str!("../../static/mark.svg");

/// Changes with the style sheet, so that a browser may keep each for ever.
const STYLE_HASH: u64 = fnv(STYLE.as_bytes());

/// The path of the style sheet.
pub(crate) fn style_path() -> String {
    format!("/static/style-{STYLE_HASH:016x}.css")
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/static/{file}", get(file))
}

async fn file(Path(file): Path<String>) -> Response {
    let (media, text, keep) = match file.as_str() {
        "mark.svg" => ("image/svg+xml", MARK, "public, max-age=86400"),
        name if style_path().ends_with(name) && name.starts_with("style-") => {
            ("text/css; charset=utf-8", STYLE, "public, max-age=31536000, immutable")
        }
        _ => return Problem::new(Code::RouteUnknown).into_response(),
    };
    ([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, keep)], text).into_response()
}

/// FNV-1a: tells two style sheets apart, no more.
const fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        hash = (hash ^ *first as u64).wrapping_mul(0x0100_0000_01b3);
        rest = tail;
    }
    hash
}
