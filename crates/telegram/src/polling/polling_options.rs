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
    /// After how long a silence Telegram's numbering is no longer relied on; it changes after a week of silence.
    pub quiet: Duration,
    /// How long the last confirmation may take when polling is stopped; unconfirmed updates come again.
    pub farewell: Duration,
}

impl Default for PollingOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(50),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            conflict_pause: Duration::from_secs(5),
            quiet: Duration::from_hours(1),
            farewell: Duration::from_secs(3),
        }
    }
}
