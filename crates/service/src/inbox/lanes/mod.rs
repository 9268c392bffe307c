//! The updates in memory, lane by lane, from their arrival until they are carried out.
//!
//! A lane is worked off here from the first of its updates on, whether it is stored yet or not: what memory can decide
//! needs no row. Whatever is to have effects waits until it is stored and its lane is leased.

mod lane_queue;
mod queued_update;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{DoneUpdates, NewInboxUpdate, Placed, Position},
    ports::NotAccepted,
};
use tokio::{
    sync::{Notify, oneshot},
    time::Instant,
};

use self::lane_queue::{LaneQueue, ToStore};
pub(crate) use self::{
    lane_queue::{Front, Keep, Rest},
    queued_update::{Memory, QueuedUpdate},
};

/// How long an update may be decided about before it is stored, so that Telegram gets its answer: long enough for a
/// look-up on a fast network, and for what comes meanwhile to be stored together; no more than a person notices.
const STORE_AFTER: Duration = Duration::from_millis(20);

/// How many updates of a lane are kept in memory, and claimed at once.
pub(crate) const MAX_IN_LANE: u32 = 1_000;

/// All lanes of which something is in memory, or waits elsewhere.
#[derive(Default)]
pub(crate) struct Lanes {
    state: Mutex<State>,
    to_store: Notify,
    to_remove: Notify,
}

#[derive(Default)]
struct State {
    queues: HashMap<Lane, LaneQueue>,
    /// When each that arrived is stored at the latest, in that order.
    arrivals: VecDeque<(Instant, Lane, UpdateId)>,
    /// Those of which something is to be stored, whoever wanted it first first.
    wanted: VecDeque<Lane>,
    /// The same, each once.
    is_wanted: HashSet<Lane>,
    /// What is carried out and to be removed.
    done: Vec<UpdateId>,
    /// Those that may be worked off.
    drained: HashSet<Lane>,
}

/// An update that arrived, with its JSON.
pub(crate) struct Arrival {
    pub(crate) lane: Lane,
    pub(crate) update: QueuedUpdate,
    pub(crate) json: String,
    pub(crate) keep: Keep,
    /// Whether it is to be stored at once, since memory can't decide about its kind.
    pub(crate) is_urgent: bool,
}

/// What is being stored, with where each is kept.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) in_memory: Vec<NewInboxUpdate>,
    pub(crate) in_inbox: Vec<NewInboxUpdate>,
}

impl Batch {
    pub(crate) fn is_empty(&self) -> bool {
        self.in_memory.is_empty() && self.in_inbox.is_empty()
    }
}

impl Lanes {
    /// Whether a later event of this lane must not be decided before what is here.
    pub(crate) fn must_wait(&self, lane: Lane) -> bool {
        self.state().queues.get(&lane).is_some_and(LaneQueue::must_wait)
    }

    /// Takes an update in; what comes out tells when it is safe. `true`: a task is to work off its lane.
    pub(crate) fn arrive(&self, arrival: Arrival) -> (oneshot::Receiver<Result<(), NotAccepted>>, bool) {
        let Arrival { lane, update, json, keep, is_urgent } = arrival;
        let (answer, safe) = oneshot::channel();
        let id = update.id;
        let mut state = self.state();
        let queue = state.queues.entry(lane).or_default();
        // One lane must not take all others' room.
        let keep = if queue.len() < MAX_IN_LANE as usize { keep } else { Keep::InInbox };
        queue.push(Arc::new(update), json, keep, answer);
        let begins = queue.begin_work();
        state.arrivals.push_back((Instant::now() + STORE_AFTER, lane, id));
        let is_next = state.arrivals.len() == 1;
        if is_urgent {
            state.want_stored(lane, id);
        }
        drop(state);
        if is_urgent || is_next {
            self.to_store.notify_one();
        }
        (safe, begins)
    }

    /// The next update of a lane, for the task that works it off; `None` ends that task.
    pub(crate) fn next(&self, lane: Lane) -> Option<Front> {
        let mut state = self.state();
        let queue = state.queues.get_mut(&lane)?;
        let front = queue.next();
        if front.is_none() {
            state.rest(lane);
            drop(state);
            self.to_remove.notify_one();
        }
        front
    }

    /// Notes that the oldest of a lane is carried out.
    pub(crate) fn finish(&self, lane: Lane, id: UpdateId) {
        let mut state = self.state();
        if state.queues.get_mut(&lane).is_some_and(|queue| queue.finish(id)) {
            state.done.push(id);
            drop(state);
            self.to_remove.notify_one();
        }
    }

    /// Notes that the oldest of a lane is a dead letter, whose row stays.
    pub(crate) fn pass_over(&self, lane: Lane, id: UpdateId) {
        if let Some(queue) = self.state().queues.get_mut(&lane) {
            queue.finish(id);
        }
    }

    /// Returns once an update is stored and may have effects, with when the lease on its lane began; `None` if it is not
    /// this process's to carry out any more.
    pub(crate) async fn until_leased(&self, lane: Lane, id: UpdateId) -> Option<Timestamp> {
        if self.state().want_stored(lane, id) {
            self.to_store.notify_one();
        }
        loop {
            let changed = self.state().queues.get(&lane).map(LaneQueue::changed)?;
            let changed = changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let front = self.state().queues.get(&lane).and_then(|queue| queue.front_if(id))?;
            if front.leased_at.is_some() {
                return front.leased_at;
            }
            changed.await;
        }
    }

    /// Returns once something may have to be stored.
    pub(crate) async fn until_to_store(&self) {
        let next = self.state().arrivals.front().map(|(due, ..)| *due);
        let due = async {
            match next {
                Some(due) => tokio::time::sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.to_store.notified() => {}
            () = due => {}
        }
    }

    /// What is to be stored now, at most so many, lane by lane in order.
    pub(crate) fn take_to_store(&self, limit: usize) -> Batch {
        let mut state = self.state();
        state.want_what_is_due(Instant::now());
        let (mut batch, mut count) = (Batch::default(), 0);
        let mut held_back = Vec::new();
        while count < limit
            && let Some(lane) = state.wanted.pop_front()
        {
            let Some(queue) = state.queues.get_mut(&lane) else {
                state.is_wanted.remove(&lane);
                continue;
            };
            for ToStore { new, keep } in queue.take_to_store(lane) {
                count += 1;
                match keep {
                    Keep::InMemory => batch.in_memory.push(new),
                    Keep::InInbox => batch.in_inbox.push(new),
                }
            }
            if queue.wants_storing() {
                held_back.push(lane);
            } else {
                state.is_wanted.remove(&lane);
            }
        }
        held_back.into_iter().rev().for_each(|lane| state.wanted.push_front(lane));
        batch
    }

    /// Notes that these are stored, by a statement that began `at` this moment, and as `placed` tells unless they were
    /// before; returns lanes for tasks to work off.
    pub(crate) fn stored(
        &self,
        ids: impl Iterator<Item = (Lane, UpdateId)>,
        placed: &HashMap<UpdateId, Placed>,
        keep: Keep,
        at: Timestamp,
    ) -> Vec<Lane> {
        self.settle(ids, |queue, id| queue.stored(id, placed.get(&id).copied(), keep, at))
    }

    /// Notes that these could not be stored now, and so come again: whatever came behind them in their lanes must too, or
    /// it would overtake them. Returns lanes for tasks to work off.
    pub(crate) fn not_stored(&self, ids: impl Iterator<Item = (Lane, UpdateId)>) -> Vec<Lane> {
        self.settle(ids, |queue, id| {
            queue.refuse_unstored();
            queue.not_stored(id)
        })
    }

    /// Notes that the database refuses these, and will again: nothing waits for them. Returns lanes for tasks to work off.
    pub(crate) fn refused(&self, ids: impl Iterator<Item = (Lane, UpdateId)>) -> Vec<Lane> {
        self.settle(ids, LaneQueue::not_stored)
    }

    /// Takes over what was claimed of a lane, by a statement that began `at` this moment, up to `last`, behind which there
    /// is `rest`; `true`: a task is to work it off.
    pub(crate) fn claimed(
        &self,
        lane: Lane,
        updates: Vec<QueuedUpdate>,
        last: Position,
        rest: Rest,
        at: Timestamp,
    ) -> bool {
        let mut state = self.state();
        let queue = state.queues.entry(lane).or_default();
        queue.claimed(updates, last, rest, at);
        queue.notify();
        queue.begin_work()
    }

    /// Gives a lane back with its oldest, which has to wait; nothing of it is stored until it was.
    pub(crate) fn begin_to_defer(&self, lane: Lane) {
        if let Some(queue) = self.state().queues.get_mut(&lane) {
            queue.begin_to_defer();
        }
    }

    /// Notes that these were let go of, and nothing of them is stored any more; returns lanes for tasks to work off.
    pub(crate) fn emptied(&self, lanes: impl Iterator<Item = Lane>) -> Vec<Lane> {
        self.let_go(lanes, LaneQueue::emptied)
    }

    /// Notes that of these nothing was stored when that was looked for, after `at`; returns lanes for tasks to work off.
    pub(crate) fn were_empty(&self, lanes: impl Iterator<Item = Lane>, at: Instant) -> Vec<Lane> {
        self.let_go(lanes, |queue| queue.was_empty(at))
    }

    /// Notes that these were given back: something of them is stored, be it another's. Returns lanes for tasks to work off,
    /// which may have been claimed since.
    pub(crate) fn given_back(&self, lanes: impl Iterator<Item = Lane>) -> Vec<Lane> {
        self.let_go(lanes, LaneQueue::given_back)
    }

    fn let_go(&self, lanes: impl Iterator<Item = Lane>, let_go: impl Fn(&mut LaneQueue)) -> Vec<Lane> {
        let mut state = self.state();
        let go_on = |lane: &Lane| {
            state.queues.get_mut(lane).map(&let_go);
            state.go_on(*lane)
        };
        let begun = lanes.filter(go_on).collect();
        drop(state);
        // What was held back while they were let go of.
        self.to_store.notify_one();
        begun
    }

    /// Returns once something may have to be removed.
    pub(crate) async fn until_to_remove(&self) {
        self.to_remove.notified().await;
    }

    /// What is to be removed, and the lanes that are worked off: nothing is stored in these until they were let go of.
    pub(crate) fn take_done(&self) -> DoneUpdates {
        let mut state = self.state();
        let drained: Vec<Lane> = state.drained.drain().collect();
        let begin = |lane: Lane| Some((lane, state.queues.get_mut(&lane)?.begin_to_let_go()?));
        let drained = drained.into_iter().filter_map(begin).collect();
        DoneUpdates { ids: std::mem::take(&mut state.done), drained }
    }

    /// The lanes that are leased now, and which moment that is.
    pub(crate) fn held(&self) -> (Vec<Lane>, Instant) {
        let state = self.state();
        let held = state.queues.iter().filter(|(_, queue)| queue.is_held());
        (held.map(|(lane, _)| *lane).collect(), Instant::now())
    }

    /// Notes that the leases which were held by `at` on these are another instance's by now, unless they were let go
    /// of meanwhile; how many were not.
    pub(crate) fn lost(&self, lanes: &[Lane], at: Instant) -> usize {
        let mut state = self.state();
        let mut is_lost = |lane: &&Lane| {
            let Some(queue) = state.queues.get_mut(lane) else { return false };
            let is_lost = queue.lost(at);
            queue.notify();
            is_lost
        };
        lanes.iter().filter(|lane| is_lost(lane)).count()
    }

    /// Notes that all leases which were held by `at` were renewed, by a statement that began at `now`.
    pub(crate) fn renewed(&self, at: Instant, now: Timestamp) {
        self.state().queues.values_mut().for_each(|queue| queue.renewed(at, now));
    }

    /// Whether what is stored of any lane is another's, or waits.
    pub(crate) fn has_waiting(&self) -> bool {
        self.state().queues.values().any(|queue| queue.waiting_since().is_some())
    }

    /// The lanes that have been waiting for longer than this for another to carry out what is stored of them, and which
    /// moment this is.
    pub(crate) fn waiting_for(&self, age: Duration) -> (Vec<Lane>, Instant) {
        let is_old = |queue: &LaneQueue| queue.waiting_since().is_some_and(|since| since.elapsed() > age);
        let state = self.state();
        let waiting = state.queues.iter().filter(|(_, queue)| is_old(queue));
        (waiting.map(|(lane, _)| *lane).collect(), Instant::now())
    }

    fn settle(
        &self,
        ids: impl Iterator<Item = (Lane, UpdateId)>,
        settle: impl Fn(&mut LaneQueue, UpdateId) -> bool,
    ) -> Vec<Lane> {
        let mut state = self.state();
        let mut touched = HashSet::new();
        for (lane, id) in ids {
            let Some(queue) = state.queues.get_mut(&lane) else { continue };
            if settle(queue, id) {
                state.done.push(id);
            }
            touched.insert(lane);
        }
        let begun = touched.into_iter().filter(|lane| state.go_on(*lane)).collect();
        drop(state);
        self.to_remove.notify_one();
        begun
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics, and what stands in the inbox is claimed again if need be.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Notes that an update is to be stored now; `true` if that is news.
    fn want_stored(&mut self, lane: Lane, id: UpdateId) -> bool {
        let is_news = self.queues.get_mut(&lane).is_some_and(|queue| queue.want_stored(id));
        if is_news && self.is_wanted.insert(lane) {
            self.wanted.push_back(lane);
        }
        is_news
    }

    fn want_what_is_due(&mut self, now: Instant) {
        while let Some((due, lane, id)) = self.arrivals.front().copied() {
            if due > now {
                return;
            }
            self.arrivals.pop_front();
            self.want_stored(lane, id);
        }
    }

    /// Tells whoever waits that a lane has changed; `true`: a task is to work it off.
    fn go_on(&mut self, lane: Lane) -> bool {
        let Some(queue) = self.queues.get_mut(&lane) else { return false };
        queue.notify();
        let begins = queue.begin_work();
        self.rest(lane);
        begins
    }

    /// Nothing of a lane is being worked on, for now: it may be worked off, or be forgotten.
    fn rest(&mut self, lane: Lane) {
        let Some(queue) = self.queues.get(&lane) else { return };
        if queue.is_forgettable() {
            self.queues.remove(&lane);
        } else if queue.is_held() {
            self.drained.insert(lane);
        }
    }
}

#[cfg(test)]
mod tests;
