#![doc = include_str!("../README.md")]

mod cached_administrators;
mod cached_exemption_repository;
mod cached_group_repository;
mod cached_memberships;
mod caches;
mod copied_error;
mod flight;
mod generations;
mod jitter;
mod lifetime;
mod memory;
mod meters;
mod others;
mod redis;
mod settings;

pub use cached_administrators::CachedAdministrators;
pub use cached_exemption_repository::CachedExemptionRepository;
pub use cached_group_repository::CachedGroupRepository;
pub use cached_memberships::{CachedMemberships, UNKNOWN_TTL};
pub use caches::Caches;
pub use jitter::{Randomness, system_randomness};
pub use meters::register_metrics;
pub use redis::{
    InvalidRedisUrl, Invalidations, RedisConnection, RedisLeadership, RedisMessageAllowance, RedisUnavailable,
    RedisUrl, SharedMessageLimits,
};
pub use settings::{
    AdministratorCacheSettings, GroupCacheSettings, InvalidCacheSettings, LONGEST_TTL, MOST_JITTER_PERCENT,
    MembershipCacheSettings,
};
