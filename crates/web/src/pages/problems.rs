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
    needs: Vec<String>,
    request: Option<String>,
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
    let shell = Shell::plain(reader, title);
    let language = shell.language;
    Ok(show(&ProblemPage { shell, status, code, needs: vec![need.to_owned()], request: None }, language))
}

/// A problem for somebody whose browser asked for a page.
pub(crate) fn page(problem: &Problem, lang: Lang, request: &str) -> Option<String> {
    let written = problem.write(lang, request);
    let shell = Shell::plain(Reader { lang, chosen: None }, written.title());
    let page = ProblemPage {
        shell,
        status: problem.status().as_u16(),
        code: written.code().to_owned(),
        needs: written.would_need().to_vec(),
        request: Some(request.to_owned()),
    };
    page.render().ok()
}
