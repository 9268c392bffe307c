//! A place among those who wait to send.

use std::sync::Arc;

use portcullis_domain::{ChatId, message::SendPriority};
use tokio::{
    sync::oneshot,
    time::{Instant, sleep_until},
};

use super::{grants::Rank, local_message_limiter::Shared};

/// One who waits. Dropped before the grant was taken up, it gives back the place, and the grant if there is one.
pub(super) struct Place {
    shared: Arc<Shared>,
    chat: ChatId,
    rank: Rank,
    grant: oneshot::Receiver<Instant>,
    taken: bool,
}

impl Place {
    /// Joins the queue, and sees whether it is this one's turn already.
    pub(super) fn take(shared: &Arc<Shared>, chat: ChatId, priority: SendPriority) -> Self {
        let now = Instant::now();
        let mut grants = shared.grants();
        let (rank, grant) = grants.enqueue(chat, priority, now);
        grants.grant(now);
        Self { shared: shared.clone(), chat, rank, grant, taken: false }
    }

    /// Whether the grant is there.
    pub(super) fn take_up(&mut self) -> bool {
        self.taken = self.grant.try_recv().is_ok();
        self.taken
    }

    pub(super) async fn granted(&mut self) {
        // The sender is dropped without a grant only by `leave`, which is called when this one is dropped.
        self.taken = (&mut self.grant).await.is_ok();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.taken {
            return;
        }
        let mut grants = self.shared.grants();
        // Grants are sent under the lock, so that none can come any more.
        match self.grant.try_recv() {
            Ok(granted) => grants.refund(self.chat, granted),
            Err(_) => grants.leave(self.chat, self.rank),
        }
        drop(grants);
        self.shared.changed.notify_one();
    }
}

/// Grants as time passes, until nobody waits.
pub(super) async fn drive(shared: Arc<Shared>) {
    loop {
        let next = {
            let mut grants = shared.grants();
            let next = grants.grant(Instant::now());
            if next.is_none() {
                shared.driven.store(false, std::sync::atomic::Ordering::Relaxed);
            }
            next
        };
        let Some(next) = next else { return };
        tokio::select! {
            () = sleep_until(next) => {}
            () = shared.changed.notified() => {}
        }
    }
}
