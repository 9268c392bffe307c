#![doc = include_str!("../README.md")]

mod backup;
mod cli;
mod comparison;
mod float;
mod http;
pub mod ids;
pub mod load;
mod options;
pub mod profiles;
pub mod report;
mod scale;
pub mod stage;
pub mod telegram;
pub mod updates;
mod zipf;

pub use cli::run;
