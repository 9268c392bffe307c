//! What several instances share through one Redis or Valkey.
//!
//! Redis is a help and never a need: each call ends within [`CALL_TIMEOUT`](redis_connection::CALL_TIMEOUT), and whoever
//! gets no answer goes on without one.

pub(crate) mod change;
pub(crate) mod invalidations;
mod listening;
mod monitor;
mod owed;
mod peers;
pub(crate) mod redis_connection;
mod redis_leadership;
mod redis_message_allowance;
mod redis_url;
mod script;
pub(crate) mod shared_memberships;

pub use invalidations::Invalidations;
pub use redis_connection::{RedisConnection, RedisUnavailable};
pub use redis_leadership::RedisLeadership;
pub use redis_message_allowance::{RedisMessageAllowance, SharedMessageLimits};
pub use redis_url::{InvalidRedisUrl, RedisUrl};
