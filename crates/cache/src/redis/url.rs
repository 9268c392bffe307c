//! The address of Redis.

use std::{fmt, str::FromStr};

use fred::{error::Error as FredError, types::config::Config};
use thiserror::Error;

/// The schemes, without `-cluster`, `-sentinel` and `+unix`.
const SCHEMES: [&str; 4] = ["redis", "rediss", "valkey", "valkeys"];

/// The address of a Redis or Valkey; its password is shown nowhere.
///
/// `redis://`, `rediss://` (TLS), the same with `valkey`, each alone or with `-cluster` or `-sentinel`; and
/// `unix:///path` or `redis+unix:///path` for a socket of this machine.
#[derive(Clone)]
pub struct RedisUrl {
    scheme: String,
    config: Config,
}

/// Why a text is no [`RedisUrl`]; none of it is repeated here.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidRedisUrl {
    /// There is no scheme, or another one.
    #[error(
        "its scheme is none of redis, rediss, valkey, valkeys (each alone, or with -sentinel or -cluster), redis+unix and \
         unix"
    )]
    Scheme,
    /// Something after the scheme is missing or wrong.
    #[error("it can't be read: {0}")]
    Unreadable(String),
}

impl RedisUrl {
    /// Fred's configuration for this address.
    pub(crate) fn config(&self) -> Config {
        self.config.clone()
    }
}

impl From<&FredError> for InvalidRedisUrl {
    fn from(error: &FredError) -> Self {
        Self::Unreadable(error.details().to_owned())
    }
}

impl FromStr for RedisUrl {
    type Err = InvalidRedisUrl;

    fn from_str(text: &str) -> Result<Self, InvalidRedisUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(InvalidRedisUrl::Scheme)?;
        let scheme = if scheme == "unix" { "redis+unix" } else { scheme };
        if !is_known(scheme) {
            return Err(InvalidRedisUrl::Scheme);
        }
        if scheme.ends_with("+unix") && !rest.contains('/') {
            return Err(InvalidRedisUrl::Unreadable("it names no socket".to_owned()));
        }
        let config = Config::from_url(&format!("{scheme}://{rest}")).map_err(|error| InvalidRedisUrl::from(&error))?;
        Ok(Self { scheme: scheme.to_owned(), config })
    }
}

fn is_known(scheme: &str) -> bool {
    let plain = ["-cluster", "-sentinel"].iter().find_map(|kind| scheme.strip_suffix(kind));
    // A socket is on this machine: there is no TLS to it.
    let socket = scheme.strip_suffix("+unix").filter(|plain| matches!(*plain, "redis" | "valkey"));
    SCHEMES.contains(&plain.unwrap_or(scheme)) || socket.is_some()
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://…", self.scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_reach_a_redis_is_understood() {
        let urls = [
            "redis://localhost",
            "redis://user:s3cret@localhost:6379/1",
            "rediss://localhost:6380",
            "valkey://localhost",
            "valkeys://localhost",
            "redis-sentinel://localhost:26379?sentinelServiceName=main&node=other:26379",
            "redis-cluster://localhost:7000?node=other:7001",
            "rediss-cluster://localhost:7000",
            "valkey-cluster://localhost:7000",
            "redis+unix:///run/redis.sock",
            "unix:///run/redis.sock",
        ];
        for url in urls {
            url.parse::<RedisUrl>().unwrap_or_else(|error| panic!("{url}: {error}"));
        }
    }

    #[test]
    fn anything_else_is_refused_without_being_repeated() {
        let wrong = [
            ("", "scheme"),
            ("localhost:6379", "scheme"),
            ("http://s3cret", "scheme"),
            ("rediss+unix:///s3cret", "scheme"),
            ("unix://", "socket"),
            ("redis://", "can't be read"),
            ("redis-sentinel://:s3cret@localhost", "can't be read"),
            ("redis://:s3cret@localhost/first", "can't be read"),
        ];
        for (url, why) in wrong {
            let error = url.parse::<RedisUrl>().unwrap_err().to_string();
            assert!(error.contains(why), "{url}: {error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn a_url_shows_its_scheme_alone() {
        let url: RedisUrl = "redis://user:s3cret@localhost".parse().unwrap();
        assert_eq!(format!("{url:?}"), "redis://…");
    }
}
