//! `azukari token create`: a token, printed once.

use crate::{
    args::{Token, TokenCreate},
    environment::Context,
    keeping::{Data, ORIGIN},
    printer::Exit,
};
use anyhow::Result;
use azukari_custody::{SystemClock, ask::TokenAsk};
use std::sync::Arc;

/// Makes a token. It stands on stdout alone; when it ends stands on stderr.
pub(super) fn run(arguments: &Token, context: Context) -> Result<Exit> {
    let Token::Create(TokenCreate { service, role, owner, expires, network, data, passphrase_file }) = arguments;
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
        Ok(Exit::Clean)
    })
}
