//! The people of a job: worked on side by side, noted in their order.

use std::{
    future::ready,
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
};

use futures::{
    channel::mpsc::{UnboundedReceiver, unbounded},
    future::try_join,
    stream::{Stream, StreamExt},
};
use tokio_util::sync::CancellationToken;

use crate::Setback;

/// Why a job does not go on here.
pub(super) enum Stopped {
    /// Somebody has taken the order back or given it anew, or another instance has it.
    Lost,
    /// It goes on later.
    Setback(Setback),
}

impl<E: Into<Setback>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Setback(error.into())
    }
}

/// Begins `work` with one after the other, `side_by_side` at once, and with none more once one has failed or `stop` has come;
/// what comes of them goes to `note` in their order, up to the first that fails. Whoever comes after that one is worked on
/// again.
///
/// # Errors
///
/// Those of `note`, which end it at once; within, why the first failed.
pub(super) async fn in_order<P, T, W, N>(
    people: impl Stream<Item = P>,
    side_by_side: usize,
    stop: &CancellationToken,
    work: impl Fn(P) -> W,
    note: impl FnOnce(UnboundedReceiver<T>) -> N,
) -> Result<Result<(), Setback>, Stopped>
where
    W: Future<Output = Result<T, Setback>>,
    N: Future<Output = Result<(), Stopped>>,
{
    let has_failed = AtomicBool::new(false);
    let goes_on = || !has_failed.load(Ordering::Relaxed) && !stop.is_cancelled();
    let worked_on = people.take_while(|_| ready(goes_on())).map(work).buffered(side_by_side);
    let (tell, outcomes) = unbounded();
    let working = async {
        let (mut worked_on, mut ended) = (pin!(worked_on), Ok(()));
        while let Some(outcome) = worked_on.next().await {
            match outcome {
                // Nobody listens any more where the job is somebody else's.
                Ok(outcome) if ended.is_ok() => drop(tell.unbounded_send(outcome)),
                Err(setback) if ended.is_ok() => {
                    has_failed.store(true, Ordering::Relaxed);
                    ended = Err(setback);
                }
                _ => {}
            }
        }
        tell.close_channel();
        Ok(ended)
    };
    // Beside each other: what is under way with one person may hold what the note of another waits for, such as the one
    // connection to the database.
    try_join(working, note(outcomes)).await.map(|(ended, ())| ended)
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, time::Duration};

    use futures::stream;

    use super::*;

    /// Each takes a second less than the one before it; the third fails.
    async fn until_the_third(begun: &Mutex<Vec<u64>>, person: u64) -> Result<u64, Setback> {
        begun.lock().unwrap().push(person);
        tokio::time::sleep(Duration::from_secs(20 - person)).await;
        if person == 3 { Err(Setback::FloodWait(Duration::ZERO)) } else { Ok(person) }
    }

    #[tokio::test(start_paused = true)]
    async fn all_before_the_first_that_fails_are_noted_in_their_order_and_few_more_are_begun() {
        let (begun, stop, mut noted) = (Mutex::new(Vec::new()), CancellationToken::new(), Vec::new());
        let ended = in_order(
            stream::iter(1..=9),
            4,
            &stop,
            |person| until_the_third(&begun, person),
            async |mut outcomes| {
                while let Some(person) = outcomes.next().await {
                    noted.push(person);
                }
                Ok(())
            },
        );
        assert!(matches!(ended.await, Ok(Err(Setback::FloodWait(_)))));
        assert_eq!(noted, [1, 2]);
        assert_eq!(*begun.lock().unwrap(), [1, 2, 3, 4, 5, 6]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_note_that_fails_ends_all_that_is_under_way() {
        let (begun, stop) = (Mutex::new(Vec::new()), CancellationToken::new());
        let ended = in_order(
            stream::iter(1..=2),
            2,
            &stop,
            |person| until_the_third(&begun, person),
            async |_| Err(Stopped::Lost),
        );
        let limit = Duration::from_secs(1);
        assert!(matches!(tokio::time::timeout(limit, ended).await.unwrap(), Err(Stopped::Lost)));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_told_to_stop_begins_with_nobody_more_and_notes_those_under_way() {
        let (begun, stop, mut noted) = (Mutex::new(Vec::new()), CancellationToken::new(), 0);
        let ended = in_order(
            stream::iter(4..=9),
            2,
            &stop,
            async |person| {
                stop.cancel();
                until_the_third(&begun, person).await
            },
            async |outcomes| {
                noted = outcomes.count().await;
                Ok(())
            },
        );
        assert!(matches!(ended.await, Ok(Ok(()))));
        assert_eq!((noted, begun.lock().unwrap().len()), (2, 2));
    }
}
