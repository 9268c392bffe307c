//! What the tests of the whole program share: a simulated Telegram, the real binary, a real PostgreSQL.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "this is test code: a stage that can't be set fails the test with what went wrong"
)]

pub mod bot_process;
pub mod postgres;
pub mod stage;

pub use bot_process::BotProcess;
pub use stage::Stage;
