//! The load: updates, posted as Telegram posts them, over connections that are kept alive.

mod answers;
mod connection;
mod generator;
mod pace;
mod sender;

pub use answers::{Answers, empty};
pub use connection::Connection;
pub use generator::Generator;
pub use pace::{Load, due};
pub use sender::Source;
