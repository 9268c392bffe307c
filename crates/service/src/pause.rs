//! The pauses of whatever goes on from start to stop.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Returns once there may be work: it is `woken`, or `longest` has passed; and when `stop` comes.
pub(crate) async fn wait_for_work(stop: &CancellationToken, woken: impl Future<Output = ()>, longest: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = woken => {}
        () = tokio::time::sleep(longest) => {}
    }
}
