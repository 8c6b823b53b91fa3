//! The JSON API: bytes to what is asked of the door, and what it answers to bytes.

mod answer;
mod batch;
mod body;
mod bulk;
mod demo;
mod description;
mod extract;
mod ledger;
mod lines;
mod measures;
mod notices;
mod people;
mod registers;
mod rights;
mod tags;
mod views;
mod wire;

use crate::{health, state::AppState};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route that has a specification; there is no other way to have one here.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Head::openapi())
        .merge(notices::routes())
        .merge(people::routes())
        .merge(rights::routes())
        .merge(views::routes())
        .merge(bulk::routes())
        .merge(batch::routes())
        .merge(tags::routes())
        .merge(registers::routes())
        .merge(measures::routes())
        .merge(ledger::routes())
        .merge(demo::routes())
        .merge(description::routes())
        .routes(routes!(health::health))
}

/// What stands at the head of the specification.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Azukari",
        description = "A privacy policy that runs: every act on personal information is decided by the published policy, and recorded.",
        license(name = "MIT OR Apache-2.0")
    ),
    modifiers(&Bearer),
    components(schemas(
        crate::problem::Written,
        wire::PurposeName,
        wire::ItemName,
        wire::RoleName,
        wire::SourceName,
        wire::EventName,
        wire::RecipientName,
    )),
    tags(
        (name = "notices", description = "What must be shown before an item arrives or an answer is given"),
        (name = "acts", description = "Acts about one person"),
        (name = "many", description = "Everybody at once, and many acts in one call"),
        (name = "rights", description = "What a person may ask for"),
        (name = "views", description = "What is held, what was done, what changed"),
        (name = "registers", description = "What the office enters and the gate reads"),
        (name = "ledger", description = "The public record"),
        (name = "running", description = "The program itself"),
    )
)]
struct Head;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("azk_…").build();
        openapi.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(token));
    }
}
