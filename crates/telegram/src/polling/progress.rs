//! How far Telegram's queue has been read and confirmed.

use std::time::Duration;

use tokio::time::Instant;

/// How far the queue has been read and confirmed.
pub(super) struct Progress {
    offset: Option<i64>,
    is_confirmed: bool,
    last_update: Instant,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { offset: None, is_confirmed: true, last_update: Instant::now() }
    }

    /// Where the next request begins; `None`: at the oldest update that Telegram has.
    pub(super) const fn offset(&self) -> Option<i64> {
        self.offset
    }

    /// The offset that no request has sent to Telegram yet.
    pub(super) fn unconfirmed(&self) -> Option<i64> {
        self.offset.filter(|_| !self.is_confirmed)
    }

    /// A request with the offset was answered, so what lay before it is confirmed.
    pub(super) const fn confirmed(&mut self) {
        self.is_confirmed = true;
    }

    /// Updates up to `offset` are safe.
    pub(super) fn accepted(&mut self, offset: i64) {
        *self = Self { offset: Some(offset), is_confirmed: false, last_update: Instant::now() };
    }

    /// There was nothing new.
    ///
    /// After a week without updates Telegram numbers from a random point, which may lie below the offset. All before it
    /// is confirmed, so nothing comes twice if it is forgotten after `forget_after`, a time much shorter than that.
    pub(super) fn nothing_new(&mut self, forget_after: Duration) {
        if self.is_confirmed && self.last_update.elapsed() >= forget_after {
            self.offset = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    #[tokio::test(start_paused = true)]
    async fn the_offset_is_forgotten_only_when_confirmed_and_after_a_while_without_updates() {
        let mut progress = Progress::new();
        progress.accepted(7);
        advance(HOUR).await;
        progress.nothing_new(HOUR);
        assert_eq!((progress.offset(), progress.unconfirmed()), (Some(7), Some(7)));
        progress.confirmed();
        progress.nothing_new(HOUR * 2);
        assert_eq!((progress.offset(), progress.unconfirmed()), (Some(7), None));
        progress.nothing_new(HOUR);
        assert_eq!(progress.offset(), None);
    }
}
