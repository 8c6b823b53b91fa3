//! How many requests are too many: per client address, and per token.

use crate::{
    problem::{Code, Problem},
    state::{Config, Rate},
};
use azukari_model::TokenId;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};
use std::{
    fmt,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

/// Both limits.
pub(crate) struct Limits {
    addresses: Limit<IpAddr>,
    tokens: Limit<TokenId>,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limits")
    }
}

type Store<K> = HashMapStateStore<K>;
type At = <DefaultClock as Clock>::Instant;

struct Limit<K: Clone + Eq + Hash> {
    buckets: RateLimiter<K, Store<K>, DefaultClock, NoOpMiddleware<At>>,
    asked: AtomicU32,
}

/// After so many questions, what has been quiet is forgotten: memory stays bounded by who is active.
const FORGET_EVERY: u32 = 4_096;

impl Limits {
    pub(crate) fn new(config: &Config) -> Self {
        Self { addresses: Limit::new(config.per_address), tokens: Limit::new(config.per_token) }
    }

    /// Counts a request from an address.
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), Problem> {
        self.addresses.check(&network_of(address))
    }

    /// Counts a request of a token.
    pub(crate) fn check_token(&self, token: TokenId) -> Result<(), Problem> {
        self.tokens.check(&token)
    }
}

impl<K: Clone + Eq + Hash> Limit<K> {
    fn new(rate: Rate) -> Self {
        let at_least_one = |count: u32| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(at_least_one(rate.per_second)).allow_burst(at_least_one(rate.burst));
        Self { buckets: RateLimiter::hashmap(quota), asked: AtomicU32::new(0) }
    }

    fn check(&self, key: &K) -> Result<(), Problem> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.buckets.retain_recent();
        }
        self.buckets.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.buckets.clock().now());
            Problem::new(Code::RateLimited).retry_after(wait.as_secs() + 1)
        })
    }
}

/// Whoever has one IPv6 address has the 2^64 beside it.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => six
            .to_ipv4_mapped()
            .map_or_else(|| IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX))), IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_beyond_the_burst_is_told_to_wait() {
        let limits = Limits::new(&Config { per_token: Rate { per_second: 1, burst: 2 }, ..Config::default() });
        let (one, other) = (TokenId::from_bits(1), TokenId::from_bits(2));
        assert!(limits.check_token(one).is_ok());
        assert!(limits.check_token(one).is_ok());
        let problem = limits.check_token(one).unwrap_err();
        assert_eq!(problem.status().as_u16(), 429);
        assert!(problem.headers().any(|(name, _)| name == axum::http::header::RETRY_AFTER));
        assert!(limits.check_token(other).is_ok());
    }

    #[test]
    fn neighbours_in_one_ipv6_network_count_as_one() {
        let first = network_of("2001:db8::1".parse().unwrap());
        assert_eq!(first, network_of("2001:db8::ffff:1".parse().unwrap()));
        assert_ne!(first, network_of("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(network_of("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1".parse::<IpAddr>().unwrap());
    }
}
