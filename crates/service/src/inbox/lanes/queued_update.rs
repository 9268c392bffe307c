//! An update in memory.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use portcullis_domain::{Timestamp, UpdateId, event::Event, ports::Undecodable};

/// An update in memory, decoded once.
pub(crate) struct QueuedUpdate {
    pub(crate) id: UpdateId,
    /// What happened, unless another version of the program has stored it and this one can't read it.
    pub(crate) event: Result<Event, Undecodable>,
    pub(crate) received_at: Timestamp,
    /// How many attempts have failed because of the update itself.
    pub(crate) attempts: u32,
    /// Its share of the memory.
    pub(crate) _room: Room,
}

/// How much memory updates may take, and how much they do.
#[derive(Clone, Debug)]
pub(crate) struct Memory(Arc<Usage>);

#[derive(Debug)]
struct Usage {
    updates: AtomicUsize,
    bytes: AtomicUsize,
    max_updates: usize,
    max_bytes: usize,
}

/// The memory that an update takes until it is dropped.
pub(crate) struct Room {
    bytes: usize,
    usage: Arc<Usage>,
}

impl Memory {
    pub(crate) fn new(max_updates: usize, max_bytes: usize) -> Self {
        let (updates, bytes) = Default::default();
        Self(Arc::new(Usage { updates, bytes, max_updates, max_bytes }))
    }

    /// Takes room for an update whose JSON has this many bytes, be there any or not.
    pub(crate) fn take(&self, bytes: usize) -> Room {
        self.0.updates.fetch_add(1, Ordering::Relaxed);
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
        Room { bytes, usage: self.0.clone() }
    }

    /// Whether there is no room for more.
    pub(crate) fn is_full(&self) -> bool {
        self.free_updates() == 0 || self.free_bytes() == 0
    }

    /// For how many bytes there is room.
    pub(crate) fn free_bytes(&self) -> usize {
        self.0.max_bytes.saturating_sub(self.0.bytes.load(Ordering::Relaxed))
    }

    /// For how many updates there is room.
    pub(crate) fn free_updates(&self) -> usize {
        self.0.max_updates.saturating_sub(self.0.updates.load(Ordering::Relaxed))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.usage.updates.fetch_sub(1, Ordering::Relaxed);
        self.usage.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_full_at_its_updates_or_its_bytes_and_has_room_again_once_they_are_gone() {
        let memory = Memory::new(2, 100);
        let small = [memory.take(1), memory.take(1)];
        assert!(memory.is_full());
        drop(small);
        assert_eq!((memory.is_full(), memory.free_updates()), (false, 2));
        let large = memory.take(100);
        assert!(memory.is_full());
        drop(large);
        assert!(!memory.is_full());
    }
}
