//! The parts, put together: the one place that knows every adapter.

use std::sync::Arc;

use portcullis_cache::{
    AdministratorCacheSettings, CachedAdministrators, CachedExemptionRepository, CachedGroupRepository,
    CachedMemberships, GroupCacheSettings, system_randomness,
};
use portcullis_domain::ports::{BotApi, BotIdentity, Clock};
use portcullis_messages::Texts;
use portcullis_service::{Gatekeeper, Ports};
use portcullis_storage::{
    Database, SqlDeletionSchedule, SqlExemptionRepository, SqlGroupMemberRepository, SqlGroupRepository, SqlInbox,
    SqlJobRepository, SqlRestrictionRepository,
};
use portcullis_telegram::FrankensteinUpdateDecoder;

use crate::{RunError, Settings, SystemClock};

/// The gate, ready to take updates.
pub struct Composition {
    /// Carries out events.
    pub gatekeeper: Arc<Gatekeeper>,
    /// What people read.
    pub texts: Texts,
}

/// Puts the parts together, in the order in which they need each other.
///
/// # Errors
///
/// [`RunError::Cache`], [`RunError::Texts`].
pub fn compose(
    settings: &Settings,
    database: &Database,
    api: Arc<dyn BotApi>,
    bot: BotIdentity,
) -> Result<Composition, RunError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let texts = Texts::load()?;

    let groups = Arc::new(CachedGroupRepository::new(
        Arc::new(SqlGroupRepository::new(database.clone(), clock.clone())),
        &GroupCacheSettings::default(),
        system_randomness(),
    )?);
    let exemptions =
        CachedExemptionRepository::new(Arc::new(SqlExemptionRepository::new(database.clone())), groups.clone());
    let memberships = CachedMemberships::new(api.clone(), &settings.memberships, system_randomness())?;
    let administrators =
        CachedAdministrators::new(api.clone(), &AdministratorCacheSettings::default(), system_randomness())?;

    let gatekeeper = Gatekeeper::new(Ports {
        decoder: Arc::new(FrankensteinUpdateDecoder),
        bot,
        api,
        memberships: Arc::new(memberships),
        administrators: Arc::new(administrators),
        groups,
        exemptions: Arc::new(exemptions),
        restrictions: Arc::new(SqlRestrictionRepository::new(database.clone())),
        group_members: Arc::new(SqlGroupMemberRepository::new(database.clone())),
        inbox: Arc::new(SqlInbox::new(database.clone())),
        jobs: Arc::new(SqlJobRepository::new(database.clone())),
        deletions: Arc::new(SqlDeletionSchedule::new(database.clone())),
        texts: texts.clone(),
        clock,
    });
    Ok(Composition { gatekeeper: Arc::new(gatekeeper), texts })
}
