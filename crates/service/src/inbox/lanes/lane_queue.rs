//! One lane: its updates in memory, in their order, and whose it is in the inbox.

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
};

use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{NewInboxUpdate, Placed, Position, RawUpdate},
    ports::NotAccepted,
};
use tokio::{
    sync::{Notify, oneshot},
    time::Instant,
};

use super::QueuedUpdate;

/// Where somebody waits for an update to be safe: carried out or stored.
pub(super) type Answer = oneshot::Sender<Result<(), NotAccepted>>;

/// The updates of a lane that are in memory, the oldest first: those that are stored, then those that are being stored,
/// then those that Telegram alone has so far.
#[derive(Default)]
pub(super) struct LaneQueue {
    stored: VecDeque<Slot>,
    storing: VecDeque<Slot>,
    unstored: VecDeque<Unstored>,
    /// How many of the unstored are to be stored, the oldest.
    wanted: usize,
    /// Those that were carried out while they were being stored: their rows go as soon as they are there.
    done_while_storing: HashSet<UpdateId>,
    /// All that are in memory.
    ids: HashSet<UpdateId>,
    hold: Hold,
    /// Whether a task works it off.
    is_worked_on: bool,
    /// Notified of whatever changes.
    changed: Arc<Notify>,
}

struct Slot {
    update: Arc<QueuedUpdate>,
    answers: Vec<Answer>,
}

struct Unstored {
    slot: Slot,
    json: String,
    keep: Keep,
}

/// Where an update is kept once it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// In memory as well.
    InMemory,
    /// In the inbox alone, since memory is full.
    InInbox,
}

/// What is stored of a lane behind the last that is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing, as far as this process knows.
    Nothing,
    /// Something that is older than all that arrives, in the inbox alone.
    InInbox,
}

/// Whose a lane is in the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Hold {
    /// Nothing of it is stored, as far as this process knows.
    #[default]
    Empty,
    /// It is leased, and known up to `last`. `leased_at` is when the statement began that leased or renewed it last: the
    /// lease counts from then, however late this process learns of it.
    Held { since: Instant, leased_at: Timestamp, last: Position, rest: Rest },
    /// It is another's, or waits: something older than all that comes is stored, and not in memory.
    Waiting { since: Instant },
    /// It was worked off, and is being let go of.
    LettingGo { rest: Rest },
    /// Its oldest has to wait, and with it the lane is being given back.
    Deferring,
}

/// The next update of a lane.
pub(crate) struct Front {
    pub(crate) update: Arc<QueuedUpdate>,
    /// When the lease on the lane began, if the update is stored and the lane leased: it may have effects for as long as
    /// that lasts.
    pub(crate) leased_at: Option<Timestamp>,
}

/// An update to be stored, and where it is kept then.
pub(super) struct ToStore {
    pub(super) new: NewInboxUpdate,
    pub(super) keep: Keep,
}

impl LaneQueue {
    /// Whether a later event must not be decided before what is here.
    pub(super) fn must_wait(&self) -> bool {
        !self.is_empty() || !self.is_memory_enough()
    }

    /// How many of its updates are in memory.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    fn is_empty(&self) -> bool {
        self.stored.is_empty() && self.storing.is_empty() && self.unstored.is_empty()
    }

    /// Whether nothing that is older than the updates in memory waits elsewhere.
    const fn is_memory_enough(&self) -> bool {
        match self.hold {
            Hold::Empty => true,
            Hold::Held { rest, .. } | Hold::LettingGo { rest } => matches!(rest, Rest::Nothing),
            Hold::Waiting { .. } | Hold::Deferring => false,
        }
    }

    /// Whether it can be forgotten.
    pub(super) fn is_forgettable(&self) -> bool {
        self.is_empty() && !self.is_storing() && self.hold == Hold::Empty && !self.is_worked_on
    }

    fn is_storing(&self) -> bool {
        !(self.storing.is_empty() && self.done_while_storing.is_empty())
    }

    /// Adds an update at the end. One that came before and is not safe yet is told of together with that.
    pub(super) fn push(&mut self, update: Arc<QueuedUpdate>, json: String, keep: Keep, answer: Answer) {
        let id = update.id;
        if self.ids.insert(id) {
            let slot = Slot { update, answers: vec![answer] };
            self.unstored.push_back(Unstored { slot, json, keep });
            return;
        }
        let unsafe_yet = self.storing.iter_mut().chain(self.unstored.iter_mut().map(|unstored| &mut unstored.slot));
        match unsafe_yet.into_iter().find(|slot| slot.update.id == id) {
            Some(slot) => slot.answers.push(answer),
            None => tell(answer, Ok(())),
        }
    }

    /// Whether a task should begin to work it off; it has begun then.
    pub(super) fn begin_work(&mut self) -> bool {
        let begins = !self.is_worked_on && self.front().is_some();
        self.is_worked_on |= begins;
        begins
    }

    /// The next to be carried out, for the task that works it off; `None` ends that task.
    pub(super) fn next(&mut self) -> Option<Front> {
        let front = self.front();
        self.is_worked_on = front.is_some();
        front
    }

    fn front(&self) -> Option<Front> {
        let oldest = self.stored.front().or(self.storing.front());
        let oldest = oldest.or(self.unstored.front().map(|unstored| &unstored.slot))?;
        let leased_at = match self.hold {
            Hold::Held { leased_at, .. } if !self.stored.is_empty() => Some(leased_at),
            _ => None,
        };
        (leased_at.is_some() || self.is_memory_enough()).then(|| Front { update: oldest.update.clone(), leased_at })
    }

    /// This update, if it is the next; `None` if it is not this process's to carry out.
    pub(super) fn front_if(&self, id: UpdateId) -> Option<Front> {
        self.front().filter(|front| front.update.id == id)
    }

    pub(super) fn changed(&self) -> Arc<Notify> {
        self.changed.clone()
    }

    pub(super) fn notify(&self) {
        self.changed.notify_waiters();
    }

    /// Notes that an update is to be stored, now, with all that is older; `false` if it is already, or is not here.
    pub(super) fn want_stored(&mut self, id: UpdateId) -> bool {
        let later = self.unstored.iter().skip(self.wanted);
        let Some(index) = later.map(|unstored| unstored.slot.update.id).position(|later| later == id) else {
            return false;
        };
        self.wanted += index + 1;
        true
    }

    /// What is to be stored; nothing while it is being let go of.
    pub(super) fn take_to_store(&mut self, lane: Lane) -> Vec<ToStore> {
        if matches!(self.hold, Hold::LettingGo { .. } | Hold::Deferring) {
            return Vec::new();
        }
        let wanted = self.unstored.drain(..std::mem::take(&mut self.wanted));
        let mut kept = Keep::InMemory;
        let to_store = wanted.map(|Unstored { slot, json, keep }| {
            // What comes behind one that memory had no room for must not overtake it.
            if keep == Keep::InInbox {
                kept = keep;
            }
            let keep = kept;
            let update = RawUpdate { id: slot.update.id, json };
            let new = NewInboxUpdate { update, lane, received_at: slot.update.received_at };
            self.storing.push_back(slot);
            ToStore { new, keep }
        });
        to_store.collect()
    }

    /// Whether something is to be stored.
    pub(super) const fn wants_storing(&self) -> bool {
        self.wanted > 0
    }

    /// Notes that an update is stored, by a statement that began `at` this moment, and where in its lane unless it was
    /// before, or is kept in the inbox alone; `true` if its row is to be removed, since it was carried out meanwhile.
    pub(super) fn stored(&mut self, id: UpdateId, placed: Option<Placed>, keep: Keep, at: Timestamp) -> bool {
        let (slot, is_done) = (self.take_storing(id), self.done_while_storing.remove(&id));
        if slot.is_none() && !is_done {
            // It was claimed before this was known.
            return false;
        }
        let is_here = keep == Keep::InMemory && placed.is_some_and(|placed| self.follows(placed));
        match (placed, self.hold) {
            (Some(placed), hold) if is_here => {
                // Another instance may have had the lane meanwhile, finished it and removed its row: what is here of it was
                // carried out there. Where this one is done, what is here was claimed since.
                let begins = placed.position == Position::FIRST && (slot.is_some() || self.stored.is_empty());
                if begins {
                    self.drop_stored();
                }
                let (since, leased_at) = match hold {
                    Hold::Held { since, leased_at, .. } if !begins => (since, leased_at),
                    _ => (Instant::now(), at),
                };
                self.hold = Hold::Held { since, leased_at, last: placed.position, rest: Rest::Nothing };
            }
            (_, Hold::Held { since, leased_at, last, .. }) => {
                self.hold = Hold::Held { since, leased_at, last, rest: Rest::InInbox };
            }
            (_, Hold::Empty | Hold::Waiting { .. }) => self.hold = Hold::Waiting { since: Instant::now() },
            (_, Hold::LettingGo { .. } | Hold::Deferring) => {}
        }
        if let Some(slot) = slot {
            let slot = slot.told(Ok(()));
            if is_here {
                self.stored.push_back(slot);
            } else {
                self.ids.remove(&id);
            }
        }
        is_done
    }

    fn take_storing(&mut self, id: UpdateId) -> Option<Slot> {
        take(&mut self.storing, id)
    }

    /// Whether it is the first of an empty lane, or comes right behind the last that is here: the lane is leased, and
    /// nobody else has stored in it in between.
    fn follows(&self, placed: Placed) -> bool {
        let next = match self.hold {
            Hold::Held { last, rest: Rest::Nothing, .. } => last.next(),
            _ => Position::FIRST,
        };
        placed.leased && (placed.position == next || placed.position == Position::FIRST)
    }

    /// One that has come again, and is stored since it came first.
    fn take_unstored(&mut self, id: UpdateId) -> Option<Slot> {
        if !self.ids.contains(&id) {
            return None;
        }
        let index = self.unstored.iter().position(|unstored| unstored.slot.update.id == id)?;
        self.wanted -= usize::from(index < self.wanted);
        self.unstored.remove(index).map(|unstored| unstored.slot)
    }

    /// Notes that an update could not be stored, as far as is known: it is not this process's any more, and comes again.
    /// `true` if its row is to be removed, should there be one, since it was carried out meanwhile.
    pub(super) fn not_stored(&mut self, id: UpdateId) -> bool {
        if let Some(slot) = self.take_storing(id) {
            self.ids.remove(&id);
            drop(slot.told(Err(NotAccepted)));
        }
        self.done_while_storing.remove(&id)
    }

    /// Refuses all that Telegram alone has so far, since one before them has to come again.
    pub(super) fn refuse_unstored(&mut self) {
        self.wanted = 0;
        for Unstored { slot, .. } in self.unstored.drain(..) {
            self.ids.remove(&slot.update.id);
            drop(slot.told(Err(NotAccepted)));
        }
    }

    /// Notes that the oldest is carried out; `true` if its row is to be removed.
    pub(super) fn finish(&mut self, id: UpdateId) -> bool {
        let is_it = |slot: &mut Slot| slot.update.id == id;
        let is_stored = self.stored.front_mut().is_some_and(is_it);
        let slot = if is_stored {
            self.stored.pop_front()
        } else if let Some(slot) = self.storing.pop_front_if(is_it) {
            self.done_while_storing.insert(id);
            Some(slot)
        } else {
            let unstored = self.unstored.pop_front_if(|unstored| is_it(&mut unstored.slot));
            self.wanted = self.wanted.saturating_sub(usize::from(unstored.is_some()));
            unstored.map(|unstored| unstored.slot)
        };
        if let Some(slot) = slot {
            self.ids.remove(&id);
            drop(slot.told(Ok(())));
        }
        is_stored
    }

    /// Takes over what was claimed of it, by a statement that began `at` this moment, up to `last`, behind which there is
    /// `rest`.
    pub(super) fn claimed(&mut self, updates: Vec<QueuedUpdate>, last: Position, rest: Rest, at: Timestamp) {
        // Some may be in memory still: the lease ran out. What is claimed tells the order.
        let mut known = std::mem::take(&mut self.stored);
        for update in updates {
            let id = update.id;
            if self.done_while_storing.contains(&id) {
                continue;
            }
            let slot = take(&mut known, id).or_else(|| self.take_storing(id)).or_else(|| self.take_unstored(id));
            self.ids.insert(id);
            let slot = slot.unwrap_or_else(|| Slot { update: Arc::new(update), answers: Vec::new() });
            self.stored.push_back(slot.told(Ok(())));
        }
        // What else was here was carried out elsewhere, or comes behind all this: the inbox alone knows.
        let rest = if known.is_empty() { rest } else { Rest::InInbox };
        for slot in known {
            self.ids.remove(&slot.update.id);
        }
        self.hold = Hold::Held { since: Instant::now(), leased_at: at, last, rest };
    }

    /// Its last position, if it is worked off; it is being let go of then.
    pub(super) fn begin_to_let_go(&mut self) -> Option<Position> {
        let Hold::Held { last, rest, .. } = self.hold else { return None };
        let is_worked_off = self.stored.is_empty() && !self.is_storing();
        if !is_worked_off || !(rest == Rest::InInbox || self.unstored.is_empty()) {
            return None;
        }
        self.hold = Hold::LettingGo { rest };
        Some(last)
    }

    /// Gives the lane back with its oldest, which has to wait: all that is stored is the inbox's again.
    pub(super) fn begin_to_defer(&mut self) {
        self.hold = Hold::Deferring;
        self.drop_stored();
    }

    /// Notes that a lease which was held by `at` is another instance's by now: all that is stored is carried out there.
    /// `false` if it is not held any more, or has been leased anew since.
    pub(super) fn lost(&mut self, at: Instant) -> bool {
        let is_lost = matches!(self.hold, Hold::Held { since, .. } if since <= at);
        if is_lost {
            self.hold = Hold::Waiting { since: Instant::now() };
            self.drop_stored();
        }
        is_lost
    }

    /// Notes that a lease which was held by `at` was renewed, by a statement that began at `now`.
    pub(super) fn renewed(&mut self, at: Instant, now: Timestamp) {
        match &mut self.hold {
            Hold::Held { since, leased_at, .. } if *since <= at => *leased_at = now.max(*leased_at),
            _ => {}
        }
    }

    fn drop_stored(&mut self) {
        for slot in self.stored.drain(..) {
            self.ids.remove(&slot.update.id);
        }
    }

    /// Notes that it was let go of, and nothing of it is stored any more.
    pub(super) const fn emptied(&mut self) {
        if matches!(self.hold, Hold::LettingGo { .. }) {
            self.hold = Hold::Empty;
        }
    }

    /// Notes that nothing of it was stored when that was looked for, after `at`. What has been stored here since, or is
    /// being stored, was not seen then.
    pub(super) fn was_empty(&mut self, at: Instant) {
        if matches!(self.hold, Hold::Waiting { since } if since < at) && !self.is_storing() {
            self.hold = Hold::Empty;
        }
    }

    /// Notes that it was given back: something of it is stored, be it another's. It may have been claimed since.
    pub(super) fn given_back(&mut self) {
        if matches!(self.hold, Hold::LettingGo { .. } | Hold::Deferring) {
            self.hold = Hold::Waiting { since: Instant::now() };
        }
    }

    /// Since when it waits for another to carry out what is stored of it.
    pub(super) const fn waiting_since(&self) -> Option<Instant> {
        match self.hold {
            Hold::Waiting { since } => Some(since),
            _ => None,
        }
    }

    /// Whether it is leased, and the lease must not run out.
    pub(super) const fn is_held(&self) -> bool {
        matches!(self.hold, Hold::Held { .. } | Hold::LettingGo { .. })
    }
}

impl Slot {
    /// The same, when whoever waits has been told what became of it.
    fn told(mut self, outcome: Result<(), NotAccepted>) -> Self {
        for answer in self.answers.drain(..) {
            tell(answer, outcome);
        }
        self
    }
}

fn take(slots: &mut VecDeque<Slot>, id: UpdateId) -> Option<Slot> {
    let index = slots.iter().position(|slot| slot.update.id == id)?;
    slots.remove(index)
}

fn tell(answer: Answer, outcome: Result<(), NotAccepted>) {
    // Whoever asked may have gone.
    let _gone = answer.send(outcome);
}

#[cfg(test)]
mod tests;
