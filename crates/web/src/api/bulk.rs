//! Everybody at once: one line a person, each sent after its record is durable.

use super::{
    answer::{Answer, ProvidedShown, Refusals, bulk_end, bulk_person, bulk_replayed},
    extract::{Keyed, Staff},
    lines,
    wire::{NoteText, Word, note},
};
use crate::{problem::Problem, state::AppState};
use axum::extract::State;
use azukari_custody::{BulkAsk, BulkLine, BulkWhat};
use azukari_model::PersonId;
use azukari_policy::vocabulary::Ground;
use futures_util::StreamExt as _;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(use_everybody)).routes(routes!(provide_everybody))
}

/// Items of everybody are opened for a purpose.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BulkUseBody {
    #[schema(value_type = super::wire::PurposeName)]
    purpose: Word,
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    partial: bool,
    #[serde(default)]
    masked: bool,
    /// The mail carries the way out of it.
    #[serde(default)]
    way_out: bool,
    /// People after this one: the last that an interrupted answer named.
    #[schema(value_type = Option<String>)]
    after: Option<PersonId>,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

/// Items of everybody go to somebody else.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BulkProvideBody {
    #[schema(value_type = super::wire::RecipientName)]
    recipient: Word,
    #[schema(value_type = Option<String>)]
    member: Option<Word>,
    #[schema(value_type = super::wire::PurposeName)]
    purpose: Word,
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    #[schema(value_type = Option<String>)]
    ground: Option<Ground>,
    #[serde(default)]
    partial: bool,
    /// People after this one: the last that an interrupted answer named.
    #[schema(value_type = Option<String>)]
    after: Option<PersonId>,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

/// Opens items of everybody for a purpose; the role needs `bulk`.
#[utoipa::path(post, path = "/v1/{service}/use", tag = "many", security(("token" = [])), 
    params(("service" = String, Path), ("idempotency-key" = Option<String>, Header, description = "Sent again, it answers one line `{\"kind\":\"replayed\",…}`")),
    request_body = BulkUseBody,
    responses((status = 200, description = "One line a person, the last `{\"kind\":\"end\",…}`", body = ProvidedShown, content_type = "application/x-ndjson"), Refusals))]
async fn use_everybody(State(state): State<AppState>, staff: Staff, sent: Keyed<BulkUseBody, false>) -> Answer {
    let Keyed { body, key } = sent;
    let what = BulkWhat::Use {
        purpose: body.purpose,
        items: body.items,
        partial: body.partial,
        masked: body.masked,
        way_out: body.way_out,
    };
    let ask = BulkAsk { what, after: body.after, key, case: note(body.case), reason: note(body.reason) };
    stream(&state, staff, ask).await
}

/// Passes items of everybody on; the role needs `bulk`.
#[utoipa::path(post, path = "/v1/{service}/provide", tag = "many", security(("token" = [])), 
    params(("service" = String, Path), ("idempotency-key" = String, Header, description = "Sent again, it answers one line `{\"kind\":\"replayed\",…}`")),
    request_body = BulkProvideBody,
    responses((status = 200, description = "One line a person, the last `{\"kind\":\"end\",…}`", body = ProvidedShown, content_type = "application/x-ndjson"), Refusals))]
async fn provide_everybody(State(state): State<AppState>, staff: Staff, sent: Keyed<BulkProvideBody, true>) -> Answer {
    let Keyed { body, key } = sent;
    let what = BulkWhat::Provide {
        recipient: body.recipient,
        member: body.member,
        purpose: body.purpose,
        items: body.items,
        ground: body.ground,
        partial: body.partial,
    };
    let ask = BulkAsk { what, after: body.after, key, case: note(body.case), reason: note(body.reason) };
    stream(&state, staff, ask).await
}

async fn stream(state: &AppState, staff: Staff, ask: BulkAsk) -> Answer {
    let Staff { caller, service, lang } = staff;
    let permitted = state.door()?.bulk(&caller, ask).await;
    let receiver = permitted.map_err(|refused| Problem::refused(refused, &service))?;
    let number = state.number_request();
    let written = lines::stream_of(receiver).map(move |line| match line {
        BulkLine::Person { person, provided } => bulk_person(person, provided),
        BulkLine::End { permitted, withheld, act } => bulk_end(permitted, &withheld, act),
        BulkLine::Replayed { act } => bulk_replayed(act),
        BulkLine::Broken(refused) => Problem::refused(*refused, &service).line("broken", lang, &number),
    });
    Ok(lines::respond(written))
}
