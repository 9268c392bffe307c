//! Until when what is leased here is certainly nobody else's.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{Timestamp, lease::LEASE, ports::Clock};
use tokio::sync::Notify;

/// By how much sooner than the inbox this process takes its leases for run out: other instances' clocks may be ahead.
const MARGIN: Duration = Duration::from_secs(5);

/// The term of a lease, from the beginning of the statement that leased a lane or renewed it. After a pause that was longer,
/// of the process, of the machine or of the database, another instance may have the lane.
pub(super) struct LeaseTerm {
    clock: Arc<dyn Clock>,
    renewed: Notify,
    wanted: Notify,
}

impl LeaseTerm {
    /// By this clock.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, renewed: Notify::new(), wanted: Notify::new() }
    }

    /// Whether that of a lease which began at this moment is not over.
    pub(super) fn is_running(&self, leased_at: Timestamp) -> bool {
        self.clock.now() < leased_at.after(LEASE.saturating_sub(MARGIN))
    }

    /// Notes that what is leased was renewed, and what has been lost is known.
    pub(super) fn renewed(&self) {
        self.renewed.notify_waiters();
    }

    /// Returns once what is leased was renewed.
    pub(super) async fn until_renewed(&self) {
        let renewed = self.renewed.notified();
        tokio::pin!(renewed);
        renewed.as_mut().enable();
        self.wanted.notify_one();
        renewed.await;
    }

    /// Returns once somebody waits for a renewal.
    pub(super) async fn until_wanted(&self) {
        self.wanted.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::testing::{NOW, SettableClock};

    #[test]
    fn a_term_is_over_before_the_lease_is_and_whoever_waits_wants_a_renewal() {
        let clock = Arc::new(SettableClock::at(NOW));
        let term = LeaseTerm::new(clock.clone());
        assert!(term.is_running(NOW));
        assert_eq!(term.until_wanted().now_or_never(), None);
        clock.set(NOW.after(Duration::from_secs(26)));
        assert!(!term.is_running(NOW) && term.is_running(NOW.after(Duration::from_secs(2))));
        let mut waiting = Box::pin(term.until_renewed());
        assert_eq!(waiting.as_mut().now_or_never(), None);
        assert!(term.until_wanted().now_or_never().is_some());
        term.renewed();
        assert!(waiting.now_or_never().is_some());
    }
}
