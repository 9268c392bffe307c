#![doc = include_str!("../README.md")]

pub mod command_line;
mod composition;
mod holder;
mod identify;
mod polling;
mod run_error;
mod settings;
mod stop_signal;
mod system_clock;
mod telemetry;
mod variables;

pub use composition::{Composition, compose};
pub use polling::poll;
pub use run_error::RunError;
pub use settings::{InvalidSettings, LogFormat, Settings};
pub use system_clock::SystemClock;
pub use variables::{VARIABLES, Variable};
