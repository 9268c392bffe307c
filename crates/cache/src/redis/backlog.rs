//! Which keys are to be deleted from Redis before it may be read again.

use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use portcullis_domain::{ChannelId, UserId};

/// How many memberships and channels may be pending; past that, everything is deleted.
const MAX_PENDING: usize = 10_000;

/// What changed while Redis was down: it may still hold the old values, which are to be deleted.
#[derive(Default)]
pub(super) struct Backlog {
    pending: Mutex<Snapshot>,
    is_pending: AtomicBool,
    is_flushing: AtomicBool,
}

/// The pending deletes, with a version that changes whenever one is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Snapshot {
    version: u64,
    pub(super) deletes: PendingDeletes,
}

/// Memberships that are to be deleted from Redis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PendingDeletes {
    pub(super) memberships: HashSet<(UserId, ChannelId)>,
    pub(super) channels: HashSet<ChannelId>,
    pub(super) everything: bool,
}

impl Backlog {
    pub(super) fn is_empty(&self) -> bool {
        !self.is_pending.load(Ordering::Acquire)
    }

    pub(super) fn add(&self, more: PendingDeletes) {
        let mut pending = self.lock();
        pending.version += 1;
        let deletes = &mut pending.deletes;
        deletes.memberships.extend(more.memberships);
        deletes.channels.extend(more.channels);
        deletes.everything |= more.everything || deletes.memberships.len() + deletes.channels.len() > MAX_PENDING;
        if deletes.everything {
            *deletes = PendingDeletes { everything: true, ..PendingDeletes::default() };
        }
        self.is_pending.store(true, Ordering::Release);
    }

    /// Whether the caller is the one to flush, until [`complete_flush`](Self::complete_flush) says that nothing is left.
    pub(super) fn begin_flush(&self) -> bool {
        !self.is_empty() && !self.is_flushing.swap(true, Ordering::AcqRel)
    }

    /// All that is pending; it stays so until the flush is complete.
    pub(super) fn snapshot(&self) -> Snapshot {
        self.lock().clone()
    }

    /// Removes what was flushed; `false` if anything was added meanwhile, which may be about the same keys, and newer.
    pub(super) fn complete_flush(&self, flushed: &Snapshot) -> bool {
        let mut pending = self.lock();
        if flushed.version != pending.version {
            return false;
        }
        pending.deletes = PendingDeletes::default();
        self.is_pending.store(false, Ordering::Release);
        // Under the lock: whoever adds after this finds nobody flushing.
        self.is_flushing.store(false, Ordering::Release);
        true
    }

    fn lock(&self) -> MutexGuard<'_, Snapshot> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn membership(user: i64) -> PendingDeletes {
        PendingDeletes { memberships: HashSet::from([(UserId(user), ChannelId(-1))]), ..PendingDeletes::default() }
    }

    #[test]
    fn what_is_added_during_a_flush_stays_pending() {
        let backlog = Backlog::default();
        assert!(!backlog.begin_flush());
        backlog.add(membership(1));
        assert!(backlog.begin_flush());
        assert!(!backlog.begin_flush(), "another is flushing");
        let flushing = backlog.snapshot();
        backlog.add(membership(2));
        assert!(!backlog.complete_flush(&flushing));
        assert!(backlog.complete_flush(&backlog.snapshot()));
        assert!(backlog.is_empty());
    }

    #[test]
    fn too_many_deletes_become_one_of_everything() {
        let backlog = Backlog::default();
        (0..=10_000).for_each(|user| backlog.add(membership(user)));
        let everything = PendingDeletes { everything: true, ..PendingDeletes::default() };
        assert_eq!(backlog.snapshot().deletes, everything);
    }
}
