//! What was measured, as a table and as JSON.

mod figures;
mod section;
mod table;

pub use figures::Figures;
pub use section::{Column, Machine, Report, Section};
