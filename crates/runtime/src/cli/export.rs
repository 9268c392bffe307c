//! The command `export`: the whole database as lines of JSON.

use std::{
    fs,
    io::{self, IsTerminal},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use portcullis_storage::{Database, ExportError, ExportProgress};
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};

use super::{
    progress::Progress,
    transfer::{BUFFER_BYTES, STANDARD_STREAM, stream_as_file},
};
use crate::RunError;

/// Reading and writing, by the owner.
const OWNER_ALONE: u32 = 0o600;

/// Writes every row to `to`. A file that exists is replaced once the new one is whole, and stays as it is until then.
pub(super) async fn export(database: &Database, to: &Path) -> Result<(), RunError> {
    let refused = |error| RunError::File(to.to_owned(), error);
    let rows = if to == Path::new(STANDARD_STREAM) {
        let mut file = buffered(stream_as_file(io::stdout()).map_err(refused)?);
        // A terminal that shows the rows themselves has no room for a bar.
        let begin: fn(u64) -> Progress =
            if io::stdout().is_terminal() { |_| Progress::lines() } else { Progress::begin_of };
        write(database, &mut file, begin).await?
    } else if fs::metadata(to).is_ok_and(|found| !found.is_file()) {
        // A pipe or a device: nothing that could be replaced.
        let file = fs::OpenOptions::new().write(true).open(to).map_err(refused)?;
        write(database, &mut buffered(File::from_std(file)), Progress::begin_of).await?
    } else {
        let (draft, file) = Draft::begin(to).map_err(refused)?;
        let mut file = buffered(file);
        let rows = write(database, &mut file, Progress::begin_of).await?;
        draft.finish(file).await.map_err(ExportError::Write)?;
        rows
    };
    tracing::info!(rows, "exported");
    Ok(())
}

fn buffered(file: File) -> BufWriter<File> {
    BufWriter::with_capacity(BUFFER_BYTES, file)
}

/// Writes every row, and shows how far that is.
async fn write(database: &Database, to: &mut BufWriter<File>, begin: fn(u64) -> Progress) -> Result<u64, RunError> {
    let mut progress = None;
    let watch = |at: ExportProgress| {
        if progress.get_or_insert_with(|| begin(at.total)).show(at.rows, at.rows) {
            tracing::info!(rows = at.rows, total = at.total, "exporting");
        }
    };
    Ok(database.export(to, watch).await?)
}

/// A file that takes the place of another once it is whole; until then it is removed when dropped.
struct Draft {
    path: PathBuf,
    to: PathBuf,
    is_whole: bool,
}

impl Draft {
    /// Begins a file beside `to`, so that taking its place is a single step. The rows are about people: nobody but its
    /// owner may read it, whoever may read the one that it replaces; and the owner may do no more with it than with that one.
    fn begin(to: &Path) -> io::Result<(Self, File)> {
        // Behind a link stands the file that is to be replaced.
        let to = fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
        let before = fs::metadata(&to).map_or(OWNER_ALONE, |file| file.permissions().mode());
        let mut name = to.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_owned();
        name.push(format!(".{:08x}.part", rand::random::<u32>()));
        let path = to.with_file_name(name);
        let file = fs::OpenOptions::new().write(true).create_new(true).mode(before & OWNER_ALONE).open(&path)?;
        Ok((Self { path, to, is_whole: false }, File::from_std(file)))
    }

    async fn finish(mut self, mut file: BufWriter<File>) -> io::Result<()> {
        file.flush().await?;
        // On the disk before it has the name: after a power cut there is the old one or the new one.
        file.get_ref().sync_all().await?;
        fs::rename(&self.path, &self.to)?;
        self.is_whole = true;
        sync_name(&self.to)
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

/// The name is on the disk too: whoever was told that there is an export finds it after a power cut. It stands in the folder;
/// one that may not be read, or is of a kind that can't be synchronised, keeps it as it keeps all names.
fn sync_name(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        outcome => outcome,
    }
}
