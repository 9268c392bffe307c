//! What is remembered of groups as tenants of the bot.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    GroupId, Timestamp,
    tenancy::{Denial, Tenancy},
};

/// Which groups the operator has blocked, which ids groups had before, and which have been told that they are not served.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TenancyRepository: Send + Sync {
    /// What is remembered of a group: nothing, if it is not known.
    async fn find(&self, group: GroupId) -> Result<Tenancy, StoreError>;

    /// Notes that a group is told at this moment that it is not served; `false` if it was told that before. A block is told
    /// once for each time that the group is blocked; that a group is not allowed, once in a long while.
    async fn claim_denial(&self, group: GroupId, denial: Denial, at: Timestamp) -> Result<bool, StoreError>;

    /// Forgets which groups were told before this moment that they are not allowed to use the bot, but for those that were
    /// ever protected, and returns how many. Anybody can add the bot to any number of groups.
    async fn prune_denials(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// The groups that were ever protected, by id, `limit` at most after this one.
    async fn list(&self, after: Option<GroupId>, limit: u64) -> Result<Vec<Tenant>, StoreError>;
}

/// A group that was ever protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub group: GroupId,
    /// What is remembered of it.
    pub tenancy: Tenancy,
    /// Whether its admins have the gate switched on.
    pub enabled: bool,
    /// Whether it was told that it is not allowed to use the bot.
    pub is_told: bool,
    /// Whether the bot has anybody muted there, as far as it knows.
    pub has_muted: bool,
}
