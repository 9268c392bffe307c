//! Getting updates by long polling.

mod batch;
mod interruption;
mod polling_error;
mod polling_options;
mod polling_source;
mod progress;
mod requests;
mod webhook;

pub use polling_error::PollingError;
pub use polling_options::PollingOptions;
pub use polling_source::PollingSource;
