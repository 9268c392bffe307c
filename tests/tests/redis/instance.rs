//! The caches of one instance, as the program puts them together.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use portcullis_cache::{
    AdministratorCacheSettings, CachedAdministrators, CachedExemptionRepository, CachedGroupRepository,
    CachedMemberships, Caches, GroupCacheSettings, Invalidations, MembershipCacheSettings, RedisConnection,
    system_randomness,
};
use portcullis_domain::UserId;
use portcullis_runtime::SystemClock;
use portcullis_storage::{
    Database, DatabaseSettings, PostgresInvalidationBus, SqlExemptionRepository, SqlGroupRepository,
};
use portcullis_tests::postgres::fresh_database;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::scripted_bot_api::ScriptedBotApi;

/// For how long a tier that was away may take to be used again.
pub(crate) const BACK_WITHIN: Duration = Duration::from_secs(5);

/// One instance's caches, with a Telegram that tells it what the test wants.
pub(crate) struct Instance {
    pub(crate) bot: Arc<ScriptedBotApi>,
    pub(crate) memberships: Arc<CachedMemberships>,
    pub(crate) groups: Arc<CachedGroupRepository>,
    pub(crate) exemptions: CachedExemptionRepository,
    pub(crate) administrators: Arc<CachedAdministrators>,
    pub(crate) connection: RedisConnection,
    /// `None` for one that is alone.
    pub(crate) invalidations: Option<Invalidations>,
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
        Self::open_on(RedisConnection::open(&url.parse().unwrap()).unwrap(), database, bot, settings)
    }

    /// On a connection to Redis and `database`.
    pub(crate) fn open_on(
        connection: RedisConnection,
        database: &Database,
        bot: &Arc<ScriptedBotApi>,
        settings: &MembershipCacheSettings,
    ) -> Self {
        static OPENED: AtomicU64 = AtomicU64::new(1);
        let bus = PostgresInvalidationBus::on(database, UserId(7), OPENED.fetch_add(1, Ordering::Relaxed));
        let invalidations = bus.map(|bus| Invalidations::new(Arc::new(bus)));
        let (bot, chance) = (Arc::clone(bot), system_randomness);
        let api: Arc<ScriptedBotApi> = Arc::clone(&bot);
        let memberships =
            CachedMemberships::shared(api.clone(), settings, chance(), Some(&connection), invalidations.as_ref());
        let memberships = Arc::new(memberships.unwrap());
        let sql = Arc::new(SqlGroupRepository::new(database.clone(), Arc::new(SystemClock)));
        let groups =
            CachedGroupRepository::shared(sql, &GroupCacheSettings::default(), chance(), invalidations.as_ref());
        let groups = Arc::new(groups.unwrap());
        let sql = Arc::new(SqlExemptionRepository::new(database.clone()));
        let exemptions = CachedExemptionRepository::new(sql, Arc::clone(&groups));
        let settings = AdministratorCacheSettings::default();
        let administrators =
            Arc::new(CachedAdministrators::shared(api, &settings, chance(), invalidations.as_ref()).unwrap());
        let caches = Caches {
            memberships: Arc::clone(&memberships),
            groups: Arc::clone(&groups),
            administrators: Arc::clone(&administrators),
        };
        let stop = CancellationToken::new();
        if let Some(invalidations) = &invalidations {
            tokio::spawn(invalidations.clone().run(move |change| caches.forget(change), stop.clone()));
        }
        let stop_with_it = stop.drop_guard();
        Self { bot, memberships, groups, exemptions, administrators, connection, invalidations, _stop: stop_with_it }
    }

    /// The same, once it is connected and receives what the others publish.
    pub(crate) async fn ready(url: &str, database: &Database) -> Self {
        let instance = Self::open(url, database, &Arc::new(ScriptedBotApi::new()), &MembershipCacheSettings::default());
        instance.is_ready().await;
        instance
    }

    /// Whether it receives what the others publish.
    pub(crate) fn is_up(&self) -> bool {
        self.invalidations.as_ref().is_none_or(Invalidations::is_up)
    }

    pub(crate) async fn is_ready(&self) {
        assert!(self.connection.connected(BACK_WITHIN).await, "Redis does not answer");
        eventually("the others are received", BACK_WITHIN, || self.is_up()).await;
    }
}

/// An empty database in `folder`, of an instance that is alone.
pub(crate) async fn database(folder: &Path) -> Database {
    connect(format!("sqlite://{}", folder.join("test.db").display())).await
}

/// An empty database on PostgreSQL, by way of which instances tell each other what changes, and its address.
pub(crate) async fn shared_database() -> (Database, String) {
    let url = fresh_database();
    (connect(url.clone()).await, url)
}

async fn connect(url: String) -> Database {
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
