//! Groups and exemptions: what is cached, and what every write invalidates.

#![expect(clippy::unwrap_used, reason = "the functions beside the tests fail a test by it too")]

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use futures::FutureExt;
use mockall::predicate::eq;
use portcullis_cache::{CachedExemptionRepository, CachedGroupRepository, GroupCacheSettings, system_randomness};
use portcullis_domain::{
    ChannelId, ChatId, GroupId, Timestamp, UserId,
    event::Migration,
    group::{EnforcedChannel, Group},
    ports::{
        ExemptionRecord, ExemptionRepository, GroupRepository, MockExemptionRepository, MockGroupRepository,
        OwnedGroup, Protection, SettingsUpdated, StoreError,
    },
    sender::Person,
    setting::SettingsUpdate,
    settings::GroupSettings,
};
use tokio::sync::Semaphore;

const GROUP: GroupId = GroupId(-1);
const OTHER: GroupId = GroupId(-2);
const NEWS: ChannelId = ChannelId(-1_001);
const ALICE: UserId = UserId(1);

fn group(id: GroupId) -> Arc<Group> {
    Arc::new(Group {
        id,
        owner: ALICE,
        owner_language_code: None,
        title: String::new(),
        enabled: true,
        can_enforce: true,
        settings: GroupSettings::default(),
        channels: Vec::new(),
        linked_channel: None,
        exempt: HashSet::new(),
        braked_at: None,
        created_at: Timestamp(0),
        switched_on_at: Timestamp(0),
        denied: None,
    })
}

fn cached(inner: impl GroupRepository + 'static) -> CachedGroupRepository {
    CachedGroupRepository::new(Arc::new(inner), &GroupCacheSettings::default(), system_randomness()).unwrap()
}

/// A repository in which every group is found, and may be read any number of times.
fn full() -> MockGroupRepository {
    let mut inner = MockGroupRepository::new();
    inner.expect_find().returning(|id| Ok(Some(group(id))));
    inner
}

async fn caching_both(inner: MockGroupRepository) -> CachedGroupRepository {
    let groups = cached(inner);
    groups.find(GROUP).await.unwrap();
    groups.find(OTHER).await.unwrap();
    groups
}

fn is_known(groups: &CachedGroupRepository) -> (bool, bool) {
    (groups.known(GROUP).is_some(), groups.known(OTHER).is_some())
}

#[tokio::test]
async fn a_group_is_read_once_and_so_is_its_absence() {
    let mut inner = MockGroupRepository::new();
    inner.expect_find().with(eq(GROUP)).once().returning(|id| Ok(Some(group(id))));
    inner.expect_find().with(eq(OTHER)).once().returning(|_| Ok(None));
    let groups = cached(inner);
    assert_eq!(groups.known(GROUP), None);
    for _ in 0..2 {
        assert_eq!(groups.find(GROUP).await.unwrap(), Some(group(GROUP)));
        assert_eq!(groups.find(OTHER).await.unwrap(), None);
    }
    assert_eq!(groups.known(GROUP), Some(Some(group(GROUP))));
    assert_eq!(groups.known(OTHER), Some(None));
}

#[tokio::test]
async fn an_absence_is_cached_for_its_own_time() {
    let mut inner = MockGroupRepository::new();
    inner.expect_find().with(eq(GROUP)).returning(|id| Ok(Some(group(id))));
    inner.expect_find().with(eq(OTHER)).returning(|_| Ok(None));
    let settings = GroupCacheSettings { absent_ttl: Duration::from_millis(30), ..GroupCacheSettings::default() };
    let groups = CachedGroupRepository::new(Arc::new(inner), &settings, system_randomness()).unwrap();
    groups.find(GROUP).await.unwrap();
    groups.find(OTHER).await.unwrap();
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!(is_known(&groups), (true, false));
}

#[tokio::test]
async fn a_failed_read_is_told_and_not_cached() {
    let mut inner = MockGroupRepository::new();
    inner.expect_find().once().returning(|_| Err(StoreError::Unavailable("away".into())));
    inner.expect_find().once().returning(|id| Ok(Some(group(id))));
    let groups = cached(inner);
    assert!(matches!(groups.find(GROUP).await, Err(StoreError::Unavailable(_))));
    assert_eq!(groups.find(GROUP).await.unwrap(), Some(group(GROUP)));
}

#[tokio::test]
async fn every_write_to_a_group_forgets_it_and_no_other() {
    let mut inner = full();
    inner.expect_disable().once().with(eq(GROUP)).returning(|_| Ok(true));
    inner.expect_remove_channels().once().returning(|_, _| Ok(()));
    inner.expect_update_settings().once().returning(|_, _| Ok(None));
    inner.expect_put_linked_channel().once().with(eq(GROUP), eq(Some(ChatId(-5)))).returning(|_, _| Ok(()));
    inner.expect_note_can_enforce().once().with(eq(GROUP)).returning(|_| Ok(false));
    inner.expect_note_removed().once().with(eq(GROUP)).returning(|_| Ok(2));
    inner.expect_put_title().once().returning(|_, _| Ok(()));
    let groups = caching_both(inner).await;

    assert!(groups.disable(GROUP).await.unwrap());
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    groups.remove_channels(GROUP, &[NEWS]).await.unwrap();
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    groups.update_settings(GROUP, &SettingsUpdate::CopyOf(Box::default())).await.unwrap();
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    groups.put_linked_channel(GROUP, Some(ChatId(-5))).await.unwrap();
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    assert!(!groups.note_can_enforce(GROUP).await.unwrap());
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    assert_eq!(groups.note_removed(GROUP).await.unwrap(), 2);
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    groups.put_title(GROUP, "Tea").await.unwrap();
    assert_eq!(is_known(&groups), (false, true));
}

#[tokio::test]
async fn a_write_that_fails_forgets_too_since_it_may_have_been_done() {
    let mut inner = full();
    inner.expect_disable().once().returning(|_| Err(StoreError::Unavailable("timeout".into())));
    let groups = caching_both(inner).await;
    assert!(groups.disable(GROUP).await.is_err());
    assert_eq!(is_known(&groups), (false, true));
}

#[tokio::test]
async fn protecting_forgets_the_group_and_those_that_share_its_channels() {
    let mut inner = full();
    inner.expect_protect().once().returning(|_| Ok(()));
    inner.expect_list_with_channel().once().with(eq(NEWS)).returning(|_| Ok(vec![OTHER]));
    let groups = caching_both(inner).await;
    groups.protect(&protection()).await.unwrap();
    assert_eq!(is_known(&groups), (false, false));
}

fn protection() -> Protection {
    Protection {
        group: GROUP,
        title: String::new(),
        by: Person { id: ALICE, name: "Alice".to_owned(), username: None, language_code: None },
        linked_channel: None,
        channels: vec![news()],
        at: Timestamp(0),
    }
}

fn news() -> EnforcedChannel {
    EnforcedChannel { id: NEWS, title: "News".to_owned(), username: None, invite_link: None, can_check: true }
}

#[tokio::test]
async fn a_channel_that_can_no_longer_be_checked_forgets_the_groups_with_it() {
    let mut inner = full();
    inner.expect_note_cannot_check().once().with(eq(NEWS)).returning(|_| Ok(true));
    inner.expect_list_with_channel().once().with(eq(NEWS)).returning(|_| Ok(vec![OTHER]));
    let groups = caching_both(inner).await;
    assert!(groups.note_cannot_check(NEWS).await.unwrap());
    assert_eq!(is_known(&groups), (true, false));
}

#[tokio::test]
async fn what_is_new_of_a_channel_forgets_the_groups_with_it() {
    let mut inner = full();
    inner.expect_put_channel().once().returning(|_| Ok(()));
    inner.expect_list_with_channel().once().with(eq(NEWS)).returning(|_| Ok(vec![OTHER]));
    let groups = caching_both(inner).await;
    groups.put_channel(&news()).await.unwrap();
    assert_eq!(is_known(&groups), (true, false));
}

#[tokio::test]
async fn what_is_not_news_about_a_channel_forgets_nothing() {
    let mut inner = full();
    inner.expect_note_cannot_check().once().returning(|_| Ok(false));
    let groups = caching_both(inner).await;
    assert!(!groups.note_cannot_check(NEWS).await.unwrap());
    assert_eq!(is_known(&groups), (true, true));
}

#[tokio::test]
async fn all_groups_are_forgotten_if_those_of_a_channel_are_not_told() {
    let mut inner = full();
    inner.expect_note_cannot_check().once().returning(|_| Ok(true));
    inner.expect_list_with_channel().once().returning(|_| Err(StoreError::Unavailable("away".into())));
    let groups = caching_both(inner).await;
    assert!(groups.note_cannot_check(NEWS).await.unwrap());
    assert_eq!(is_known(&groups), (false, false));
}

#[tokio::test]
async fn a_migration_forgets_both_ids() {
    let mut inner = full();
    inner.expect_migrate().once().returning(|_| Ok(()));
    let groups = caching_both(inner).await;
    groups.migrate(Migration { from: GROUP, to: OTHER }).await.unwrap();
    assert_eq!(is_known(&groups), (false, false));
}

#[tokio::test]
async fn exemptions_forget_their_group() {
    let mut inner = MockExemptionRepository::new();
    let exemption = ExemptionRecord { group: GROUP, user: ALICE, by: ALICE, at: Timestamp(0) };
    inner.expect_put().once().with(eq(exemption)).returning(|_| Ok(true));
    inner.expect_remove().once().with(eq(GROUP), eq(ALICE)).returning(|_, _| Ok(true));
    inner.expect_list().once().with(eq(GROUP), eq(10), eq(5)).returning(move |_, _, _| Ok(vec![exemption]));
    let groups = Arc::new(caching_both(full()).await);
    let exemptions = CachedExemptionRepository::new(Arc::new(inner), Arc::clone(&groups));

    assert!(exemptions.put(exemption).await.unwrap());
    assert_eq!(is_known(&groups), (false, true));
    groups.find(GROUP).await.unwrap();
    assert!(exemptions.remove(GROUP, ALICE).await.unwrap());
    assert_eq!(is_known(&groups), (false, true));
    assert_eq!(exemptions.list(GROUP, 10, 5).await.unwrap(), vec![exemption]);
}

/// A repository of one group, whose reads take what is there when they begin and bring it when let, but for fresh ones,
/// which bring it at once; its writes are let one by one.
struct SlowRepository {
    enabled: Mutex<bool>,
    reads: Arc<Semaphore>,
    writes: Arc<Semaphore>,
}

#[async_trait]
impl GroupRepository for SlowRepository {
    async fn find(&self, id: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        let enabled = *self.enabled.lock().unwrap();
        self.reads.acquire().await.unwrap().forget();
        Ok(Some(Arc::new(Group { enabled, ..(*group(id)).clone() })))
    }

    async fn find_fresh(&self, id: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        let enabled = *self.enabled.lock().unwrap();
        Ok(Some(Arc::new(Group { enabled, ..(*group(id)).clone() })))
    }

    async fn enable(&self, _: GroupId) -> Result<bool, StoreError> {
        unreachable!("not used here")
    }

    async fn disable(&self, _: GroupId) -> Result<bool, StoreError> {
        self.writes.acquire().await.unwrap().forget();
        *self.enabled.lock().unwrap() = false;
        Ok(true)
    }

    async fn protect(&self, _: &Protection) -> Result<(), StoreError> {
        unreachable!("not used here")
    }

    async fn remove_channels(&self, _: GroupId, _: &[ChannelId]) -> Result<(), StoreError> {
        unreachable!("not used here")
    }

    async fn list_owned_by(&self, _: UserId, _: GroupId, _: u64, _: u64) -> Result<Vec<OwnedGroup>, StoreError> {
        unreachable!("not used here")
    }

    async fn update_settings(&self, _: GroupId, _: &SettingsUpdate) -> Result<Option<SettingsUpdated>, StoreError> {
        unreachable!("not used here")
    }

    async fn put_title(&self, _: GroupId, _: &str) -> Result<(), StoreError> {
        unreachable!("not used here")
    }

    async fn put_channel(&self, _: &EnforcedChannel) -> Result<(), StoreError> {
        unreachable!("not used here")
    }

    async fn put_linked_channel(&self, _: GroupId, _: Option<ChatId>) -> Result<(), StoreError> {
        unreachable!("not used here")
    }

    async fn note_can_enforce(&self, _: GroupId) -> Result<bool, StoreError> {
        unreachable!("not used here")
    }

    async fn note_cannot_enforce(&self, _: GroupId) -> Result<bool, StoreError> {
        unreachable!("not used here")
    }

    async fn note_removed(&self, _: GroupId) -> Result<u64, StoreError> {
        unreachable!("not used here")
    }

    async fn find_channel(&self, _: ChannelId) -> Result<Option<EnforcedChannel>, StoreError> {
        unreachable!("not used here")
    }

    async fn note_can_check(&self, _: ChannelId) -> Result<bool, StoreError> {
        unreachable!("not used here")
    }

    async fn note_cannot_check(&self, _: ChannelId) -> Result<bool, StoreError> {
        unreachable!("not used here")
    }

    async fn find_owner_username(&self, _: GroupId) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    async fn list_with_channel(&self, _: ChannelId) -> Result<Vec<GroupId>, StoreError> {
        unreachable!("not used here")
    }

    async fn migrate(&self, _: Migration) -> Result<(), StoreError> {
        unreachable!("not used here")
    }
}

fn slow() -> (CachedGroupRepository, Arc<Semaphore>, Arc<Semaphore>) {
    let (reads, writes) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let inner = SlowRepository { enabled: Mutex::new(true), reads: Arc::clone(&reads), writes: Arc::clone(&writes) };
    (cached(inner), reads, writes)
}

#[tokio::test]
async fn a_group_read_before_a_write_is_not_cached_after_it() {
    let (groups, reads, writes) = slow();
    let mut reading = groups.find(GROUP);
    assert!((&mut reading).now_or_never().is_none());
    tokio::task::yield_now().await;

    writes.add_permits(1);
    groups.disable(GROUP).await.unwrap();
    reads.add_permits(1);
    reading.await.unwrap();

    assert_eq!(groups.known(GROUP), None);
    reads.add_permits(1);
    assert!(!groups.find(GROUP).await.unwrap().unwrap().enabled);
}

#[tokio::test]
async fn what_was_read_before_a_fresh_read_is_not_cached_after_it() {
    let (reads, writes) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(1)));
    let inner = SlowRepository { enabled: Mutex::new(true), reads: Arc::clone(&reads), writes };
    let inner = Arc::new(inner);
    let groups =
        CachedGroupRepository::new(inner.clone(), &GroupCacheSettings::default(), system_randomness()).unwrap();
    let mut reading = groups.find(GROUP);
    assert!((&mut reading).now_or_never().is_none());
    tokio::task::yield_now().await;

    // Somebody else has written, and this process has not heard of it.
    inner.disable(GROUP).await.unwrap();
    assert!(!groups.find_fresh(GROUP).await.unwrap().unwrap().enabled);
    reads.add_permits(1);
    reading.await.unwrap();
    assert_eq!(groups.known(GROUP), None);
}

#[tokio::test]
async fn a_write_whose_caller_leaves_is_done_and_seen() {
    let (groups, reads, writes) = slow();
    reads.add_permits(1);
    groups.find(GROUP).await.unwrap();
    let mut writing = groups.disable(GROUP);
    assert!((&mut writing).now_or_never().is_none());
    drop(writing);

    writes.add_permits(1);
    while groups.known(GROUP).is_some() {
        tokio::task::yield_now().await;
    }
    reads.add_permits(1);
    assert!(!groups.find(GROUP).await.unwrap().unwrap().enabled);
}
