//! Turns for the look-ups of sweeps: as fast as Telegram has been found to take them.

use std::{
    error::Error as StdError,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    pace::Pace,
    ports::{Clock, PaceRepository},
};
use tokio::time::{Instant, sleep_until};

/// The method whose pace this is.
const METHOD: &str = "getChatMember";

/// How often the pace is written down at most.
const STORE_INTERVAL: Duration = Duration::from_secs(10);

/// The pace of this process's look-ups for sweeps, which all of them share.
pub(crate) struct CallPace {
    repository: Arc<dyn PaceRepository>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    pace: Pace,
    /// When the next call may be made.
    next: Instant,
    /// Since when no call was refused, or the pace last rose.
    clean_since: Instant,
    /// How many calls were made since then.
    calls: u32,
    /// What the database says, and since when.
    stored: Option<(Pace, Instant)>,
}

impl CallPace {
    pub(crate) fn new(repository: Arc<dyn PaceRepository>, clock: Arc<dyn Clock>) -> Self {
        let now = Instant::now();
        let state = State { pace: Pace::default(), next: now, clean_since: now, calls: 0, stored: None };
        Self { repository, clock, state: Mutex::new(state) }
    }

    /// Begins with what another instance, or this one's predecessor, has found out last.
    pub(crate) async fn load(&self) {
        match self.repository.find(METHOD).await {
            Ok(Some(pace)) => {
                let mut state = self.state();
                // What this process has written itself, it knows better by now.
                if state.stored.is_none_or(|(stored, _)| stored != pace) {
                    state.pace = pace;
                }
                state.stored = Some((pace, Instant::now()));
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = &error as &dyn StdError, "the pace of look-ups is not known: it starts slowly");
            }
        }
    }

    /// Waits for the turn of so many calls.
    pub(crate) async fn turn(&self, calls: usize) {
        let turn = self.state().reserve(u32::try_from(calls).unwrap_or(u32::MAX), Instant::now());
        sleep_until(turn).await;
    }

    /// Telegram has refused a call for its rate, and wants this wait.
    pub(crate) fn note_flood_wait(&self, wait: Duration) {
        self.state().slow_down(wait, Instant::now());
    }

    /// Writes the pace down where it has changed, and not too often.
    pub(crate) async fn store(&self) {
        let stored_at = self.state().stored.map(|(_, at)| at);
        if stored_at.is_none_or(|at| at.elapsed() >= STORE_INTERVAL) {
            self.store_now().await;
        }
    }

    /// Writes the pace down where it has changed: whoever goes on begins with it.
    pub(crate) async fn store_now(&self) {
        let now = Instant::now();
        let pace = {
            let mut state = self.state();
            if state.stored.is_some_and(|(stored, _)| stored == state.pace) {
                return;
            }
            state.stored = Some((state.pace, now));
            state.pace
        };
        if let Err(error) = self.repository.put(METHOD, pace, self.clock.now()).await {
            tracing::debug!(error = &error as &dyn StdError, "the pace of look-ups is not written down");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change is whole by the time the lock is given back.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The moment of the next turn, after which so many calls are made.
    fn reserve(&mut self, calls: u32, now: Instant) -> Instant {
        if now.saturating_duration_since(self.clean_since) >= self.pace.rises_after() {
            // A time in which nothing was asked shows nothing.
            if self.calls > 0 {
                self.pace = self.pace.risen();
            }
            self.clean_since = now;
            self.calls = 0;
        }
        let turn = self.next.max(now);
        self.next = turn + self.pace.interval() * calls;
        self.calls = self.calls.saturating_add(calls);
        turn
    }

    fn slow_down(&mut self, wait: Duration, now: Instant) {
        // Those under way at once are refused together: that is one answer.
        let is_news = now >= self.clean_since;
        self.next = self.next.max(now + wait);
        if is_news {
            self.pace = self.pace.after_flood_wait();
            self.clean_since = self.next;
            self.calls = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::MockPaceRepository;

    use super::*;
    use crate::testing::clock;

    fn pace(repository: MockPaceRepository) -> CallPace {
        CallPace::new(Arc::new(repository), clock())
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_made_as_fast_as_was_found_out_before_and_faster_every_second() {
        let mut repository = MockPaceRepository::new();
        repository.expect_find().times(1).returning(|_| Ok(Some(Pace::new(40, None))));
        let pace = pace(repository);
        pace.load().await;
        let begun = Instant::now();
        for _ in 0..40 + 50 {
            pace.turn(1).await;
        }
        let elapsed = begun.elapsed();
        assert!(elapsed >= Duration::from_millis(1_900) && elapsed <= Duration::from_millis(2_100), "{elapsed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_is_waited_for_and_halves_the_pace_once_however_many_were_refused_with_it() {
        let pace = pace(MockPaceRepository::new());
        pace.state().pace = Pace::new(100, None);
        let begun = Instant::now();
        for _ in 0..9 {
            pace.note_flood_wait(Duration::from_secs(7));
        }
        pace.turn(1).await;
        assert_eq!(begun.elapsed(), Duration::from_secs(7));
        assert_eq!(pace.state().pace, Pace::new(50, Some(100)));
    }

    #[tokio::test(start_paused = true)]
    async fn what_has_changed_is_written_down_and_not_more_often_than_needed() {
        let mut repository = MockPaceRepository::new();
        repository.expect_put().times(2).returning(|_, _, _| Ok(()));
        let pace = pace(repository);
        for _ in 0..3 {
            pace.store().await;
            pace.note_flood_wait(Duration::ZERO);
        }
        tokio::time::sleep(STORE_INTERVAL).await;
        pace.store().await;
        pace.store_now().await;
    }
}
