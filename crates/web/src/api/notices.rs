//! What must be shown before an item arrives or an answer is given. Nothing is stored: the id is a hash of what is shown.

use super::{
    answer::{Answer, Refusals},
    extract::Asked,
};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use azukari_model::{Language, Name};
use azukari_policy::notice::NoticeOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(source))
        .routes(routes!(purpose))
        .routes(routes!(provision))
        .routes(routes!(tag))
}

/// What must be shown.
#[derive(Serialize, ToSchema)]
struct NoticeShown {
    /// Give this back with what it was shown for.
    notice: String,
    /// The day of the version that shows it now.
    version: String,
    language: String,
    text: String,
    purposes: Vec<PurposeShown>,
}

/// A purpose that is shown.
#[derive(Serialize, ToSchema)]
struct PurposeShown {
    id: String,
    meaning: u32,
    label: String,
}

/// No parameter but the language, which is read everywhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident $path:literal $of:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(get, operation_id = concat!(stringify!($name), "-notice"), path = $path, tag = "notices",
            params(("service" = String, Path), ("id" = String, Path), ("lang" = Option<String>, Query, description = "A language of the policy")),
            responses((status = 200, description = "To be shown as it is", body = NoticeShown), Refusals))]
        async fn $name(
            State(state): State<AppState>,
            Path((service, id)): Path<(String, String)>,
            reader: crate::pages::Reader,
            _: Asked<Nothing>,
        ) -> Answer {
            show(&state, &service, &id, NoticeOf::$of, reader).await
        }
    )*};
}

notices! {
    /// What a source shows before items arrive by it.
    source "/v1/{service}/sources/{id}/notice" Source;
    /// What is shown before an answer to a purpose.
    purpose "/v1/{service}/purposes/{id}/notice" Purpose;
    /// What is shown before an answer to a provision.
    provision "/v1/{service}/provisions/{id}/notice" Flow;
    /// What is shown before an answer to a tag.
    tag "/v1/{service}/tags/{id}/notice" Tag;
}

async fn show(
    state: &AppState,
    service: &str,
    id: &str,
    of: fn(Name) -> NoticeOf,
    reader: crate::pages::Reader,
) -> Answer {
    let found = state.door()?.service(service).await.map_err(|refused| Problem::refused(refused, service))?;
    let id: Name = id.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let notice = found.notice(&of(id)).ok_or_else(|| Problem::new(Code::NotFound))?;
    let languages = found.languages();
    let governing = languages.first().copied().unwrap_or(Language::JA);
    let language = reader.choose(&languages, governing).ok_or_else(|| Problem::new(Code::LanguageUnknown))?;
    let purposes = notice.purposes.iter().map(|(id, meaning, label)| PurposeShown {
        id: id.to_string(),
        meaning: *meaning,
        label: label.in_language(language).to_owned(),
    });
    Ok(Json(NoticeShown {
        notice: notice.notice.to_string(),
        version: notice.version.to_string(),
        language: language.to_string(),
        text: notice.text.in_language(language).to_owned(),
        purposes: purposes.collect(),
    })
    .into_response())
}
