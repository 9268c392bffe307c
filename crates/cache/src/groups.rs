//! Groups, cached in this process in front of the database.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use futures::FutureExt;
use portcullis_domain::{
    ChannelId, ChatId, GroupId, UserId,
    event::Migration,
    group::{EnforcedChannel, Group},
    ports::{Change, GroupRepository, OwnedGroup, Protection, SettingsUpdated, StoreError},
    setting::SettingsUpdate,
};

use crate::{
    errors::{aborted, store_error},
    invalidation::{InvalidationPublisher, Invalidations},
    loading_cache::{
        LoadingCache,
        jitter::{Jitter, Randomness},
    },
    settings::{GroupCacheSettings, InvalidCacheSettings},
};

/// A repository of groups that caches what it has read, and invalidates what it writes.
///
/// A write runs to its end and its groups are invalidated even if its caller goes away: what was written must not be
/// hidden by what was cached.
pub struct CachedGroupRepository {
    cache: GroupCache,
    inner: Arc<dyn GroupRepository>,
}

/// What this process has cached; what is invalidated here is published to the other instances.
#[derive(Clone)]
struct GroupCache {
    local: Arc<LoadingCache<GroupId, Option<Arc<Group>>, Arc<StoreError>>>,
    publisher: InvalidationPublisher,
}

impl GroupCache {
    fn invalidate(&self, group: GroupId) {
        self.local.invalidate(&group);
        self.publisher.publish(Change::Group(group));
    }

    fn invalidate_all(&self) {
        self.local.invalidate_all();
        self.publisher.publish(Change::Everything);
    }
}

impl CachedGroupRepository {
    /// An empty cache in front of `inner`, which nobody else writes to.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        inner: Arc<dyn GroupRepository>,
        settings: &GroupCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::shared(inner, settings, randomness, None)
    }

    /// An empty cache in front of `inner`, to which other instances write too where there are any.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn shared(
        inner: Arc<dyn GroupRepository>,
        settings: &GroupCacheSettings,
        randomness: Randomness,
        invalidations: Option<&Invalidations>,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let GroupCacheSettings { found_ttl, absent_ttl, jitter_percent, capacity } = *settings;
        let ttl = move |group: &Option<_>| if group.is_some() { found_ttl } else { absent_ttl };
        let local = LoadingCache::new(capacity, Jitter::new(jitter_percent, randomness), ttl);
        Ok(Self { cache: GroupCache { local: Arc::new(local), publisher: invalidations.into() }, inner })
    }

    /// What is cached in this process, without asking the database: `None` if nothing is, `Some(None)` if it is cached
    /// that the group was never protected.
    #[must_use]
    pub fn known(&self, group: GroupId) -> Option<Option<Arc<Group>>> {
        self.cache.local.get_if_present(&group)
    }

    /// Invalidates a group, here and on the other instances: something that belongs to it was written. The result of a
    /// read in flight is not cached either.
    pub fn invalidate(&self, group: GroupId) {
        self.cache.invalidate(group);
    }

    pub(crate) fn invalidate_local(&self, group: GroupId) {
        self.cache.local.invalidate(&group);
    }

    pub(crate) fn invalidate_all_local(&self) {
        self.cache.local.invalidate_all();
    }

    /// Runs a write in a task of its own, then invalidates `groups`; also after a failure, which may have come after the
    /// database had done its work.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        groups: Vec<GroupId>,
        write: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let cache = self.cache.clone();
        let task = tokio::spawn(async move {
            let result = write.await;
            for group in groups {
                cache.invalidate(group);
            }
            result
        });
        task.await.unwrap_or_else(|_| Err(aborted()))
    }

    /// Runs a write that tells whether it was news about a channel, and invalidates the groups with it if it was.
    async fn write_about_channel(
        &self,
        channel: ChannelId,
        write: impl Future<Output = Result<bool, StoreError>> + Send + 'static,
    ) -> Result<bool, StoreError> {
        let (cache, inner) = (self.cache.clone(), self.inner());
        self.write(Vec::new(), async move {
            let result = write.await;
            // What is not news is written again with every look-up that fails, and must not empty the cache each time.
            if !matches!(result, Ok(false)) {
                invalidate_with_channels(&cache, &*inner, &[channel]).await;
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
async fn invalidate_with_channels(cache: &GroupCache, inner: &dyn GroupRepository, channels: &[ChannelId]) {
    for &channel in channels {
        match inner.list_with_channel(channel).await {
            Ok(groups) => groups.into_iter().for_each(|group| cache.invalidate(group)),
            Err(error) => {
                tracing::warn!(
                    channel_id = channel.0,
                    error = &error as &dyn std::error::Error,
                    "all groups are invalidated, since those of a channel can't be listed"
                );
                cache.invalidate_all();
            }
        }
    }
}

#[async_trait]
impl GroupRepository for CachedGroupRepository {
    async fn find(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        if let Some(known) = self.cache.local.get_if_present(&group) {
            return Ok(known);
        }
        let inner = self.inner();
        let load = async move { inner.find(group).await.map_err(Arc::new) };
        self.cache.local.get(group, load.boxed()).await.map_err(store_error)
    }

    async fn find_fresh(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        let current = self.inner.find_fresh(group).await?;
        // Where nothing is cached, a read may be under way that began before, and would be.
        if self.known(group).is_none_or(|known| known != current) {
            self.invalidate_local(group);
        }
        Ok(current)
    }

    async fn protect(&self, protection: &Protection) -> Result<(), StoreError> {
        let (cache, inner, protection) = (self.cache.clone(), self.inner(), protection.clone());
        self.write(vec![protection.group], async move {
            let result = inner.protect(&protection).await;
            // Titles, links and whether the bot may look belong to the channels, which other groups have too.
            let channels: Vec<ChannelId> = protection.channels.iter().map(|channel| channel.id).collect();
            invalidate_with_channels(&cache, &*inner, &channels).await;
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

    async fn update_settings(
        &self,
        group: GroupId,
        update: &SettingsUpdate,
    ) -> Result<Option<SettingsUpdated>, StoreError> {
        let (inner, update) = (self.inner(), update.clone());
        self.write(vec![group], async move { inner.update_settings(group, &update).await }).await
    }

    async fn list_owned_by(
        &self,
        owner: UserId,
        except: GroupId,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<OwnedGroup>, StoreError> {
        self.inner.list_owned_by(owner, except, skip, limit).await
    }

    async fn put_title(&self, group: GroupId, title: &str) -> Result<(), StoreError> {
        let (inner, title) = (self.inner(), title.to_owned());
        self.write(vec![group], async move { inner.put_title(group, &title).await }).await
    }

    async fn put_channel(&self, channel: &EnforcedChannel) -> Result<(), StoreError> {
        let (inner, id, channel) = (self.inner(), channel.id, channel.clone());
        self.write_about_channel(id, async move { inner.put_channel(&channel).await.map(|()| true) }).await.map(drop)
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

    async fn note_removed(&self, group: GroupId) -> Result<u64, StoreError> {
        let inner = self.inner();
        self.write(vec![group], async move { inner.note_removed(group).await }).await
    }

    async fn note_can_check(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write_about_channel(channel, async move { inner.note_can_check(channel).await }).await
    }

    async fn note_cannot_check(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let inner = self.inner();
        self.write_about_channel(channel, async move { inner.note_cannot_check(channel).await }).await
    }

    async fn find_channel(&self, channel: ChannelId) -> Result<Option<EnforcedChannel>, StoreError> {
        self.inner.find_channel(channel).await
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
