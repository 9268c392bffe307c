//! Asking a part of the system whether it answers: for a second at most, and once a second at most.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use tokio::sync::Mutex;

/// Asks once; `true` if there was an answer.
pub type Ping = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// How long an answer may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

/// For how long an answer is repeated to whoever else asks.
const ANSWER_TTL: Duration = Duration::from_secs(1);

/// A part of the system that can be asked whether it answers.
pub(super) struct Probe {
    ping: Ping,
    last: Mutex<Option<(Instant, Answer)>>,
}

/// How long the answer took; `None`: there was none.
pub(super) type Answer = Option<Duration>;

impl Probe {
    pub(super) fn new(ping: Ping) -> Self {
        Self { ping, last: Mutex::default() }
    }

    /// Asks, unless somebody has asked just now. Those who come meanwhile wait for the same answer.
    pub(super) async fn ask(&self) -> Answer {
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = *last
            && at.elapsed() < ANSWER_TTL
        {
            return answer;
        }
        let begun = Instant::now();
        let has_answered = tokio::time::timeout(ANSWER_TIMEOUT, (self.ping)()).await.unwrap_or(false);
        let answer = has_answered.then(|| begun.elapsed());
        *last = Some((Instant::now(), answer));
        answer
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::{FutureExt, future::join_all};

    use super::*;

    #[tokio::test]
    async fn a_hundred_who_ask_at_once_ask_once() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let probe = Probe::new(Arc::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            async { true }.boxed()
        }));
        let answers = join_all((0..100).map(|_| probe.ask())).await;
        assert!(answers.iter().all(Option::is_some));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_part_that_hangs_is_away_after_a_second() {
        let probe = Probe::new(Arc::new(|| std::future::pending().boxed()));
        assert_eq!(probe.ask().await, None);
    }
}
