//! All rows as lines of JSON, and back.

mod export;
mod exported_table;
mod import;

pub use export::ExportError;
pub use import::ImportError;
