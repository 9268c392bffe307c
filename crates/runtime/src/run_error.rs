//! Why a binary ended, in words and as an exit code.

use std::{net::SocketAddr, path::PathBuf};

use metrics_exporter_prometheus::BuildError;
use portcullis_cache::InvalidCacheSettings;
use portcullis_domain::{
    GroupId, UpdateId, UserId,
    ports::{BotApiError, StoreError},
    sweep::{SweepKind, SweepRefusal},
    tenancy::Denial,
};
use portcullis_messages::TextsError;
use portcullis_service::Setback;
use portcullis_storage::{ConnectError, ExportError, ImportError, MigrateError, NezukoError, NotForThisBot};
use portcullis_telegram::{PollingError, TelegramError, WebhookError};
use thiserror::Error;

use crate::config::{InvalidSettings, variables};

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
    /// The database does not say whose it is.
    #[error("nobody can tell whether the database is this bot's")]
    WhoseDatabase(#[source] StoreError),
    /// What only reads the database must not bring its schema up to date.
    #[error("the database's schema is {0} step(s) behind this version; `migrate` brings it up to date")]
    SchemaBehind(usize),
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
    /// The running bot can't be asked how it is.
    #[error("the running bot can't be asked")]
    CannotAsk(#[source] InvalidSettings),
    /// The running bot can't take updates, and has said what it waits for.
    #[error("the bot is not ready")]
    NotReady,
    /// The running bot has said why it keeps its level.
    #[error("the level of the log stays as it is")]
    LogLevel,
    /// No bot answers on `OPS_LISTEN`.
    #[error("no bot answers on {0}; is it running, and is OPS_LISTEN here what it is there?")]
    NobodyAnswers(SocketAddr, #[source] std::io::Error),
    /// Nothing is stored under the number.
    #[error("no update {0} is stored: it was carried out, never stored, or dead-lettered more than seven days ago")]
    NoSuchUpdate(UpdateId),
    /// The database does not say what is stored.
    #[error("the update can't be looked at now")]
    Explain(#[source] StoreError),
    /// `check` has said what fails.
    #[error("the configuration does not work as it is")]
    CheckFailed,
    /// The metrics can't be collected: a fault of the build.
    #[error("metrics can't be collected")]
    Metrics(#[from] BuildError),
    /// What an operator's services are to be told can't be sent: TLS can't be set up, or `OTEL_…` is wrong.
    #[error("nothing can be reported")]
    Reporting(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The webhook can't go on being served.
    #[error("the webhook can't be served")]
    Serve(#[source] std::io::Error),
    /// A file that the command line names can't be opened.
    #[error("the file {} can't be opened", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// There is no complete export.
    #[error("the export failed")]
    Export(#[from] ExportError),
    /// Nothing was imported.
    #[error("nothing was imported")]
    Import(#[from] ImportError),
    /// Nothing was taken over.
    #[error("nothing was taken over")]
    Nezuko(#[from] NezukoError),
    /// Not everything about a person is gone.
    #[error("not everything about them is gone yet; give the command again")]
    Erase(#[source] Setback),
    /// A sweep is wanted of a group that was never set up.
    #[error(
        "the bot knows no group {0}; `/status` in the group shows whether the bot is there, and an id begins with -100"
    )]
    UnknownGroup(GroupId),
    /// Nobody is checked in the group.
    #[error("{}", in_words(*.0))]
    SweepRefused(SweepRefusal),
    /// The sweep has ended, one way or another.
    #[error(
        "the sweep is over, and something else was ordered in the group since: its message there says what came of it"
    )]
    SweepReplaced,
    /// The sweep did not come to its end.
    #[error("the sweep was cancelled, or can't go on: /status in the group says more")]
    SweepCancelled,
    /// The group's rows stand under another id.
    #[error(
        "group {0} has another id since Telegram made it a supergroup; its sweep begins anew there, and `sweep` with the new id shows it"
    )]
    SweepMoved(GroupId),
    /// The database does not say how far the sweep is.
    #[error("the sweep can't be ordered or shown now")]
    Sweep(#[source] StoreError),
    /// The bot does nothing in the group.
    #[error("group {group} is not served: {}", why_denied(*.denial))]
    Denied {
        /// The group.
        group: GroupId,
        /// Why.
        denial: Denial,
    },
    /// The reason of a block is too long to be kept.
    #[error("the reason is longer than {0} letters; say it in fewer")]
    LongReason(usize),
    /// A group is neither blocked nor let back.
    #[error("nothing has changed, or not all of it; give the command again")]
    Block(#[source] StoreError),
    /// The groups can't be read.
    #[error("the groups can't be read now")]
    Groups(#[source] StoreError),
    /// What is to be shown can't be written.
    #[error("standard output can't be written to")]
    Output(#[source] std::io::Error),
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

    /// Why the first call to Telegram ends a command that needs it.
    pub(crate) fn from_first_call(error: BotApiError) -> Self {
        match error {
            BotApiError::Unauthorized => Self::refused_token(),
            error => Self::Refused(error),
        }
    }

    /// 2 for a configuration that must be mended, 1 for everything else.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Settings(_) | Self::UnknownGroup(_) | Self::LongReason(_) => 2,
            _ => 1,
        }
    }
}

impl From<ConnectError> for RunError {
    fn from(error: ConnectError) -> Self {
        if error.is_wrong_setting() {
            InvalidSettings::wrong(variables::DATABASE_URL, error).into()
        } else {
            Self::Connect(error)
        }
    }
}

impl From<NotForThisBot> for RunError {
    fn from(error: NotForThisBot) -> Self {
        match error {
            NotForThisBot::OtherBot { noted, bot } => {
                InvalidSettings::new(variables::DATABASE_URL, is_another_bots(noted, bot)).into()
            }
            NotForThisBot::Migrate(error @ MigrateError::NoSchema(_)) => {
                InvalidSettings::wrong(variables::DATABASE_URL, error).into()
            }
            NotForThisBot::Migrate(error) => Self::Migrate(error),
            NotForThisBot::Store(error) => Self::WhoseDatabase(error),
        }
    }
}

/// That a database is another bot's, after the name of the variable that leads there.
pub(crate) fn is_another_bots(noted: UserId, bot: UserId) -> String {
    format!(
        "leads to the database of bot {noted}, and BOT_TOKEN is that of bot {bot}: give each bot a database of its own, or a \
         schema of its own in one of PostgreSQL's (?options=-c%20search_path=NAME); what is there goes to another bot by \
         `export` from this database and `import` into a new one"
    )
}

impl From<PollingError> for RunError {
    fn from(error: PollingError) -> Self {
        match error {
            PollingError::Unauthorized => Self::refused_token(),
        }
    }
}

impl From<WebhookError> for RunError {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Unauthorized => Self::refused_token(),
            WebhookError::Refused(reason) => {
                InvalidSettings::new(variables::WEBHOOK_URL, format!("is refused by Telegram: {reason}")).into()
            }
            WebhookError::Serve(error) => Self::Serve(error),
        }
    }
}

const fn why_denied(denial: Denial) -> &'static str {
    match denial {
        Denial::NotAllowed => "it is not in ALLOWED_GROUPS",
        Denial::Blocked => "it is blocked, and `unblock` has it served again",
    }
}

const fn in_words(refusal: SweepRefusal) -> &'static str {
    match refusal {
        SweepRefusal::UnderWay(SweepKind::Sweep) => "a sweep is under way in this group",
        SweepRefusal::UnderWay(SweepKind::Preview) => {
            "a preview is under way in this group, and a sweep can follow it; the button in the group ends it"
        }
        SweepRefusal::Off => "the gate of this group is off: an admin switches it on with /protect",
        SweepRefusal::WithoutRights => {
            "the bot may not delete and mute in this group: an admin gives it these rights, and /status says which it lacks"
        }
        SweepRefusal::Untold => "the bot can post no notice in this group, and mutes nobody without a word",
    }
}
