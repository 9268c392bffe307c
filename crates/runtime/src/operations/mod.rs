//! What an operator's tools ask a running bot: is it well, can it take updates, what has it counted.
//!
//! The server listens before anything outside the process is reached, so that also a start that waits for its database
//! or for Telegram can be looked at.

mod advice;
mod catalogue;
mod census_gauges;
mod exporter;
mod health;
mod log_level;
mod observed_sink;
mod part_status;
mod probe;
mod process;
mod server;
mod since;
mod status;
mod write_probe;

pub use observed_sink::ObservedSink;
pub use probe::Ping;
pub use server::Operations;
pub use status::Status;
