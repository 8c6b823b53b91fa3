//! Acts about one person: items arrive, are opened, go on; answers and events.

use super::{
    answer::{AcquiredShown, Answer, DoneShown, FoundShown, ProvidedShown, Refusals, UsedShown, answer},
    body::{AcquireBody, AnswerBody, EventBody, FindBody, ProvideBody, UseBody},
    extract::{Sent, Staff},
};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_person))
        .routes(routes!(add_items))
        .routes(routes!(find))
        .routes(routes!(open))
        .routes(routes!(provide))
        .routes(routes!(consent))
        .routes(routes!(event))
}

/// A person becomes known, by a source.
#[utoipa::path(post, path = "/v1/{service}/people", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("idempotency-key" = String, Header)),
    request_body = AcquireBody,
    responses((status = 201, description = "The person is known", body = AcquiredShown), Refusals))]
async fn create_person(State(state): State<AppState>, staff: Staff, sent: Sent<AcquireBody>) -> Answer {
    staff.perform(&state, sent.submit(None)).await.map(answer)
}

/// Items of a person arrive.
#[utoipa::path(post, path = "/v1/{service}/people/{person}/items", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("idempotency-key" = String, Header)),
    request_body = AcquireBody,
    responses((status = 200, description = "They are held", body = AcquiredShown), Refusals))]
async fn add_items(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    sent: Sent<AcquireBody>,
) -> Answer {
    staff.perform(&state, sent.submit(Some(&person))).await.map(answer)
}

/// A person is looked for.
#[utoipa::path(post, path = "/v1/{service}/people/find", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("idempotency-key" = Option<String>, Header)),
    request_body = FindBody,
    responses((status = 200, description = "Found", body = FoundShown), Refusals))]
async fn find(State(state): State<AppState>, staff: Staff, sent: Sent<FindBody>) -> Answer {
    if !sent.body.is_clear() {
        return Err(Problem::new(Code::FieldMissing).at("item"));
    }
    staff.perform(&state, sent.submit(None)).await.map(answer)
}

/// Items are opened for a purpose.
#[utoipa::path(post, operation_id = "use", path = "/v1/{service}/people/{person}/use", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("idempotency-key" = Option<String>, Header)),
    request_body = UseBody,
    responses((status = 200, description = "Opened and recorded", body = UsedShown), Refusals))]
async fn open(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    sent: Sent<UseBody>,
) -> Answer {
    staff.perform(&state, sent.submit(Some(&person))).await.map(answer)
}

/// Items are passed on.
#[utoipa::path(post, path = "/v1/{service}/people/{person}/provide", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("idempotency-key" = String, Header)),
    request_body = ProvideBody,
    responses((status = 200, description = "Passed on and recorded", body = ProvidedShown), Refusals))]
async fn provide(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    sent: Sent<ProvideBody>,
) -> Answer {
    staff.perform(&state, sent.submit(Some(&person))).await.map(answer)
}

/// The person says yes or no.
#[utoipa::path(post, path = "/v1/{service}/people/{person}/consents", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("idempotency-key" = String, Header)),
    request_body = AnswerBody,
    responses((status = 201, description = "Entered", body = DoneShown), Refusals))]
async fn consent(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    sent: Sent<AnswerBody>,
) -> Answer {
    staff.perform(&state, sent.submit(Some(&person))).await.map(answer)
}

/// Something happened to the person.
#[utoipa::path(post, path = "/v1/{service}/people/{person}/events", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("idempotency-key" = String, Header)),
    request_body = EventBody,
    responses((status = 201, description = "Reported", body = DoneShown), Refusals))]
async fn event(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    sent: Sent<EventBody>,
) -> Answer {
    staff.perform(&state, sent.submit(Some(&person))).await.map(answer)
}
