//! Why an event could not be carried out now, in the terms of what happens to it next.

use std::{error::Error as StdError, time::Duration};

use portcullis_domain::{
    GroupId,
    event::Migration,
    inbox::AttemptFailure,
    ports::{BotApiError, FloodWait, StoreError},
};
use thiserror::Error;

/// Why an event could not be carried out now. It stays in the inbox and is tried again, on fresh facts.
#[derive(Debug, Error)]
pub enum Setback {
    /// Telegram makes it wait (429): try again then, as often as it takes.
    #[error("flood control: retry after {} s", .0.as_secs())]
    FloodWait(Duration),
    /// Telegram gives no usable answer: try again later, as often as it takes.
    #[error("Telegram is away")]
    TelegramAway(#[source] Box<dyn StdError + Send + Sync>),
    /// The database is away: try again as soon as it is back.
    #[error("the database is away")]
    StoreAway(#[source] StoreError),
    /// The group has a new id: move it there, then try again.
    #[error("the group {} has become {}", .0.from, .0.to)]
    Migrated(Migration),
    /// A reason of its own: a few more tries, then it is dead-lettered.
    #[error("it fails for a reason of its own")]
    Fault(#[source] Box<dyn StdError + Send + Sync>),
}

impl Setback {
    /// How long Telegram makes it wait; `otherwise`, if it does not.
    pub(crate) const fn wait_or(&self, otherwise: Duration) -> Duration {
        if let Self::FloodWait(wait) = self { *wait } else { otherwise }
    }

    /// What it means for the update's next attempt.
    pub(crate) const fn as_failure(&self) -> AttemptFailure {
        match self {
            Self::FloodWait(wait) => AttemptFailure::FloodWait(*wait),
            Self::TelegramAway(_) => AttemptFailure::TelegramAway,
            Self::StoreAway(_) => AttemptFailure::StoreAway,
            Self::Migrated(_) | Self::Fault(_) => AttemptFailure::Fault,
        }
    }

    /// What a failed call about `group` means for the event.
    pub(crate) fn in_group(group: GroupId) -> impl Fn(BotApiError) -> Self {
        move |error| match error {
            BotApiError::MigratedTo(to) => Self::Migrated(Migration { from: group, to }),
            other => other.into(),
        }
    }
}

impl From<BotApiError> for Setback {
    fn from(error: BotApiError) -> Self {
        match error {
            BotApiError::RetryAfter(wait) => Self::FloodWait(wait),
            BotApiError::NoAnswer(source) => Self::TelegramAway(source),
            other => Self::Fault(Box::new(other)),
        }
    }
}

impl From<FloodWait> for Setback {
    fn from(FloodWait(wait): FloodWait) -> Self {
        Self::FloodWait(wait)
    }
}

impl From<StoreError> for Setback {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::StoreAway(error),
            other => Self::Fault(Box::new(other)),
        }
    }
}
