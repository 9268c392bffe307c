//! The command `import`: an export, or the groups of Nezuko v1, into this database.

use std::{io, path::Path};

use portcullis_domain::{UserId, ports::Clock};
use portcullis_storage::{Database, DatabaseUrl, ImportProgress};
use tokio::{fs::File, io::BufReader};

use super::{
    progress::Progress,
    transfer::{BUFFER_BYTES, STANDARD_STREAM, stream_as_file},
};
use crate::{RunError, SystemClock};

/// Reads an export into the database, which must be empty.
pub(super) async fn import(database: &Database, from: &Path, bot: UserId) -> Result<(), RunError> {
    let opened = if from == Path::new(STANDARD_STREAM) { stream_as_file(io::stdin()) } else { File::open(from).await };
    let file = opened.map_err(|error| RunError::File(from.to_owned(), error))?;
    // A pipe has no length.
    let length = file.metadata().await.ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
    let mut progress = Progress::begin(length);
    let watch = move |at: ImportProgress| {
        if progress.show(at.bytes, at.rows) {
            tracing::info!(rows = at.rows, "importing");
        }
    };
    let rows = database.import(BufReader::with_capacity(BUFFER_BYTES, file), bot, watch).await?;
    tracing::info!(rows, "imported");
    Ok(())
}

/// Takes over the groups that Nezuko v1 protected.
pub(super) async fn import_nezuko(database: &Database, from: &DatabaseUrl) -> Result<(), RunError> {
    let imported = database.import_nezuko(from, SystemClock.now()).await?;
    tracing::info!(
        groups = imported.groups,
        channels = imported.links,
        not_required = imported.not_required,
        known_already = imported.kept,
        "took over the groups of Nezuko"
    );
    Ok(())
}
