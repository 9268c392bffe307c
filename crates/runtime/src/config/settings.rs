//! The configuration of a binary: read once at the start, from the environment, then a file, then defaults.

use std::{collections::HashMap, io::IsTerminal, net::SocketAddr, path::Path, time::Duration};

use portcullis_cache::{InvalidCacheSettings, InvalidRedisUrl, MembershipCacheSettings, RedisUrl};
use portcullis_domain::tenancy::AllowedGroups;
use portcullis_storage::DatabaseSettings;
use portcullis_telegram::{ApiUrl, BotToken, MessageLimits, ProxySettings, proxy::ProxyUrl};

use super::{
    InvalidSettings, TraceSettings, WebhookSettings,
    allowed_groups::allowed_groups,
    values::Values,
    variables::{self, Variable},
};
use crate::{
    InvalidSentryDsn, SentryDsn,
    telemetry::{LogFormat, check_level},
};

/// The configuration of a binary, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `BOT_TOKEN`.
    pub bot_token: BotToken,
    /// `TELEGRAM_API_URL`.
    pub telegram_api_url: ApiUrl,
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    pub proxies: ProxySettings,
    /// `DATABASE_URL`, `DATABASE_MAX_CONNECTIONS`.
    pub database: DatabaseSettings,
    /// `REDIS_URL`, if there is one.
    pub redis: Option<RedisUrl>,
    /// `CACHE_POSITIVE_TTL`, `CACHE_NEGATIVE_TTL`, `CACHE_JITTER_PERCENT`.
    pub memberships: MembershipCacheSettings,
    /// `RATE_LIMIT_PER_SECOND`, `RATE_LIMIT_PER_GROUP_PER_MINUTE`.
    pub limits: MessageLimits,
    /// `WEBHOOK_URL`, `WEBHOOK_SECRET`, `WEBHOOK_LISTEN`, `WEBHOOK_MAX_CONNECTIONS`, `PORT`; what is wrong with them
    /// concerns only the webhook.
    pub webhook: Result<WebhookSettings, InvalidSettings>,
    /// `OPS_LISTEN`.
    pub ops_listen: SocketAddr,
    /// `MEMBER_RETENTION_DAYS`: for how long somebody is remembered who is not seen again.
    pub member_retention: Duration,
    /// `ALLOWED_GROUPS`: the groups that may use the bot.
    pub allowed_groups: AllowedGroups,
    /// `ENVIRONMENT`.
    pub environment: String,
    /// `LOG_LEVEL`.
    pub log_level: String,
    /// `LOG_FORMAT`.
    pub log_format: LogFormat,
    /// `SENTRY_DSN`, if there is one.
    pub sentry: Option<SentryDsn>,
    /// `OTLP_ENDPOINT`, if there is one, and `OTLP_SAMPLE_RATIO`.
    pub traces: Option<TraceSettings>,
}

impl Settings {
    /// Reads the process's environment and the file in the working directory, or the one that `PORTCULLIS_CONFIG` names.
    ///
    /// # Errors
    ///
    /// [`InvalidSettings`]: the first variable that is missing or wrong.
    pub fn load() -> Result<Self, InvalidSettings> {
        // A variable that is no Unicode can't be one of ours.
        let environment =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self::from_sources(environment.collect(), Path::new("."))
    }

    /// Reads these variables, and the file in `directory`.
    ///
    /// # Errors
    ///
    /// As for [`Settings::load`].
    pub fn from_sources(environment: HashMap<String, String>, directory: &Path) -> Result<Self, InvalidSettings> {
        let values = Values::read(environment, directory)?;
        let token = values.required(variables::BOT_TOKEN, "is missing; @BotFather gives one")?;
        let settings = Self {
            bot_token: token.parse().map_err(|error| InvalidSettings::wrong(variables::BOT_TOKEN, error))?,
            telegram_api_url: values.get(variables::TELEGRAM_API_URL)?,
            proxies: proxies(&values)?,
            database: database(&values)?,
            redis: redis(&values)?,
            memberships: MembershipCacheSettings {
                positive_ttl: values.seconds(variables::CACHE_POSITIVE_TTL)?,
                negative_ttl: values.seconds(variables::CACHE_NEGATIVE_TTL)?,
                jitter_percent: values.get(variables::CACHE_JITTER_PERCENT)?,
                ..MembershipCacheSettings::default()
            },
            limits: MessageLimits {
                per_second: values.positive(variables::RATE_LIMIT_PER_SECOND)?,
                per_group_per_minute: values.positive(variables::RATE_LIMIT_PER_GROUP_PER_MINUTE)?,
            },
            webhook: WebhookSettings::read(&values),
            ops_listen: values.get(variables::OPS_LISTEN)?,
            member_retention: member_retention(&values)?,
            allowed_groups: allowed_groups(&values)?,
            environment: values.get(variables::ENVIRONMENT)?,
            log_level: values.get(variables::LOG_LEVEL)?,
            log_format: log_format(&values)?,
            sentry: sentry(&values)?,
            traces: TraceSettings::read(&values, cfg!(feature = "otlp"))?,
        };
        check_memberships(&settings.memberships)?;
        check_level(&settings.log_level).map_err(|error| InvalidSettings::wrong(variables::LOG_LEVEL, error))?;
        Ok(settings)
    }
}

fn check_memberships(settings: &MembershipCacheSettings) -> Result<(), InvalidSettings> {
    settings.validate().map_err(|error| {
        let variable = match error {
            InvalidCacheSettings::Ttl("positive_ttl") => variables::CACHE_POSITIVE_TTL,
            InvalidCacheSettings::Ttl(_) => variables::CACHE_NEGATIVE_TTL,
            _ => variables::CACHE_JITTER_PERCENT,
        };
        InvalidSettings::wrong(variable, error)
    })
}

/// The longest time for which somebody is remembered who is not seen again: ten years.
const MOST_RETENTION_DAYS: u64 = 3_650;

fn member_retention(values: &Values) -> Result<Duration, InvalidSettings> {
    let days: u64 = values.positive(variables::MEMBER_RETENTION_DAYS)?;
    if days > MOST_RETENTION_DAYS {
        let problem = format!("it must be {MOST_RETENTION_DAYS} at most");
        return Err(InvalidSettings::wrong(variables::MEMBER_RETENTION_DAYS, problem));
    }
    Ok(Duration::from_hours(days * 24))
}

fn database(values: &Values) -> Result<DatabaseSettings, InvalidSettings> {
    let url: String = values.get(variables::DATABASE_URL)?;
    let max_connections = values.positive(variables::DATABASE_MAX_CONNECTIONS)?;
    Ok(DatabaseSettings { url: url.into(), max_connections })
}

fn proxies(values: &Values) -> Result<ProxySettings, InvalidSettings> {
    let proxy = |variable: Variable| {
        let url = values.text(variable)?.map(|url| url.parse::<ProxyUrl>()).transpose();
        url.map_err(|error| InvalidSettings::wrong(variable, error))
    };
    Ok(ProxySettings {
        https: proxy(variables::HTTPS_PROXY)?,
        http: proxy(variables::HTTP_PROXY)?,
        all: proxy(variables::ALL_PROXY)?,
        none_for: values.text(variables::NO_PROXY)?,
    })
}

fn redis(values: &Values) -> Result<Option<RedisUrl>, InvalidSettings> {
    let url = values.text(variables::REDIS_URL)?.map(|url| url.parse()).transpose();
    url.map_err(|error: InvalidRedisUrl| InvalidSettings::wrong(variables::REDIS_URL, error))
}

fn sentry(values: &Values) -> Result<Option<SentryDsn>, InvalidSettings> {
    let dsn = values.text(variables::SENTRY_DSN)?.map(|dsn| dsn.parse()).transpose();
    dsn.map_err(|error: InvalidSentryDsn| InvalidSettings::wrong(variables::SENTRY_DSN, error))
}

fn log_format(values: &Values) -> Result<LogFormat, InvalidSettings> {
    match values.text(variables::LOG_FORMAT)?.as_deref() {
        Some("pretty") => Ok(LogFormat::Pretty),
        Some("json") => Ok(LogFormat::Json),
        Some(_) => Err(InvalidSettings::new(variables::LOG_FORMAT, "is neither `pretty` nor `json`")),
        None if std::io::stdout().is_terminal() => Ok(LogFormat::Pretty),
        None => Ok(LogFormat::Json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::values::DEFAULT_FILE;

    const TOKEN: &str = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345";

    fn load(environment: &[(&str, &str)], file: Option<&str>) -> Result<Settings, InvalidSettings> {
        let directory = tempfile::tempdir().unwrap();
        if let Some(file) = file {
            std::fs::write(directory.path().join(DEFAULT_FILE), file).unwrap();
        }
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::from_sources(environment.collect(), directory.path())
    }

    #[test]
    fn a_token_is_all_it_needs() {
        let settings = load(&[("BOT_TOKEN", TOKEN)], None).unwrap();
        assert_eq!(settings.memberships.positive_ttl.as_secs(), 600);
        assert_eq!(settings.limits.per_second, 25);
        assert_eq!(settings.environment, "development");
    }

    #[test]
    fn without_a_token_the_message_names_it_and_shows_one() {
        for environment in [&[][..], &[("BOT_TOKEN", "")]] {
            let error = load(environment, None).unwrap_err().to_string();
            assert!(error.starts_with("BOT_TOKEN is missing"), "{error}");
            assert!(error.contains("Example: BOT_TOKEN="), "{error}");
        }
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let file = format!("bot_token = \"{TOKEN}\"\ncache_negative_ttl = 7\ncache_positive_ttl = 8\n");
        let settings = load(&[("CACHE_POSITIVE_TTL", "9")], Some(&file)).unwrap();
        assert_eq!(settings.memberships.negative_ttl.as_secs(), 7);
        assert_eq!(settings.memberships.positive_ttl.as_secs(), 9);
    }

    #[test]
    fn a_mistyped_key_in_the_file_is_named() {
        let error = load(&[("BOT_TOKEN", TOKEN)], Some("databse_url = 1")).unwrap_err().to_string();
        assert!(error.contains("`databse_url`"), "{error}");
    }

    #[test]
    fn a_slip_in_the_file_does_not_show_the_line_it_is_in() {
        for file in ["bot_token = 123456:s3cret", "BOT_TOKEN=123456:s3cret\n", "database_url = postgres://u:s3cret@h/d"]
        {
            let error = load(&[], Some(file)).unwrap_err().to_string();
            assert!(error.contains("not valid TOML"), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn the_file_that_the_documentation_shows_is_read_as_it_stands() {
        let page = include_str!("../../../../docs/configure.md");
        let file = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let settings = load(&[], Some(file)).unwrap();
        assert_eq!(settings.environment, "production");
        assert!(settings.webhook.is_ok() && settings.redis.is_some());
    }

    #[test]
    fn a_named_file_must_exist() {
        let error = load(&[("BOT_TOKEN", TOKEN), ("PORTCULLIS_CONFIG", "nowhere.toml")], None).unwrap_err();
        assert_eq!(error.variable, "PORTCULLIS_CONFIG");
    }

    #[test]
    fn each_wrong_value_is_reported_by_its_variable_and_is_not_repeated() {
        let wrong = [
            ("BOT_TOKEN", "s3cret-nonsense"),
            ("TELEGRAM_API_URL", "s3cret-nonsense"),
            ("DATABASE_MAX_CONNECTIONS", "0"),
            ("REDIS_URL", "memcached://s3cret"),
            ("REDIS_URL", "redis://user:s3cret@localhost/first"),
            ("CACHE_POSITIVE_TTL", "soon"),
            ("CACHE_NEGATIVE_TTL", "-1"),
            ("CACHE_JITTER_PERCENT", "1000"),
            ("RATE_LIMIT_PER_SECOND", "0"),
            ("RATE_LIMIT_PER_GROUP_PER_MINUTE", "many"),
            ("HTTPS_PROXY", "ftp://s3cret@proxy"),
            ("ALL_PROXY", "socks6://user:s3cret@proxy:1080"),
            ("all_proxy", "socks5://"),
            ("OPS_LISTEN", "8000"),
            ("LOG_LEVEL", "loud"),
            ("LOG_FORMAT", "xml"),
            ("SENTRY_DSN", "https://s3cret@sentry.example.org"),
            ("OTLP_ENDPOINT", "s3cret"),
            ("OTLP_SAMPLE_RATIO", "2"),
            ("MEMBER_RETENTION_DAYS", "0"),
            ("ALLOWED_GROUPS", "@tea_lovers"),
            ("MEMBER_RETENTION_DAYS", "1000000000000000000"),
        ];
        for (name, value) in wrong {
            let environment = HashMap::from([("BOT_TOKEN", TOKEN), (name, value)]);
            let environment: Vec<_> = environment.into_iter().collect();
            let error = load(&environment, None).unwrap_err();
            assert_eq!(error.variable, name.to_uppercase());
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn settings_show_no_secret() {
        let url = "postgres://user:s3cret@localhost/db";
        let redis = "redis://user:s3cret@localhost";
        let sentry = "https://s3cret@sentry.example.org/1";
        let secrets = [("BOT_TOKEN", TOKEN), ("DATABASE_URL", url), ("REDIS_URL", redis), ("SENTRY_DSN", sentry)];
        let settings = load(&secrets, None).unwrap();
        let shown = format!("{settings:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(!shown.contains("AAabcdef"), "{shown}");
    }
}
