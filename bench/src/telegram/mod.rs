//! A Telegram that answers the calls of the gate as fast as can be, or as slowly as the real one, and records them.
//!
//! It keeps none of the Bot API's rules and remembers nothing but mutes: the simulator is for tests, this is for load.

mod answer;
mod call_log;
mod latency;
mod look_up_limit;
mod method;
mod server;

pub use call_log::{Call, CallLog, Effect, count_by_method};
pub use latency::Latencies;
pub use method::Method;
pub use server::Telegram;
