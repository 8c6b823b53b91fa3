//! Many acts in one call: lines in, lines out, each its own act with its own answer, in order.

use super::{
    answer::{Answer, Refusals, write},
    body::{
        AcquireBody, ActBody, AnswerBody, CeaseBody, CorrectBody, DeclineBody, DiscloseBody, EraseBody, EventBody,
        FindBody, ProvideBody, ResumeBody, UseBody,
    },
    extract::{Staff, expect_media, is_key},
    lines::{self, Lines},
};
use crate::{
    problem::{Code, Problem},
    state::AppState,
    strict::{self, Json},
};
use axum::{
    body::Body,
    extract::{Request, State},
};
use azukari_custody::{Outcome, Refused, Submission, Whom, WriteKey};
use azukari_model::Personal;
use futures_util::StreamExt as _;
use serde_json::Value;
use tokio::sync::mpsc;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How many lines one call may have.
const LINES_MAX: usize = 10_000;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(acts))
}

/// Up to 10,000 acts of any kind, each with its own key and its own answer.
#[utoipa::path(post, path = "/v1/{service}/acts", tag = "many", security(("token" = [])), params(("service" = String, Path)),
    request_body(content = String, content_type = "application/x-ndjson", description = "`{\"act\":\"use\",\"person\":\"app:u-1\",\"key\":\"…\",…}`, a line each; the rest as in the body of the act's own route"),
    responses((status = 200, description = "A line for each, in order: `{\"status\":200,…}` or a problem", body = String, content_type = "application/x-ndjson"), Refusals))]
async fn acts(State(state): State<AppState>, staff: Staff, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    expect_media(&parts.headers, lines::MEDIA_TYPE)?;
    let Staff { caller, service, lang } = staff;
    let number = state.number_request();
    let (to_door, of_lines) = mpsc::channel(64);
    let answers = state.door()?.batch(&caller, of_lines);
    // Whoever sends all lines before reading an answer must not be stopped by answers that wait: there is room for all.
    let (in_order, order) = mpsc::channel(LINES_MAX + 1);
    tokio::spawn(read(body, state.config().line_max, to_door, in_order));
    let (ready, out) = mpsc::channel(LINES_MAX + 1);
    tokio::spawn(collect(order, answers, ready));
    let written = lines::stream_of(out).map(move |turn| match turn {
        Turn::Answered(outcome) => answered(*outcome),
        Turn::Refused(refused) => Problem::refused(*refused, &service).line("refused", lang, &number),
        Turn::Unread(problem) => problem.line("refused", lang, &number),
    });
    Ok(lines::respond(written))
}

/// The answer to one line.
enum Turn {
    Answered(Box<Outcome>),
    Refused(Box<Refused>),
    /// It never came to the door.
    Unread(Box<Problem>),
}

/// Reads lines and hands them to the door; notes for each whether the door will answer it.
async fn read(
    body: Body,
    line_max: usize,
    to_door: mpsc::Sender<Result<Submission, Refused>>,
    in_order: mpsc::Sender<Option<Problem>>,
) {
    let mut lines = Lines::new(body, line_max);
    let mut count = 0;
    while let Some(line) = lines.next().await {
        count += 1;
        let read =
            if count > LINES_MAX { Err(Problem::new(Code::LinesTooMany)) } else { line.and_then(|line| act(&line)) };
        let note = match read {
            Ok(submission) => {
                if to_door.send(Ok(submission)).await.is_err() {
                    break;
                }
                None
            }
            Err(problem) => Some(problem),
        };
        if in_order.send(note).await.is_err() || count > LINES_MAX {
            break;
        }
    }
    drop((to_door, in_order));
    lines.drain().await;
}

/// Puts the door's answers and the lines that never came to it back into one order.
async fn collect(
    mut order: mpsc::Receiver<Option<Problem>>,
    mut answers: mpsc::Receiver<Result<Outcome, Refused>>,
    ready: mpsc::Sender<Turn>,
) {
    while let Some(note) = order.recv().await {
        let turn = match note {
            Some(problem) => Turn::Unread(Box::new(problem)),
            None => match answers.recv().await {
                Some(Ok(outcome)) => Turn::Answered(Box::new(outcome)),
                Some(Err(refused)) => Turn::Refused(Box::new(refused)),
                None => Turn::Unread(Box::new(Problem::new(Code::Internal))),
            },
        };
        if ready.send(turn).await.is_err() {
            return;
        }
    }
}

fn answered(outcome: Outcome) -> Value {
    let (status, body) = write(outcome);
    let mut line = serde_json::Map::from_iter([("status".to_owned(), status.as_u16().into())]);
    if let Value::Object(fields) = body {
        line.extend(fields);
    }
    Value::Object(line)
}

/// Reads one line: which act, of whom, under which key; the rest is the body of that act.
fn act(line: &[u8]) -> Result<Submission, Problem> {
    let Json::Object(mut fields) = strict::parse(line)? else { return Err(Problem::new(Code::FieldMissing).at("act")) };
    let word = take(&mut fields, "act")?.ok_or_else(|| Problem::new(Code::FieldMissing).at("act"))?;
    let person = take(&mut fields, "person")?;
    let key = take(&mut fields, "key")?;
    if key.as_ref().is_some_and(|key| !is_key(key)) {
        return Err(Problem::new(Code::IdempotencyKeyMalformed).at("key"));
    }
    let reader = READERS.iter().find(|(known, _)| *known == word).map(|(_, reader)| reader);
    let reader = reader.ok_or_else(|| Problem::new(Code::FieldMalformed).at("act"))?;
    let key = key.map(|key| WriteKey { key, body: Personal::new([b"acts\n", line].concat()) });
    reader(Json::Object(fields), person.as_deref().map(Whom::parse), key)
}

type Reader = fn(Json, Option<Whom>, Option<WriteKey>) -> Result<Submission, Problem>;

/// The acts that a line may name.
const READERS: [(&str, Reader); 12] = [
    ("acquire", body::<AcquireBody>),
    ("find", find),
    ("use", body::<UseBody>),
    ("provide", body::<ProvideBody>),
    ("consent", body::<AnswerBody>),
    ("event", body::<EventBody>),
    ("cease", body::<CeaseBody>),
    ("resume", body::<ResumeBody>),
    ("correct", body::<CorrectBody>),
    ("erase", body::<EraseBody>),
    ("disclose", body::<DiscloseBody>),
    ("decline", body::<DeclineBody>),
];

fn body<T: ActBody>(rest: Json, whom: Option<Whom>, key: Option<WriteKey>) -> Result<Submission, Problem> {
    if T::IS_WRITE && key.is_none() {
        return Err(Problem::new(Code::IdempotencyKeyMissing).at("key"));
    }
    let mut submission = T::deserialize(rest).map_err(strict::Malformed::into_problem)?.submission(whom);
    submission.key = key;
    Ok(submission)
}

fn find(rest: Json, whom: Option<Whom>, key: Option<WriteKey>) -> Result<Submission, Problem> {
    let Json::Object(fields) = &rest else { return Err(Problem::new(Code::FieldMissing).at("item")) };
    let names = |name: &str| fields.iter().any(|(key, _)| key == name);
    if names("item") == names("system") {
        return Err(Problem::new(Code::FieldMissing).at("item"));
    }
    body::<FindBody>(rest, whom, key)
}

/// Takes a text out of the fields of a line.
fn take(fields: &mut Vec<(String, Json)>, name: &str) -> Result<Option<String>, Problem> {
    let mut found = fields.extract_if(.., |(key, _)| key == name).map(|(_, value)| value);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(Json::Text(text)), None) => Ok(Some(text)),
        (Some(_), None) => Err(Problem::new(Code::FieldMalformed).at(name)),
        (Some(_), Some(_)) => Err(Problem::new(Code::FieldDuplicated).at(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use azukari_custody::Ask;

    fn fault(line: &str) -> (u16, Option<String>) {
        match act(line.as_bytes()) {
            Ok(_) => panic!("it was read: {line}"),
            Err(problem) => (problem.status().as_u16(), problem.field().map(str::to_owned)),
        }
    }

    #[test]
    fn a_line_is_read_as_the_body_of_its_act() {
        let line = br#"{"act":"use","person":"app:u-1","purpose":"news","items":["email"]}"#;
        let submission = act(line).unwrap();
        let Ask::Use(ask) = submission.ask else { panic!("another act") };
        assert_eq!((&*ask.purpose, ask.items.len()), ("news", 1));
        assert_eq!(ask.whom, Whom::parse("app:u-1"));
    }

    #[test]
    fn what_cannot_be_read_says_which_field() {
        assert_eq!(fault("7"), (422, Some("act".to_owned())));
        assert_eq!(fault("{"), (400, None));
        assert_eq!(fault(r#"{"act":"sell"}"#), (422, Some("act".to_owned())));
        assert_eq!(fault(r#"{"act":"use","person":7}"#), (422, Some("person".to_owned())));
        assert_eq!(fault(r#"{"act":"use","purpose":"a","items":["b"],"and":1}"#), (422, Some("*".to_owned())));
        assert_eq!(fault(r#"{"act":"erase","all":true}"#), (400, Some("key".to_owned())));
        assert_eq!(fault(r#"{"act":"erase","all":true,"key":"a b"}"#), (400, Some("key".to_owned())));
        assert_eq!(fault(r#"{"act":"find","purpose":"a","value":"b"}"#), (422, Some("item".to_owned())));
        assert_eq!(fault(r#"{"act":"use","act":"use"}"#), (400, Some("act".to_owned())));
    }
}
