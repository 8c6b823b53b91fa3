//! The public pages: rendered here, without a script, in the languages of each policy.

mod index;
mod layout;
mod statics;

use crate::state::AppState;
use axum::Router;

pub(crate) use layout::Reader;
#[cfg(test)]
pub(crate) use statics::style_path;

pub(crate) fn routes() -> Router<AppState> {
    Router::new().merge(index::routes()).merge(statics::routes())
}
