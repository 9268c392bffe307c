//! Connections on which no statement is waited for without an end.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use tokio::time::timeout;

/// How long a statement may take with the wait for a connection. A server that accepts and never answers must not keep
/// whoever sent an update waiting for longer than ten seconds.
const LIMIT: Duration = Duration::from_secs(8);

/// The same for SQLite, whose writes queue up in this process; a long queue is no fault.
const SQLITE_LIMIT: Duration = Duration::from_secs(30);

/// How long a statement may take that goes through much of a table, beside all other work.
const MAINTENANCE_LIMIT: Duration = Duration::from_mins(1);

/// Connections on which a statement fails when it takes too long. It may have been carried out all the same, as when a
/// connection breaks.
#[derive(Clone, Debug)]
pub(crate) struct LimitedConnection {
    connection: DatabaseConnection,
    limit: Duration,
}

impl LimitedConnection {
    /// With the limit that suits the kind of database.
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        let limit = match connection.get_database_backend() {
            DbBackend::Postgres => LIMIT,
            _ => SQLITE_LIMIT,
        };
        Self { connection, limit }
    }

    /// The same connections for a statement that may take longer.
    pub(crate) fn for_maintenance(&self) -> Self {
        Self { connection: self.connection.clone(), limit: MAINTENANCE_LIMIT }
    }

    /// The connections as they are, for transactions and for the schema.
    pub(crate) const fn unlimited(&self) -> &DatabaseConnection {
        &self.connection
    }

    pub(super) const fn limit(&self) -> Duration {
        self.limit
    }

    async fn in_time<T>(&self, statement: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        in_time(self.limit, statement).await
    }
}

/// What `work` gives, or that the database is away if it takes longer than `limit`.
pub(super) async fn in_time<T>(limit: Duration, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
    timeout(limit, work).await.unwrap_or_else(|_| Err(too_late()))
}

pub(super) fn too_late() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the database does not answer in time".to_owned()))
}

#[async_trait]
impl ConnectionTrait for LimitedConnection {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.in_time(self.connection.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.in_time(self.connection.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.in_time(self.connection.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.in_time(self.connection.query_all_raw(statement)).await
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::StoreError;

    use super::*;
    use crate::store_error::store_error;

    #[tokio::test(start_paused = true)]
    async fn a_statement_that_is_never_answered_fails_as_one_of_a_database_that_is_away() {
        let error = in_time(LIMIT, std::future::pending::<Result<(), DbErr>>()).await.unwrap_err();
        assert!(matches!(store_error(error), StoreError::Unavailable(_)));
    }
}
