//! Measures: when each is due, and who is without evidence. The public board shows counts; here are the names.

use super::{
    answer::{Answer, Refusals},
    extract::Staff,
};
use crate::{problem::Problem, state::AppState};
use axum::{Json, extract::State, response::IntoResponse};
use azukari_custody::board::MeasureDue;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(measures))
}

/// Every measure of the policy.
#[derive(Serialize, ToSchema)]
struct MeasuresShown {
    measures: Vec<MeasureShown>,
}

/// What people must do, and whether it was shown in time.
#[derive(Serialize, ToSchema)]
struct MeasureShown {
    measure: String,
    /// The clauses it keeps.
    clauses: Vec<String>,
    /// The day of the newest evidence; absent: there is none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// The last day the evidence counts for; of several accounts or companies, the earliest.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    overdue: bool,
    /// Accounts or companies without evidence in time.
    missing: Vec<String>,
}

impl From<MeasureDue> for MeasureShown {
    fn from(due: MeasureDue) -> Self {
        Self {
            measure: due.measure.to_string(),
            clauses: due.clauses.iter().map(ToString::to_string).collect(),
            last: due.last.map(|day| day.to_string()),
            due: due.evidence.due.map(|day| day.to_string()),
            overdue: due.evidence.overdue,
            missing: due.evidence.missing.iter().map(ToString::to_string).collect(),
        }
    }
}

/// When each measure is due; for roles that attest or handle.
#[utoipa::path(get, path = "/v1/{service}/measures", tag = "registers", security(("token" = [])), params(("service" = String, Path)),
    responses((status = 200, description = "In the order of the policy", body = MeasuresShown), Refusals))]
async fn measures(State(state): State<AppState>, staff: Staff) -> Answer {
    let due = state.door()?.measures(&staff.caller).await;
    let due = due.map_err(|refused| Problem::refused(refused, &staff.service))?;
    Ok(Json(MeasuresShown { measures: due.into_iter().map(MeasureShown::from).collect() }).into_response())
}
