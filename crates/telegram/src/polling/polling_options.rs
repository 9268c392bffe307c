//! How polling waits.

use std::time::Duration;

/// How polling waits; the defaults suit Telegram, shorter ones a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollingOptions {
    /// How long Telegram holds a request while there is no update; it caps this at 50 s. Whole seconds.
    pub timeout: Duration,
    /// The pause after a failure; each failure that follows doubles it.
    pub first_pause: Duration,
    /// The longest such pause.
    pub longest_pause: Duration,
    /// The pause after a 409: the other process ends our requests as we end its.
    pub conflict_pause: Duration,
    /// How long without an update until the offset is forgotten: Telegram numbers anew after a week without one.
    pub forget_offset_after: Duration,
    /// How long the last confirmation may take when polling is stopped; unconfirmed updates come again.
    pub confirm_timeout: Duration,
}

impl Default for PollingOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(50),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            conflict_pause: Duration::from_secs(5),
            forget_offset_after: Duration::from_hours(1),
            confirm_timeout: Duration::from_secs(3),
        }
    }
}
