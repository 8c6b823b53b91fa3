//! The public pages: rendered here, without a script, in the languages of each policy.

mod external;
mod index;
mod layout;
mod ledger;
mod policy;
mod problems;
mod promises;
mod service;
mod shop;
mod site;
mod statics;
mod trusted;
mod versions;

use crate::state::AppState;
use axum::Router;

pub(crate) use layout::Reader;
pub(crate) use problems::page as problem_page;
#[cfg(test)]
pub(crate) use statics::style_path;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .merge(index::routes())
        .merge(policy::routes())
        .merge(versions::routes())
        .merge(external::routes())
        .merge(site::routes())
        .merge(shop::routes())
        .merge(promises::routes())
        .merge(ledger::routes())
        .merge(problems::routes())
        .merge(statics::routes())
}

#[cfg(test)]
mod tests;
