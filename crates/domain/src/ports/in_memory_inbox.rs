//! The inbox in memory, for tests of whoever works it off.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{Inbox, StoreError};
use crate::{
    Timestamp, UpdateId,
    inbox::{InboxCounts, InboxUpdate, NewInboxUpdate},
    lease::{Holder, LEASE},
};

/// An inbox that is gone with its process. It passes the contract suite of [`Inbox`], as the databases do.
#[derive(Debug, Default)]
pub struct InMemoryInbox {
    /// In the order in which they were stored.
    rows: Mutex<Vec<InboxRow>>,
}

/// A stored update, and what became of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxRow {
    /// The update.
    pub update: InboxUpdate,
    /// The earliest moment of its next attempt.
    pub not_before: Timestamp,
    /// Whose it is, and until when.
    pub lease: Option<(Holder, Timestamp)>,
    /// Since when it is a dead letter.
    pub dead_at: Option<Timestamp>,
}

impl InMemoryInbox {
    /// Looks at a row, or changes it; `None` if there is no such row.
    pub fn with<R>(&self, id: UpdateId, change: impl FnOnce(&mut InboxRow) -> R) -> Option<R> {
        self.rows().iter_mut().find(|row| row.id() == id).map(change)
    }

    fn rows(&self) -> MutexGuard<'_, Vec<InboxRow>> {
        // No change stops half-way, so that a panic elsewhere leaves sound rows behind.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InboxRow {
    fn new(NewInboxUpdate { update, lane, received_at }: NewInboxUpdate) -> Self {
        let update = InboxUpdate { update, lane, received_at, attempts: 0 };
        Self { update, not_before: received_at, lease: None, dead_at: None }
    }

    const fn id(&self) -> UpdateId {
        self.update.update.id
    }

    /// Whether it waits or is leased: no dead letter.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.dead_at.is_none()
    }

    fn is_leased_at(&self, now: Timestamp) -> bool {
        self.lease.as_ref().is_some_and(|(_, until)| *until > now)
    }

    fn is_leased_by(&self, holder: &Holder) -> bool {
        self.lease.as_ref().is_some_and(|(by, _)| by == holder)
    }
}

/// The oldest pending update of each lane.
fn heads(rows: &mut [InboxRow]) -> impl Iterator<Item = &mut InboxRow> {
    let mut lanes = HashSet::new();
    rows.iter_mut().filter(|row| row.is_pending()).filter(move |row| lanes.insert(row.update.lane))
}

#[async_trait]
impl Inbox for InMemoryInbox {
    async fn put(&self, updates: &[NewInboxUpdate]) -> Result<(), StoreError> {
        let mut rows = self.rows();
        for new in updates {
            let is_same = |row: &InboxRow| row.id() == new.update.id;
            if !rows.iter().any(|row| is_same(row) && row.is_pending()) {
                rows.retain(|row| !is_same(row));
                rows.push(InboxRow::new(new.clone()));
            }
        }
        Ok(())
    }

    async fn claim(&self, holder: &Holder, now: Timestamp, limit: u64) -> Result<Vec<InboxUpdate>, StoreError> {
        let mut rows = self.rows();
        let leased = rows.iter().filter(|row| row.is_pending() && row.is_leased_at(now));
        let leased: HashSet<_> = leased.map(|row| row.update.lane).collect();
        let due = heads(&mut rows).filter(|row| row.not_before <= now && !leased.contains(&row.update.lane));
        let claimed = due.take(usize::try_from(limit).unwrap_or(usize::MAX)).map(|row| {
            row.lease = Some((holder.clone(), now.after(LEASE)));
            row.update.clone()
        });
        Ok(claimed.collect())
    }

    async fn renew(&self, holder: &Holder, ids: &[UpdateId], now: Timestamp) -> Result<(), StoreError> {
        for row in self.rows().iter_mut().filter(|row| row.is_leased_by(holder) && ids.contains(&row.id())) {
            row.lease = Some((holder.clone(), now.after(LEASE)));
        }
        Ok(())
    }

    async fn release_leases(&self, holder: &Holder) -> Result<(), StoreError> {
        self.rows().iter_mut().filter(|row| row.is_leased_by(holder)).for_each(|row| row.lease = None);
        Ok(())
    }

    async fn remove(&self, id: UpdateId) -> Result<(), StoreError> {
        self.rows().retain(|row| row.id() != id);
        Ok(())
    }

    async fn defer(&self, id: UpdateId, not_before: Timestamp, attempts: u32) -> Result<(), StoreError> {
        self.with(id, |row| {
            row.lease = None;
            row.not_before = not_before;
            row.update.attempts = attempts;
        });
        Ok(())
    }

    async fn dead_letter(&self, id: UpdateId, at: Timestamp) -> Result<(), StoreError> {
        self.with(id, |row| {
            row.lease = None;
            row.dead_at = Some(at);
        });
        Ok(())
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut rows = self.rows();
        Ok(heads(&mut rows).filter(|row| row.lease.is_none()).map(|row| row.not_before).min())
    }

    async fn list_waiting(&self, ids: &[UpdateId]) -> Result<Vec<UpdateId>, StoreError> {
        let rows = self.rows();
        let pending = rows.iter().filter(|row| row.is_pending()).map(InboxRow::id);
        Ok(pending.filter(|id| ids.contains(id)).collect())
    }

    async fn prune_dead_letters(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut rows = self.rows();
        let all = rows.len();
        rows.retain(|row| row.dead_at.is_none_or(|at| at >= before));
        Ok((all - rows.len()) as u64)
    }

    async fn counts(&self) -> Result<InboxCounts, StoreError> {
        let rows = self.rows();
        let pending = rows.iter().filter(|row| row.is_pending()).count() as u64;
        Ok(InboxCounts { pending, dead_letters: rows.len() as u64 - pending })
    }
}
