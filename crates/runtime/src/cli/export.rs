//! The command `export`: the whole database as lines of JSON.

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use portcullis_storage::Database;
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};

use super::transfer::{STANDARD_STREAM, stream_as_file};
use crate::RunError;

/// Writes every row to `to`. A file that exists is replaced once the new one is whole, and stays as it is until then.
pub(super) async fn export(database: &Database, to: &Path) -> Result<(), RunError> {
    let refused = |error| RunError::File(to.to_owned(), error);
    let rows = if to == Path::new(STANDARD_STREAM) {
        database.export(&mut BufWriter::new(stream_as_file(io::stdout()).map_err(refused)?)).await?
    } else if fs::metadata(to).is_ok_and(|found| !found.is_file()) {
        // A pipe or a device: nothing that could be replaced.
        let file = fs::OpenOptions::new().write(true).open(to).map_err(refused)?;
        database.export(&mut BufWriter::new(File::from_std(file))).await?
    } else {
        let (draft, file) = Draft::begin(to).map_err(refused)?;
        let mut file = BufWriter::new(file);
        let rows = database.export(&mut file).await?;
        draft.finish(file).await.map_err(refused)?;
        rows
    };
    tracing::info!(rows, "exported");
    Ok(())
}

/// A file that takes the place of another once it is whole; until then it is removed when dropped.
struct Draft {
    path: PathBuf,
    to: PathBuf,
    is_whole: bool,
}

impl Draft {
    /// Begins a file beside `to`, so that taking its place is a single step. The rows are about people: nobody but its
    /// owner may read it.
    fn begin(to: &Path) -> io::Result<(Self, File)> {
        // Behind a link stands the file that is to be replaced.
        let to = fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
        let mut name = to.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_owned();
        name.push(format!(".{:08x}.part", rand::random::<u32>()));
        let path = to.with_file_name(name);
        let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok((Self { path, to, is_whole: false }, File::from_std(file)))
    }

    async fn finish(mut self, mut file: BufWriter<File>) -> io::Result<()> {
        file.flush().await?;
        // On the disk before it has the name: after a power cut there is the old one or the new one.
        file.get_ref().sync_all().await?;
        fs::rename(&self.path, &self.to)?;
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_whole {
            // What can't be removed is no export: its last line is missing.
            let _ = fs::remove_file(&self.path);
        }
    }
}
