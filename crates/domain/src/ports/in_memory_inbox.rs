//! The inbox in memory, for tests of whoever works it off.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{Inbox, StoreError};
use crate::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, InboxCounts, InboxUpdate, NewInboxUpdate, Placed, Position},
    lease::{Holder, LEASE},
};

/// An inbox that is gone with its process. It passes the contract suite of [`Inbox`], as the databases do.
#[derive(Debug, Default)]
pub struct InMemoryInbox(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    /// In the order in which they were stored.
    rows: Vec<InboxRow>,
    /// Those in which something waits or is being carried out.
    lanes: BTreeMap<i64, LaneRow>,
}

/// A stored update, and what became of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxRow {
    /// The update.
    pub update: InboxUpdate,
    /// Since when it is a dead letter.
    pub dead_at: Option<Timestamp>,
}

/// A lane in which something is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneRow {
    /// The position of the last that was stored.
    pub last: Position,
    /// Who works it off.
    pub holder: Option<Holder>,
    /// When it is due, or its lease runs out.
    pub free_at: Timestamp,
}

impl InMemoryInbox {
    /// Looks at a row, or changes it; `None` if there is no such row.
    pub fn with<R>(&self, id: UpdateId, change: impl FnOnce(&mut InboxRow) -> R) -> Option<R> {
        self.tables().rows.iter_mut().find(|row| row.id() == id).map(change)
    }

    /// A lane; `None` if nothing of it is stored.
    pub fn lane(&self, lane: Lane) -> Option<LaneRow> {
        self.tables().lanes.get(&lane.0).cloned()
    }

    /// Whether nothing waits and nothing is being carried out.
    pub fn is_empty(&self) -> bool {
        self.tables().lanes.is_empty()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        // No change stops half-way, so that a panic elsewhere leaves sound rows behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InboxRow {
    const fn id(&self) -> UpdateId {
        self.update.update.id
    }

    /// Whether it waits or is being carried out: no dead letter.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.dead_at.is_none()
    }
}

impl LaneRow {
    fn is_held_by(&self, holder: &Holder) -> bool {
        self.holder.as_ref() == Some(holder)
    }

    fn give_back(&mut self, free_at: Timestamp) {
        self.holder = None;
        self.free_at = free_at;
    }
}

impl Tables {
    fn put(
        &mut self,
        new: &NewInboxUpdate,
        holder: Option<&Holder>,
        now: Timestamp,
        free_at: Timestamp,
    ) -> Option<Placed> {
        let NewInboxUpdate { update, lane, received_at } = new.clone();
        let is_same = |row: &InboxRow| row.id() == update.id;
        if self.rows.iter().any(|row| is_same(row) && row.is_pending()) {
            return None;
        }
        self.rows.retain(|row| !is_same(row));
        let fresh = LaneRow { last: Position(0), holder: holder.cloned(), free_at };
        let row = self.lanes.entry(lane.0).or_insert(fresh);
        row.last = row.last.next();
        let (position, leased) = (row.last, holder.is_some_and(|holder| row.is_held_by(holder) && row.free_at > now));
        let placed = Placed { id: update.id, position, leased };
        let update = InboxUpdate { update, lane, position, received_at, attempts: 0 };
        self.rows.push(InboxRow { update, dead_at: None });
        Some(placed)
    }

    fn claim(
        &mut self,
        holder: &Holder,
        now: Timestamp,
        limit: ClaimLimit,
        is_claimable: impl Fn(&LaneRow) -> bool,
    ) -> Vec<InboxUpdate> {
        let is_due = |row: &LaneRow| is_claimable(row) && row.free_at <= now;
        let mut due: Vec<_> = self.lanes.iter().filter(|(_, row)| is_due(row)).collect();
        due.sort_by_key(|(_, row)| row.free_at);
        let due: Vec<i64> = due.into_iter().map(|(lane, _)| *lane).take(limit.lanes as usize).collect();
        let (mut claimed, mut bytes) = (Vec::new(), 0);
        for lane in due {
            let fits = limit.updates as usize - claimed.len();
            if fits == 0 || bytes >= limit.bytes {
                break;
            }
            let of_lane = self.claim_lane(lane, holder, now.after(LEASE), fits.min(limit.updates_per_lane as usize));
            claimed.extend(of_lane.into_iter().take_while(|update| {
                let has_room = bytes < limit.bytes;
                bytes += update.update.json.len() as u64;
                has_room
            }));
        }
        claimed
    }

    fn claim_lane(&mut self, lane: i64, holder: &Holder, until: Timestamp, limit: usize) -> Vec<InboxUpdate> {
        let rows = self.rows.iter().filter(|row| row.is_pending() && row.update.lane.0 == lane);
        let updates: Vec<_> = rows.map(|row| row.update.clone()).take(limit).collect();
        match self.lanes.get_mut(&lane) {
            Some(row) if !updates.is_empty() => {
                row.holder = Some(holder.clone());
                row.free_at = until;
            }
            _ => drop(self.lanes.remove(&lane)),
        }
        updates
    }
}

#[async_trait]
impl Inbox for InMemoryInbox {
    async fn put(
        &self,
        updates: &[NewInboxUpdate],
        holder: &Holder,
        now: Timestamp,
    ) -> Result<Vec<Placed>, StoreError> {
        let mut tables = self.tables();
        Ok(updates.iter().filter_map(|new| tables.put(new, Some(holder), now, now.after(LEASE))).collect())
    }

    async fn put_aside(&self, updates: &[NewInboxUpdate], now: Timestamp) -> Result<(), StoreError> {
        let mut tables = self.tables();
        for new in updates {
            tables.put(new, None, now, now);
        }
        Ok(())
    }

    async fn claim(&self, holder: &Holder, now: Timestamp, limit: ClaimLimit) -> Result<Vec<InboxUpdate>, StoreError> {
        Ok(self.tables().claim(holder, now, limit, |row| row.holder.is_none()))
    }

    async fn claim_expired(
        &self,
        holder: &Holder,
        now: Timestamp,
        limit: ClaimLimit,
    ) -> Result<Vec<InboxUpdate>, StoreError> {
        Ok(self.tables().claim(holder, now, limit, |row| row.holder.is_some()))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.tables().lanes.values().filter(|row| row.holder.is_none()).map(|row| row.free_at).min())
    }

    async fn renew(&self, holder: &Holder, lanes: &[Lane], now: Timestamp) -> Result<Vec<Lane>, StoreError> {
        let mut tables = self.tables();
        let mut renews = |lane: &Lane| match tables.lanes.get_mut(&lane.0).filter(|row| row.is_held_by(holder)) {
            Some(row) => {
                row.free_at = now.after(LEASE);
                true
            }
            None => false,
        };
        Ok(lanes.iter().filter(|lane| !renews(lane)).copied().collect())
    }

    async fn remove(&self, done: &DoneUpdates, holder: &Holder, now: Timestamp) -> Result<Vec<Lane>, StoreError> {
        let Tables { rows, lanes } = &mut *self.tables();
        let ids: HashSet<_> = done.ids.iter().collect();
        rows.retain(|row| !ids.contains(&row.id()));
        let mut emptied = Vec::new();
        for (lane, last) in &done.drained {
            let is_empty = !rows.iter().any(|row| row.is_pending() && row.update.lane == *lane);
            match lanes.get_mut(&lane.0).filter(|row| row.is_held_by(holder)) {
                Some(row) if row.last == *last && is_empty => {
                    lanes.remove(&lane.0);
                    emptied.push(*lane);
                }
                Some(row) => row.give_back(now),
                None => {}
            }
        }
        Ok(emptied)
    }

    async fn defer(
        &self,
        id: UpdateId,
        lane: Lane,
        holder: &Holder,
        not_before: Timestamp,
        attempts: u32,
    ) -> Result<(), StoreError> {
        self.with(id, |row| row.update.attempts = attempts);
        if let Some(row) = self.tables().lanes.get_mut(&lane.0).filter(|row| row.is_held_by(holder)) {
            row.give_back(not_before);
        }
        Ok(())
    }

    async fn dead_letter(&self, id: UpdateId, at: Timestamp) -> Result<(), StoreError> {
        self.with(id, |row| row.dead_at = Some(at));
        Ok(())
    }

    async fn release_leases(&self, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        self.tables().lanes.values_mut().filter(|row| row.is_held_by(holder)).for_each(|row| row.give_back(now));
        Ok(())
    }

    async fn list_waiting(&self, lanes: &[Lane]) -> Result<Vec<Lane>, StoreError> {
        let tables = self.tables();
        Ok(lanes.iter().filter(|lane| tables.lanes.contains_key(&lane.0)).copied().collect())
    }

    async fn prune_dead_letters(&self, before: Timestamp) -> Result<u64, StoreError> {
        let rows = &mut self.tables().rows;
        let all = rows.len();
        rows.retain(|row| row.dead_at.is_none_or(|at| at >= before));
        Ok((all - rows.len()) as u64)
    }

    async fn counts(&self) -> Result<InboxCounts, StoreError> {
        let rows = &self.tables().rows;
        let pending = rows.iter().filter(|row| row.is_pending()).count() as u64;
        Ok(InboxCounts { pending, dead_letters: rows.len() as u64 - pending })
    }
}
