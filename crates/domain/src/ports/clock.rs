//! The present moment, as a port.

use crate::Timestamp;

/// Tells the time; every rule that depends on it asks here, so that a test can choose it.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Whether this clock is known to be further from Telegram's than
    /// [`CLOCK_TOLERANCE`](crate::clock_error::CLOCK_TOLERANCE): then nobody is muted by it.
    fn is_known_to_be_wrong(&self) -> bool {
        false
    }

    /// Notes the date of an update, which is by Telegram's clock; one that is compared with nothing has no use for it.
    fn note_date_of_update(&self, date: Timestamp) {
        let _ = date;
    }
}
