//! The parts, put together: the one place that knows every adapter.

use std::sync::Arc;

use portcullis_cache::{
    AdministratorCacheSettings, CachedAdministrators, CachedBrakes, CachedExemptionRepository, CachedGroupRepository,
    CachedMemberships, Caches, GroupCacheSettings, InvalidCacheSettings, Invalidations, RedisConnection,
    system_randomness,
};
use portcullis_chart::ResvgChartRenderer;
use portcullis_domain::{
    lease::Holder,
    ports::{BotApi, BotIdentity, Clock},
};
use portcullis_messages::Texts;
use portcullis_service::{Gatekeeper, Ports, Suspicions, UpdateDelivery, WatchedBotApi};
use portcullis_storage::{
    Database, SqlAnnouncements, SqlBrakes, SqlDeletionSchedule, SqlExemptionRepository, SqlGateStatistics,
    SqlGroupMemberRepository, SqlGroupRepository, SqlInbox, SqlJobRepository, SqlLookSchedule, SqlNoticeRefusals,
    SqlNoticeTurns, SqlPaceRepository, SqlPendingJoinRequests, SqlPersonalData, SqlRestrictionRepository,
    SqlSetupRepository, SqlTenancyRepository,
};
use portcullis_telegram::JsonUpdateDecoder;

use crate::{RunError, Settings};

/// The gate, ready to take updates.
pub struct Composition {
    /// What runs the use case of each event.
    pub gatekeeper: Arc<Gatekeeper>,
    /// What people read.
    pub texts: Texts,
    /// What the gate caches.
    pub caches: Caches,
}

/// What a process shares with others: no cache by default, and perhaps the updates.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shared<'a> {
    /// Where memberships are cached for all instances.
    pub redis: Option<&'a RedisConnection>,
    /// By which the caches publish what changes; without it nobody else may change what this process caches.
    pub invalidations: Option<&'a Invalidations>,
    /// Whether all updates come to this process.
    pub delivery: UpdateDelivery,
}

/// Puts the parts together, in the order in which they need each other, for a process that leases work as `holder`.
///
/// # Errors
///
/// [`RunError::Cache`], [`RunError::Texts`].
pub fn compose(
    settings: &Settings,
    database: &Database,
    shared: Shared<'_>,
    api: Arc<dyn BotApi>,
    bot: BotIdentity,
    clock: Arc<dyn Clock>,
    holder: &Holder,
) -> Result<Composition, RunError> {
    let texts = Texts::load()?;

    let suspicions = Arc::new(Suspicions::default());
    let api: Arc<dyn BotApi> = Arc::new(WatchedBotApi::new(api, bot.id, clock.clone(), suspicions.clone()));

    let allowed_groups = settings.allowed_groups.clone();
    let sql_groups = Arc::new(SqlGroupRepository::serving(allowed_groups.clone(), database.clone(), clock.clone()));
    let Shared { redis, invalidations, delivery } = shared;
    let caches = caches(settings, redis, invalidations, &api, sql_groups)?;
    let exemptions =
        CachedExemptionRepository::new(Arc::new(SqlExemptionRepository::new(database.clone())), caches.groups.clone());

    let brakes = CachedBrakes::new(Arc::new(SqlBrakes::new(database.clone())), caches.groups.clone());

    let gatekeeper = Gatekeeper::new(Ports {
        decoder: Arc::new(JsonUpdateDecoder),
        bot,
        delivery,
        api,
        known: Arc::new(caches.clone()),
        memberships: caches.memberships.clone(),
        administrators: caches.administrators.clone(),
        groups: caches.groups.clone(),
        announcements: Arc::new(SqlAnnouncements::new(database.clone())),
        brakes: Arc::new(brakes),
        exemptions: Arc::new(exemptions),
        restrictions: Arc::new(SqlRestrictionRepository::new(database.clone())),
        statistics: Arc::new(SqlGateStatistics::new(database.clone())),
        charts: Arc::new(ResvgChartRenderer::default()),
        group_members: Arc::new(SqlGroupMemberRepository::new(database.clone())),
        inbox: Arc::new(SqlInbox::new(database.clone())),
        jobs: Arc::new(SqlJobRepository::new(database.clone())),
        paces: Arc::new(SqlPaceRepository::new(database.clone())),
        notice_refusals: Arc::new(SqlNoticeRefusals::new(database.clone())),
        notice_turns: Arc::new(SqlNoticeTurns::new(database.clone(), holder.clone())),
        pending_join_requests: Arc::new(SqlPendingJoinRequests::new(database.clone())),
        deletions: Arc::new(SqlDeletionSchedule::new(database.clone())),
        looks: Arc::new(SqlLookSchedule::new(database.clone())),
        personal_data: Arc::new(SqlPersonalData::new(database.clone())),
        member_retention: settings.member_retention,
        allowed_groups,
        tenancies: Arc::new(SqlTenancyRepository::new(database.clone())),
        setups: Arc::new(SqlSetupRepository::new(database.clone())),
        suspicions,
        texts: texts.clone(),
        clock,
    });
    Ok(Composition { gatekeeper: Arc::new(gatekeeper), texts, caches })
}

/// The caches, in front of Redis where there is one, and kept true by what other instances publish where there are any.
fn caches(
    settings: &Settings,
    redis: Option<&RedisConnection>,
    invalidations: Option<&Invalidations>,
    api: &Arc<dyn BotApi>,
    groups: Arc<SqlGroupRepository>,
) -> Result<Caches, InvalidCacheSettings> {
    let (of_groups, of_administrators) = (GroupCacheSettings::default(), AdministratorCacheSettings::default());
    let memberships =
        CachedMemberships::shared(api.clone(), &settings.memberships, system_randomness(), redis, invalidations)?;
    let groups = CachedGroupRepository::shared(groups, &of_groups, system_randomness(), invalidations)?;
    let administrators =
        CachedAdministrators::shared(api.clone(), &of_administrators, system_randomness(), invalidations)?;
    Ok(Caches {
        memberships: Arc::new(memberships),
        groups: Arc::new(groups),
        administrators: Arc::new(administrators),
    })
}
