//! Getting updates by long polling.

mod batch;
mod interruption;
mod polling_options;
mod polling_source;
mod progress;
mod requests;

pub use polling_options::PollingOptions;
pub use polling_source::{PollingError, PollingSource};
