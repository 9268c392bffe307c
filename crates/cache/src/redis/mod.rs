//! What several instances share through one Redis or Valkey.
//!
//! The bot works without Redis: each call ends within [`CALL_TIMEOUT`](client::CALL_TIMEOUT), and whoever gets no answer
//! goes on without one.

mod backlog;
pub(crate) mod client;
mod clients;
pub(crate) mod connection;
mod failure;
mod health;
mod leadership;
pub(crate) mod memberships;
mod message_allowance;
mod script;
mod trusted_roots;
mod url;

pub use connection::{RedisConnection, RedisUnavailable};
pub use leadership::RedisLeadership;
pub use message_allowance::{RedisMessageAllowance, SharedMessageLimits};
pub use trusted_roots::TrustedRoots;
pub use url::{InvalidRedisUrl, RedisUrl};
