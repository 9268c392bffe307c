//! What the tests of the whole program share: a simulated Telegram, the real binary, a real PostgreSQL
//! and Redis.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "this is test code: a stage that can't be set fails the test with what went wrong"
)]

pub mod bot_process;
mod free_address;
mod happenings;
mod held_calls;
pub mod load_balancer;
mod local_server;
pub mod operations;
pub mod postgres;
mod private_words;
mod promise;
pub mod redis;
pub mod sentry_server;
pub mod sql;
pub mod stage;
pub mod trace_collector;
pub mod webhook_instance;

pub use bot_process::BotProcess;
pub use free_address::free_address;
pub use held_calls::until_given_up;
pub use load_balancer::LoadBalancer;
pub use operations::Operations;
pub use redis::RedisServer;
pub use sentry_server::SentryServer;
pub use stage::Stage;
pub use trace_collector::TraceCollector;
pub use webhook_instance::WebhookInstance;
