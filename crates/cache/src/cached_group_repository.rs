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
    copied_error::{cut_short, store_error},
    jitter::{Jitter, Randomness},
    memory::Memory,
    settings::{GroupCacheSettings, InvalidCacheSettings},
};

/// A repository of groups that remembers what it has read, and forgets what it writes.
///
/// A write runs to its end and its groups are forgotten even if its caller goes away: what was written must not be hidden
/// by what was remembered.
pub struct CachedGroupRepository {
    memory: Arc<GroupMemory>,
    inner: Arc<dyn GroupRepository>,
}

type GroupMemory = Memory<GroupId, Option<Arc<Group>>, Arc<StoreError>>;

impl CachedGroupRepository {
    /// An empty memory in front of `inner`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        inner: Arc<dyn GroupRepository>,
        settings: &GroupCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let GroupCacheSettings { found_ttl, absent_ttl, jitter_percent, capacity } = *settings;
        let ttl = move |group: &Option<_>| if group.is_some() { found_ttl } else { absent_ttl };
        let memory = Memory::new(capacity, Jitter::new(jitter_percent, randomness), ttl);
        Ok(Self { memory: Arc::new(memory), inner })
    }

    /// Forgets a group: something that belongs to it was written elsewhere. A read on its way is not remembered either.
    pub fn forget(&self, group: GroupId) {
        self.memory.forget(&group);
    }

    /// Runs a write in a task of its own, then forgets `groups`; also after a failure, which may have come after the
    /// database had done its work.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        groups: Vec<GroupId>,
        write: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let memory = Arc::clone(&self.memory);
        let task = tokio::spawn(async move {
            let result = write.await;
            for group in &groups {
                memory.forget(group);
            }
            result
        });
        task.await.unwrap_or_else(|_| Err(cut_short()))
    }

    fn inner(&self) -> Arc<dyn GroupRepository> {
        Arc::clone(&self.inner)
    }
}

/// Forgets every group with one of these channels; all groups there are if the database won't say which.
async fn forget_with_channels(memory: &GroupMemory, inner: &dyn GroupRepository, channels: &[ChannelId]) {
    for &channel in channels {
        match inner.list_with_channel(channel).await {
            Ok(groups) => groups.iter().for_each(|group| memory.forget(group)),
            Err(error) => {
                tracing::warn!(%channel, %error, "forgetting all groups, since those of a channel can't be listed");
                memory.forget_all();
            }
        }
    }
}

#[async_trait]
impl GroupRepository for CachedGroupRepository {
    fn known(&self, group: GroupId) -> Option<Option<Arc<Group>>> {
        self.memory.known(&group)
    }

    async fn find(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        if let Some(known) = self.memory.known(&group) {
            return Ok(known);
        }
        let inner = self.inner();
        let load = async move { inner.find(group).await.map_err(Arc::new) };
        self.memory.get(group, load.boxed()).await.map_err(store_error)
    }

    async fn protect(&self, protection: &Protection) -> Result<(), StoreError> {
        let (memory, inner, protection) = (Arc::clone(&self.memory), self.inner(), protection.clone());
        self.write(vec![protection.group], async move {
            let result = inner.protect(&protection).await;
            // Titles, links and whether the bot may look belong to the channels, which other groups have too.
            let channels: Vec<ChannelId> = protection.channels.iter().map(|channel| channel.id).collect();
            forget_with_channels(&memory, &*inner, &channels).await;
            result
        })
        .await
    }

    async fn set_enabled(&self, group: GroupId, enabled: bool) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.set_enabled(group, enabled).await }).await
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

    async fn set_can_enforce(&self, group: GroupId, can_enforce: bool) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.set_can_enforce(group, can_enforce).await }).await
    }

    async fn set_can_check(&self, channel: ChannelId, can_check: bool) -> Result<bool, StoreError> {
        let (memory, inner) = (Arc::clone(&self.memory), self.inner());
        self.write(Vec::new(), async move {
            let result = inner.set_can_check(channel, can_check).await;
            // What is not news is written again with every look-up that fails, and must not empty the memory each time.
            if !matches!(result, Ok(false)) {
                forget_with_channels(&memory, &*inner, &[channel]).await;
            }
            result
        })
        .await
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
