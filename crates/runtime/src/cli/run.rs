//! The commands `run` and `migrate`: what waits for its database, and is stopped by a signal.

use crate::{
    Operations, RunError, Settings, Status,
    database::{close_database, connect_database},
    poll,
    redis::open_redis,
    reporting::Reporting,
    serve,
    stop_signal::stop_signal,
    telemetry::{self, LogTo},
};

/// How a binary gets its updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// It asks for them.
    Polling,
    /// Telegram delivers them.
    Webhook,
}

/// Runs the bot until it is asked to stop.
pub(super) async fn run(source: Source, settings: &Settings) -> Result<(), RunError> {
    let reporting = Reporting::start(settings)?;
    let stop = stop_signal()?;
    if source == Source::Webhook {
        settings.webhook.as_ref().map_err(Clone::clone)?;
    }
    let status = Status::new(settings, stop.clone());
    status.watch_logs(&reporting.logs);
    status.watch_steps(reporting.steps.as_ref());
    // Listens before anything is waited for, so that also a start that waits can be looked at.
    let _operations = Operations::start(settings.ops_listen, status.clone()).await?;
    // It connects beside the database.
    let redis = open_redis(settings, &status)?;
    let Some(database) = connect_database(&settings.database, &stop).await? else { return Ok(()) };
    status.watch_database(&database);
    database.migrate_for(settings.bot_token.bot_id()).await?;
    status.migrated(&database);
    let ended = match source {
        Source::Polling => poll(settings, &database, redis, &status, stop).await,
        Source::Webhook => serve(settings, &database, redis, &status, stop).await,
    };
    close_database(&database).await;
    ended
}

/// Brings the schema up to date.
pub(super) async fn migrate(settings: &Settings) -> Result<(), RunError> {
    let _logs = telemetry::start(&settings.log_level, settings.log_format, LogTo::StandardOutput);
    let stop = stop_signal()?;
    let Some(database) = connect_database(&settings.database, &stop).await? else { return Ok(()) };
    database.migrate_for(settings.bot_token.bot_id()).await?;
    tracing::info!("the schema is up to date");
    close_database(&database).await;
    Ok(())
}
