//! Whether a tag may load, as the company's own site asks it.

use super::{
    answer::{Answer, LoadsShown, Refusals, answer},
    extract::{Plain, Staff},
    wire::Word,
};
use crate::state::AppState;
use axum::extract::{Path, State};
use azukari_custody::{Ask, Whom, ask::LoadAsk};
use azukari_policy::vocabulary::Platform;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(load))
}

/// A tag is about to load, or has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LoadBody {
    /// The page, as the policy names it.
    #[schema(value_type = Option<String>)]
    page: Option<Word>,
    #[schema(value_type = Option<String>, example = "web")]
    on: Option<Platform>,
    /// Hosts it reached.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    hosts: Vec<Word>,
    /// The visitor's answers to categories and tags.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, bool>)]
    choices: BTreeMap<Word, bool>,
    /// The person the browser is linked to: `psn_…` or `SYSTEM:REF`.
    person: Option<String>,
}

/// Decides whether a tag may load. Nothing is recorded of it.
#[utoipa::path(post, path = "/v1/{service}/tags/{id}/load", tag = "acts", security(("token" = [])),
    params(("service" = String, Path), ("id" = String, Path)), request_body = LoadBody,
    responses((status = 200, description = "It may load", body = LoadsShown), Refusals))]
async fn load(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, id)): Path<(String, String)>,
    Plain(body): Plain<LoadBody>,
) -> Answer {
    let ask = LoadAsk {
        tag: id.into(),
        page: body.page,
        on: body.on,
        hosts: body.hosts,
        choices: body.choices.into_iter().collect(),
        whom: body.person.as_deref().map(Whom::parse),
    };
    staff.perform(&state, Ask::Load(ask).into()).await.map(answer)
}
