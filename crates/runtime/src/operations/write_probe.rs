//! Asking the database now and then whether it takes writes, whoever looks or not: a write costs more than a look.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use portcullis_domain::ports::StoreError;
use tokio_util::sync::CancellationToken;

/// How often the database is asked while it takes writes.
const INTERVAL: Duration = Duration::from_secs(10);

/// How often it is asked while it does not.
const INTERVAL_WHILE_REFUSED: Duration = Duration::from_secs(2);

/// Whether the database took the last write. Before the first one it counts as taken.
#[derive(Clone, Debug)]
pub(super) struct WriteProbe(Arc<AtomicBool>);

impl WriteProbe {
    /// Begins to ask with `write`, until `stop`.
    pub(super) fn start<W>(write: impl Fn() -> W + Send + 'static, stop: CancellationToken) -> Self
    where
        W: Future<Output = Result<(), StoreError>> + Send,
    {
        let probe = Self(Arc::new(AtomicBool::new(true)));
        let asking = probe.clone();
        tokio::spawn(stop.run_until_cancelled_owned(async move {
            loop {
                asking.note(write().await);
                let interval = if asking.is_writable() { INTERVAL } else { INTERVAL_WHILE_REFUSED };
                tokio::time::sleep(interval).await;
            }
        }));
        probe
    }

    pub(super) fn is_writable(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Notes what came of a write, and logs it when that changes.
    fn note(&self, written: Result<(), StoreError>) {
        let was_writable = self.0.swap(written.is_ok(), Ordering::Relaxed);
        match written {
            Err(error) if was_writable => {
                tracing::error!(error = &error as &dyn std::error::Error, "the database takes no writes");
            }
            Ok(()) if !was_writable => tracing::info!("the database takes writes again"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_tells_what_came_of_the_last_write_and_looks_sooner_while_it_fails() {
        let answers = Arc::new(Mutex::new(vec![true, false, true]));
        let probe = {
            let answers = answers.clone();
            let write = move || {
                let written = answers.lock().unwrap().pop().unwrap_or(true);
                async move { if written { Ok(()) } else { Err(StoreError::Refused("full".into())) } }
            };
            WriteProbe::start(write, CancellationToken::new())
        };
        let moment = Duration::from_millis(1);
        tokio::time::sleep(moment).await;
        assert!(probe.is_writable());
        tokio::time::sleep(INTERVAL).await;
        assert!(!probe.is_writable());
        tokio::time::sleep(INTERVAL_WHILE_REFUSED).await;
        assert!(probe.is_writable());
    }
}
