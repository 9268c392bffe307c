//! Removes from the inbox what is carried out, many together: losing a removal only repeats work that does no harm.

use std::{collections::HashSet, sync::Arc, time::Duration};

use portcullis_domain::{
    event::Lane,
    inbox::DoneUpdates,
    lease::Holder,
    ports::{Clock, Inbox},
};
use tokio::sync::Notify;

use super::{lane_tasks::LaneTasks, lanes::Lanes, persist::persist};

/// How long what is carried out may wait for more of its kind.
const TOGETHER_FOR: Duration = Duration::from_millis(25);

/// Removes what is carried out, and lets go of the lanes that are worked off.
pub(super) struct InboxRemover {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) lanes: Arc<Lanes>,
    pub(super) tasks: Arc<LaneTasks>,
    pub(super) holder: Holder,
    pub(super) clock: Arc<dyn Clock>,
    /// Notified when a lane is there to be claimed.
    pub(super) given_back: Arc<Notify>,
}

impl InboxRemover {
    /// Goes on until it is dropped.
    pub(super) async fn run(self: Arc<Self>) {
        loop {
            self.lanes.until_to_remove().await;
            tokio::time::sleep(TOGETHER_FOR).await;
            self.flush().await;
        }
    }

    /// Removes all that is carried out by now.
    pub(super) async fn flush(&self) {
        let done = self.lanes.take_done();
        if done == DoneUpdates::default() {
            return;
        }
        let remove = || self.inbox.remove(&done, &self.holder, self.clock.now());
        let emptied: HashSet<Lane> = persist("remove what is done", remove).await.into_iter().collect();
        let drained = done.drained.iter().map(|(lane, _)| *lane);
        let (emptied, others): (Vec<_>, Vec<_>) = drained.partition(|lane| emptied.contains(lane));
        self.tasks.begin_all(self.lanes.emptied(emptied.into_iter()));
        if !others.is_empty() {
            self.tasks.begin_all(self.lanes.given_back(others.into_iter()));
            self.given_back.notify_one();
        }
    }
}
