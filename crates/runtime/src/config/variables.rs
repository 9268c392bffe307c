//! The variables that configure a binary: their names, their defaults, and an example of each. The only list of them.

/// A variable: the same name in capitals in the environment and in lower case in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What holds where it is not set.
    pub default: VariableDefault,
    /// A value that would do.
    pub example: &'static str,
}

/// What holds where a variable is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableDefault {
    /// This value.
    Value(&'static str),
    /// No value; in words, what that means.
    Unset(&'static str),
}

impl Variable {
    /// The value that holds where it is not set; empty if there is none.
    pub(super) const fn default_value(self) -> &'static str {
        match self.default {
            VariableDefault::Value(value) => value,
            VariableDefault::Unset(_) => "",
        }
    }
}

/// Names the file, in the environment only.
pub(crate) const CONFIG_FILE: Variable = Variable {
    name: "PORTCULLIS_CONFIG",
    default: VariableDefault::Unset("portcullis.toml in the working directory, if it is there"),
    example: "/etc/portcullis.toml",
};
pub(crate) const BOT_TOKEN: Variable = Variable {
    name: "BOT_TOKEN",
    default: VariableDefault::Unset("required"),
    example: "123456789:AAabcdefghijklmnopqrstuvwxyz_012345",
};
pub(crate) const TELEGRAM_API_URL: Variable = Variable {
    name: "TELEGRAM_API_URL",
    default: VariableDefault::Value("https://api.telegram.org"),
    example: "https://api.telegram.org",
};
pub(crate) const MEMBER_RETENTION_DAYS: Variable =
    Variable { name: "MEMBER_RETENTION_DAYS", default: VariableDefault::Value("90"), example: "90" };
pub(crate) const ALLOWED_GROUPS: Variable = Variable {
    name: "ALLOWED_GROUPS",
    default: VariableDefault::Unset("all groups"),
    example: "-1001234567890,-1009876543210",
};
pub(crate) const HTTPS_PROXY: Variable =
    Variable { name: "HTTPS_PROXY", default: VariableDefault::Unset("none"), example: "http://proxy.example.org:3128" };
pub(crate) const HTTP_PROXY: Variable =
    Variable { name: "HTTP_PROXY", default: VariableDefault::Unset("none"), example: "http://proxy.example.org:3128" };
pub(crate) const ALL_PROXY: Variable =
    Variable { name: "ALL_PROXY", default: VariableDefault::Unset("none"), example: "socks5://localhost:1080" };
pub(crate) const NO_PROXY: Variable =
    Variable { name: "NO_PROXY", default: VariableDefault::Unset("none"), example: "localhost,127.0.0.1" };
pub(crate) const DATABASE_URL: Variable = Variable {
    name: "DATABASE_URL",
    default: VariableDefault::Value("sqlite://portcullis.db"),
    example: "sqlite://portcullis.db",
};
pub(crate) const DATABASE_MAX_CONNECTIONS: Variable =
    Variable { name: "DATABASE_MAX_CONNECTIONS", default: VariableDefault::Value("20"), example: "20" };
pub(crate) const REDIS_URL: Variable = Variable {
    name: "REDIS_URL",
    default: VariableDefault::Unset("none: each process caches for itself"),
    example: "redis://localhost:6379",
};
pub(crate) const CACHE_POSITIVE_TTL: Variable =
    Variable { name: "CACHE_POSITIVE_TTL", default: VariableDefault::Value("600"), example: "600" };
pub(crate) const CACHE_NEGATIVE_TTL: Variable =
    Variable { name: "CACHE_NEGATIVE_TTL", default: VariableDefault::Value("60"), example: "60" };
pub(crate) const CACHE_JITTER_PERCENT: Variable =
    Variable { name: "CACHE_JITTER_PERCENT", default: VariableDefault::Value("15"), example: "15" };
pub(crate) const RATE_LIMIT_PER_SECOND: Variable =
    Variable { name: "RATE_LIMIT_PER_SECOND", default: VariableDefault::Value("25"), example: "25" };
pub(crate) const RATE_LIMIT_PER_GROUP_PER_MINUTE: Variable =
    Variable { name: "RATE_LIMIT_PER_GROUP_PER_MINUTE", default: VariableDefault::Value("20"), example: "20" };
pub(crate) const WEBHOOK_URL: Variable = Variable {
    name: "WEBHOOK_URL",
    default: VariableDefault::Unset("required by portcullis-webhook"),
    example: "https://bot.example.org",
};
pub(crate) const WEBHOOK_SECRET: Variable = Variable {
    name: "WEBHOOK_SECRET",
    default: VariableDefault::Unset("required by portcullis-webhook"),
    example: "a-long_random-word",
};
pub(crate) const WEBHOOK_LISTEN: Variable =
    Variable { name: "WEBHOOK_LISTEN", default: VariableDefault::Value("0.0.0.0:8443"), example: "0.0.0.0:8443" };
pub(crate) const WEBHOOK_MAX_CONNECTIONS: Variable =
    Variable { name: "WEBHOOK_MAX_CONNECTIONS", default: VariableDefault::Value("40"), example: "40" };
pub(crate) const PORT: Variable =
    Variable { name: "PORT", default: VariableDefault::Unset("that of WEBHOOK_LISTEN"), example: "8443" };
pub(crate) const OPS_LISTEN: Variable =
    Variable { name: "OPS_LISTEN", default: VariableDefault::Value("127.0.0.1:8000"), example: "127.0.0.1:8001" };
pub(crate) const ENVIRONMENT: Variable =
    Variable { name: "ENVIRONMENT", default: VariableDefault::Value("development"), example: "production" };
pub(crate) const LOG_LEVEL: Variable =
    Variable { name: "LOG_LEVEL", default: VariableDefault::Value("info"), example: "info" };
pub(crate) const LOG_FORMAT: Variable = Variable {
    name: "LOG_FORMAT",
    default: VariableDefault::Unset("pretty on a terminal, else json"),
    example: "json",
};
pub(crate) const SENTRY_DSN: Variable = Variable {
    name: "SENTRY_DSN",
    default: VariableDefault::Unset("none: errors stay in the log"),
    example: "https://key@sentry.example.org/1",
};
pub(crate) const OTLP_ENDPOINT: Variable = Variable {
    name: "OTLP_ENDPOINT",
    default: VariableDefault::Unset("none: nothing is traced"),
    example: "http://localhost:4318",
};
pub(crate) const OTLP_SAMPLE_RATIO: Variable =
    Variable { name: "OTLP_SAMPLE_RATIO", default: VariableDefault::Value("0.01"), example: "0.01" };

/// Every variable, in the order of the documentation.
pub const VARIABLES: &[Variable] = &[
    BOT_TOKEN,
    TELEGRAM_API_URL,
    DATABASE_URL,
    DATABASE_MAX_CONNECTIONS,
    REDIS_URL,
    CACHE_POSITIVE_TTL,
    CACHE_NEGATIVE_TTL,
    CACHE_JITTER_PERCENT,
    RATE_LIMIT_PER_SECOND,
    RATE_LIMIT_PER_GROUP_PER_MINUTE,
    WEBHOOK_URL,
    WEBHOOK_SECRET,
    WEBHOOK_LISTEN,
    WEBHOOK_MAX_CONNECTIONS,
    PORT,
    OPS_LISTEN,
    ENVIRONMENT,
    LOG_LEVEL,
    LOG_FORMAT,
    SENTRY_DSN,
    OTLP_ENDPOINT,
    OTLP_SAMPLE_RATIO,
    MEMBER_RETENTION_DAYS,
    ALLOWED_GROUPS,
    HTTPS_PROXY,
    HTTP_PROXY,
    ALL_PROXY,
    NO_PROXY,
    CONFIG_FILE,
];
