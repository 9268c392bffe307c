//! What `export` and `import` have in common: a database, and a file or a standard stream.

use std::{io, os::fd::AsFd};

use portcullis_storage::Database;
use tokio::fs::File;

use crate::{
    RunError, Settings,
    database::close_database,
    telemetry::{self, LogTo},
};

/// The name of a file that stands for standard output, or input.
pub(super) const STANDARD_STREAM: &str = "-";

/// How much is read or written at once.
pub(super) const BUFFER_BYTES: usize = 256 * 1024;

/// Moves rows out of the database, which stays as it is, its schema too.
pub(super) async fn transfer_out(
    settings: &Settings,
    move_rows: impl AsyncFnOnce(&Database) -> Result<(), RunError>,
) -> Result<(), RunError> {
    // Standard output belongs to the rows.
    let _logs = telemetry::start(&settings.log_level, settings.log_format, LogTo::StandardError);
    let database = Database::connect_read_only(&settings.database.url).await?;
    let behind = database.pending_migrations().await?.len();
    let ended = if behind > 0 { Err(RunError::SchemaBehind(behind)) } else { move_rows(&database).await };
    close_database(&database).await;
    ended
}

/// Moves rows into the migrated database, unless it is another bot's.
///
/// A signal ends it as it ends any program: an import is done whole or not at all.
pub(super) async fn transfer_in(
    settings: &Settings,
    move_rows: impl AsyncFnOnce(&Database) -> Result<(), RunError>,
) -> Result<(), RunError> {
    // Standard output belongs to the rows.
    let _logs = telemetry::start(&settings.log_level, settings.log_format, LogTo::StandardError);
    let database = Database::connect(&settings.database).await?;
    database.migrate_for(settings.bot_token.bot_id()).await?;
    let ended = move_rows(&database).await;
    close_database(&database).await;
    ended
}

/// A standard stream as the file it is.
pub(super) fn stream_as_file(stream: impl AsFd) -> io::Result<File> {
    Ok(File::from_std(stream.as_fd().try_clone_to_owned()?.into()))
}
