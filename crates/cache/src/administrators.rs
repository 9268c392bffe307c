//! The administrators of groups, cached in this process.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use futures::FutureExt;
use portcullis_domain::{
    GroupId,
    administrators::AdministratorList,
    ports::{Administrators, BotApi, BotApiError, Change},
};

use crate::{
    errors::bot_api_error,
    invalidation::{InvalidationPublisher, Invalidations},
    loading_cache::{
        LoadingCache,
        jitter::{Jitter, Randomness},
    },
    settings::{AdministratorCacheSettings, InvalidCacheSettings},
};

/// Lists of administrators, cached in this process and loaded with `getChatAdministrators`.
pub struct CachedAdministrators {
    bot: Arc<dyn BotApi>,
    cache: LoadingCache<GroupId, Arc<AdministratorList>, Arc<BotApiError>>,
    publisher: InvalidationPublisher,
}

impl CachedAdministrators {
    /// An empty cache in front of `bot`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        bot: Arc<dyn BotApi>,
        settings: &AdministratorCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::shared(bot, settings, randomness, None)
    }

    /// An empty cache in front of `bot`, which other instances invalidate too where there are any.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn shared(
        bot: Arc<dyn BotApi>,
        settings: &AdministratorCacheSettings,
        randomness: Randomness,
        invalidations: Option<&Invalidations>,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let AdministratorCacheSettings { ttl, jitter_percent, capacity } = *settings;
        let cache = LoadingCache::new(capacity, Jitter::new(jitter_percent, randomness), move |_| ttl);
        Ok(Self { bot, cache, publisher: invalidations.into() })
    }

    /// What is cached in this process, without asking anybody.
    #[must_use]
    pub fn known(&self, group: GroupId) -> Option<Arc<AdministratorList>> {
        self.cache.get_if_present(&group)
    }

    pub(crate) fn invalidate_local(&self, group: GroupId) {
        self.cache.invalidate(&group);
    }

    pub(crate) fn invalidate_all_local(&self) {
        self.cache.invalidate_all();
    }
}

#[async_trait]
impl Administrators for CachedAdministrators {
    async fn get(&self, group: GroupId) -> Result<Arc<AdministratorList>, BotApiError> {
        if let Some(administrators) = self.cache.get_if_present(&group) {
            return Ok(administrators);
        }
        let bot = Arc::clone(&self.bot);
        let load = async move {
            let users = bot.get_chat_administrators(group).await.map_err(Arc::new)?;
            Ok(Arc::new(users.into_iter().collect()))
        };
        self.cache.get(group, load.boxed()).await.map_err(bot_api_error)
    }

    async fn forget(&self, group: GroupId) {
        self.invalidate_local(group);
        self.publisher.publish(Change::Administrators(group));
    }
}

impl fmt::Debug for CachedAdministrators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedAdministrators").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::future::join_all;
    use mockall::predicate::eq;
    use portcullis_domain::{UserId, ports::MockBotApi};

    use super::*;
    use crate::loading_cache::jitter::system_randomness;

    const GROUP: GroupId = GroupId(-100);
    const ALICE: UserId = UserId(1);

    fn cached(bot: MockBotApi) -> CachedAdministrators {
        let settings = AdministratorCacheSettings::default();
        CachedAdministrators::new(Arc::new(bot), &settings, system_randomness()).unwrap()
    }

    #[tokio::test]
    async fn a_list_is_loaded_once() {
        let mut bot = MockBotApi::new();
        bot.expect_get_chat_administrators().with(eq(GROUP)).once().returning(|_| Ok(vec![ALICE]));
        let administrators = cached(bot);
        assert_eq!(administrators.known(GROUP), None);
        let lists = join_all((0..20).map(|_| administrators.get(GROUP))).await;
        assert!(lists.into_iter().all(|list| list.unwrap().contains(ALICE)));
        assert!(administrators.known(GROUP).unwrap().contains(ALICE));
    }

    #[tokio::test]
    async fn a_forgotten_list_is_loaded_again() {
        let mut bot = MockBotApi::new();
        bot.expect_get_chat_administrators().times(2).returning(|_| Ok(vec![ALICE]));
        let administrators = cached(bot);
        administrators.get(GROUP).await.unwrap();
        administrators.forget(GROUP).await;
        assert_eq!(administrators.known(GROUP), None);
        administrators.get(GROUP).await.unwrap();
    }

    #[tokio::test]
    async fn everybody_who_waited_gets_the_flood_wait_and_it_is_not_cached() {
        let mut bot = MockBotApi::new();
        bot.expect_get_chat_administrators().once().returning(|_| Err(BotApiError::RetryAfter(Duration::from_secs(7))));
        bot.expect_get_chat_administrators().once().returning(|_| Ok(vec![ALICE]));
        let administrators = cached(bot);
        for answer in join_all((0..3).map(|_| administrators.get(GROUP))).await {
            assert!(matches!(answer, Err(BotApiError::RetryAfter(wait)) if wait.as_secs() == 7));
        }
        assert!(administrators.get(GROUP).await.unwrap().contains(ALICE));
    }
}
