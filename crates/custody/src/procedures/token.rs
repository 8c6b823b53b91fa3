//! Tokens: made once, shown once, stored as a hash.

use crate::{
    ask::TokenAsk,
    caller::{Caller, Who},
    door::{Inner, errand::Moment, parse_network},
    plan::Plan,
    service::Service,
    text::Line,
    verify::versions::say_token,
};
use azukari_ledger::Kind;
use azukari_model::{Instant, Period, TokenId};
use azukari_store::{Change, Committed, Subject, TokenRow};
use azukari_vault::Token;
use std::sync::Arc;

/// A token just made. Its secret is shown once and kept nowhere.
pub struct NewToken {
    pub id: TokenId,
    /// `azk_<id>_<secret>`.
    pub text: String,
    pub expires: Instant,
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken").field("id", &self.id).field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// Why no token was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenError {
    #[error("no such service")]
    Service,
    #[error("no such role in operation.toml")]
    Role,
    #[error("not a name for an account: one line that says something, with nothing hidden in it")]
    Owner,
    #[error("not a network: `10.0.0.0/8`")]
    Network,
    #[error("a token lives a year at most")]
    TooLong,
    #[error("no such token")]
    Unknown,
    #[error("it could not be stored")]
    Store,
}

/// How long a token lives if nobody says.
const LASTS: Period = Period::days(90);
/// How long it may live.
const LASTS_MAX: Period = Period::days(366);

/// Makes a token.
pub(crate) async fn create(door: &Inner, service: &str, ask: TokenAsk) -> Result<NewToken, TokenError> {
    for _ in 0..16 {
        let service = current(door, service).await?;
        let running = service.running.as_ref().ok_or(TokenError::Service)?;
        let role =
            running.operation.as_ref().and_then(|operation| operation.role(&ask.role)).ok_or(TokenError::Role)?;
        if ask.owner.parse::<Line>().is_err() {
            return Err(TokenError::Owner);
        }
        if ask.networks.iter().any(|network| parse_network(network).is_none()) {
            return Err(TokenError::Network);
        }
        let lasts = ask.expires.unwrap_or(LASTS);
        let now = door.now().map_err(|_| TokenError::Store)?;
        let zone = running.zone();
        if lasts.is_zero() || zone.end_of_period(now, lasts) > zone.end_of_period(now, LASTS_MAX) {
            return Err(TokenError::TooLong);
        }
        let token = Token::generate(&mut door.random()).map_err(|_| TokenError::Store)?;
        let expires = zone.end_of_period(now, lasts);
        let row = TokenRow {
            id: token.id(),
            hash: *token.hash().bytes(),
            owner: ask.owner.clone(),
            role: role.id.clone(),
            created: now,
            expires,
            networks: ask.networks.clone(),
            revoked: None,
        };
        let more = [
            ("token", token.id().to_string().into()),
            ("role", role.id.as_str().into()),
            ("owner", (*ask.owner).into()),
            ("row", say_token(&row)),
        ];
        if write(door, &service, now, Change::AddToken(row), &more).await? {
            return Ok(NewToken { id: token.id(), text: token.reveal(), expires });
        }
    }
    Err(TokenError::Store)
}

/// Revokes a token: it opens nothing from the next act on.
pub(crate) async fn revoke(door: &Inner, service: &str, token: TokenId) -> Result<(), TokenError> {
    for _ in 0..16 {
        let service = current(door, service).await?;
        if !service.tokens.contains_key(&token) {
            return Err(TokenError::Unknown);
        }
        let now = door.now().map_err(|_| TokenError::Store)?;
        let more = [("token", token.to_string().into()), ("revoked", true.into())];
        if write(door, &service, now, Change::RevokeToken(token), &more).await? {
            return Ok(());
        }
    }
    Err(TokenError::Store)
}

async fn current(door: &Inner, service: &str) -> Result<Arc<Service>, TokenError> {
    door.fresh(service).await.map_err(|_| TokenError::Service)
}

/// Writes the change with its record; whether nobody was faster.
async fn write(
    door: &Inner,
    service: &Arc<Service>,
    now: Instant,
    change: Change,
    more: &[(&str, serde_json::Value)],
) -> Result<bool, TokenError> {
    let running = service.running.as_ref().ok_or(TokenError::Service)?;
    let caller = Caller {
        service: service.id.clone(),
        who: Who::Staff { account: "console".into(), role: service.id.clone(), token: None },
    };
    let moment = Moment { service, running, caller: &caller, now };
    let draft = door.draft(&moment, Kind::Token).map_err(|_| TokenError::Store)?;
    let draft = more.iter().fold(draft, |draft, (field, value)| draft.with(field, value));
    let plan = Plan { changes: vec![change], ..Plan::record(draft) };
    match door.write(&moment, Subject::Nobody, plan, None, false).await.map_err(|_| TokenError::Store)? {
        Committed::Done(_) => {
            door.reload(service.key, None).await.map_err(|_| TokenError::Store)?;
            Ok(true)
        }
        Committed::Stale => Ok(false),
        Committed::Conflict(_) | Committed::Failed => Err(TokenError::Store),
    }
}
