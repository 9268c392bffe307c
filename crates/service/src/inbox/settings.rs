//! How the dispatcher shares out its attention.

use std::time::Duration;

use portcullis_domain::lease::Holder;

/// How the dispatcher shares out its attention.
#[derive(Clone, Debug)]
pub struct DispatcherSettings {
    /// The name under which it leases updates.
    pub holder: Holder,
    /// How many events are in hand at once, not counting those that wait for a slow answer.
    pub places: usize,
    /// How many events are in hand at all, waiting ones included.
    pub limit: usize,
    /// After how long an event that still waits gives its place to another.
    pub patience: Duration,
    /// How often the inbox is looked at for what another process left behind.
    pub interval: Duration,
    /// How long an event in hand may take once the bot is asked to stop.
    pub grace: Duration,
}

impl DispatcherSettings {
    /// The usual settings, leasing under `holder`.
    #[must_use]
    pub const fn new(holder: Holder) -> Self {
        Self {
            holder,
            places: 128,
            limit: 4_096,
            patience: Duration::from_secs(1),
            interval: Duration::from_secs(10),
            grace: Duration::from_secs(10),
        }
    }
}
