//! The whole of the inbox, with one in memory for its rows.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, Timestamp, UpdateId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    event::{Event, Lane},
    gate::Tally,
    inbox::{DoneUpdates, InboxCounts, NewInboxUpdate, Position, RawUpdate},
    lease::{Holder, LEASE},
    notice::NoticeRefusal,
    ports::{FloodWait, InMemoryInbox, Memberships, MockUpdateDecoder, UpdateSink},
};
use tokio::{sync::Semaphore, task::JoinHandle};

use super::*;
use crate::{
    Ports,
    testing::{ANN, GROUP, NOW, SettableClock, World, ann_says, group},
};

const OTHER: &str = "another";

fn holder(name: &str) -> Holder {
    Holder(name.to_owned())
}

fn stored(id: i64, lane: i64) -> NewInboxUpdate {
    let update = RawUpdate { id: UpdateId(id), json: String::new() };
    NewInboxUpdate { update, lane: Lane(lane), received_at: NOW }
}

/// All updates are messages of Ann's.
fn anns_messages() -> Arc<dyn UpdateDecoder> {
    let mut decoder = MockUpdateDecoder::new();
    decoder.expect_plain_message().returning(|_| None);
    decoder.expect_decode().returning(|raw| Ok(Update { id: raw.id, event: Event::GroupMessage(ann_says("hi")) }));
    Arc::new(decoder)
}

/// The clock of the paused runtime.
struct PausedClock(tokio::time::Instant);

impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        NOW.after(self.0.elapsed())
    }
}

/// The bot at work on an inbox.
struct AtWork {
    inbox: Arc<InMemoryInbox>,
    intake: Intake,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl AtWork {
    fn begin(ports: Ports, inbox: Arc<InMemoryInbox>, permits: usize) -> Self {
        Self::begin_with(ports, inbox, DispatcherSettings { permits, ..DispatcherSettings::new(holder("test")) })
    }

    fn begin_with(ports: Ports, inbox: Arc<InMemoryInbox>, settings: DispatcherSettings) -> Self {
        let gatekeeper = Arc::new(Gatekeeper::new(Ports { inbox: inbox.clone(), ..ports }));
        let (dispatcher, intake) = Dispatcher::start(&gatekeeper, settings, &Liveness::default());
        let stop = CancellationToken::new();
        let running = tokio::spawn(Arc::new(dispatcher).run(stop.clone()));
        Self { inbox, intake, stop, running }
    }

    async fn accept(&self, ids: &[i64]) {
        let raws = ids.iter().map(|id| RawUpdate { id: UpdateId(*id), json: String::new() });
        let accepted: Vec<_> = raws.map(|raw| self.intake.accept(raw)).collect();
        futures::future::try_join_all(accepted).await.unwrap();
    }

    async fn pending(&self) -> u64 {
        self.inbox.counts().await.unwrap().pending
    }

    async fn until_empty(&self) {
        let empty = async {
            while !self.inbox.is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let in_time = tokio::time::timeout(Duration::from_mins(5), empty).await;
        assert!(in_time.is_ok(), "{:?}", self.inbox);
        assert_eq!(self.inbox.counts().await.unwrap(), InboxCounts::default());
    }

    async fn end(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

/// Look-ups that take as long as the test wants.
#[derive(Clone)]
struct Slow {
    begun: Arc<Semaphore>,
    let_go: Arc<Semaphore>,
    answer: Membership,
    /// How often it panics before it answers.
    panics: Arc<AtomicU32>,
}

impl Slow {
    fn new(answer: Membership) -> Self {
        let (begun, let_go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        Self { begun, let_go, answer, panics: Arc::default() }
    }

    async fn until_begun(&self, count: u32) {
        let all = tokio::time::timeout(Duration::from_mins(1), self.begun.acquire_many(count)).await;
        assert!(all.is_ok(), "only {} were begun", self.begun.available_permits());
    }
}

#[async_trait]
impl Memberships for Slow {
    async fn get(&self, _: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.begun.add_permits(1);
        let is_over =
            self.panics.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err();
        assert!(is_over, "a bug");
        let _permit = self.let_go.acquire().await;
        Ok(channels.iter().map(|channel| (*channel, self.answer)).collect())
    }

    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.get(user, channels).await
    }

    async fn get_fresh_for_press(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.get(user, channels).await
    }

    async fn get_confirmed(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.get(user, channels).await
    }

    async fn record(&self, _: UserId, _: ChannelId, _: Membership) {}

    async fn forget_channel(&self, _: ChannelId) {}
}

/// A world in which nothing is cached, and all updates are messages of Ann's.
fn forgetful(memberships: impl Memberships + 'static) -> Ports {
    let mut world = World::with(group());
    world.known.expect_group().returning(|_| None);
    Ports { decoder: anns_messages(), memberships: Arc::new(memberships), ..world.ports() }
}

/// A world in which memory decides about Ann as soon as she was looked up.
fn that_remembers(slow: Slow) -> Ports {
    let mut world = World::with(group());
    let known = Arc::new(group());
    world.known.expect_group().returning(move |_| Some(Some(known.clone())));
    world.known.expect_administrators().returning(|_| Some(Arc::default()));
    let looked_up = slow.let_go.clone();
    world.known.expect_tally().returning(move |group, _| {
        let is_known = looked_up.available_permits() > 0;
        Tally::of_cached(group, |_| is_known.then_some(Membership::Member))
    });
    Ports { decoder: anns_messages(), memberships: Arc::new(slow), ..world.ports() }
}

#[tokio::test(start_paused = true)]
async fn lanes_that_wait_give_their_places_to_others() {
    let inbox = Arc::new(InMemoryInbox::default());
    let updates: Vec<_> = (1..=10).map(|id| stored(id, id)).collect();
    inbox.put_aside(&updates, NOW).await.unwrap();
    let slow = Slow::new(Membership::Member);
    let work = AtWork::begin(forgetful(slow.clone()), inbox, 2);
    // All ten are begun although only two places exist and none is ever finished.
    slow.until_begun(10).await;
    slow.let_go.add_permits(10);
    work.until_empty().await;
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn what_a_look_up_alone_decides_in_time_is_never_stored() {
    let slow = Slow::new(Membership::Member);
    slow.let_go.add_permits(1);
    let work = AtWork::begin(that_remembers(slow), Arc::default(), 9);
    work.accept(&[1, 2, 3]).await;
    assert_eq!(work.pending().await, 0);
    assert_eq!(work.inbox.lane(Lane(ANN.0)), None);
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn what_takes_long_is_stored_and_confirmed_and_its_lane_worked_off_in_memory_afterwards() {
    let slow = Slow::new(Membership::Member);
    let work = AtWork::begin(that_remembers(slow.clone()), Arc::default(), 9);
    work.accept(&[1, 2, 3]).await;
    assert_eq!(work.pending().await, 3, "nobody knows of Ann yet");
    assert_eq!(work.inbox.lane(Lane(ANN.0)).unwrap().holder, Some(holder("test")));
    slow.let_go.add_permits(9);
    work.until_empty().await;
    assert_eq!(slow.begun.available_permits(), 1, "one look-up was enough for all of them");
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_ahead_for_a_message_and_not_used_serves_no_later_one() {
    let mut world = World::with(group()).and_open(None);
    world.known.expect_group().returning(|_| None);
    // Nobody is muted for the first two: no notice can be posted.
    let refusal = NoticeRefusal { group: GROUP, at: NOW, is_owner_told: true };
    world.notice_refusals.expect_find().times(2).returning(move |_| Ok(Some(refusal)));
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    world.api.expect_get_chat_member().returning(move |_, _| match count.fetch_add(1, Ordering::Relaxed) {
        0 => Ok(ChatMemberStatus::Member),
        _ => Ok(ChatMemberStatus::Creator),
    });
    world.administrators.expect_forget().returning(|_| ());
    let slow = Slow::new(Membership::NotMember);
    let ports = Ports { decoder: anns_messages(), memberships: Arc::new(slow.clone()), ..world.ports() };
    let work = AtWork::begin(ports, Arc::default(), 9);
    // After the first an outsider is expected, so that of the second it is asked beside the look-up what she is.
    for (id, questions) in [(1, 0), (2, 1)] {
        work.accept(&[id]).await;
        assert_eq!(asked.load(Ordering::Relaxed), questions);
        slow.let_go.add_permits(1);
        work.until_empty().await;
        slow.let_go.forget_permits(1);
    }
    // The third needs no look-up that takes any time, and is an administrator's by now.
    slow.let_go.add_permits(1);
    work.accept(&[3]).await;
    work.until_empty().await;
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn an_update_that_fails_waits_in_the_inbox_with_its_lane_and_is_claimed_when_it_is_due() {
    let mut world = World::with(group());
    world.known.expect_group().returning(|_| None);
    // The first is met before the update is stored.
    let mut waits = [Duration::from_secs(30); 4].into_iter();
    world.memberships.expect_get_confirmed().returning(move |_, channels| match waits.next() {
        Some(wait) => Err(FloodWait(wait)),
        None => Ok(channels.iter().map(|channel| (*channel, Membership::Member)).collect()),
    });
    let begun = tokio::time::Instant::now();
    let ports = Ports { decoder: anns_messages(), clock: Arc::new(PausedClock(begun)), ..world.ports() };
    let work = AtWork::begin(ports, Arc::default(), 9);
    work.accept(&[1, 2]).await;
    work.until_empty().await;
    assert!(begun.elapsed() >= Duration::from_secs(90), "it waited thrice");
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_lane_that_another_instance_works_off_is_left_to_it() {
    let inbox = Arc::new(InMemoryInbox::default());
    inbox.put(&[stored(1, ANN.0)], &holder(OTHER), NOW).await.unwrap();
    let slow = Slow::new(Membership::Member);
    slow.let_go.add_permits(99);
    let work = AtWork::begin(forgetful(slow.clone()), inbox, 9);
    work.accept(&[2]).await;
    work.accept(&[3]).await;
    assert_eq!(work.pending().await, 3);
    assert_eq!(work.inbox.lane(Lane(ANN.0)).unwrap().holder, Some(holder(OTHER)));
    // The other is done with its own, and finds that more was stored.
    let done = DoneUpdates { ids: vec![UpdateId(1)], drained: vec![(Lane(ANN.0), Position(1))] };
    assert!(work.inbox.remove(&done, &holder(OTHER), NOW).await.unwrap().is_empty());
    work.until_empty().await;
    work.end().await;
}

/// The bot at work that looks once a minute for leases that have run out, as whoever polls does.
fn alone(inbox: Arc<InMemoryInbox>) -> AtWork {
    let slow = Slow::new(Membership::Member);
    slow.let_go.add_permits(99);
    let clock = Arc::new(PausedClock(tokio::time::Instant::now()));
    let settings = DispatcherSettings { interval: Duration::from_mins(1), ..DispatcherSettings::new(holder("test")) };
    AtWork::begin_with(Ports { clock, ..forgetful(slow) }, inbox, settings)
}

#[tokio::test(start_paused = true)]
async fn what_a_dead_process_held_at_the_start_is_taken_over_as_soon_as_its_lease_has_run_out() {
    let (inbox, begun) = (Arc::new(InMemoryInbox::default()), tokio::time::Instant::now());
    inbox.put(&[stored(1, ANN.0)], &holder(OTHER), NOW).await.unwrap();
    let work = alone(inbox);
    work.until_empty().await;
    assert!(begun.elapsed() < LEASE + Duration::from_secs(2), "{:?}", begun.elapsed());
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_finds_a_lane_leased_looks_sooner_whether_its_holder_has_died() {
    let work = alone(Arc::default());
    // The lease begins right after a look.
    tokio::time::sleep(LEASE + Duration::from_secs(62)).await;
    let begun = tokio::time::Instant::now();
    let now = NOW.after(LEASE + Duration::from_secs(62));
    work.inbox.put(&[stored(1, ANN.0)], &holder(OTHER), now).await.unwrap();
    work.accept(&[2]).await;
    work.until_empty().await;
    assert!(begun.elapsed() < LEASE + Duration::from_secs(11), "{:?}", begun.elapsed());
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn what_another_instance_stores_in_a_lane_here_is_carried_out_in_its_turn() {
    let slow = Slow::new(Membership::Member);
    let work = AtWork::begin(forgetful(slow.clone()), Arc::default(), 9);
    work.accept(&[1]).await;
    let placed = work.inbox.put(&[stored(2, ANN.0)], &holder(OTHER), NOW).await.unwrap();
    assert!(!placed[0].leased);
    work.accept(&[3]).await;
    slow.let_go.add_permits(99);
    work.until_empty().await;
    work.end().await;
}

/// Another instance has taken Ann's lane, as if this one had stood still for too long.
async fn take_anns_lane(inbox: &InMemoryInbox) {
    inbox.release_leases(&holder("test"), NOW).await.unwrap();
    let limit = ClaimLimit { lanes: 9, updates_per_lane: 9, updates: 9, bytes: 9 };
    assert_eq!(inbox.claim(&holder(OTHER), NOW, limit).await.unwrap().len(), 2);
}

/// The other has carried out what it has taken.
async fn carry_out_anns(inbox: &InMemoryInbox) {
    let done = DoneUpdates { ids: vec![UpdateId(1), UpdateId(2)], drained: vec![(Lane(ANN.0), Position(2))] };
    assert_eq!(inbox.remove(&done, &holder(OTHER), NOW).await.unwrap(), [Lane(ANN.0)]);
}

/// Ann's first message is let go, and another instance has her lane.
async fn anns_second_message_is_left_to_the_other(slow: Slow, work: AtWork) {
    slow.let_go.add_permits(99);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(slow.begun.available_permits(), 1, "the first was under way, and the second is the other's");
    assert_eq!(work.pending().await, 2);
    carry_out_anns(&work.inbox).await;
    work.accept(&[3]).await;
    work.until_empty().await;
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_lane_that_another_instance_has_taken_is_left_to_it_from_the_next_renewal_on() {
    let slow = Slow::new(Membership::Member);
    let work = AtWork::begin(forgetful(slow.clone()), Arc::default(), 9);
    work.accept(&[1, 2]).await;
    slow.until_begun(1).await;
    take_anns_lane(&work.inbox).await;
    tokio::time::sleep(LEASE / 2).await;
    anns_second_message_is_left_to_the_other(slow, work).await;
}

#[tokio::test(start_paused = true)]
async fn after_a_pause_that_was_longer_than_a_lease_nothing_is_begun_before_the_lease_is_known_to_stand() {
    let (slow, clock) = (Slow::new(Membership::Member), Arc::new(SettableClock::at(NOW)));
    let ports = Ports { clock: clock.clone(), ..forgetful(slow.clone()) };
    let work = AtWork::begin(ports, Arc::default(), 9);
    work.accept(&[1, 2]).await;
    slow.until_begun(1).await;
    take_anns_lane(&work.inbox).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    clock.set(NOW.after(LEASE));
    anns_second_message_is_left_to_the_other(slow, work).await;
}

#[tokio::test(start_paused = true)]
async fn after_such_a_pause_a_lane_that_nobody_has_taken_goes_on_at_once() {
    let (slow, clock) = (Slow::new(Membership::Member), Arc::new(SettableClock::at(NOW)));
    let ports = Ports { clock: clock.clone(), ..forgetful(slow.clone()) };
    let work = AtWork::begin(ports, Arc::default(), 9);
    work.accept(&[1, 2]).await;
    slow.until_begun(1).await;
    clock.set(NOW.after(LEASE));
    slow.let_go.add_permits(99);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(work.pending().await, 0);
    work.until_empty().await;
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn past_what_fits_into_memory_updates_are_kept_in_the_inbox_alone_and_carried_out_later() {
    let slow = Slow::new(Membership::Member);
    let (inbox, ports) = (Arc::new(InMemoryInbox::default()), forgetful(slow.clone()));
    let gatekeeper = Arc::new(Gatekeeper::new(Ports { inbox: inbox.clone(), ..ports }));
    let narrow = DispatcherSettings { max_updates: 2_000, ..DispatcherSettings::new(holder("test")) };
    let (dispatcher, intake) = Dispatcher::start(&gatekeeper, narrow, &Liveness::default());
    let (dispatcher, stop) = (Arc::new(dispatcher), CancellationToken::new());
    let running = tokio::spawn(dispatcher.clone().run(stop.clone()));
    let work = AtWork { inbox, intake, stop, running };
    let ids: Vec<i64> = (1..=5_000).collect();
    for chunk in ids.chunks(100) {
        work.accept(chunk).await;
    }
    assert_eq!(work.pending().await, 5_000);
    assert!(dispatcher.memory.free_updates() >= 1_000, "one lane leaves room for all others");
    drop(dispatcher);
    slow.let_go.add_permits(1);
    work.until_empty().await;
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_deciding_leaves_no_lane_behind() {
    let slow = Slow::new(Membership::Member);
    slow.let_go.add_permits(1);
    slow.panics.store(3, Ordering::Relaxed);
    let clock = Arc::new(PausedClock(tokio::time::Instant::now()));
    let work = AtWork::begin(Ports { clock, ..forgetful(slow) }, Arc::default(), 9);
    work.accept(&[1]).await;
    work.accept(&[2]).await;
    work.until_empty().await;
    work.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_begins_nothing_and_gives_back_what_it_leaves() {
    let slow = Slow::new(Membership::Member);
    let work = AtWork::begin(forgetful(slow.clone()), Arc::default(), 9);
    work.accept(&[1, 2, 3]).await;
    work.stop.cancel();
    tokio::time::sleep(Duration::from_secs(1)).await;
    slow.let_go.add_permits(1);
    let inbox = work.inbox.clone();
    work.end().await;
    assert_eq!(inbox.counts().await.unwrap().pending, 2, "the first was under way");
    assert_eq!(inbox.lane(Lane(ANN.0)).unwrap().holder, None);
}

#[tokio::test(start_paused = true)]
async fn while_nothing_is_stored_the_inbox_is_looked_at_and_nothing_is_claimed() {
    let mut world = World::empty();
    world.inbox.expect_release_leases().times(2).returning(|_, _| Ok(()));
    world.inbox.expect_claim_expired().times(355..=361).returning(|_, _, _| Ok(Vec::new()));
    world.inbox.expect_next_due().times(355..=361).returning(|| Ok(None));
    let gatekeeper = world.gatekeeper();
    let (dispatcher, _intake) =
        Dispatcher::start(&gatekeeper, DispatcherSettings::new(holder("test")), &Liveness::default());
    let stop = CancellationToken::new();
    let running = Arc::new(dispatcher).run(stop.clone());
    tokio::join!(running, async {
        tokio::time::sleep(Duration::from_hours(1)).await;
        stop.cancel();
    });
}
