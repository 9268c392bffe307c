//! A clock that tells what a test wants.

use std::sync::atomic::{AtomicI64, Ordering};

use portcullis_domain::{Timestamp, ports::Clock};

/// A clock that stands still until it is set.
pub(crate) struct SettableClock(AtomicI64);

impl SettableClock {
    pub(crate) const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::Relaxed);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}
