//! How a process is asked to stop, and made to.

use std::{io, process, thread, time::Duration};

use tokio::{
    runtime::{Builder, Runtime},
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// How long a stop may take, whatever hangs: less than what supervisors give a process before they kill it.
const STOP_LIMIT: Duration = Duration::from_secs(22);

/// How long the last lines of the log may take to be written before the process ends.
const LOG_TIMEOUT: Duration = Duration::from_millis(200);

/// By convention a process that a signal ended has this plus the signal's number as its exit code.
const ENDED_BY_SIGNAL: i32 = 128;

/// A token that is cancelled at the first SIGINT or SIGTERM.
///
/// The second signal ends the process at once. So does, with exit code 0, a stop that takes too long: what is not finished
/// is in the database, or still with Telegram. Both are watched by a thread of their own, which nothing else can hold up.
///
/// # Errors
///
/// The system reports no signals, or gives no thread.
pub(crate) fn stop_signal() -> io::Result<CancellationToken> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let signals = {
        let _inside = runtime.enter();
        [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).map(|signal| (kind, signal)))
    };
    let [interrupt, terminate] = signals;
    let (interrupt, terminate) = (interrupt?, terminate?);
    let stop = CancellationToken::new();
    let cancelled = stop.clone();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || watch(&runtime, interrupt, terminate, &cancelled))?;
    Ok(stop)
}

type Watched = (SignalKind, Signal);

fn watch(runtime: &Runtime, mut interrupt: Watched, mut terminate: Watched, stop: &CancellationToken) {
    runtime.block_on(async {
        next(&mut interrupt, &mut terminate).await;
        tracing::info!("asked to stop: finishing what is under way");
        stop.cancel();
        let code = if let Ok(kind) = timeout(STOP_LIMIT, next(&mut interrupt, &mut terminate)).await {
            tracing::warn!("asked to stop again: ending at once");
            ENDED_BY_SIGNAL + kind.as_raw_value()
        } else {
            tracing::error!("the stop takes too long: ending as it is");
            0
        };
        thread::sleep(LOG_TIMEOUT);
        process::exit(code);
    });
}

async fn next((interrupt, interrupted): &mut Watched, (terminate, terminated): &mut Watched) -> SignalKind {
    tokio::select! {
        _ = interrupted.recv() => *interrupt,
        _ = terminated.recv() => *terminate,
    }
}
