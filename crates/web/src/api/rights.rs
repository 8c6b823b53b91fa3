//! What a person may ask for, carried out.

use super::{
    answer::{
        Answer, CorrectedShown, DisclosedShown, DoneShown, ErasedShown, FoundForRightShown, Refusals, ToldShown, answer,
    },
    body::{CeaseBody, CorrectBody, DeclineBody, DiscloseBody, EraseBody, MeantBody, ResumeBody},
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
        .routes(routes!(cease))
        .routes(routes!(resume))
        .routes(routes!(correct))
        .routes(routes!(erase))
        .routes(routes!(disclose))
        .routes(routes!(decline))
        .routes(routes!(meant))
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident $path:literal $body:ident $shown:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "rights", security(("token" = [])),
            params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("idempotency-key" = Option<String>, Header, description = "Needed unless nothing changes")),
            request_body = $body,
            responses((status = 200, description = "Done", body = $shown), Refusals))]
        async fn $name(
            State(state): State<AppState>,
            staff: Staff,
            Path((_, person)): Path<(String, String)>,
            sent: Sent<$body>,
        ) -> Answer {
            staff.perform(&state, sent.submit(Some(&person))).await.map(answer)
        }
    )*};
}

rights! {
    /// Use or passing on is stopped.
    cease "/v1/{service}/people/{person}/cease" CeaseBody ToldShown;
    /// What was stopped goes on; the person alone may say so.
    resume "/v1/{service}/people/{person}/resume" ResumeBody ToldShown;
    /// Values are put right.
    correct "/v1/{service}/people/{person}/correct" CorrectBody CorrectedShown;
    /// Items, or everything, are forgotten.
    erase "/v1/{service}/people/{person}/erase" EraseBody ErasedShown;
    /// What is held is opened for the person.
    disclose "/v1/{service}/people/{person}/disclose" DiscloseBody DisclosedShown;
    /// A right is declined, with its ground.
    decline "/v1/{service}/people/{person}/decline" DeclineBody DoneShown;
}

/// Whom a request may be meant by: the living, and the erased while records about them live. For a right alone: nothing of
/// them is opened for a purpose.
#[utoipa::path(post, path = "/v1/{service}/requests/find", tag = "rights", security(("token" = [])),
    params(("service" = String, Path), ("idempotency-key" = Option<String>, Header)),
    request_body = MeantBody,
    responses((status = 200, description = "Everybody it may be meant by", body = FoundForRightShown), Refusals))]
async fn meant(State(state): State<AppState>, staff: Staff, sent: Sent<MeantBody>) -> Answer {
    if !sent.body.is_clear() {
        return Err(Problem::new(Code::FieldMissing).at("item"));
    }
    staff.perform(&state, sent.submit(None)).await.map(answer)
}
