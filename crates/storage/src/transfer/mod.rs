//! All rows as lines of JSON, and back.

mod export;
mod exported_table;
mod import;
mod progress;

pub use export::ExportError;
pub use import::ImportError;
pub use progress::{ExportProgress, ImportProgress};
