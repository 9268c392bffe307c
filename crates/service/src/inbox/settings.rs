//! How many updates are carried out at once, and for how long.

use std::time::Duration;

use portcullis_domain::lease::Holder;

/// How many updates are carried out at once, and for how long.
#[derive(Clone, Debug)]
pub struct DispatcherSettings {
    /// The name under which it leases lanes.
    pub holder: Holder,
    /// How many lanes are worked off at once, not counting those that wait for a slow answer.
    pub permits: usize,
    /// How many updates are kept in memory until they are carried out.
    pub max_updates: usize,
    /// How many bytes of JSON those may have.
    pub max_bytes: usize,
    /// After how long an attempt that still waits gives its permit to another.
    pub slow_after: Duration,
    /// How often the inbox is looked at for what another process left behind.
    pub interval: Duration,
    /// How long an attempt may take once the bot is asked to stop.
    pub grace: Duration,
}

impl DispatcherSettings {
    /// The usual settings, leasing under `holder`.
    #[must_use]
    pub const fn new(holder: Holder) -> Self {
        Self {
            holder,
            permits: 512,
            max_updates: 20_000,
            max_bytes: 64 << 20,
            slow_after: Duration::from_secs(1),
            interval: Duration::from_secs(10),
            grace: Duration::from_secs(10),
        }
    }
}
