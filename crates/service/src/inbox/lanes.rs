//! Which lanes have updates in the inbox, as far as this process knows.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    UpdateId,
    event::Lane,
    inbox::NewInboxUpdate,
    ports::{Inbox, StoreError},
};
use tokio::time::Instant;

/// The updates that this process has stored and not seen carried out, by lane.
///
/// Other instances carry out what this one has stored, so that now and then the inbox must be asked what became of it.
#[derive(Default)]
pub(crate) struct WaitingLanes(Mutex<HashMap<Lane, HashMap<UpdateId, Instant>>>);

impl WaitingLanes {
    /// Whether an update of this lane waits.
    pub(crate) fn has(&self, lane: Lane) -> bool {
        self.lanes().contains_key(&lane)
    }

    /// Takes note of updates that are being stored.
    pub(crate) fn add(&self, updates: &[NewInboxUpdate]) {
        let now = Instant::now();
        let mut lanes = self.lanes();
        for new in updates {
            lanes.entry(new.lane).or_default().insert(new.update.id, now);
        }
    }

    /// Takes note that an update waits no more.
    pub(crate) fn remove(&self, lane: Lane, id: UpdateId) {
        let mut lanes = self.lanes();
        let Some(waiting) = lanes.get_mut(&lane) else { return };
        waiting.remove(&id);
        if waiting.is_empty() {
            lanes.remove(&lane);
        }
    }

    /// The updates that have been waiting for longer than this.
    fn older_than(&self, age: Duration) -> Vec<UpdateId> {
        let lanes = self.lanes();
        let waiting = lanes.values().flatten();
        waiting.filter(|(_, since)| since.elapsed() > age).map(|(id, _)| *id).collect()
    }

    /// Forgets updates of this age that do not wait in the inbox any more: other instances have carried them out. A
    /// younger one may still be on its way into the inbox.
    pub(super) async fn forget_done(&self, inbox: &dyn Inbox, age: Duration) -> Result<(), StoreError> {
        let mut gone: HashSet<_> = self.older_than(age).into_iter().collect();
        if gone.is_empty() {
            return Ok(());
        }
        let asked: Vec<_> = gone.iter().copied().collect();
        for waiting in inbox.list_waiting(&asked).await? {
            gone.remove(&waiting);
        }
        self.remove_all(&gone);
        Ok(())
    }

    /// Takes note that none of `ids` waits any more.
    fn remove_all(&self, ids: &HashSet<UpdateId>) {
        self.lanes().retain(|_, waiting| {
            waiting.retain(|id, _| !ids.contains(id));
            !waiting.is_empty()
        });
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<Lane, HashMap<UpdateId, Instant>>> {
        // What a panic could leave half changed is asked of the inbox sooner or later.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{inbox::RawUpdate, ports::InMemoryInbox};

    use super::*;
    use crate::testing::NOW;

    fn stored(id: i64, lane: i64) -> NewInboxUpdate {
        let update = RawUpdate { id: UpdateId(id), json: String::new() };
        NewInboxUpdate { update, lane: Lane(lane), received_at: NOW }
    }

    #[test]
    fn a_lane_waits_until_its_last_update_is_done_however_often_one_was_delivered() {
        let lanes = WaitingLanes::default();
        lanes.add(&[stored(1, 7), stored(2, 7), stored(1, 7)]);
        lanes.remove(Lane(7), UpdateId(1));
        assert!(lanes.has(Lane(7)) && !lanes.has(Lane(8)));
        lanes.remove(Lane(7), UpdateId(2));
        lanes.remove(Lane(7), UpdateId(3));
        assert!(!lanes.has(Lane(7)));
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_has_waited_for_a_while_is_asked_about() {
        let lanes = WaitingLanes::default();
        lanes.add(&[stored(1, 7)]);
        tokio::time::advance(Duration::from_secs(11)).await;
        lanes.add(&[stored(2, 7)]);
        assert_eq!(lanes.older_than(Duration::from_secs(10)), [UpdateId(1)]);
        lanes.remove_all(&HashSet::from([UpdateId(1)]));
        assert!(lanes.has(Lane(7)));
        lanes.remove_all(&HashSet::from([UpdateId(2)]));
        assert!(!lanes.has(Lane(7)));
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_instance_has_carried_out_is_forgotten() {
        let inbox = InMemoryInbox::default();
        let (done, waiting) = (stored(1, 7), stored(2, 8));
        inbox.put(std::slice::from_ref(&waiting)).await.unwrap();
        let (lanes, age) = (WaitingLanes::default(), Duration::from_secs(10));
        lanes.add(&[done, waiting]);
        lanes.forget_done(&inbox, age).await.unwrap();
        assert!(lanes.has(Lane(7)), "it may still be on its way into the inbox");
        tokio::time::advance(Duration::from_secs(11)).await;
        lanes.forget_done(&inbox, age).await.unwrap();
        assert!(!lanes.has(Lane(7)));
        assert!(lanes.has(Lane(8)));
    }
}
