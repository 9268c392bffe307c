//! The kinds of databases.

/// What the bot keeps its state in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum StoreKind {
    /// A file.
    Sqlite,
    /// Servers, on which each commit waits for the disk.
    Postgres,
}
