//! Trying until it works, or the program stops.

use std::{ops::ControlFlow, time::Duration};

use tokio_util::sync::CancellationToken;

/// Repeats `attempt` until it breaks with an outcome; `None` if `stop` comes before that.
///
/// An attempt that continues says how long to wait before the next. `stop` ends the wait at once, and no attempt: a
/// caller whose attempts may be dropped half-way runs the whole until `stop`.
pub(crate) async fn retry_until_stopped<T>(
    stop: &CancellationToken,
    mut attempt: impl AsyncFnMut() -> ControlFlow<T, Duration>,
) -> Option<T> {
    while !stop.is_cancelled() {
        match attempt().await {
            ControlFlow::Break(outcome) => return Some(outcome),
            ControlFlow::Continue(delay) => {
                stop.run_until_cancelled(tokio::time::sleep(delay)).await;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_waits_between_attempts_until_one_has_an_outcome() {
        let (mut tries, started) = (0, Instant::now());
        let attempt = async || {
            tries += 1;
            if tries == 3 { ControlFlow::Break(tries) } else { ControlFlow::Continue(Duration::from_secs(2)) }
        };
        assert_eq!(retry_until_stopped(&CancellationToken::new(), attempt).await, Some(3));
        assert_eq!(started.elapsed(), Duration::from_secs(4));
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_ends_the_wait_at_once() {
        let (stop, started) = (CancellationToken::new(), Instant::now());
        let attempt = async || {
            stop.cancel();
            ControlFlow::<(), _>::Continue(Duration::from_secs(2))
        };
        assert_eq!(retry_until_stopped(&stop, attempt).await, None);
        assert_eq!(started.elapsed(), Duration::ZERO);
    }
}
