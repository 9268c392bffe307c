//! Writing something down that must not be lost.

use std::time::Duration;

use portcullis_domain::ports::StoreError;

/// The bounds of the wait between two tries.
const RETRY_DELAY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Writes something down, trying until the database takes it; `what` goes into the log while it does not.
pub(super) async fn persist<T, F>(what: &str, write: impl Fn() -> F) -> T
where
    F: Future<Output = Result<T, StoreError>>,
{
    let (mut wait, longest) = RETRY_DELAY;
    loop {
        match write().await {
            Ok(written) => return written,
            Err(error) => {
                tracing::warn!(what, error = &error as &dyn std::error::Error, "the inbox can't be written now");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(longest);
            }
        }
    }
}
