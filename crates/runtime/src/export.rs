//! The command `export`: the whole database as lines of JSON.

use std::{
    io,
    os::{fd::AsFd, unix::fs::OpenOptionsExt},
    path::Path,
};

use portcullis_storage::Database;
use tokio::{fs::File, io::BufWriter};

use crate::RunError;

/// The name of a file that stands for standard output, or input.
pub(crate) const STANDARD_STREAM: &str = "-";

/// Writes every row to `to`. A file that is there is written anew.
pub(crate) async fn export(database: &Database, to: &Path) -> Result<(), RunError> {
    let opened = if to == Path::new(STANDARD_STREAM) { file(io::stdout()) } else { create(to) };
    let file = opened.map_err(|error| RunError::File(to.to_owned(), error))?;
    let rows = database.export(&mut BufWriter::new(file)).await?;
    tracing::info!(rows, "exported");
    Ok(())
}

/// A standard stream as the file it is.
pub(crate) fn file(stream: impl AsFd) -> io::Result<File> {
    Ok(File::from_std(stream.as_fd().try_clone_to_owned()?.into()))
}

/// The rows speak of people: nobody but the owner of the file may read it.
fn create(path: &Path) -> io::Result<File> {
    let file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    Ok(File::from_std(file))
}
