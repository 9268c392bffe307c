//! Time in the world.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Real time, moved on as often as a test likes.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    ahead: Duration,
}

impl Clock {
    /// Time since the Unix epoch.
    #[expect(clippy::disallowed_methods, reason = "this is where simulated time begins")]
    pub(super) fn now(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + self.ahead
    }

    pub(super) fn advance(&mut self, by: Duration) {
        self.ahead += by;
    }
}
