//! Which parts of the bot have stopped that should not: one that dies takes nobody along, so somebody has to tell.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// The parts that have stopped; a copy is the same list.
#[derive(Clone, Debug, Default)]
pub struct Liveness(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    stopped: Mutex<Vec<&'static str>>,
    /// The bot ends, and its parts with it.
    is_ending: AtomicBool,
}

impl Liveness {
    /// The parts that have stopped by themselves, in the order in which they did.
    #[must_use]
    pub fn stopped(&self) -> Vec<&'static str> {
        self.list().clone()
    }

    /// From now on parts may end.
    pub(crate) fn expect_the_end(&self) {
        self.0.is_ending.store(true, Ordering::Relaxed);
    }

    /// Runs a part that goes on until the bot ends, and notes it if it ends before that, be it by a panic.
    pub fn watch<W: Future>(&self, part: &'static str, work: W) -> impl Future<Output = W::Output> + use<W> {
        let running = Running { part, liveness: self.clone() };
        async move {
            let _running = running;
            work.await
        }
    }

    fn list(&self) -> MutexGuard<'_, Vec<&'static str>> {
        // Adding is a single step, so a panic elsewhere leaves no half of it.
        self.0.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part at work; dropping it is its end.
struct Running {
    part: &'static str,
    liveness: Liveness,
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.liveness.0.is_ending.load(Ordering::Relaxed) {
            tracing::error!(part = self.part, "a part of the program has stopped: it must be started anew");
            self.liveness.list().push(self.part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_panics_or_ends_by_itself_is_told_and_one_that_ends_with_the_bot_is_not() {
        let liveness = Liveness::default();
        let panicking = tokio::spawn(liveness.watch("one", async { panic!("a bug") }));
        assert!(panicking.await.is_err());
        liveness.watch("two", async {}).await;
        let last = tokio::spawn(liveness.watch("three", std::future::pending::<()>()));
        liveness.expect_the_end();
        last.abort();
        assert!(last.await.is_err());
        assert_eq!(liveness.stopped(), ["one", "two"]);
    }
}
