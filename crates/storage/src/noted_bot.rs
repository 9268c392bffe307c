//! Whose database it is. Groups, updates and records stand under Telegram's ids, so that two bots on the same tables would
//! take each other's.

use portcullis_domain::{UserId, ports::StoreError};
use portcullis_migration::MigrateError;
use sea_orm::ConnectionTrait;
use thiserror::Error;

use crate::{
    connection::Database,
    statement::{execute, statement},
    store_error::store_error,
};

/// The one row; whoever comes second leaves it as it is.
const NOTE: &str = r#"INSERT INTO "bots" ("id", "bot_id") VALUES (1, $1) ON CONFLICT ("id") DO NOTHING"#;

const NOTED: &str = r#"SELECT "bot_id" FROM "bots""#;

/// The step of the schema that brings the table about.
const STEP: &str = "m20261127_000025_note_bot";

/// Why a bot does not work on a database. Its rows are as they were.
#[derive(Debug, Error)]
pub enum NotForThisBot {
    /// Another bot works on it.
    #[error("the database is that of bot {noted}, and this is bot {bot}")]
    OtherBot {
        /// Whose it is.
        noted: UserId,
        /// Who was to work on it.
        bot: UserId,
    },
    /// Its schema can't be read, or not be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// It does not answer, or does not take the note.
    #[error("the database does not say whose it is")]
    Store(#[source] StoreError),
}

impl Database {
    /// The bot that works on this database; `None` before the first one has started.
    ///
    /// # Errors
    ///
    /// [`NotForThisBot::Migrate`], [`NotForThisBot::Store`].
    pub async fn noted_bot(&self) -> Result<Option<UserId>, NotForThisBot> {
        if self.pending_migrations().await?.iter().any(|step| step == STEP) {
            return Ok(None);
        }
        self.read_noted_bot().await
    }

    /// Refuses the database of another bot. One that is nobody's yet anybody may work on.
    ///
    /// # Errors
    ///
    /// [`NotForThisBot`].
    pub async fn refuse_other_bot(&self, bot: UserId) -> Result<(), NotForThisBot> {
        same(bot, self.noted_bot().await?)
    }

    /// Brings the schema up to date, unless it is that of another bot, whose version may be an older one.
    ///
    /// # Errors
    ///
    /// [`NotForThisBot`].
    pub async fn migrate_for(&self, bot: UserId) -> Result<(), NotForThisBot> {
        self.refuse_other_bot(bot).await?;
        Ok(self.migrate().await?)
    }

    /// Notes that the migrated database is this bot's from now on, if it was nobody's.
    ///
    /// # Errors
    ///
    /// [`NotForThisBot`]: of several bots that start at once on a new database one stays.
    pub async fn note_bot(&self, bot: UserId) -> Result<(), NotForThisBot> {
        if self.read_noted_bot().await?.is_none() {
            let noted = execute(self.writer(), NOTE, [bot.0.into()]).await.map_err(store_error);
            noted.map_err(NotForThisBot::Store)?;
        }
        same(bot, self.read_noted_bot().await?)
    }

    async fn read_noted_bot(&self) -> Result<Option<UserId>, NotForThisBot> {
        let reader = self.reader();
        let row = reader.query_one_raw(statement(reader, NOTED, [])).await;
        let bot = row.and_then(|row| row.map(|row| row.try_get_by_index(0)).transpose());
        bot.map(|bot| bot.map(UserId)).map_err(|error| NotForThisBot::Store(store_error(error)))
    }
}

fn same(bot: UserId, noted: Option<UserId>) -> Result<(), NotForThisBot> {
    match noted {
        Some(noted) if noted != bot => Err(NotForThisBot::OtherBot { noted, bot }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_one_of_the_schema() {
        assert!(portcullis_migration::step_names().iter().any(|step| step == STEP));
    }
}
