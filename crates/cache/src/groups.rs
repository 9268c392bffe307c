//! Groups, remembered by this process in front of the database.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use futures::FutureExt;
use portcullis_domain::{
    ChannelId, ChatId, GroupId,
    event::Migration,
    group::Group,
    ports::{GroupRepository, Protection, StoreError},
    settings::GroupSettings,
};

use crate::{
    errors::{cut_short, store_error},
    invalidation::publisher::Others,
    invalidation::{Invalidations, message::Change},
    loading_cache::Memory,
    loading_cache::jitter::{Jitter, Randomness},
    settings::{GroupCacheSettings, InvalidCacheSettings},
};

/// A repository of groups that remembers what it has read, and forgets what it writes.
///
/// A write runs to its end and its groups are forgotten even if its caller goes away: what was written must not be hidden
/// by what was remembered.
pub struct CachedGroupRepository {
    memory: GroupMemory,
    inner: Arc<dyn GroupRepository>,
}

/// What this process remembers; what is forgotten here is to be forgotten by the others.
#[derive(Clone)]
struct GroupMemory {
    here: Arc<Memory<GroupId, Option<Arc<Group>>, Arc<StoreError>>>,
    others: Others,
}

impl GroupMemory {
    fn forget(&self, group: GroupId) {
        self.here.forget(&group);
        self.others.tell(Change::Group(group));
    }

    fn forget_all(&self) {
        self.here.forget_all();
        self.others.tell(Change::Everything);
    }
}

impl CachedGroupRepository {
    /// An empty memory in front of `inner`, which nobody else writes to.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        inner: Arc<dyn GroupRepository>,
        settings: &GroupCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::build(inner, settings, randomness, Others::default())
    }

    /// An empty memory in front of `inner`, to which other instances write too.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn shared(
        inner: Arc<dyn GroupRepository>,
        settings: &GroupCacheSettings,
        randomness: Randomness,
        invalidations: &Invalidations,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::build(inner, settings, randomness, invalidations.into())
    }

    fn build(
        inner: Arc<dyn GroupRepository>,
        settings: &GroupCacheSettings,
        randomness: Randomness,
        others: Others,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let GroupCacheSettings { found_ttl, absent_ttl, jitter_percent, capacity } = *settings;
        let ttl = {
            let others = others.clone();
            move |group: &Option<_>| others.limit(if group.is_some() { found_ttl } else { absent_ttl })
        };
        let here = Memory::new(capacity, Jitter::new(jitter_percent, randomness), ttl);
        Ok(Self { memory: GroupMemory { here: Arc::new(here), others }, inner })
    }

    /// What this process remembers, without asking the database: `None` if it remembers nothing, `Some(None)` if it
    /// remembers that the group was never protected.
    #[must_use]
    pub fn known(&self, group: GroupId) -> Option<Option<Arc<Group>>> {
        self.memory.here.known(&group)
    }

    /// Forgets a group, here and elsewhere: something that belongs to it was written. A read on its way is not remembered
    /// either.
    pub fn forget(&self, group: GroupId) {
        self.memory.forget(group);
    }

    pub(crate) fn forget_here(&self, group: GroupId) {
        self.memory.here.forget(&group);
    }

    pub(crate) fn forget_all_here(&self) {
        self.memory.here.forget_all();
    }

    /// Runs a write in a task of its own, then forgets `groups`; also after a failure, which may have come after the
    /// database had done its work.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        groups: Vec<GroupId>,
        write: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let memory = self.memory.clone();
        let task = tokio::spawn(async move {
            let result = write.await;
            for group in groups {
                memory.forget(group);
            }
            result
        });
        task.await.unwrap_or_else(|_| Err(cut_short()))
    }

    /// Runs a write that tells whether it was news about a channel, and forgets the groups with it if it was.
    async fn write_about_channel(
        &self,
        channel: ChannelId,
        write: impl Future<Output = Result<bool, StoreError>> + Send + 'static,
    ) -> Result<bool, StoreError> {
        let (memory, inner) = (self.memory.clone(), self.inner());
        self.write(Vec::new(), async move {
            let result = write.await;
            // What is not news is written again with every look-up that fails, and must not empty the memory each time.
            if !matches!(result, Ok(false)) {
                forget_with_channels(&memory, &*inner, &[channel]).await;
            }
            result
        })
        .await
    }

    fn inner(&self) -> Arc<dyn GroupRepository> {
        Arc::clone(&self.inner)
    }
}

/// Forgets every group with one of these channels; all groups there are if the database won't say which.
async fn forget_with_channels(memory: &GroupMemory, inner: &dyn GroupRepository, channels: &[ChannelId]) {
    for &channel in channels {
        match inner.list_with_channel(channel).await {
            Ok(groups) => groups.into_iter().for_each(|group| memory.forget(group)),
            Err(error) => {
                tracing::warn!(%channel, %error, "forgetting all groups, since those of a channel can't be listed");
                memory.forget_all();
            }
        }
    }
}

#[async_trait]
impl GroupRepository for CachedGroupRepository {
    async fn find(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        if let Some(known) = self.memory.here.known(&group) {
            return Ok(known);
        }
        let inner = self.inner();
        let load = async move { inner.find(group).await.map_err(Arc::new) };
        self.memory.here.get(group, load.boxed()).await.map_err(store_error)
    }

    async fn protect(&self, protection: &Protection) -> Result<(), StoreError> {
        let (memory, inner, protection) = (self.memory.clone(), self.inner(), protection.clone());
        self.write(vec![protection.group], async move {
            let result = inner.protect(&protection).await;
            // Titles, links and whether the bot may look belong to the channels, which other groups have too.
            let channels: Vec<ChannelId> = protection.channels.iter().map(|channel| channel.id).collect();
            forget_with_channels(&memory, &*inner, &channels).await;
            result
        })
        .await
    }

    async fn enable(&self, group: GroupId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.enable(group).await }).await
    }

    async fn disable(&self, group: GroupId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.disable(group).await }).await
    }

    async fn remove_channels(&self, group: GroupId, channels: &[ChannelId]) -> Result<(), StoreError> {
        let (inner, channels) = (self.inner(), channels.to_vec());
        self.write(vec![group], async move { inner.remove_channels(group, &channels).await }).await
    }

    async fn put_settings(&self, group: GroupId, settings: &GroupSettings) -> Result<(), StoreError> {
        let (inner, settings) = (self.inner(), settings.clone());
        self.write(vec![group], async move { inner.put_settings(group, &settings).await }).await
    }

    async fn put_linked_channel(&self, group: GroupId, linked: Option<ChatId>) -> Result<(), StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.put_linked_channel(group, linked).await }).await
    }

    async fn note_can_enforce(&self, group: GroupId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.note_can_enforce(group).await }).await
    }

    async fn note_cannot_enforce(&self, group: GroupId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.note_cannot_enforce(group).await }).await
    }

    async fn note_can_check(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write_about_channel(channel, async move { inner.note_can_check(channel).await }).await
    }

    async fn note_cannot_check(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write_about_channel(channel, async move { inner.note_cannot_check(channel).await }).await
    }

    async fn list_requiring(&self, channel: ChannelId) -> Result<Vec<GroupId>, StoreError> {
        self.inner.list_requiring(channel).await
    }

    async fn find_owner_username(&self, group: GroupId) -> Result<Option<String>, StoreError> {
        self.inner.find_owner_username(group).await
    }

    async fn list_with_channel(&self, channel: ChannelId) -> Result<Vec<GroupId>, StoreError> {
        self.inner.list_with_channel(channel).await
    }

    async fn migrate(&self, migration: Migration) -> Result<(), StoreError> {
        let inner = self.inner();
        self.write(vec![migration.from, migration.to], async move { inner.migrate(migration).await }).await
    }
}

impl fmt::Debug for CachedGroupRepository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedGroupRepository").finish_non_exhaustive()
    }
}
