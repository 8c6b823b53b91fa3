//! The specification, and that of one service: with its words as enumerations, so that no client can misspell a purpose.

use super::answer::{Answer, Refusals};
use crate::{
    problem::{Code, Problem},
    state::AppState,
};
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use azukari_custody::service::Running;
use serde_json::{Value, json};
use std::sync::LazyLock;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(specification)).routes(routes!(specification_of_service))
}

/// The specification of every route.
static WHOLE: LazyLock<Value> = LazyLock::new(|| {
    let specification = super::router().into_openapi();
    serde_json::to_value(specification).unwrap_or_default()
});

/// The specification, as it is committed.
pub(super) fn describe() -> &'static Value {
    &WHOLE
}

/// The specification of every route.
#[utoipa::path(get, path = "/openapi.json", tag = "running", responses((status = 200, description = "OpenAPI 3.1", body = Value)))]
async fn specification() -> Answer {
    Ok(([(header::CACHE_CONTROL, "public, max-age=3600")], Json(describe())).into_response())
}

/// The specification for one service, with its purposes, items, roles, sources, events and recipients as enumerations.
#[utoipa::path(get, path = "/v1/{service}/openapi.json", tag = "running", params(("service" = String, Path)),
    responses((status = 200, description = "OpenAPI 3.1", body = Value), Refusals))]
async fn specification_of_service(State(state): State<AppState>, Path(service): Path<String>) -> Answer {
    let found = state.door()?.service(&service).await.map_err(|refused| Problem::refused(refused, &service))?;
    let running = found.running.as_ref().ok_or_else(|| Problem::new(Code::PolicyNotCompiling))?;
    let cache = [(header::CACHE_CONTROL, "public, max-age=60")];
    Ok((cache, Json(narrow(describe().clone(), &service, running))).into_response())
}

fn narrow(mut specification: Value, service: &str, running: &Running) -> Value {
    let policy = &running.policy;
    if let Some(title) = specification.pointer_mut("/info/title") {
        *title = json!(format!("Azukari: {service}"));
    }
    if let Some(version) = specification.pointer_mut("/info/version") {
        *version = json!(running.published.to_string());
    }
    let ids =
        |ids: &mut dyn Iterator<Item = &azukari_model::Name>| ids.map(|id| json!(id.as_str())).collect::<Vec<_>>();
    let ours = policy.purposes.iter().filter(|purpose| purpose.by == azukari_policy::vocabulary::By::Us);
    let operation = running.operation.as_ref();
    let lists = [
        ("PurposeName", ids(&mut ours.map(|purpose| &purpose.id))),
        ("ItemName", ids(&mut policy.items.iter().map(|item| &item.id))),
        ("SourceName", ids(&mut policy.sources.iter().map(|source| &source.id))),
        ("EventName", ids(&mut policy.events.iter().map(|event| &event.id))),
        ("RoleName", ids(&mut operation.iter().flat_map(|operation| operation.roles.iter().map(|role| &role.id)))),
    ];
    if let Some(Value::Object(schemas)) = specification.pointer_mut("/components/schemas") {
        for (name, words) in lists {
            if let Some(Value::Object(schema)) = schemas.get_mut(name) {
                schema.remove("example");
                // An empty enumeration would be no schema; a service without such words takes none.
                schema.insert("enum".to_owned(), json!(words));
            }
        }
        let recipients = ids(&mut policy.recipients.iter().map(|recipient| &recipient.id));
        schemas.insert(
            "RecipientName".to_owned(),
            json!({ "anyOf": [{ "type": "string", "enum": recipients }, { "type": "string", "pattern": "^rcp_[0-9a-z]{26}$" }] }),
        );
        if let Some(Value::Object(items)) = schemas.get_mut("Items") {
            items.insert("propertyNames".to_owned(), json!({ "$ref": "#/components/schemas/ItemName" }));
        }
    }
    if let Some(Value::Object(paths)) = specification.get_mut("paths") {
        *paths = std::mem::take(paths).into_iter().map(|(path, item)| of_path(&path, item, service)).collect();
    }
    specification
}

/// A path with the service's name in it, and without the parameter.
fn of_path(path: &str, mut item: Value, service: &str) -> (String, Value) {
    if let Value::Object(operations) = &mut item {
        for operation in operations.values_mut() {
            if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
                parameters.retain(|parameter| parameter.get("name") != Some(&json!("service")));
            }
        }
    }
    (path.replace("{service}", service), item)
}
