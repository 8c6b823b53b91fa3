//! The public record: checkpoint, tiles, proofs. Anybody may fetch them.

use super::answer::{Answer, Refusals};
use crate::{problem::Problem, state::AppState};
use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::IntoResponse,
};
use azukari_custody::Refused;
use azukari_model::ActId;
use utoipa_axum::{router::OpenApiRouter, routes};

const TEXT: &str = "text/plain; charset=utf-8";
/// What a verifier in a browser of somebody else needs.
const ANYWHERE: (HeaderName, &str) = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(checkpoint)).routes(routes!(key)).routes(routes!(tile)).routes(routes!(proof))
}

fn refused(refused: Refused) -> Problem {
    Problem::refused(refused, "")
}

/// The newest checkpoint: a signed note.
#[utoipa::path(get, path = "/ledger/checkpoint", tag = "ledger",
    responses((status = 200, description = "C2SP tlog-checkpoint", body = String, content_type = "text/plain"), Refusals))]
async fn checkpoint(State(state): State<AppState>) -> Answer {
    let note = state.door()?.checkpoint().await.map_err(refused)?;
    Ok(([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-cache"), ANYWHERE], note).into_response())
}

/// The key that checkpoints are signed with: a verifier key of C2SP signed-note.
#[utoipa::path(get, path = "/ledger/key", tag = "ledger",
    responses((status = 200, description = "`NAME+HASH+BASE64`", body = String, content_type = "text/plain"), Refusals))]
async fn key(State(state): State<AppState>) -> Answer {
    let key = state.door()?.verifier_key();
    Ok(([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-cache"), ANYWHERE], format!("{key}\n"))
        .into_response())
}

/// A tile of the tree, or a bundle of its entries.
#[utoipa::path(get, path = "/ledger/tile/{*path}", tag = "ledger", params(("path" = String, Path, description = "`0/x001/067`, `0/000.p/12`, `entries/000`")),
    responses((status = 200, description = "C2SP tlog-tiles", body = Vec<u8>, content_type = "application/octet-stream"), Refusals))]
async fn tile(State(state): State<AppState>, Path(path): Path<String>) -> Answer {
    let bytes = state.door()?.tile(&format!("tile/{path}")).await.map_err(refused)?;
    // A full tile never changes; one that is not full has its width in its name.
    let keep = "public, max-age=31536000, immutable";
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, keep), ANYWHERE];
    Ok((headers, bytes).into_response())
}

/// The proof that an act's record is in the tree.
#[utoipa::path(get, path = "/ledger/proof/{act}", tag = "ledger", params(("act" = String, Path, description = "`act_…`")),
    responses((status = 200, description = "C2SP tlog-proof", body = String, content_type = "text/plain"), Refusals))]
async fn proof(State(state): State<AppState>, Path(act): Path<String>) -> Answer {
    let act: ActId = act.parse().map_err(|_| Problem::new(crate::problem::Code::NotFound))?;
    let proof = state.door()?.proof(act).await.map_err(refused)?;
    Ok(([(header::CONTENT_TYPE, TEXT), ANYWHERE], proof).into_response())
}
