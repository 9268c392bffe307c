//! A connected database: where it is, how it is reached, and who observes its statements.

mod connect;
mod database;
mod limited;
mod settings;
mod statements;

pub use connect::ConnectError;
pub(crate) use connect::connect_read_only;
pub(crate) use database::in_own_task;
pub use database::{Backend, Database};
pub(crate) use limited::LimitedConnection;
pub use settings::{DatabaseSettings, DatabaseUrl};
pub use statements::ExecutedStatement;
