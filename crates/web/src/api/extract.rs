//! What handlers take: who calls, a body read strictly, a query read strictly.

use super::{body::ActBody, lines::drain};
use crate::{
    dress::Client,
    problem::{Code, Problem},
    state::AppState,
    strict::{self, Json},
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request},
    http::{HeaderMap, header, request::Parts},
};
use azukari_custody::{Caller, Outcome, Submission, Who, WriteKey};
use azukari_model::Personal;
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;

/// The caller a bearer token stands for, and the service of the path.
#[derive(Debug)]
pub(crate) struct Staff {
    pub(crate) caller: Caller,
    pub(crate) service: String,
    /// The language of the answer.
    pub(crate) lang: azukari_model::Lang,
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let service = path_param(parts, state, "service").await?;
        let from = parts.extensions.get::<Client>().map(|client| client.0);
        let lang = parts.extensions.get::<crate::dress::Spoken>().map_or_else(Default::default, |spoken| spoken.0);
        let bearer = bearer(&parts.headers);
        let refused = |refused| Problem::refused(refused, &service);
        let caller = state.door()?.authenticate(&service, bearer, from).await.map_err(refused)?;
        if let Who::Staff { token: Some(token), .. } = &caller.who {
            state.limits().check_token(*token)?;
        }
        Ok(Self { caller, service, lang })
    }
}

impl Staff {
    /// Performs one act at the door.
    pub(crate) async fn perform(&self, state: &AppState, submission: Submission) -> Result<Outcome, Problem> {
        state
            .door()?
            .perform(&self.caller, submission)
            .await
            .map_err(|refused| Problem::refused(refused, &self.service))
    }
}

async fn path_param(parts: &mut Parts, state: &AppState, name: &str) -> Result<String, Problem> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::new(Code::RouteUnknown))?;
    params
        .iter()
        .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
        .ok_or_else(|| Problem::new(Code::Internal))
}

/// The token of an `Authorization: Bearer` header, if there is one.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The body of an act, read strictly, with the key of a write.
pub(crate) struct Sent<T> {
    pub(crate) body: T,
    key: Option<WriteKey>,
}

impl<T: ActBody> Sent<T> {
    /// What is asked of the door.
    pub(crate) fn submit(self, person: Option<&str>) -> Submission {
        let mut submission = self.body.submission(person.map(azukari_custody::Whom::parse));
        submission.key = self.key;
        submission
    }
}

impl<T: ActBody> FromRequest<AppState> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (body, key) = read_keyed(request, state, T::IS_WRITE).await?;
        Ok(Self { body, key })
    }
}

/// The body of an act that answers with lines, with the key of a write.
pub(crate) struct Keyed<T, const IS_WRITE: bool> {
    pub(crate) body: T,
    pub(crate) key: Option<WriteKey>,
}

impl<T: DeserializeOwned, const IS_WRITE: bool> FromRequest<AppState> for Keyed<T, IS_WRITE> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (body, key) = read_keyed(request, state, IS_WRITE).await?;
        Ok(Self { body, key })
    }
}

async fn read_keyed<T: DeserializeOwned>(
    request: Request,
    state: &AppState,
    is_write: bool,
) -> Result<(T, Option<WriteKey>), Problem> {
    let (parts, body) = request.into_parts();
    expect_media(&parts.headers, "application/json")?;
    let key = key_of(&parts.headers, is_write)?;
    let bytes = read_whole(body, &parts.headers, state.config().body_max).await?;
    let key = key.map(|key| WriteKey { key, body: Personal::new(stands_for(&parts, &bytes)) });
    Ok((strict::read(&bytes)?, key))
}

/// A body that is no act.
pub(crate) struct Plain<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Plain<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        expect_media(&parts.headers, "application/json")?;
        let bytes = read_whole(body, &parts.headers, state.config().body_max).await?;
        strict::read(&bytes).map(Self)
    }
}

/// What a key stands for: method, path and body as they came.
fn stands_for(parts: &Parts, bytes: &Bytes) -> Vec<u8> {
    [parts.method.as_str().as_bytes(), b" ", parts.uri.path().as_bytes(), b"\n", bytes].concat()
}

/// Refuses another type of body.
pub(crate) fn expect_media(headers: &HeaderMap, expected: &str) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) { Ok(()) } else { Err(Problem::new(Code::ContentTypeUnsupported)) }
}

fn key_of(headers: &HeaderMap, is_needed: bool) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all("idempotency-key").iter();
    match (values.next(), values.next()) {
        (None, _) if is_needed => Err(Problem::new(Code::IdempotencyKeyMissing)),
        (None, _) => Ok(None),
        (Some(value), None) => {
            let key = value.to_str().ok().filter(|key| is_key(key));
            key.map(|key| Some(key.to_owned())).ok_or_else(|| Problem::new(Code::IdempotencyKeyMalformed))
        }
        (Some(_), Some(_)) => Err(Problem::new(Code::IdempotencyKeyMalformed)),
    }
}

/// 1 to 128 visible ASCII characters.
pub(crate) fn is_key(key: &str) -> bool {
    (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

async fn read_whole(body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, Problem> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut chunks = body.into_data_stream();
    if announced.is_some_and(|length| length > limit) {
        drain(&mut chunks).await;
        return Err(Problem::new(Code::BodyTooLarge));
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or_default());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Code::RequestMalformed))?;
        if bytes.len() + chunk.len() > limit {
            drain(&mut chunks).await;
            return Err(Problem::new(Code::BodyTooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

/// The parameters after `?`, none unknown, none twice.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<AppState> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let malformed = || Problem::new(Code::QueryMalformed);
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| malformed())?;
        let mut fields: Vec<(String, Json)> = Vec::new();
        for (key, value) in pairs {
            // `?lang=` chooses the language of every answer and is nobody's parameter.
            if key != "lang" {
                fields
                    .push((key, value.parse::<u64>().map_or(Json::Text(value), |number| Json::Number(number.into()))));
            }
        }
        T::deserialize(Json::Object(fields)).map(Self).map_err(|fault| {
            let fault = fault.into_problem();
            fault.field().map_or_else(malformed, |field| malformed().at(field))
        })
    }
}
