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
    /// Without TLS, also where the scheme says it: which authorities are trusted is looked up as it is opened.
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
    /// The connection is to be by TLS, and no server can show that it is the one.
    #[error(
        "no authority is trusted to vouch for the server: install the system's (ca-certificates), or name a file of them \
         with SSL_CERT_FILE{0}"
    )]
    NoTrustedRoots(String),
    /// Something after the scheme is missing or wrong.
    #[error("it can't be read: {0}")]
    Unreadable(String),
}

impl RedisUrl {
    /// Whether the connection is by TLS.
    pub(crate) fn is_by_tls(&self) -> bool {
        let (plain, _) = parts(&self.scheme);
        without_tls(plain) != plain
    }

    /// Fred's configuration for this address, without that of TLS.
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
        let (plain, kind) = parts(scheme);
        let config = Config::from_url(&format!("{}{kind}://{rest}", without_tls(plain)));
        let config = config.map_err(|error| InvalidRedisUrl::from(&error))?;
        Ok(Self { scheme: scheme.to_owned(), config })
    }
}

/// The two parts of a scheme, such as `rediss` and `-cluster`.
fn parts(scheme: &str) -> (&str, &str) {
    scheme.split_at(scheme.find(['-', '+']).unwrap_or(scheme.len()))
}

fn without_tls(scheme: &str) -> &str {
    match scheme {
        "rediss" => "redis",
        "valkeys" => "valkey",
        other => other,
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
    use fred::types::config::ServerConfig;

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
    fn names_and_passwords_hold_whatever_is_percent_encoded() {
        let config = |url: &str| url.parse::<RedisUrl>().unwrap().config();
        let credentials = "bot%40home:p%40ss%3Aw%2Frd%23%25%3F%26+%C3%BC";
        let rest = "sentinelServiceName=main&sentinelUsername=watch%40home&sentinelPassword=a%26b%2Bc%2F";
        for url in [
            format!("redis://{credentials}@localhost:6379/2"),
            format!("rediss-cluster://{credentials}@localhost:7000?node=other:7001"),
            format!("redis-sentinel://{credentials}@localhost:26379?{rest}"),
            format!("unix://{credentials}@localhost/run/redis.sock"),
        ] {
            let config = config(&url);
            assert_eq!(config.username.as_deref(), Some("bot@home"), "{url}");
            assert_eq!(config.password.as_deref(), Some("p@ss:w/rd#%?&+ü"), "{url}");
        }
        let ServerConfig::Sentinel { username, password, .. } =
            config(&format!("redis-sentinel://localhost:1?{rest}")).server
        else {
            panic!("it is of sentinels")
        };
        assert_eq!((username.as_deref(), password.as_deref()), (Some("watch@home"), Some("a&b+c/")));
        assert_eq!(config("redis://localhost/2").database, Some(2));
    }

    #[test]
    fn a_scheme_says_whether_the_connection_is_by_tls() {
        for (url, is_by_tls) in [
            ("rediss://localhost", true),
            ("valkeys-sentinel://localhost:26379?sentinelServiceName=main", true),
            ("rediss-cluster://localhost:7000", true),
            ("redis://localhost", false),
            ("redis-sentinel://localhost:26379?sentinelServiceName=main", false),
            ("unix:///run/rediss.sock", false),
        ] {
            assert_eq!(url.parse::<RedisUrl>().unwrap().is_by_tls(), is_by_tls, "{url}");
        }
    }

    #[test]
    fn a_url_shows_its_scheme_alone() {
        let url: RedisUrl = "redis://user:s3cret@localhost".parse().unwrap();
        assert_eq!(format!("{url:?}"), "redis://…");
    }
}
