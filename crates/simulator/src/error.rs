//! What can go wrong with the simulator itself.

use std::io;

use thiserror::Error;

use crate::call_log::Call;

/// Why the simulator did not do what a test asked of it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SimulatorError {
    /// The address cannot be listened on.
    #[error("cannot listen on the address")]
    Listen(#[source] io::Error),
    /// The bot did not make the calls in time.
    #[error("{} of {wanted} calls of {method} came in time", .seen.len())]
    CallsMissing {
        /// The method waited for.
        method: String,
        /// How many calls were wanted.
        wanted: usize,
        /// The calls there were.
        seen: Vec<Call>,
    },
    /// The world did not come to be as waited for.
    #[error("the world did not come to be as waited for in time")]
    NotYet,
}
