//! The command `export`: the whole database as lines of JSON.

use std::{io, os::unix::fs::OpenOptionsExt, path::Path};

use portcullis_storage::Database;
use tokio::{fs::File, io::BufWriter};

use super::transfer::{STANDARD_STREAM, stream_as_file};
use crate::RunError;

/// Writes every row to `to`. A file that exists is written anew.
pub(super) async fn export(database: &Database, to: &Path) -> Result<(), RunError> {
    let opened = if to == Path::new(STANDARD_STREAM) { stream_as_file(io::stdout()) } else { create(to) };
    let file = opened.map_err(|error| RunError::File(to.to_owned(), error))?;
    let rows = database.export(&mut BufWriter::new(file)).await?;
    tracing::info!(rows, "exported");
    Ok(())
}

/// The rows are about people: nobody but the owner of the file may read it.
fn create(path: &Path) -> io::Result<File> {
    let file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    Ok(File::from_std(file))
}
