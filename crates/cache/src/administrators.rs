//! The administrators of groups, remembered by this process.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use futures::FutureExt;
use portcullis_domain::{
    GroupId,
    administrators::AdministratorList,
    ports::{Administrators, BotApi, BotApiError},
};

use crate::{
    errors::bot_api_error,
    invalidation::publisher::Others,
    invalidation::{Invalidations, message::Change},
    loading_cache::Memory,
    loading_cache::jitter::{Jitter, Randomness},
    settings::{AdministratorCacheSettings, InvalidCacheSettings},
};

/// Lists of administrators, remembered by this process and looked up with `getChatAdministrators`.
pub struct CachedAdministrators {
    bot: Arc<dyn BotApi>,
    memory: Memory<GroupId, Arc<AdministratorList>, Arc<BotApiError>>,
    others: Others,
}

impl CachedAdministrators {
    /// An empty memory in front of `bot`.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn new(
        bot: Arc<dyn BotApi>,
        settings: &AdministratorCacheSettings,
        randomness: Randomness,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::build(bot, settings, randomness, Others::default())
    }

    /// An empty memory in front of `bot`, which forgets also what other instances say.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`]: a setting does not fit.
    pub fn shared(
        bot: Arc<dyn BotApi>,
        settings: &AdministratorCacheSettings,
        randomness: Randomness,
        invalidations: &Invalidations,
    ) -> Result<Self, InvalidCacheSettings> {
        Self::build(bot, settings, randomness, invalidations.into())
    }

    fn build(
        bot: Arc<dyn BotApi>,
        settings: &AdministratorCacheSettings,
        randomness: Randomness,
        others: Others,
    ) -> Result<Self, InvalidCacheSettings> {
        settings.validate()?;
        let AdministratorCacheSettings { ttl, jitter_percent, capacity } = *settings;
        let limit = others.clone();
        let memory = Memory::new(capacity, Jitter::new(jitter_percent, randomness), move |_| limit.limit(ttl));
        Ok(Self { bot, memory, others })
    }

    /// What this process remembers, without asking anybody.
    #[must_use]
    pub fn known(&self, group: GroupId) -> Option<Arc<AdministratorList>> {
        self.memory.known(&group)
    }

    pub(crate) fn forget_here(&self, group: GroupId) {
        self.memory.forget(&group);
    }

    pub(crate) fn forget_all_here(&self) {
        self.memory.forget_all();
    }
}

#[async_trait]
impl Administrators for CachedAdministrators {
    async fn get(&self, group: GroupId) -> Result<Arc<AdministratorList>, BotApiError> {
        if let Some(administrators) = self.memory.known(&group) {
            return Ok(administrators);
        }
        let bot = Arc::clone(&self.bot);
        let load = async move {
            let users = bot.get_chat_administrators(group).await.map_err(Arc::new)?;
            Ok(Arc::new(users.into_iter().collect()))
        };
        self.memory.get(group, load.boxed()).await.map_err(bot_api_error)
    }

    async fn forget(&self, group: GroupId) {
        self.forget_here(group);
        self.others.tell(Change::Administrators(group));
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
    async fn a_list_is_asked_for_once() {
        let mut bot = MockBotApi::new();
        bot.expect_get_chat_administrators().with(eq(GROUP)).once().returning(|_| Ok(vec![ALICE]));
        let administrators = cached(bot);
        assert_eq!(administrators.known(GROUP), None);
        let lists = join_all((0..20).map(|_| administrators.get(GROUP))).await;
        assert!(lists.into_iter().all(|list| list.unwrap().contains(ALICE)));
        assert!(administrators.known(GROUP).unwrap().contains(ALICE));
    }

    #[tokio::test]
    async fn a_forgotten_list_is_asked_for_again() {
        let mut bot = MockBotApi::new();
        bot.expect_get_chat_administrators().times(2).returning(|_| Ok(vec![ALICE]));
        let administrators = cached(bot);
        administrators.get(GROUP).await.unwrap();
        administrators.forget(GROUP).await;
        assert_eq!(administrators.known(GROUP), None);
        administrators.get(GROUP).await.unwrap();
    }

    #[tokio::test]
    async fn everybody_who_waited_learns_of_the_flood_wait_and_nobody_remembers_it() {
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
