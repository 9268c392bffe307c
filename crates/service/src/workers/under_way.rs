//! Work under way beside the loop that begins it, in one task.

use std::pin::pin;

use futures::stream::{FuturesUnordered, StreamExt};

/// Goes on with what is under way until `work` is done. What nobody polls may hold what `work` waits for, such as its turn
/// at a connection to the database, and neither would ever get on.
pub(super) async fn beside<F, W>(under_way: &mut FuturesUnordered<F>, work: W) -> W::Output
where
    F: Future<Output = ()>,
    W: Future,
{
    let mut work = pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            Some(()) = under_way.next() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::{sync::Semaphore, time::timeout};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_for_a_turn_that_something_under_way_has_gets_it_in_time() {
        let turns = Semaphore::new(1);
        let turn = async || drop(turns.acquire().await);
        let mut under_way: FuturesUnordered<_> = (0..3).map(|_| turn()).collect();
        let held = turns.acquire().await.unwrap();
        assert!(timeout(Duration::from_secs(1), beside(&mut under_way, turn())).await.is_err());
        drop(held);
        timeout(Duration::from_secs(1), beside(&mut under_way, turn())).await.unwrap();
    }
}
