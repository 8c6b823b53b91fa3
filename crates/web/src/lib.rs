//! The faces of Azukari: the JSON API, problem details, and the pages.
//!
//! This room turns bytes into acts and verdicts into bytes. It holds no key, speaks no SQL and decides nothing: whatever
//! touches personal information goes through the door of `custody`. Values stand in bodies alone; they never reach a URL,
//! a log line, an error or a metric.

mod api;
mod dress;
mod health;
mod limits;
mod metrics;
mod pages;
mod problem;
mod state;
mod strict;
mod text;

pub use state::{AppState, Config, Rate};

use axum::{Router, middleware};
use std::{io, net::SocketAddr};
use tokio::net::TcpListener;

/// The whole web face over one state.
pub fn app(state: AppState) -> Router {
    let (api, _specification) = api::router().split_for_parts();
    api.merge(metrics::routes())
        .merge(pages::routes())
        .fallback(problem::unknown_route)
        .layer(middleware::from_fn_with_state(state.clone(), dress::dress))
        .with_state(state)
}

/// Serves a face until `stop` is done; then requests under way are finished.
///
/// # Errors
///
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let service = app(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

#[cfg(test)]
mod tests;
