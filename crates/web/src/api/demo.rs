//! What only the demo has: a clock that can be moved.

use super::{answer::Answer, extract::Plain};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use axum::{Json, extract::State, response::IntoResponse};
use azukari_model::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(clock))
}

/// What time it is from now on.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    #[schema(value_type = String, format = DateTime)]
    now: Instant,
    /// What is due by then is done before the answer.
    #[serde(default)]
    jobs: bool,
}

/// Moves the clock; the demo alone has one that moves.
#[utoipa::path(post, path = "/demo/clock", tag = "running", request_body = ClockBody,
    responses((status = 200, description = "It is this time", body = ClockBody), (status = 404, description = "Not the demo")))]
async fn clock(State(state): State<AppState>, Plain(body): Plain<ClockBody>) -> Answer {
    let clock = state.config().demo_clock.as_ref().ok_or_else(|| Problem::new(Code::RouteUnknown))?;
    clock.set(body.now);
    if body.jobs {
        state.door()?.turn_jobs().await.map_err(|refused| Problem::refused(refused, ""))?;
    }
    Ok(Json(body).into_response())
}
