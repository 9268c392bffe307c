//! The configuration of a binary: read once at the start, from the environment, then a file, then defaults.

use std::{
    collections::HashMap,
    fmt::Display,
    io::{ErrorKind, IsTerminal},
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use config::{Config, Environment, File, FileFormat};
use portcullis_cache::{InvalidCacheSettings, InvalidRedisUrl, MembershipCacheSettings, RedisUrl};
use portcullis_storage::DatabaseSettings;
use portcullis_telegram::{ApiUrl, BotToken, MessageLimits};
use thiserror::Error;

use crate::{
    WebhookSettings,
    variables::{self, VARIABLES, Variable},
};

/// The file that is read if it is there and no other is named.
const DEFAULT_FILE: &str = "portcullis.toml";

/// The configuration of a binary, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `BOT_TOKEN`.
    pub bot_token: BotToken,
    /// `TELEGRAM_API_URL`.
    pub telegram_api_url: ApiUrl,
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
    /// `ENVIRONMENT`.
    pub environment: String,
    /// `LOG_LEVEL`.
    pub log_level: String,
    /// `LOG_FORMAT`.
    pub log_format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For programs: one object a line.
    Json,
}

/// A value that is missing or wrong: which, why, and one that would do. Never the value itself: it may be a secret.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{variable} {problem}. Example: {variable}={example}")]
pub struct InvalidSettings {
    /// The variable's name.
    pub variable: &'static str,
    /// What is wrong.
    pub problem: String,
    /// A value that would do.
    pub example: &'static str,
}

impl InvalidSettings {
    /// Says what is wrong with a variable.
    pub(crate) fn new(variable: Variable, problem: impl Display) -> Self {
        Self { variable: variable.name, problem: problem.to_string(), example: variable.example }
    }
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
        let token: String = values.required(variables::BOT_TOKEN, "is missing; @BotFather gives one")?;
        let memberships = MembershipCacheSettings::default();
        let settings = Self {
            bot_token: token
                .parse()
                .map_err(|error| InvalidSettings::new(variables::BOT_TOKEN, format!("is wrong: {error}")))?,
            telegram_api_url: values.or(variables::TELEGRAM_API_URL, "https://api.telegram.org")?,
            database: values.database()?,
            redis: values.redis()?,
            memberships: MembershipCacheSettings {
                positive_ttl: values.seconds(variables::CACHE_POSITIVE_TTL, memberships.positive_ttl)?,
                negative_ttl: values.seconds(variables::CACHE_NEGATIVE_TTL, memberships.negative_ttl)?,
                jitter_percent: values.or(variables::CACHE_JITTER_PERCENT, "15")?,
                ..memberships
            },
            limits: MessageLimits {
                per_second: values.positive(variables::RATE_LIMIT_PER_SECOND, "25")?,
                per_group_per_minute: values.positive(variables::RATE_LIMIT_PER_GROUP_PER_MINUTE, "20")?,
            },
            webhook: WebhookSettings::read(&values),
            ops_listen: values.or(variables::OPS_LISTEN, "127.0.0.1:8000")?,
            environment: values.or(variables::ENVIRONMENT, "development")?,
            log_level: values.or(variables::LOG_LEVEL, "info")?,
            log_format: values.log_format()?,
        };
        check_memberships(&settings.memberships)?;
        crate::telemetry::check_level(&settings.log_level)
            .map_err(|error| InvalidSettings::new(variables::LOG_LEVEL, error))?;
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
        InvalidSettings::new(variable, format!("is wrong: {error}"))
    })
}

/// The values as they were written, wherever that was.
pub(crate) struct Values(Config);

impl Values {
    fn read(environment: HashMap<String, String>, directory: &Path) -> Result<Self, InvalidSettings> {
        let named = environment.get(variables::CONFIG_FILE.name).filter(|path| !path.is_empty()).map(PathBuf::from);
        let is_named = named.is_some();
        let path = named.unwrap_or_else(|| directory.join(DEFAULT_FILE));
        let invalid = |error: &dyn Display| {
            let problem = format!("names a file that can't be read, {}: {error}", path.display());
            InvalidSettings::new(variables::CONFIG_FILE, problem)
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named => String::new(),
            Err(error) => return Err(invalid(&error)),
        };
        // The parser's own message quotes the line that it stumbles over, which may be the one with the token.
        let not_toml = |_| invalid(&"it is not valid TOML (a text stands in double quotes: bot_token = \"…\")");
        let file = File::from_str(&text, FileFormat::Toml);
        let file = Config::builder().add_source(file).build().map_err(not_toml)?;
        let keys = file.clone().try_deserialize::<HashMap<String, config::Value>>().map_err(not_toml)?;
        if let Some(unknown) = keys.keys().find(|key| !VARIABLES.iter().any(|known| known.name.to_lowercase() == **key))
        {
            return Err(invalid(&format!("it has a key `{unknown}`, and there is no such setting")));
        }
        let environment = Environment::default().source(Some(environment)).ignore_empty(true);
        let both = Config::builder().add_source(file).add_source(environment).build();
        both.map(Self).map_err(not_toml)
    }

    pub(crate) fn text(&self, variable: Variable) -> Result<Option<String>, InvalidSettings> {
        match self.0.get_string(&variable.name.to_lowercase()) {
            Ok(text) => Ok(Some(text)),
            Err(config::ConfigError::NotFound(_)) => Ok(None),
            Err(_) => Err(InvalidSettings::new(variable, "is not a text or a number")),
        }
    }

    pub(crate) fn required(&self, variable: Variable, missing: &str) -> Result<String, InvalidSettings> {
        self.text(variable)?.ok_or_else(|| InvalidSettings::new(variable, missing))
    }

    pub(crate) fn or<T>(&self, variable: Variable, default: &str) -> Result<T, InvalidSettings>
    where
        T: FromStr<Err: Display>,
    {
        let text = self.text(variable)?;
        let parsed = text.as_deref().unwrap_or(default).parse();
        parsed.map_err(|error| InvalidSettings::new(variable, format!("is wrong: {error}")))
    }

    fn positive<T>(&self, variable: Variable, default: &str) -> Result<T, InvalidSettings>
    where
        T: FromStr<Err: Display> + PartialEq + Default,
    {
        let number: T = self.or(variable, default)?;
        if number == T::default() {
            return Err(InvalidSettings::new(variable, "is wrong: it must be at least 1"));
        }
        Ok(number)
    }

    fn seconds(
        &self,
        variable: Variable,
        default: std::time::Duration,
    ) -> Result<std::time::Duration, InvalidSettings> {
        let seconds: u64 = self.positive(variable, &default.as_secs().to_string())?;
        Ok(std::time::Duration::from_secs(seconds))
    }

    fn database(&self) -> Result<DatabaseSettings, InvalidSettings> {
        let url = self.text(variables::DATABASE_URL)?.unwrap_or_else(|| "sqlite://portcullis.db".to_owned());
        let max_connections = self.positive(variables::DATABASE_MAX_CONNECTIONS, "20")?;
        Ok(DatabaseSettings { url: url.into(), max_connections })
    }

    fn redis(&self) -> Result<Option<RedisUrl>, InvalidSettings> {
        let url = self.text(variables::REDIS_URL)?.map(|url| url.parse()).transpose();
        url.map_err(|error: InvalidRedisUrl| InvalidSettings::new(variables::REDIS_URL, format!("is wrong: {error}")))
    }

    fn log_format(&self) -> Result<LogFormat, InvalidSettings> {
        match self.text(variables::LOG_FORMAT)?.as_deref() {
            Some("pretty") => Ok(LogFormat::Pretty),
            Some("json") => Ok(LogFormat::Json),
            Some(_) => Err(InvalidSettings::new(variables::LOG_FORMAT, "is neither `pretty` nor `json`")),
            None if std::io::stdout().is_terminal() => Ok(LogFormat::Pretty),
            None => Ok(LogFormat::Json),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("OPS_LISTEN", "8000"),
            ("LOG_LEVEL", "loud"),
            ("LOG_FORMAT", "xml"),
        ];
        for (name, value) in wrong {
            let environment = HashMap::from([("BOT_TOKEN", TOKEN), (name, value)]);
            let environment: Vec<_> = environment.into_iter().collect();
            let error = load(&environment, None).unwrap_err();
            assert_eq!(error.variable, name);
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn settings_show_no_secret() {
        let url = "postgres://user:s3cret@localhost/db";
        let redis = "redis://user:s3cret@localhost";
        let settings = load(&[("BOT_TOKEN", TOKEN), ("DATABASE_URL", url), ("REDIS_URL", redis)], None).unwrap();
        let shown = format!("{settings:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(!shown.contains("AAabcdef"), "{shown}");
    }
}
