//! An inbox in memory.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Mutex,
};

use async_trait::async_trait;
use portcullis_domain::{
    Timestamp, UpdateId,
    inbox::{InboxCounts, InboxUpdate, NewInboxUpdate},
    lease::Holder,
    ports::{Inbox, StoreError},
};

/// An inbox in memory that keeps the port's promises, for watching the dispatcher alone.
#[derive(Default)]
pub(crate) struct InMemoryInbox(Mutex<BTreeMap<i64, Row>>);

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) update: InboxUpdate,
    pub(crate) not_before: Timestamp,
    pub(crate) is_held: bool,
    pub(crate) is_dead: bool,
}

impl InMemoryInbox {
    /// Looks at a row, or changes it.
    pub(crate) fn with<R>(&self, id: UpdateId, change: impl FnOnce(&mut Row) -> R) -> Option<R> {
        self.0.lock().unwrap().get_mut(&id.0).map(change)
    }
}

#[async_trait]
impl Inbox for InMemoryInbox {
    async fn put(&self, updates: &[NewInboxUpdate]) -> Result<(), StoreError> {
        let mut rows = self.0.lock().unwrap();
        for new in updates {
            let NewInboxUpdate { update, lane, received_at } = new.clone();
            let id = update.id.0;
            let update = InboxUpdate { update, lane, received_at, attempts: 0 };
            rows.insert(id, Row { update, not_before: Timestamp(0), is_held: false, is_dead: false });
        }
        Ok(())
    }

    async fn claim(&self, _: &Holder, now: Timestamp, limit: u64) -> Result<Vec<InboxUpdate>, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let mut lanes = HashSet::new();
        let mut claimed = Vec::new();
        for row in rows.values_mut().filter(|row| !row.is_dead) {
            let is_head = lanes.insert(row.update.lane);
            if is_head && !row.is_held && row.not_before <= now && (claimed.len() as u64) < limit {
                row.is_held = true;
                claimed.push(row.update.clone());
            }
        }
        Ok(claimed)
    }

    async fn renew(&self, _: &Holder, _: &[UpdateId], _: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }

    async fn release(&self, _: &Holder) -> Result<(), StoreError> {
        self.0.lock().unwrap().values_mut().for_each(|row| row.is_held = false);
        Ok(())
    }

    async fn remove(&self, id: UpdateId) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(&id.0);
        Ok(())
    }

    async fn defer(&self, id: UpdateId, not_before: Timestamp, attempts: u32) -> Result<(), StoreError> {
        self.with(id, |row| {
            row.is_held = false;
            row.not_before = not_before;
            row.update.attempts = attempts;
        });
        Ok(())
    }

    async fn dead_letter(&self, id: UpdateId, _: Timestamp) -> Result<(), StoreError> {
        self.with(id, |row| row.is_dead = true);
        Ok(())
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(rows.values().filter(|row| !row.is_dead && !row.is_held).map(|row| row.not_before).min())
    }

    async fn list_waiting(&self, ids: &[UpdateId]) -> Result<Vec<UpdateId>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(ids.iter().copied().filter(|id| rows.get(&id.0).is_some_and(|row| !row.is_dead)).collect())
    }

    async fn prune_dead(&self, _: Timestamp) -> Result<u64, StoreError> {
        Ok(0)
    }

    async fn counts(&self) -> Result<InboxCounts, StoreError> {
        Ok(InboxCounts::default())
    }
}
