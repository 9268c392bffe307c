#![doc = include_str!("../README.md")]

mod administrators;
mod brakes;
mod caches;
mod errors;
mod exemptions;
mod groups;
mod invalidation;
mod loading_cache;
mod memberships;
mod metrics;
mod redis;
mod settings;

pub use administrators::CachedAdministrators;
pub use brakes::CachedBrakes;
pub use caches::Caches;
pub use exemptions::CachedExemptionRepository;
pub use groups::CachedGroupRepository;
pub use invalidation::Invalidations;
pub use loading_cache::jitter::{Randomness, system_randomness};
pub use memberships::CachedMemberships;
pub use metrics::register_metrics;
pub use redis::{
    InvalidRedisUrl, RedisConnection, RedisLeadership, RedisMessageAllowance, RedisUnavailable, RedisUrl,
    SharedMessageLimits, TrustedRoots,
};
pub use settings::{
    AdministratorCacheSettings, GroupCacheSettings, InvalidCacheSettings, MAX_JITTER_PERCENT, MAX_TTL,
    MembershipCacheSettings, UNKNOWN_TTL,
};
