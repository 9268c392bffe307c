//! A connected database.

use std::pin::Pin;

use portcullis_domain::ports::StoreError;
use portcullis_migration::MigrateError;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tracing::Instrument;

use super::{
    connect::{self, ConnectError},
    limited::{LimitedConnection, in_time, too_late},
    settings::{DatabaseSettings, DatabaseUrl},
    statements::{ExecutedStatement, Statements},
};
use crate::store_error::store_error;

/// A connected database; a clone shares its connections.
#[derive(Clone, Debug)]
pub struct Database {
    reader: LimitedConnection,
    writer: LimitedConnection,
    statements: Statements,
}

/// Which kind of database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// A file, which other processes on the same machine may share.
    Sqlite,
    /// A server, which any number of instances may share.
    Postgres,
}

/// A future that borrows the transaction it works in.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'a>>;

impl Database {
    /// Connects; a SQLite file is made if it is missing.
    ///
    /// # Errors
    ///
    /// [`ConnectError`].
    pub async fn connect(settings: &DatabaseSettings) -> Result<Self, ConnectError> {
        let mut connections = connect::connect(settings).await?;
        let statements = Statements::default();
        statements.observe(&mut connections.reader);
        statements.observe(&mut connections.writer);
        let [reader, writer] = [connections.reader, connections.writer].map(LimitedConnection::new);
        Ok(Self { reader, writer, statements })
    }

    /// Connects to what is there, to read it and to change nothing in it.
    ///
    /// # Errors
    ///
    /// [`ConnectError`].
    pub async fn connect_read_only(url: &DatabaseUrl) -> Result<Self, ConnectError> {
        let mut connection = connect::connect_read_only(url).await?;
        let statements = Statements::default();
        statements.observe(&mut connection);
        let connection = LimitedConnection::new(connection);
        Ok(Self { reader: connection.clone(), writer: connection, statements })
    }

    /// Brings the schema up to date; several instances may do so at once.
    ///
    /// # Errors
    ///
    /// [`MigrateError`]; the database is as it was before.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        let writer = self.writer.unlimited().clone();
        let migrating = async move { portcullis_migration::migrate(&writer).await };
        let steps = in_own_task(migrating, MigrateError::Failed).await?;
        if steps > 0 {
            tracing::info!(steps, "the schema has been brought up to date");
        }
        Ok(())
    }

    /// The steps by which the schema is behind, in their order; nothing is changed.
    ///
    /// # Errors
    ///
    /// [`MigrateError`].
    pub async fn pending_migrations(&self) -> Result<Vec<String>, MigrateError> {
        portcullis_migration::pending(self.reader.unlimited()).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader.execute_unprepared("SELECT 1").await.map(drop).map_err(store_error)
    }

    /// Ends all connections, after the statements that are under way.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn close(&self) -> Result<(), StoreError> {
        self.reader.unlimited().close_by_ref().await.map_err(store_error)?;
        self.writer.unlimited().close_by_ref().await.map_err(store_error)
    }

    /// Which kind it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.writer.get_database_backend() {
            DbBackend::Postgres => Backend::Postgres,
            _ => Backend::Sqlite,
        }
    }

    /// Calls `observer` after every statement, from whichever task ran it; `false` if another does so already.
    pub fn on_statement(&self, observer: impl Fn(&ExecutedStatement<'_>) + Send + Sync + 'static) -> bool {
        self.statements.set_observer(observer)
    }

    /// How many statements were run since [`Database::connect`]; `BEGIN` and `COMMIT` are not counted.
    #[must_use]
    pub fn statement_count(&self) -> u64 {
        self.statements.count()
    }

    /// For statements that change nothing.
    pub(crate) const fn reader(&self) -> &LimitedConnection {
        &self.reader
    }

    /// For single statements that change something.
    pub(crate) const fn writer(&self) -> &LimitedConnection {
        &self.writer
    }

    /// Another connection, which no other work uses.
    pub(crate) fn connection_of_its_own(&self) -> LimitedConnection {
        let mut connection = connect::connection_of_its_own(self.writer.unlimited());
        self.statements.observe(&mut connection);
        LimitedConnection::new(connection)
    }

    /// Begins to write, within the limit of a statement. Only inside of [`in_own_task`].
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // SQLite's lock on writing is taken at once; PostgreSQL passes over this.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        // Given up, the connection's own pool ends what may have begun, or closes it.
        in_time(self.writer.limit(), self.writer.unlimited().begin_with_options(options)).await
    }

    /// Runs statements that are done all or not at all, in a task of their own, and within the limit of one.
    pub(crate) async fn transaction<T, F>(&self, work: F) -> Result<T, DbErr>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a DatabaseTransaction) -> Work<'a, T> + Send + 'static,
    {
        let (database, limit) = (self.clone(), self.writer.limit());
        let all = async move {
            let transaction = database.begin().await?;
            let statements = async {
                let value = work(&transaction).await?;
                Ok::<_, DbErr>((value, transaction))
            };
            let (value, transaction) = in_time(limit, statements).await?;
            // A server that stalls here must not keep the connection for ever: given up, it is rolled back or closed.
            in_time(limit, transaction.commit()).await?;
            Ok(value)
        };
        tokio::time::timeout(limit, in_own_task(all, |error| error)).await.unwrap_or_else(|_| Err(too_late()))
    }
}

/// Runs a transaction in a task of its own, which ends even if its caller does not wait for it: see the crate's front
/// page. `failed` tells of a panic.
pub(crate) async fn in_own_task<T, E>(
    transaction: impl Future<Output = Result<T, E>> + Send + 'static,
    failed: impl FnOnce(DbErr) -> E,
) -> Result<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    tokio::spawn(transaction.in_current_span())
        .await
        .unwrap_or_else(|stopped| Err(failed(DbErr::Custom(stopped.to_string()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn migrated(folder: &tempfile::TempDir) -> Database {
        let url = format!("sqlite://{}", folder.path().join("test.db").display()).into();
        let database = Database::connect(&DatabaseSettings { url, max_connections: 1 }).await.unwrap();
        database.migrate().await.unwrap();
        database
    }

    #[tokio::test]
    async fn a_database_of_a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = migrated(&folder).await;
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2099_fly', 0)";
        database.writer().execute_unprepared(newer).await.unwrap();
        let error = database.migrate().await.unwrap_err();
        assert!(error.to_string().contains("a newer version of Portcullis (it has m2099_fly)"), "{error}");
    }

    #[tokio::test]
    async fn a_failed_transaction_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let database = migrated(&folder).await;
        let outcome = database.transaction(|transaction| {
            Box::pin(async move {
                transaction.execute_unprepared("INSERT INTO owners VALUES (1, NULL, 0, 0)").await?;
                Err::<(), _>(DbErr::Custom("no".to_owned()))
            })
        });
        assert!(outcome.await.is_err());
        let row =
            database.reader().query_one_raw(sea_orm::Statement::from_string(DbBackend::Sqlite, "SELECT 1 FROM owners"));
        assert!(row.await.unwrap().is_none());
    }
}
