//! `azukari token create`: a token, printed once. `azukari token revoke`: it counts no more.

use crate::{
    args::{Token, TokenCreate, TokenRevoke},
    environment::Context,
    keeping::{Data, ORIGIN},
    printer::Exit,
};
use anyhow::Result;
use azukari_custody::{SystemClock, ask::TokenAsk};
use std::sync::Arc;

/// Makes a token, or takes one back.
pub(super) fn run(arguments: &Token, context: Context) -> Result<Exit> {
    match arguments {
        Token::Create(arguments) => create(arguments, context),
        Token::Revoke(arguments) => revoke(arguments, context),
    }
}

/// The token stands on stdout alone; its id, by which it is revoked, and when it ends stand on stderr.
fn create(arguments: &TokenCreate, context: Context) -> Result<Exit> {
    let TokenCreate { service, role, owner, expires, network, data, passphrase_file } = arguments;
    let data = Data::new(data, passphrase_file.as_deref());
    super::runtime()?.block_on(async {
        let door = data.door(Arc::new(SystemClock), ORIGIN).await?;
        let ask = TokenAsk {
            role: role.as_str().into(),
            owner: owner.as_str().into(),
            expires: Some(*expires),
            networks: network.clone(),
        };
        let token = door.create_token(service, ask).await?;
        context.printer.data(&token.text);
        context.printer.talk(&format!("{} {}", context.lang.pick("有効期限", "expires"), token.expires));
        context.printer.talk(&format!("{} {}", context.lang.pick("番号", "id"), token.id));
        Ok(Exit::Clean)
    })
}

fn revoke(arguments: &TokenRevoke, context: Context) -> Result<Exit> {
    let TokenRevoke { id, service, data, passphrase_file } = arguments;
    let data = Data::new(data, passphrase_file.as_deref());
    super::runtime()?.block_on(async {
        let door = data.door(Arc::new(SystemClock), ORIGIN).await?;
        door.revoke_token(service, *id).await?;
        context.printer.talk(&format!("{} {id}", context.lang.pick("取り消しました:", "revoked")));
        Ok(Exit::Clean)
    })
}
