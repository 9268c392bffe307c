//! How many messages go out, and which first.
//!
//! Telegram lets a bot send about 30 messages a second, and 20 a minute to one group, edits included.
//! <https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>

mod local_message_limiter;
mod message_limiter;
mod queue;
mod shared_message_limiter;
mod sliding_window;
mod waiters;

pub use local_message_limiter::LocalMessageLimiter;
pub use message_limiter::{MessageLimiter, MessageLimits};
pub use shared_message_limiter::SharedMessageLimiter;
