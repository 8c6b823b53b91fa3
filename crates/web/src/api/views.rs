//! What is held, what was done, what changed: without values.

use super::{
    answer::{Answer, ChangesShown, HistoryShown, HoldingsShown, Refusals, answer},
    extract::{Asked, Staff},
    wire::Word,
};
use crate::state::AppState;
use axum::extract::{Path, State};
use azukari_custody::{
    Ask, Whom,
    ask::{ChangesAsk, HistoryAsk, HoldingsAsk},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How many lines an answer has unless fewer are asked for.
const PAGE: u32 = 100;
/// How many it has at most.
const PAGE_MAX: u32 = 1_000;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(holdings)).routes(routes!(history)).routes(routes!(changes))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldingsQuery {
    /// Only what this purpose may touch.
    purpose: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoryQuery {
    /// Acts before this one; absent: from the newest.
    before: Option<u64>,
    limit: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangesQuery {
    /// What the last answer called `after`; absent: from the beginning.
    after: Option<u64>,
    limit: Option<u32>,
}

/// What is held of a person.
#[utoipa::path(get, path = "/v1/{service}/people/{person}/holdings", tag = "views", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("purpose" = Option<String>, Query, description = "Only what this purpose may touch")),
    responses((status = 200, description = "Items, sources, days; no values", body = HoldingsShown), Refusals))]
async fn holdings(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    Asked(query): Asked<HoldingsQuery>,
) -> Answer {
    let ask = HoldingsAsk { whom: Whom::parse(&person), purpose: query.purpose };
    staff.perform(&state, Ask::Holdings(ask).into()).await.map(answer)
}

/// The acts about a person, newest first.
#[utoipa::path(get, path = "/v1/{service}/people/{person}/history", tag = "views", security(("token" = [])),
    params(("service" = String, Path), ("person" = String, Path, description = "`psn_…` or `SYSTEM:REF`"), ("before" = Option<u64>, Query, description = "Acts before this one; absent: from the newest"), ("limit" = Option<u32>, Query)),
    responses((status = 200, description = "Up to the newest checkpoint", body = HistoryShown), Refusals))]
async fn history(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, person)): Path<(String, String)>,
    Asked(query): Asked<HistoryQuery>,
) -> Answer {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let ask = HistoryAsk { whom: Whom::parse(&person), before: query.before, limit };
    staff.perform(&state, Ask::History(ask).into()).await.map(answer)
}

/// Whose standing, items or existence changed, so that copies can follow: for roles with `bulk`, or that handle the policy.
#[utoipa::path(get, path = "/v1/{service}/changes", tag = "views", security(("token" = [])),
    params(("service" = String, Path), ("after" = Option<u64>, Query, description = "What the last answer called `after`; absent: from the beginning"), ("limit" = Option<u32>, Query)),
    responses((status = 200, description = "In the order of the tree", body = ChangesShown), Refusals))]
async fn changes(State(state): State<AppState>, staff: Staff, Asked(query): Asked<ChangesQuery>) -> Answer {
    let limit = query.limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    let ask = ChangesAsk { after: query.after.unwrap_or_default(), limit };
    staff.perform(&state, Ask::Changes(ask).into()).await.map(answer)
}
