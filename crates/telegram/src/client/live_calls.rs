//! Calls that somebody waits for, which those of a sweep give way to.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::{sync::Notify, time::timeout};

/// How long a call of a sweep gives way at the most: where people speak without a pause, a sweep still gets on.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// How many calls are waiting or under way that somebody waits for.
#[derive(Default)]
pub(super) struct LiveCalls {
    count: AtomicUsize,
    over: Notify,
}

/// One of them; it is over when this is dropped.
pub(super) struct LiveCall<'a>(&'a LiveCalls);

impl LiveCalls {
    pub(super) fn begin(&self) -> LiveCall<'_> {
        self.count.fetch_add(1, Ordering::SeqCst);
        LiveCall(self)
    }

    /// Waits until none is left, and not for ever.
    pub(super) async fn over(&self) {
        let none_is_left = async {
            loop {
                let over = self.over.notified();
                if self.count.load(Ordering::SeqCst) == 0 {
                    return;
                }
                over.await;
            }
        };
        // A sweep that has waited so long goes on beside them.
        let _waited = timeout(LONGEST_WAIT, none_is_left).await;
    }
}

impl Drop for LiveCall<'_> {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.over.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sweep_waits_for_the_last_of_them_and_no_longer_than_it_must() {
        let live = LiveCalls::default();
        assert!(live.over().now_or_never().is_some());
        let (first, second) = (live.begin(), live.begin());
        let mut over = Box::pin(live.over());
        assert!((&mut over).now_or_never().is_none());
        drop(first);
        assert!((&mut over).now_or_never().is_none());
        drop(second);
        assert!(over.now_or_never().is_some());

        let _endless = live.begin();
        let begun = Instant::now();
        live.over().await;
        assert_eq!(begun.elapsed(), LONGEST_WAIT);
    }
}
