//! When a worker looks for work: once something falls due, or somebody has put something before it, instead of every few
//! seconds.

use std::{
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{Timestamp, ports::Clock};
use tokio::sync::Notify;

/// After how long a worker looks at the latest, whether it knows of something or not: another instance may have put work
/// there and died, or given it back.
const SAFETY_LOOK: Duration = Duration::from_mins(1);

/// How much sooner at most, so that the workers of all instances do not look at the same moment.
const SPREAD: Duration = Duration::from_secs(15);

/// The least time between two looks at what the database says is due: another instance may be at it.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// When a worker looks again that could not, since the database was away.
pub(crate) const RETRY_DELAY: Duration = Duration::from_secs(5);

/// Wakes one worker. Whoever writes down work for it says when that is due, after it is written.
#[derive(Debug, Default)]
pub(crate) struct Wakeup {
    /// The earliest moment for which the worker was woken since it last began to look.
    asked: Mutex<Option<Timestamp>>,
    changed: Notify,
}

impl Wakeup {
    /// There is work for the worker now.
    pub(crate) fn wake(&self) {
        self.wake_at(Timestamp(i64::MIN));
    }

    /// There is work for the worker that is due at this moment.
    pub(crate) fn wake_at(&self, due: Timestamp) {
        let mut asked = self.asked();
        if asked.is_none_or(|earliest| due < earliest) {
            *asked = Some(due);
            self.changed.notify_one();
        }
    }

    /// Waits until there may be work: a moment has come for which the worker was woken, or `next`, which is when the
    /// database knows of some; a minute at most. Whoever returns from this looks at everything that is there.
    pub(crate) async fn wait(&self, clock: &dyn Clock, next: Option<Timestamp>) {
        let until = |due: Timestamp| due.since(clock.now());
        let safety = SAFETY_LOOK.saturating_sub(SPREAD.mul_f64(rand::random()));
        let latest = next.map_or(safety, |next| until(next).max(SHORTEST_PAUSE).min(safety));
        let mut latest = pin!(tokio::time::sleep(latest));
        loop {
            let asked = self.asked().map_or(Duration::MAX, until);
            if asked.is_zero() {
                break;
            }
            tokio::select! {
                () = self.changed.notified() => {}
                () = tokio::time::sleep(asked) => break,
                () = &mut latest => break,
            }
        }
        self.asked().take();
    }

    fn asked(&self) -> MutexGuard<'_, Option<Timestamp>> {
        // It is replaced in a single step, so a panic elsewhere leaves it whole.
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, timeout};

    use super::*;
    use crate::testing::{NOW, running_clock};

    /// How long a worker waits that knows this of the database, with this put before it meanwhile.
    async fn waited(next: Option<Duration>, meanwhile: impl AsyncFnOnce(&Wakeup)) -> Duration {
        let (wakeup, clock, begun) = (Wakeup::default(), running_clock(), Instant::now());
        let waiting = async {
            wakeup.wait(&*clock, next.map(|next| NOW.after(next))).await;
            begun.elapsed()
        };
        tokio::join!(waiting, meanwhile(&wakeup)).0
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn whoever_knows_of_nothing_looks_about_once_a_minute() {
        let waited = waited(None, async |_| {}).await;
        assert!(waited + SPREAD > SAFETY_LOOK && waited <= SAFETY_LOOK, "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_falls_due_is_looked_at_then_and_not_before() {
        assert_eq!(waited(Some(7 * SECOND), async |_| {}).await, 7 * SECOND);
        assert_eq!(waited(None, async |wakeup| wakeup.wake_at(NOW.after(7 * SECOND))).await, 7 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn the_earliest_of_all_counts_whenever_it_was_put_there() {
        let meanwhile = async |wakeup: &Wakeup| {
            for seconds in [20, 9, 14] {
                wakeup.wake_at(NOW.after(seconds * SECOND));
                tokio::time::sleep(2 * SECOND).await;
            }
        };
        assert_eq!(waited(Some(30 * SECOND), meanwhile).await, 9 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_put_there_before_the_worker_waits_is_not_lost() {
        let (wakeup, clock) = (Wakeup::default(), running_clock());
        wakeup.wake();
        wakeup.wake();
        timeout(SECOND, wakeup.wait(&*clock, None)).await.unwrap();
        assert!(timeout(SECOND, wakeup.wait(&*clock, None)).await.is_err(), "it was looked at by then");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_database_says_is_due_and_another_has_is_not_asked_for_without_a_pause() {
        assert_eq!(waited(Some(Duration::ZERO), async |_| {}).await, SHORTEST_PAUSE);
    }
}
