//! The present moment, as a port.

use crate::Timestamp;

/// Tells the time; every rule that depends on it asks here, so that a test can choose it.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
