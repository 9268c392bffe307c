//! What PostgreSQL tells whoever listens on a channel. Each database has channels of its own, and each bot in it.
//!
//! <https://www.postgresql.org/docs/current/sql-notify.html>

use portcullis_domain::UserId;
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, Statement,
    sqlx::{self, postgres::PgListener},
};

use crate::connection::LimitedConnection;

/// The name of a channel for one bot: the bots of one database, each in a schema of its own, must not hear each other.
pub(crate) fn channel_of(subject: &str, bot: UserId) -> String {
    format!("{subject}_{bot}")
}

/// Tells all that listen on `channel`, once it is committed.
pub(crate) async fn notify(connection: &impl ConnectionTrait, channel: &str, payload: &str) -> Result<(), DbErr> {
    let values = [channel.into(), payload.into()];
    let notify = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values);
    connection.query_one_raw(notify).await.map(drop)
}

/// Listens on `channel`, and occupies a connection of the pool for as long as it does.
pub(crate) async fn listen(connection: &LimitedConnection, channel: &str) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(connection.unlimited().get_postgres_connection_pool()).await?;
    listener.listen(channel).await?;
    Ok(listener)
}
