//! The parts, put together: the one place that knows every adapter.

use std::sync::Arc;

use portcullis_cache::{
    AdministratorCacheSettings, CachedAdministrators, CachedExemptionRepository, CachedGroupRepository,
    CachedMemberships, Caches, GroupCacheSettings, InvalidCacheSettings, Invalidations, RedisConnection,
    system_randomness,
};
use portcullis_domain::{
    lease::Holder,
    ports::{BotApi, BotIdentity, Clock},
};
use portcullis_messages::Texts;
use portcullis_service::{Gatekeeper, Ports};
use portcullis_storage::{
    Database, SqlAnnouncements, SqlDeletionSchedule, SqlExemptionRepository, SqlGroupMemberRepository,
    SqlGroupRepository, SqlInbox, SqlJobRepository, SqlNoticeTurns, SqlRestrictionRepository,
};
use portcullis_telegram::JsonUpdateDecoder;

use crate::{RunError, Settings, redis::InvalidationTask};

/// The gate, ready to take updates.
pub struct Composition {
    /// What runs the use case of each event.
    pub gatekeeper: Arc<Gatekeeper>,
    /// What people read.
    pub texts: Texts,
    /// What keeps the caches true to the other instances, where there may be some.
    pub invalidation_task: InvalidationTask,
}

/// Puts the parts together, in the order in which they need each other, for a process that leases work as `holder`.
///
/// # Errors
///
/// [`RunError::Cache`], [`RunError::Texts`].
pub fn compose(
    settings: &Settings,
    database: &Database,
    redis: Option<&RedisConnection>,
    api: Arc<dyn BotApi>,
    bot: BotIdentity,
    clock: Arc<dyn Clock>,
    holder: &Holder,
) -> Result<Composition, RunError> {
    let texts = Texts::load()?;

    let sql_groups = Arc::new(SqlGroupRepository::new(database.clone(), clock.clone()));
    let (caches, invalidation_task) = match redis {
        Some(redis) => shared_caches(settings, redis, &api, sql_groups)?,
        None => (local_caches(settings, &api, sql_groups)?, InvalidationTask::default()),
    };
    let exemptions =
        CachedExemptionRepository::new(Arc::new(SqlExemptionRepository::new(database.clone())), caches.groups.clone());

    let gatekeeper = Gatekeeper::new(Ports {
        decoder: Arc::new(JsonUpdateDecoder),
        bot,
        api,
        known: Arc::new(caches.clone()),
        memberships: caches.memberships,
        administrators: caches.administrators,
        groups: caches.groups,
        announcements: Arc::new(SqlAnnouncements::new(database.clone())),
        exemptions: Arc::new(exemptions),
        restrictions: Arc::new(SqlRestrictionRepository::new(database.clone())),
        group_members: Arc::new(SqlGroupMemberRepository::new(database.clone())),
        inbox: Arc::new(SqlInbox::new(database.clone())),
        jobs: Arc::new(SqlJobRepository::new(database.clone())),
        notice_turns: Arc::new(SqlNoticeTurns::new(database.clone(), holder.clone())),
        deletions: Arc::new(SqlDeletionSchedule::new(database.clone())),
        texts: texts.clone(),
        clock,
    });
    Ok(Composition { gatekeeper: Arc::new(gatekeeper), texts, invalidation_task })
}

/// The caches of a process that shares nothing.
fn local_caches(
    settings: &Settings,
    api: &Arc<dyn BotApi>,
    groups: Arc<SqlGroupRepository>,
) -> Result<Caches, InvalidCacheSettings> {
    let randomness = system_randomness;
    Ok(Caches {
        memberships: Arc::new(CachedMemberships::new(api.clone(), &settings.memberships, randomness())?),
        groups: Arc::new(CachedGroupRepository::new(groups, &GroupCacheSettings::default(), randomness())?),
        administrators: Arc::new(CachedAdministrators::new(
            api.clone(),
            &AdministratorCacheSettings::default(),
            randomness(),
        )?),
    })
}

/// The caches of an instance in front of Redis, kept true by what the other instances publish.
fn shared_caches(
    settings: &Settings,
    redis: &RedisConnection,
    api: &Arc<dyn BotApi>,
    groups: Arc<SqlGroupRepository>,
) -> Result<(Caches, InvalidationTask), InvalidCacheSettings> {
    let (invalidations, randomness) = (Invalidations::new(redis.clone()), system_randomness);
    let memberships =
        CachedMemberships::shared(api.clone(), &settings.memberships, randomness(), redis, &invalidations)?;
    let groups = CachedGroupRepository::shared(groups, &GroupCacheSettings::default(), randomness(), &invalidations)?;
    let administrators = CachedAdministrators::shared(
        api.clone(),
        &AdministratorCacheSettings::default(),
        randomness(),
        &invalidations,
    )?;
    let caches = Caches {
        memberships: Arc::new(memberships),
        groups: Arc::new(groups),
        administrators: Arc::new(administrators),
    };
    let invalidation_task = InvalidationTask::start(&invalidations, caches.clone());
    Ok((caches, invalidation_task))
}
