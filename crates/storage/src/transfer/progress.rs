//! How far an export or an import is.

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// The rows that are written.
    pub rows: u64,
    /// All rows that there are.
    pub total: u64,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    /// The rows that are in the database, once all of them are.
    pub rows: u64,
    /// The length of what was read, in bytes.
    pub bytes: u64,
}
