//! What is published and what is forgotten, on a bus that the test scripts.

use std::collections::VecDeque;

use async_trait::async_trait;
use portcullis_domain::{ChannelId, GroupId, UserId, ports::MockInvalidationBus};
use tokio::time::Instant;

use super::*;

const GROUP: Change = Change::Group(GroupId(-1));
const MEMBERSHIP: Change = Change::Membership(UserId(1), ChannelId(-2));

fn away() -> StoreError {
    StoreError::Unavailable("away".into())
}

/// Brings these, one after the other, and then breaks or, if it must not, waits for ever.
struct Scripted {
    batches: VecDeque<Vec<Change>>,
    breaks: bool,
}

#[async_trait]
impl InvalidationSubscription for Scripted {
    async fn receive(&mut self) -> Result<Vec<Change>, StoreError> {
        match self.batches.pop_front() {
            Some(batch) => Ok(batch),
            None if self.breaks => Err(away()),
            None => std::future::pending().await,
        }
    }
}

fn subscription(batches: Vec<Vec<Change>>, breaks: bool) -> Box<dyn InvalidationSubscription> {
    Box::new(Scripted { batches: batches.into(), breaks })
}

/// Runs with this bus for a minute; what was forgotten, and after how many seconds.
async fn run(bus: MockInvalidationBus, publish: &[Change]) -> Vec<(u64, Change)> {
    let (invalidations, started) = (Invalidations::new(Arc::new(bus)), Instant::now());
    let (forgotten, stop) = (Arc::<Mutex<Vec<_>>>::default(), CancellationToken::new());
    let noting = Arc::clone(&forgotten);
    let forget = move |change| noting.lock().unwrap().push((started.elapsed().as_secs(), change));
    let task = tokio::spawn(invalidations.clone().run(forget, stop.clone()));
    for change in publish {
        invalidations.publish(*change);
    }
    sleep(Duration::from_mins(1)).await;
    stop.cancel();
    task.await.unwrap();
    assert!(!invalidations.is_up());
    forgotten.lock().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn what_others_publish_is_forgotten_and_nothing_else() {
    let mut bus = MockInvalidationBus::new();
    bus.expect_subscribe().times(1).returning(|| Ok(subscription(vec![vec![GROUP], vec![MEMBERSHIP]], false)));
    assert_eq!(run(bus, &[]).await, [(0, Change::Everything), (0, GROUP), (0, MEMBERSHIP)]);
}

#[tokio::test(start_paused = true)]
async fn a_bus_that_is_away_empties_no_cache_before_it_is_back() {
    let (mut bus, mut order) = (MockInvalidationBus::new(), mockall::Sequence::new());
    bus.expect_subscribe().times(1).in_sequence(&mut order).returning(|| Ok(subscription(vec![vec![GROUP]], true)));
    bus.expect_subscribe().times(30).in_sequence(&mut order).returning(|| Err(away()));
    bus.expect_subscribe().times(1).in_sequence(&mut order).returning(|| Ok(subscription(Vec::new(), false)));
    assert_eq!(run(bus, &[]).await, [(0, Change::Everything), (0, GROUP), (31, Change::Everything)]);
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_published_is_published_later() {
    let (mut bus, mut order) = (MockInvalidationBus::new(), mockall::Sequence::new());
    bus.expect_subscribe().returning(|| Ok(subscription(Vec::new(), false)));
    let both = |changes: &[Change]| changes.len() == 2 && changes.contains(&GROUP) && changes.contains(&MEMBERSHIP);
    bus.expect_publish().times(2).withf(both).in_sequence(&mut order).returning(|_| Err(away()));
    bus.expect_publish().times(1).withf(both).in_sequence(&mut order).returning(|_| Ok(()));
    run(bus, &[GROUP, MEMBERSHIP, GROUP]).await;
}

#[tokio::test(start_paused = true)]
async fn too_many_changes_to_publish_become_everything() {
    let mut bus = MockInvalidationBus::new();
    bus.expect_subscribe().returning(|| Ok(subscription(Vec::new(), false)));
    bus.expect_publish().times(1).withf(|changes| *changes == [Change::Everything]).returning(|_| Ok(()));
    let groups: Vec<Change> = (0..=20_000).map(|id| Change::Group(GroupId(-id))).collect();
    run(bus, &groups).await;
}
