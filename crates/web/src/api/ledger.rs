//! The public record: checkpoint, tiles, proofs. Anybody may fetch them.

use super::answer::{Answer, Refusals};
use crate::{problem::Problem, state::AppState};
use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::IntoResponse,
};
use azukari_custody::Refused;
use azukari_ledger::{Hash, destroyed::index_text};
use azukari_model::ActId;
use utoipa_axum::{router::OpenApiRouter, routes};

const TEXT: &str = "text/plain; charset=utf-8";
/// What a verifier in a browser of somebody else needs.
const ANYWHERE: (HeaderName, &str) = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");

/// What is found by its hash or its place never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(checkpoint))
        .routes(routes!(key))
        .routes(routes!(tile))
        .routes(routes!(proof))
        .routes(routes!(destroyed))
        .routes(routes!(destroyed_list))
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
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, FOR_EVER), ANYWHERE];
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

/// The lists of destroyed openings: every leaf can be opened, or stands in one of them.
#[utoipa::path(get, path = "/ledger/destroyed", tag = "ledger",
    responses((status = 200, description = "A line a list, oldest first: kind, month, count, leaf of the record that announces it, SHA-256 in hex", body = String, content_type = "text/plain"), Refusals))]
async fn destroyed(State(state): State<AppState>) -> Answer {
    let lists = state.door()?.destroyed().await.map_err(refused)?;
    let headers = [(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-cache"), ANYWHERE];
    Ok((headers, index_text(&lists)).into_response())
}

/// A list of destroyed openings: the index and the commitment of each leaf in it.
#[utoipa::path(get, path = "/ledger/destroyed/{hash}", tag = "ledger", params(("hash" = String, Path, description = "The SHA-256 of the list, 64 hex digits")),
    responses((status = 200, description = "The list, whose SHA-256 is the hash", body = String, content_type = "text/plain"), Refusals))]
async fn destroyed_list(State(state): State<AppState>, Path(hash): Path<String>) -> Answer {
    let hash = Hash::from_hex(&hash).ok_or_else(|| Problem::new(crate::problem::Code::NotFound))?;
    let list = state.door()?.destroyed_list(hash).await.map_err(refused)?;
    Ok(([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, FOR_EVER), ANYWHERE], list).into_response())
}
