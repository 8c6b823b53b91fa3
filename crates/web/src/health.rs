//! Whether the program answers.

use crate::state::AppState;
use axum::{Json, extract::State};

/// That the program answers, and which one it is.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    status: &'static str,
    version: &'static str,
}

/// Whether the program answers.
#[utoipa::path(get, path = "/health", tag = "running", responses((status = 200, description = "It answers", body = Health)))]
pub(crate) async fn health(State(_): State<AppState>) -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}
