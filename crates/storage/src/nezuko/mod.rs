//! The groups of a bot that ran Nezuko v1.

mod error;
mod import;
mod tables;

pub use error::NezukoError;
pub use import::NezukoImported;
