//! From a bearer token to the account that answers for it.

use super::Inner;
use crate::{
    caller::{Caller, Who},
    refused::{DoorCode, Refused},
    service::{Running, Service},
};
use azukari_model::Instant;
use azukari_store::TokenRow;
use azukari_vault::{Token, TokenHash};
use std::net::IpAddr;

impl Inner {
    /// The caller a token stands for.
    pub(crate) async fn authenticate(
        &self,
        service: &str,
        bearer: Option<&str>,
        from: Option<IpAddr>,
    ) -> Result<Caller, Refused> {
        let token: Token = bearer.ok_or(DoorCode::TokenMissing)?.parse().map_err(|_| DoorCode::TokenInvalid)?;
        let now = self.now_or_newest();
        let mut known = self.service(service).await?;
        if !known.tokens.get(&token.id()).is_some_and(|row| known.is_good(row, now)) {
            // It may have been made, or its account opened again, beside us a moment ago.
            let number = self.store.number(known.key).await?;
            if number != known.number {
                known = self.reload(known.key, Some(number)).await?;
            }
        }
        let Some(row) = known.tokens.get(&token.id()) else {
            return Err(self.of_another_service(&token, now).await?);
        };
        if !TokenHash::new(row.hash).matches(&token) || !known.is_good(row, now) {
            return Err(DoorCode::TokenInvalid.into());
        }
        if !row.networks.is_empty()
            && !from.is_some_and(|from| row.networks.iter().any(|network| network_has(network, from)))
        {
            return Err(DoorCode::CallerOtherNetwork.into());
        }
        let who = Who::Staff { account: row.owner.clone(), role: row.role.clone(), token: Some(row.id) };
        Ok(Caller { service: known.id.clone(), who })
    }

    /// A valid token of another service is told so; anything else is no token.
    async fn of_another_service(&self, token: &Token, now: Instant) -> Result<Refused, Refused> {
        for service in self.all_services().await? {
            if let Some(row) = service.tokens.get(&token.id())
                && TokenHash::new(row.hash).matches(token)
                && service.is_good(row, now)
            {
                return Ok(DoorCode::CallerOtherService.into());
            }
        }
        Ok(DoorCode::TokenInvalid.into())
    }
}

impl Service {
    /// A token counts until it is revoked, runs out, or its account is closed.
    fn is_good(&self, row: &TokenRow, now: Instant) -> bool {
        row.revoked.is_none() && row.expires > now && !self.closed.contains(&row.owner)
    }

    /// A token that was revoked or ran out since its caller was made opens nothing more.
    pub(crate) fn check_token(&self, caller: &Caller, now: Instant) -> Result<(), Refused> {
        let Who::Staff { token: Some(token), .. } = &caller.who else { return Ok(()) };
        let is_good = self.tokens.get(token).is_some_and(|row| self.is_good(row, now));
        if is_good { Ok(()) } else { Err(DoorCode::TokenInvalid.into()) }
    }

    /// What runs, or why nothing does.
    pub(crate) fn runs(&self) -> Result<&Running, Refused> {
        self.running.as_ref().ok_or_else(|| DoorCode::PolicyNotCompiling.into())
    }
}

/// A network as it is written: an address, a slash, and how many bits count.
pub(crate) fn parse_network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let bits: u8 = bits.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    (bits <= most).then_some((address, bits))
}

/// Whether an address is in a network. An IPv4 address that arrives as IPv6 is still one.
fn network_has(network: &str, from: IpAddr) -> bool {
    let Some((network, bits)) = parse_network(network) else { return false };
    match (network.to_canonical(), from.to_canonical()) {
        (IpAddr::V4(network), IpAddr::V4(from)) => {
            same_bits(u128::from(network.to_bits()) << 96, u128::from(from.to_bits()) << 96, bits)
        }
        (IpAddr::V6(network), IpAddr::V6(from)) => same_bits(network.to_bits(), from.to_bits(), bits),
        _ => false,
    }
}

const fn same_bits(one: u128, other: u128, bits: u8) -> bool {
    match 128_u32.checked_sub(bits as u32) {
        Some(128) | None => true,
        Some(rest) => (one >> rest) == (other >> rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_what_shares_its_bits() {
        let has = |network, from: &str| network_has(network, from.parse().unwrap());
        assert!(has("10.0.0.0/8", "10.200.3.4"));
        assert!(has("10.0.0.0/8", "::ffff:10.1.1.1"));
        assert!(!has("10.0.0.0/8", "11.0.0.1"));
        assert!(has("192.0.2.7/32", "192.0.2.7"));
        assert!(!has("192.0.2.7/32", "192.0.2.8"));
        assert!(has("2001:db8::/32", "2001:db8:1::1"));
        assert!(!has("2001:db8::/32", "2001:db9::1"));
        assert!(has("0.0.0.0/0", "203.0.113.9"));
        assert!(!has("nonsense", "10.0.0.1"));
    }
}
