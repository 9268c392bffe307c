//! Until when what is leased here is certainly nobody else's.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use portcullis_domain::{Timestamp, lease::LEASE, ports::Clock};
use tokio::sync::Notify;

/// By how much sooner than the inbox this process takes its leases for run out: other instances' clocks may be ahead.
const MARGIN: Duration = Duration::from_secs(5);

/// The term of all leases of this process, from one renewal to the next. After a pause that was longer, of the process, of
/// the machine or of the database, another instance may have them.
pub(super) struct LeaseTerm {
    clock: Arc<dyn Clock>,
    /// In milliseconds, as a [`Timestamp`].
    until: AtomicI64,
    renewed: Notify,
    wanted: Notify,
}

impl LeaseTerm {
    /// One that begins now.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let until = AtomicI64::new(end_of_term(clock.now()).0);
        Self { clock, until, renewed: Notify::new(), wanted: Notify::new() }
    }

    /// Whether it is not over.
    pub(super) fn is_running(&self) -> bool {
        self.clock.now().0 < self.until.load(Ordering::Relaxed)
    }

    /// Notes that the leases were renewed, and which had been lost, as of this moment.
    pub(super) fn renewed_at(&self, now: Timestamp) {
        self.until.store(end_of_term(now).0, Ordering::Relaxed);
        self.renewed.notify_waiters();
    }

    /// Returns once it is running.
    pub(super) async fn until_running(&self) {
        loop {
            let renewed = self.renewed.notified();
            tokio::pin!(renewed);
            renewed.as_mut().enable();
            if self.is_running() {
                return;
            }
            self.wanted.notify_one();
            renewed.await;
        }
    }

    /// Returns once somebody waits for a renewal.
    pub(super) async fn until_wanted(&self) {
        self.wanted.notified().await;
    }
}

fn end_of_term(begun: Timestamp) -> Timestamp {
    begun.after(LEASE.saturating_sub(MARGIN))
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::testing::{NOW, SettableClock};

    #[test]
    fn a_term_is_over_before_the_leases_are_and_whoever_waits_wants_a_renewal() {
        let clock = Arc::new(SettableClock::at(NOW));
        let term = LeaseTerm::new(clock.clone());
        assert!(term.is_running() && term.until_running().now_or_never().is_some());
        assert_eq!(term.until_wanted().now_or_never(), None);
        clock.set(NOW.after(Duration::from_secs(26)));
        let mut waiting = Box::pin(term.until_running());
        assert_eq!((term.is_running(), waiting.as_mut().now_or_never()), (false, None));
        assert!(term.until_wanted().now_or_never().is_some());
        term.renewed_at(clock.now());
        assert!(waiting.now_or_never().is_some());
    }
}
