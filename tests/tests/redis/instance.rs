//! What one instance remembers, as the program puts it together.

use std::{path::Path, sync::Arc, time::Duration};

use portcullis_cache::{
    AdministratorCacheSettings, CachedAdministrators, CachedExemptionRepository, CachedGroupRepository,
    CachedMemberships, Caches, GroupCacheSettings, Invalidations, MembershipCacheSettings, RedisConnection,
    system_randomness,
};
use portcullis_runtime::SystemClock;
use portcullis_storage::{Database, DatabaseSettings, SqlExemptionRepository, SqlGroupRepository};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::scripted_bot_api::ScriptedBotApi;

/// For how long a tier that was away may take to be used again.
pub(crate) const BACK_WITHIN: Duration = Duration::from_secs(5);

/// One instance's memory, with a Telegram that tells it what the test wants.
pub(crate) struct Instance {
    pub(crate) bot: Arc<ScriptedBotApi>,
    pub(crate) memberships: Arc<CachedMemberships>,
    pub(crate) groups: Arc<CachedGroupRepository>,
    pub(crate) exemptions: CachedExemptionRepository,
    pub(crate) administrators: Arc<CachedAdministrators>,
    pub(crate) connection: RedisConnection,
    pub(crate) invalidations: Invalidations,
    _stop: DropGuard,
}

impl Instance {
    /// On the Redis at `url` and `database`; nothing is waited for.
    pub(crate) fn open(
        url: &str,
        database: &Database,
        bot: &Arc<ScriptedBotApi>,
        settings: &MembershipCacheSettings,
    ) -> Self {
        let connection = RedisConnection::open(&url.parse().unwrap()).unwrap();
        let invalidations = Invalidations::new(connection.clone());
        let (bot, chance) = (Arc::clone(bot), system_randomness);
        let api: Arc<ScriptedBotApi> = Arc::clone(&bot);
        let memberships = CachedMemberships::shared(api.clone(), settings, chance(), &connection, &invalidations);
        let memberships = Arc::new(memberships.unwrap());
        let sql = Arc::new(SqlGroupRepository::new(database.clone(), Arc::new(SystemClock)));
        let groups = CachedGroupRepository::shared(sql, &GroupCacheSettings::default(), chance(), &invalidations);
        let groups = Arc::new(groups.unwrap());
        let sql = Arc::new(SqlExemptionRepository::new(database.clone()));
        let exemptions = CachedExemptionRepository::new(sql, Arc::clone(&groups));
        let settings = AdministratorCacheSettings::default();
        let administrators = Arc::new(CachedAdministrators::shared(api, &settings, chance(), &invalidations).unwrap());
        let memories = Caches {
            memberships: Arc::clone(&memberships),
            groups: Arc::clone(&groups),
            administrators: Arc::clone(&administrators),
        };
        let stop = CancellationToken::new();
        drop(invalidations.start(move |change| memories.forget(change), stop.clone()));
        let stop_with_it = stop.drop_guard();
        Self { bot, memberships, groups, exemptions, administrators, connection, invalidations, _stop: stop_with_it }
    }

    /// The same, once it is connected and hears the others.
    pub(crate) async fn ready(url: &str, database: &Database) -> Self {
        let instance = Self::open(url, database, &Arc::new(ScriptedBotApi::new()), &MembershipCacheSettings::default());
        instance.is_ready().await;
        instance
    }

    pub(crate) async fn is_ready(&self) {
        assert!(self.connection.connected(BACK_WITHIN).await, "Redis does not answer");
        eventually("the others are heard", BACK_WITHIN, || self.invalidations.is_up()).await;
    }
}

/// An empty database in `folder`.
pub(crate) async fn database(folder: &Path) -> Database {
    let url = format!("sqlite://{}", folder.join("test.db").display());
    let database = Database::connect(&DatabaseSettings { url: url.into(), max_connections: 4 }).await.unwrap();
    database.migrate().await.unwrap();
    database
}

/// Waits until something holds.
pub(crate) async fn eventually(what: &str, within: Duration, mut holds: impl FnMut() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(within, waiting).await.is_ok(), "not within {within:?}: {what}");
}
