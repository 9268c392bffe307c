//! Waiting in the queue of the messages to send.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use portcullis_domain::{ChatId, message::SendPriority};
use tokio::{
    sync::{Notify, oneshot},
    time::{Instant, sleep_until},
};

use super::{
    message_limiter::MessageLimits,
    queue::{Queue, Rank},
};

/// All that wait in one queue.
pub(super) struct Waiters {
    queue: Mutex<Queue>,
    /// Whether the task that grants is running; changed under the lock only.
    is_granting: AtomicBool,
    /// Notified when the queue changes.
    changed: Notify,
}

/// One that waits. Dropped before it has taken its grant, it leaves the queue, and its grant is undone.
pub(super) struct Waiter {
    waiters: Arc<Waiters>,
    chat: ChatId,
    rank: Rank,
    grant: oneshot::Receiver<Instant>,
    has_taken: bool,
}

impl Waiters {
    pub(super) fn new(limits: MessageLimits) -> Self {
        Self { queue: Mutex::new(Queue::new(limits)), is_granting: AtomicBool::new(false), changed: Notify::new() }
    }

    /// Joins the queue, and gets its grant at once where nothing is in the way.
    pub(super) fn join(self: &Arc<Self>, chat: ChatId, priority: SendPriority) -> Waiter {
        let now = Instant::now();
        let mut queue = self.queue();
        let (rank, grant) = queue.enqueue(chat, priority, now);
        queue.grant_due(now);
        Waiter { waiters: self.clone(), chat, rank, grant, has_taken: false }
    }

    pub(super) fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ensure_granting(self: &Arc<Self>) {
        let _queue = self.queue();
        if self.is_granting.swap(true, Ordering::Relaxed) {
            self.changed.notify_one();
        } else {
            tokio::spawn(self.clone().grant_until_empty());
        }
    }

    /// Grants as time passes, until nobody waits.
    async fn grant_until_empty(self: Arc<Self>) {
        loop {
            let next = {
                let mut queue = self.queue();
                let next = queue.grant_due(Instant::now());
                if next.is_none() {
                    self.is_granting.store(false, Ordering::Relaxed);
                }
                next
            };
            let Some(next) = next else { return };
            tokio::select! {
                () = sleep_until(next) => {}
                () = self.changed.notified() => {}
            }
        }
    }
}

impl Waiter {
    /// Takes the grant if it is there already.
    pub(super) fn try_take(&mut self) -> bool {
        self.has_taken = self.grant.try_recv().is_ok();
        self.has_taken
    }

    /// Waits for the grant, and takes it.
    pub(super) async fn take(&mut self) {
        self.waiters.ensure_granting();
        // The sender is dropped without a grant only by `Queue::remove`, which is called when this waiter is dropped.
        self.has_taken = (&mut self.grant).await.is_ok();
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        if self.has_taken {
            return;
        }
        let mut queue = self.waiters.queue();
        // Grants are sent under the lock, so that none can come any more.
        match self.grant.try_recv() {
            Ok(granted) => queue.undo_grant(self.chat, granted),
            Err(_) => queue.remove(self.chat, self.rank),
        }
        drop(queue);
        self.waiters.changed.notify_one();
    }
}
