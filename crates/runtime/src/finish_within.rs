//! Work at the end that may take a moment, and no longer.

use std::{sync::mpsc, thread, time::Duration};

/// Does work in a thread of its own, and gives it up after `limit`: it may hang with whoever it talks to, and must not
/// keep the program from its end.
pub(crate) fn finish_within(limit: Duration, work: impl FnOnce() + Send + 'static) {
    let (done, end) = mpsc::channel();
    thread::spawn(move || {
        work();
        // Whoever waited may have given up.
        let _ = done.send(());
    });
    let _ = end.recv_timeout(limit);
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn what_hangs_is_given_up_and_what_ends_is_waited_for() {
        let (kept, held) = mpsc::channel::<()>();
        let started = Instant::now();
        finish_within(Duration::from_millis(50), move || held.recv().unwrap_or_default());
        assert!(started.elapsed() >= Duration::from_millis(50));
        drop(kept);

        let (sent, told) = mpsc::channel();
        finish_within(Duration::from_mins(1), move || sent.send(()).unwrap());
        assert!(told.try_recv().is_ok());
    }
}
