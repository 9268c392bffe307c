//! Writes to the inbox: what comes while an insert is under way goes into the next one, together.

use std::{collections::HashMap, sync::Arc, time::Duration};

use portcullis_domain::{
    UpdateId,
    event::Lane,
    inbox::{NewInboxUpdate, Placed},
    lease::Holder,
    ports::{Clock, Inbox, StoreError},
};
use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{
    lane_tasks::LaneTasks,
    lanes::{Batch, Keep, Lanes},
};
use crate::metrics::{ErrorKind, Metrics};

/// How many updates are stored with one insert, about.
const AT_ONCE: usize = 1_000;

/// How many updates the inbox may hold: past that they are left with Telegram.
const MAX_STORED: u64 = 1_000_000;

/// For how long the count of the inbox does.
const COUNT_HOLDS: Duration = Duration::from_secs(5);

/// Stores what has to wait, or is to have effects.
pub(super) struct InboxWriter {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) lanes: Arc<Lanes>,
    pub(super) tasks: Arc<LaneTasks>,
    pub(super) holder: Holder,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) metrics: Arc<Metrics>,
    /// Notified when a lane is there to be claimed.
    pub(super) given_back: Arc<Notify>,
    /// Cancelled once the predecessor's leases, under the same name, have been given up.
    pub(super) taken_over: CancellationToken,
    /// When the inbox was last seen to be full, or not.
    pub(super) last_count: Option<(Instant, bool)>,
}

impl InboxWriter {
    /// Goes on until it is dropped.
    pub(super) async fn run(mut self) {
        self.taken_over.cancelled().await;
        loop {
            self.lanes.until_to_store().await;
            loop {
                let batch = self.lanes.take_to_store(AT_ONCE);
                if batch.is_empty() {
                    break;
                }
                self.store(batch).await;
            }
        }
    }

    async fn store(&mut self, Batch { in_memory, in_inbox }: Batch) {
        if !in_memory.is_empty() {
            let stored = self.inbox.put(&in_memory, &self.holder, self.clock.now()).await;
            self.settle(&in_memory, Keep::InMemory, stored).await;
        }
        if !in_inbox.is_empty() {
            let stored = self.put_aside(&in_inbox).await;
            self.settle(&in_inbox, Keep::InInbox, stored).await;
        }
    }

    async fn put_aside(&mut self, updates: &[NewInboxUpdate]) -> Result<Vec<Placed>, StoreError> {
        if self.is_full().await? {
            return Err(StoreError::Unavailable("the inbox is full".into()));
        }
        self.inbox.put_aside(updates, self.clock.now()).await?;
        self.given_back.notify_one();
        Ok(Vec::new())
    }

    /// Whether the inbox holds as much as it may; to count takes long where that is much.
    async fn is_full(&mut self) -> Result<bool, StoreError> {
        match self.last_count {
            Some((at, is_full)) if at.elapsed() < COUNT_HOLDS => Ok(is_full),
            _ => {
                let is_full = self.inbox.counts().await?.pending >= MAX_STORED;
                self.last_count = Some((Instant::now(), is_full));
                Ok(is_full)
            }
        }
    }

    async fn settle(&self, updates: &[NewInboxUpdate], keep: Keep, stored: Result<Vec<Placed>, StoreError>) {
        match stored {
            Ok(placed) => self.stored(updates, keep, placed),
            // The database objects to one of them: the others must not suffer for it.
            Err(StoreError::Refused(_)) if updates.len() > 1 => {
                for update in updates {
                    let alone = std::slice::from_ref(update);
                    match self.inbox.put(alone, &self.holder, self.clock.now()).await {
                        Ok(placed) => self.stored(alone, Keep::InMemory, placed),
                        Err(error) => self.not_stored(alone, &error),
                    }
                }
            }
            Err(error) => self.not_stored(updates, &error),
        }
    }

    fn stored(&self, updates: &[NewInboxUpdate], keep: Keep, placed: Vec<Placed>) {
        let placed: HashMap<UpdateId, Placed> = placed.into_iter().map(|placed| (placed.id, placed)).collect();
        self.tasks.begin_all(self.lanes.stored(ids(updates), &placed, keep));
    }

    fn not_stored(&self, updates: &[NewInboxUpdate], error: &StoreError) {
        let (error, count) = (error as &dyn std::error::Error, updates.len());
        tracing::error!(error, count, "updates can't be stored, and are not confirmed");
        self.metrics.count_error(ErrorKind::NotStored);
        self.tasks.begin_all(self.lanes.not_stored(ids(updates)));
    }
}

fn ids(updates: &[NewInboxUpdate]) -> impl Iterator<Item = (Lane, UpdateId)> {
    updates.iter().map(|new| (new.lane, new.update.id))
}
