//! Writing something down that must not be lost.

use std::time::Duration;

use portcullis_domain::ports::StoreError;

/// The bounds of the wait between two tries.
const RETRY_DELAY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Writes something down, trying until the database takes it: the lease holds meanwhile.
pub(super) async fn persist<F>(complaint: &str, write: impl Fn() -> F)
where
    F: Future<Output = Result<(), StoreError>>,
{
    let (mut wait, longest) = RETRY_DELAY;
    while let Err(error) = write().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "{complaint}");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(longest);
    }
}
