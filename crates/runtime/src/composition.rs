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
    Database, SqlDeletionSchedule, SqlExemptionRepository, SqlGroupMemberRepository, SqlGroupRepository, SqlInbox,
    SqlJobRepository, SqlNoticeTurns, SqlRestrictionRepository,
};
use portcullis_telegram::JsonUpdateDecoder;

use crate::{RunError, Settings, SystemClock, redis::Hearing};

/// The gate, ready to take updates.
pub struct Composition {
    /// Carries out events.
    pub gatekeeper: Arc<Gatekeeper>,
    /// What people read.
    pub texts: Texts,
    /// The other instances, where there may be some.
    pub hearing: Hearing,
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
    holder: &Holder,
) -> Result<Composition, RunError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let texts = Texts::load()?;

    let sql_groups = Arc::new(SqlGroupRepository::new(database.clone(), clock.clone()));
    let (caches, hearing) = match redis {
        Some(redis) => shared_memories(settings, redis, &api, sql_groups)?,
        None => (own_memories(settings, &api, sql_groups)?, Hearing::default()),
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
    Ok(Composition { gatekeeper: Arc::new(gatekeeper), texts, hearing })
}

/// What a process remembers that shares nothing.
fn own_memories(
    settings: &Settings,
    api: &Arc<dyn BotApi>,
    groups: Arc<SqlGroupRepository>,
) -> Result<Caches, InvalidCacheSettings> {
    let chance = system_randomness;
    Ok(Caches {
        memberships: Arc::new(CachedMemberships::new(api.clone(), &settings.memberships, chance())?),
        groups: Arc::new(CachedGroupRepository::new(groups, &GroupCacheSettings::default(), chance())?),
        administrators: Arc::new(CachedAdministrators::new(
            api.clone(),
            &AdministratorCacheSettings::default(),
            chance(),
        )?),
    })
}

/// What an instance remembers besides Redis, kept true by what the others say.
fn shared_memories(
    settings: &Settings,
    redis: &RedisConnection,
    api: &Arc<dyn BotApi>,
    groups: Arc<SqlGroupRepository>,
) -> Result<(Caches, Hearing), InvalidCacheSettings> {
    let (others, chance) = (Invalidations::new(redis.clone()), system_randomness);
    let memberships = CachedMemberships::shared(api.clone(), &settings.memberships, chance(), redis, &others)?;
    let groups = CachedGroupRepository::shared(groups, &GroupCacheSettings::default(), chance(), &others)?;
    let administrators =
        CachedAdministrators::shared(api.clone(), &AdministratorCacheSettings::default(), chance(), &others)?;
    let memories = Caches {
        memberships: Arc::new(memberships),
        groups: Arc::new(groups),
        administrators: Arc::new(administrators),
    };
    let hearing = Hearing::start(&others, memories.clone());
    Ok((memories, hearing))
}
