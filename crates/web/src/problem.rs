//! Problem details (RFC 9457): what every answer that is not a success looks like.
//!
//! A [`Problem`] knows no language; [`crate::dress`] renders it when it knows who asked. It never carries a value, and never
//! an internal message.

use crate::text::Both;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use azukari_model::{ActId, Lang, Words};

mod code;
mod refused;

pub(crate) use code::Code;

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was not answered with what it asked for. Boxed: it is the rare way out of most functions here.
#[derive(Clone, Debug)]
pub(crate) struct Problem(Box<Facts>);

#[derive(Clone, Debug)]
struct Facts {
    status: StatusCode,
    code: &'static str,
    title: Both,
    field: Option<String>,
    clauses: Vec<ClauseShown>,
    would_need: Vec<Need>,
    act: Option<ActId>,
    retry_after: Option<u64>,
}

/// One thing that would have to be true.
#[derive(Clone, Debug)]
enum Need {
    Sentence(Both),
    /// `consent`: `offers`.
    Named(String),
}

/// A clause a refusal rests on, as the reader may look it up.
#[derive(Clone, Debug)]
pub(crate) struct ClauseShown {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) text: Words,
}

/// A problem as it is written.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Written {
    /// A page that explains the code.
    #[serde(rename = "type")]
    kind: String,
    /// What is the matter, in the language asked for.
    title: String,
    status: u16,
    /// Stable; what programs branch on.
    code: String,
    /// The member of the request that is at fault, if one is: `items.email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The clauses of the policy that a refusal rests on.
    clauses: Vec<WrittenClause>,
    /// What would have to be true.
    #[serde(rename = "would-need")]
    would_need: Vec<String>,
    /// The record of the refusal, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<String>,
    /// The number of this request, for asking about it.
    request: String,
}

/// A clause of the published policy.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[schema(as = Clause)]
pub(crate) struct WrittenClause {
    id: String,
    href: String,
    text: String,
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        let row = code.row();
        Self::saying(row.status, row.word, row.title, row.would_need)
    }

    fn saying(status: StatusCode, code: &'static str, title: Both, would_need: Both) -> Self {
        Self(Box::new(Facts {
            status,
            code,
            title,
            field: None,
            clauses: Vec::new(),
            would_need: vec![Need::Sentence(would_need)],
            act: None,
            retry_after: None,
        }))
    }

    /// Names the member of the request that is at fault.
    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Says which fields are known there.
    pub(crate) fn knowing(mut self, names: &[&str]) -> Self {
        self.0.would_need.push(Need::Named(format!("fields: {}", names.join(", "))));
        self
    }

    /// Says when asking again makes sense, in seconds.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds.max(1));
        self
    }

    /// The member of the request at fault.
    pub(crate) fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The problem as a line of a longer answer.
    pub(crate) fn line(&self, kind: &str, lang: Lang, request: &str) -> serde_json::Value {
        let mut line = serde_json::Map::from_iter([("kind".to_owned(), kind.into())]);
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(self.write(lang, request)) {
            line.extend(fields);
        }
        serde_json::Value::Object(line)
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The problem in words, for one request.
    pub(crate) fn write(&self, lang: Lang, request: &str) -> Written {
        Written {
            kind: format!("/problems/{}", self.0.code),
            title: self.0.title.pick(lang).to_owned(),
            status: self.0.status.as_u16(),
            code: self.0.code.to_owned(),
            field: self.0.field.clone(),
            clauses: self.0.clauses.iter().map(|clause| clause.write(lang)).collect(),
            would_need: self.0.would_need.iter().map(|need| need.write(lang)).collect(),
            act: self.0.act.map(|act| act.to_string()),
            request: request.to_owned(),
        }
    }

    /// The headers that go with it.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let retry = self.0.retry_after.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds)));
        let realm = (self.0.status == StatusCode::UNAUTHORIZED)
            .then_some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"azukari\"")));
        retry.into_iter().chain(realm)
    }
}

impl Need {
    fn write(&self, lang: Lang) -> String {
        match self {
            Self::Sentence(sentence) => sentence.pick(lang).to_owned(),
            Self::Named(name) => name.clone(),
        }
    }
}

impl ClauseShown {
    fn write(&self, lang: Lang) -> WrittenClause {
        WrittenClause {
            id: self.id.clone(),
            href: self.href.clone(),
            text: self.text.in_language(lang.into()).to_owned(),
        }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

/// The body is written by [`crate::dress`], which finds the problem among the extensions.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Where no route leads.
pub(crate) async fn unknown_route() -> Problem {
    Problem::new(Code::RouteUnknown)
}

/// The problem that an answer without a body of ours stands for: axum's own refusals.
pub(crate) fn of_status(status: StatusCode) -> Problem {
    Problem::new(match status {
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::ContentTypeUnsupported,
        StatusCode::NOT_FOUND => Code::RouteUnknown,
        status if status.is_client_error() => Code::RequestMalformed,
        _ => Code::Internal,
    })
}

impl Written {
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    pub(crate) fn would_need(&self) -> &[String] {
        &self.would_need
    }
}
