//! Writes to the inbox: what comes while an insert is under way goes into the next one, together.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use portcullis_domain::{
    Timestamp, UpdateId,
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
        let mut held_up = HashSet::new();
        for (updates, keep) in [(in_memory, Keep::InMemory), (in_inbox, Keep::InInbox)] {
            // What comes behind one that could not be stored must not overtake it.
            let (behind, updates): (Vec<_>, Vec<_>) = updates.into_iter().partition(|new| held_up.contains(&new.lane));
            self.tasks.begin_all(self.lanes.not_stored(ids(&behind)));
            if !updates.is_empty() {
                self.store_all(&updates, keep, &mut held_up).await;
            }
        }
    }

    /// Stores updates, together if that can be done; notes the lanes of those that could not be stored for now.
    async fn store_all(&mut self, updates: &[NewInboxUpdate], keep: Keep, held_up: &mut HashSet<Lane>) {
        let at = self.clock.now();
        match self.put(updates, keep, at).await {
            Ok(placed) => self.stored(updates, keep, placed, at),
            // The database objects to one of them: the others must not suffer for it.
            Err(StoreError::Refused(_)) if updates.len() > 1 => {
                for update in updates {
                    let alone = std::slice::from_ref(update);
                    if held_up.contains(&update.lane) {
                        self.tasks.begin_all(self.lanes.not_stored(ids(alone)));
                        continue;
                    }
                    let at = self.clock.now();
                    match self.put(alone, keep, at).await {
                        Ok(placed) => self.stored(alone, keep, placed, at),
                        Err(error) => self.not_stored(alone, &error, held_up),
                    }
                }
            }
            Err(error) => self.not_stored(updates, &error, held_up),
        }
    }

    async fn put(&mut self, updates: &[NewInboxUpdate], keep: Keep, now: Timestamp) -> Result<Vec<Placed>, StoreError> {
        match keep {
            Keep::InMemory => self.inbox.put(updates, &self.holder, now).await,
            Keep::InInbox => self.put_aside(updates).await.map(|()| Vec::new()),
        }
    }

    async fn put_aside(&mut self, updates: &[NewInboxUpdate]) -> Result<(), StoreError> {
        if self.is_full().await? {
            return Err(StoreError::Unavailable("the inbox is full".into()));
        }
        self.inbox.put_aside(updates, self.clock.now()).await?;
        self.given_back.notify_one();
        Ok(())
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

    fn stored(&self, updates: &[NewInboxUpdate], keep: Keep, placed: Vec<Placed>, at: Timestamp) {
        let placed: HashMap<UpdateId, Placed> = placed.into_iter().map(|placed| (placed.id, placed)).collect();
        if placed.len() < updates.len() || placed.values().any(|placed| !placed.leased) {
            // Whose lane it is may have died.
            self.given_back.notify_one();
        }
        self.tasks.begin_all(self.lanes.stored(ids(updates), &placed, keep, at));
    }

    fn not_stored(&self, updates: &[NewInboxUpdate], error: &StoreError, held_up: &mut HashSet<Lane>) {
        let (cause, count) = (error as &dyn std::error::Error, updates.len());
        tracing::error!(error = cause, count, "updates can't be stored, and are not confirmed");
        self.metrics.count_error(ErrorKind::NotStored);
        let begun = if matches!(error, StoreError::Refused(_)) {
            self.lanes.refused(ids(updates))
        } else {
            held_up.extend(updates.iter().map(|new| new.lane));
            self.lanes.not_stored(ids(updates))
        };
        self.tasks.begin_all(begun);
    }
}

fn ids(updates: &[NewInboxUpdate]) -> impl Iterator<Item = (Lane, UpdateId)> {
    updates.iter().map(|new| (new.lane, new.update.id))
}
