//! Why a binary ended, and with which exit code.

use portcullis_cache::InvalidCacheSettings;
use portcullis_domain::ports::BotApiError;
use portcullis_messages::TextsError;
use portcullis_storage::{ConnectError, MigrateError};
use portcullis_telegram::{PollingError, TelegramError};
use thiserror::Error;

use crate::{InvalidSettings, variables};

/// Why a binary ended before it was asked to.
#[derive(Debug, Error)]
pub enum RunError {
    /// A value of the configuration is missing or wrong.
    #[error(transparent)]
    Settings(#[from] InvalidSettings),
    /// The database can't be opened.
    #[error("the database can't be opened")]
    Connect(#[source] ConnectError),
    /// The database's schema can't be brought up to date.
    #[error("the database's schema can't be brought up to date")]
    Migrate(#[from] MigrateError),
    /// The HTTP client can't be made.
    #[error("Telegram can't be called")]
    Telegram(#[from] TelegramError),
    /// Telegram refuses something without which the bot can't start.
    #[error("Telegram refuses the bot")]
    Refused(#[source] BotApiError),
    /// The caches can't be made like this.
    #[error("the caches can't be made")]
    Cache(#[from] InvalidCacheSettings),
    /// A translation is broken: a fault of the build.
    #[error("the texts can't be read")]
    Texts(#[from] TextsError),
    /// Signals can't be listened to.
    #[error("the system refuses to report signals")]
    Signals(#[from] std::io::Error),
}

impl RunError {
    /// A token that Telegram refuses is a wrong value of the configuration.
    pub(crate) fn refused_token() -> Self {
        let problem = "is refused by Telegram (401): it was revoked, or belongs to another server";
        InvalidSettings::new(variables::BOT_TOKEN, problem).into()
    }

    /// 2 for a configuration that must be mended, 1 for everything else.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Settings(_) => 2,
            _ => 1,
        }
    }
}

impl From<ConnectError> for RunError {
    fn from(error: ConnectError) -> Self {
        if error.is_wrong_setting() {
            InvalidSettings::new(variables::DATABASE_URL, format!("is wrong: {error}")).into()
        } else {
            Self::Connect(error)
        }
    }
}

impl From<PollingError> for RunError {
    fn from(error: PollingError) -> Self {
        match error {
            PollingError::Unauthorized => Self::refused_token(),
        }
    }
}
