//! Asking the database whether it takes writes, when somebody wants to know: a write costs more than a look, so that one
//! answer serves for a while.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use futures::future::BoxFuture;
use portcullis_domain::ports::StoreError;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

/// How long an answer serves while the database takes writes.
const ANSWER_TTL: Duration = Duration::from_secs(10);

/// How long it serves while it does not.
const ANSWER_TTL_WHILE_REFUSED: Duration = Duration::from_secs(2);

/// How long whoever asks waits for a write. One that takes longer goes on, and the last answer serves until it ends.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

/// Writes once.
type Write = Box<dyn Fn() -> BoxFuture<'static, Result<(), StoreError>> + Send + Sync>;

/// Whether the database takes writes.
#[derive(Clone)]
pub(super) struct WriteProbe(Arc<Inner>);

struct Inner {
    write: Write,
    /// What came of the last write; nothing before the first one has ended.
    was_taken: RwLock<Option<bool>>,
    /// When the last write ended; locked while one is under way.
    last: Mutex<Option<Instant>>,
}

impl WriteProbe {
    /// Asks with `write`.
    pub(super) fn new(write: impl Fn() -> BoxFuture<'static, Result<(), StoreError>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { write: Box::new(write), was_taken: RwLock::default(), last: Mutex::default() }))
    }

    /// Whether the database took the last write. Writes, unless that was done lately; those who come meanwhile wait for the
    /// same answer. A database whose first write takes longer than they wait has taken none.
    pub(super) async fn ask(&self) -> bool {
        let asking = tokio::spawn(self.clone().write());
        let _too_late = timeout(ANSWER_TIMEOUT, asking).await;
        self.last_answer().unwrap_or(false)
    }

    /// Whether the database took the last write; `None` if none has ended yet.
    pub(super) fn last_answer(&self) -> Option<bool> {
        // It is replaced in a single step.
        *self.0.was_taken.read().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(self) {
        let mut last = self.0.last.lock().await;
        let serves_for = if self.last_answer() == Some(true) { ANSWER_TTL } else { ANSWER_TTL_WHILE_REFUSED };
        if last.is_none_or(|at| at.elapsed() >= serves_for) {
            self.note((self.0.write)().await);
            *last = Some(Instant::now());
        }
    }

    /// Notes what came of a write, and logs it when that changes.
    fn note(&self, written: Result<(), StoreError>) {
        let was_taken = self.last_answer();
        *self.0.was_taken.write().unwrap_or_else(PoisonError::into_inner) = Some(written.is_ok());
        match written {
            Err(error) if was_taken != Some(false) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the database takes no writes");
            }
            Ok(()) if was_taken == Some(false) => tracing::info!("the database takes writes again"),
            _ => {}
        }
    }
}

impl fmt::Debug for WriteProbe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteProbe").field("last_answer", &self.last_answer()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures::{FutureExt, future::join_all};
    use tokio::time::sleep;

    use super::*;

    /// A probe of a database that gives these answers in turn, the last one first, and then takes every write; and how
    /// often it was asked.
    fn probe_of(answers: Vec<bool>) -> (WriteProbe, Arc<Mutex<usize>>) {
        let (answers, asked) = (Mutex::new(answers), Arc::new(Mutex::new(0)));
        let counted = asked.clone();
        let probe = WriteProbe::new(move || {
            *counted.lock().unwrap() += 1;
            let is_taken = answers.lock().unwrap().pop().unwrap_or(true);
            async move { if is_taken { Ok(()) } else { Err(StoreError::Refused("full".into())) } }.boxed()
        });
        (probe, asked)
    }

    #[tokio::test(start_paused = true)]
    async fn it_writes_when_it_is_asked_and_sooner_again_while_that_fails() {
        let (probe, asked) = probe_of(vec![true, false, true]);
        sleep(Duration::from_hours(1)).await;
        assert_eq!(*asked.lock().unwrap(), 0, "nobody wanted to know");
        assert!(join_all((0..100).map(|_| probe.ask())).await.into_iter().all(|is_writable| is_writable));
        assert_eq!(*asked.lock().unwrap(), 1);
        sleep(ANSWER_TTL).await;
        assert!(!probe.ask().await);
        assert!(!probe.ask().await);
        assert_eq!(*asked.lock().unwrap(), 2);
        sleep(ANSWER_TTL_WHILE_REFUSED).await;
        assert!(probe.ask().await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_hangs_holds_up_nobody_for_long_and_is_known_once_it_has_failed() {
        let is_first = Mutex::new(true);
        let probe = WriteProbe::new(move || {
            let is_first = std::mem::take(&mut *is_first.lock().unwrap());
            async move {
                if is_first {
                    return Ok(());
                }
                sleep(Duration::from_secs(30)).await;
                Err(StoreError::Unavailable("no answer in time".into()))
            }
            .boxed()
        });
        assert!(probe.ask().await);
        sleep(ANSWER_TTL).await;
        let begun = Instant::now();
        assert!(probe.ask().await);
        assert_eq!(begun.elapsed(), ANSWER_TIMEOUT);
        sleep(Duration::from_secs(30)).await;
        assert!(!probe.ask().await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_whose_first_write_hangs_counts_as_taking_none_until_it_has_taken_it() {
        let probe = WriteProbe::new(|| sleep(Duration::from_secs(5)).map(Ok).boxed());
        assert_eq!(probe.last_answer(), None);
        assert!(!probe.ask().await);
        sleep(Duration::from_secs(5)).await;
        assert!(probe.ask().await);
    }
}
