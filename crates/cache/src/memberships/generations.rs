//! Invalidates a whole channel without looking for what belongs to it.

use std::sync::atomic::{AtomicU32, Ordering};

use portcullis_domain::ChannelId;

/// A number for each channel that is part of its keys: once it is another, nothing cached or in flight under the old one
/// is ever found again, and its room is taken by what is used.
///
/// Channels share a fixed number of counters, so that no number of channels takes more room. Two that share one are
/// invalidated together, which costs look-ups and nothing else.
pub(crate) struct Generations(Vec<AtomicU32>);

impl Default for Generations {
    fn default() -> Self {
        Self((0..4096).map(|_| AtomicU32::new(0)).collect())
    }
}

impl Generations {
    pub(crate) fn of(&self, channel: ChannelId) -> u32 {
        self.counter(channel).load(Ordering::Acquire)
    }

    pub(crate) fn advance(&self, channel: ChannelId) {
        self.counter(channel).fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn advance_all(&self) {
        for counter in &self.0 {
            counter.fetch_add(1, Ordering::AcqRel);
        }
    }

    fn counter(&self, channel: ChannelId) -> &AtomicU32 {
        let index = channel.0.unsigned_abs() % self.0.len() as u64;
        &self.0[usize::try_from(index).unwrap_or_default()]
    }
}
