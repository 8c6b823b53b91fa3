//! A problem as a page: for people whose browser met one, and for each code that a program may meet.

use super::layout::{Reader, Shell, show};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use askama::Template;
use axum::{Router, extract::Path, response::Response, routing::get};
use azukari_model::Lang;
use azukari_policy::refusal::RefusalCode;

#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub(super) struct ProblemPage {
    pub(super) shell: Shell,
    status: u16,
    code: String,
    /// The needs are what an act is permitted by; else they are advice.
    is_refusal: bool,
    needs: Vec<Vec<Piece>>,
    request: Option<String>,
}

/// A part of a sentence; what stood between backticks is code.
#[derive(Debug)]
struct Piece {
    text: String,
    is_code: bool,
}

/// A sentence in its parts.
fn pieces(sentence: &str) -> Vec<Piece> {
    let parts = sentence.split('`').enumerate();
    parts.map(|(number, text)| Piece { text: text.to_owned(), is_code: number % 2 == 1 }).collect()
}

/// A sentence as a heading.
fn heading(sentence: &str) -> &str {
    sentence.trim_end_matches(['。', '.'])
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/problems/{code}", get(explain))
}

/// What a code means, and what would help.
async fn explain(reader: Reader, Path(code): Path<String>) -> Result<Response, Problem> {
    let lang = reader.lang;
    let (status, title, need) = match (code.parse::<RefusalCode>(), Code::of_word(&code)) {
        (Ok(refusal), _) => {
            let status = azukari_custody::Code::Gate(refusal).status().number();
            (status, refusal.sentence(lang), refusal.permitted_if(lang))
        }
        (Err(()), Some(known)) => {
            let row = known.row();
            (row.status.as_u16(), row.title.pick(lang), row.would_need.pick(lang))
        }
        (Err(()), None) => return Err(Problem::new(Code::NotFound)),
    };
    let is_refusal = code.parse::<RefusalCode>().is_ok();
    let shell = Shell::plain(reader, heading(title));
    let language = shell.language;
    Ok(show(&ProblemPage { shell, status, code, is_refusal, needs: vec![pieces(need)], request: None }, language))
}

/// A problem for somebody whose browser asked for a page.
pub(crate) fn page(problem: &Problem, lang: Lang, request: &str) -> Option<String> {
    let written = problem.write(lang, request);
    let shell = Shell::plain(Reader { lang, chosen: None }, heading(written.title()));
    // Who followed a link is told of links, who wrote a program of the description.
    let lost =
        lang.pick("リンクが古いか、アドレスが違っています。", "The link is old, or the address is not quite right.");
    let needs = if written.code() == Code::RouteUnknown.row().word {
        vec![pieces(lost)]
    } else {
        written.would_need().iter().map(|need| pieces(need)).collect()
    };
    let page = ProblemPage {
        shell,
        status: problem.status().as_u16(),
        code: written.code().to_owned(),
        is_refusal: false,
        needs,
        request: Some(request.to_owned()),
    };
    page.render().ok()
}
