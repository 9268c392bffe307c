//! What a command has changed, told to the bots that run on the same database.

use portcullis_domain::ports::{Change, InvalidationBus};
use portcullis_storage::{Database, PostgresInvalidationBus};

use crate::Settings;

/// Tells the bots that run on PostgreSQL; `false`: they look for themselves, within a minute, and so does one on SQLite.
pub(super) async fn tell_instances(settings: &Settings, database: &Database, changes: &[Change]) -> bool {
    let Some(bus) = PostgresInvalidationBus::on(database, settings.bot_token.bot_id(), rand::random()) else {
        return false;
    };
    match bus.publish(changes).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the bots that run can't be told");
            false
        }
    }
}
