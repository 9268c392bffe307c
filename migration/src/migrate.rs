//! Bringing a database to the newest schema, however many instances start at once.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait, sqlx,
};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use thiserror::Error;

use crate::{Migrator, step_names};

/// Why the schema could not be brought up to date. Nothing was changed.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// A newer version has changed the schema: this one must not touch it.
    #[error(
        "the database was migrated by a newer version of Portcullis (it has {}): run that version, or restore a backup",
        .0.join(", ")
    )]
    Newer(Vec<String>),
    /// None of the schemas in which the tables are to be is there.
    #[error(
        "PostgreSQL has no schema of the search path `{0}`: make one with `CREATE SCHEMA`, as a user who may, or mend \
         `search_path` in the URL's `options`"
    )]
    NoSchema(String),
    /// A statement failed.
    #[error("the database could not be migrated")]
    Failed(#[from] DbErr),
}

/// With the name of the schema this makes the PostgreSQL advisory lock under which the instances on it take turns; any
/// number serves that nobody else uses. The bots of one database have a schema each, and wait for nobody.
const LOCK: i64 = 0x706f_7274_6375_6c6c;

/// How often the steps are begun. An instance at work and they may each wait for a table that the other holds; PostgreSQL then
/// fails one of the two.
const TRIES: u32 = 10;

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
const DEADLOCK_DETECTED: &str = "40P01";

/// Applies the steps that the database lacks, all in one transaction and under a lock: of several instances that
/// start together one works, the others wait and find nothing to do. How many steps it applied.
///
/// Run it in a task that is not cancelled half-way: a dropped `begin` leaves a pooled connection inside a transaction.
///
/// # Errors
///
/// [`MigrateError`]; the database is as it was before.
pub async fn migrate(database: &DatabaseConnection) -> Result<usize, MigrateError> {
    refuse_missing_schema(database).await?;
    let mut tries = 1;
    loop {
        match apply(database).await {
            Err(MigrateError::Failed(error)) if is_deadlock(&error) && tries < TRIES => tries += 1,
            outcome => return outcome,
        }
    }
}

async fn apply(database: &DatabaseConnection) -> Result<usize, MigrateError> {
    let transaction = begin_locked(database).await?;
    let (steps, applied) = (step_names(), applied(&transaction).await?);
    refuse_newer(&steps, &applied)?;
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(steps.len().saturating_sub(applied.len()))
}

/// The steps that [`migrate`] would apply, in their order; nothing is changed.
///
/// # Errors
///
/// [`MigrateError`].
pub async fn pending(database: &DatabaseConnection) -> Result<Vec<String>, MigrateError> {
    refuse_missing_schema(database).await?;
    let table = Migrator::migration_table_name().to_string();
    let applied =
        if SchemaManager::new(database).has_table(table).await? { applied(database).await? } else { Vec::new() };
    let mut steps = step_names();
    refuse_newer(&steps, &applied)?;
    steps.retain(|step| !applied.contains(step));
    Ok(steps)
}

/// Without a schema PostgreSQL answers as if there were no tables, and refuses to make any.
async fn refuse_missing_schema(database: &DatabaseConnection) -> Result<(), MigrateError> {
    if database.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = "SELECT current_setting('search_path') WHERE current_schema() IS NULL";
    match database.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await? {
        Some(row) => Err(MigrateError::NoSchema(row.try_get_by_index(0)?)),
        None => Ok(()),
    }
}

async fn begin_locked(database: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    // SQLite's own lock on writing, taken at once, is the lock there.
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = database.begin_with_options(options).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        // The others' steps and one's own take as long as they take.
        transaction.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
        transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        let lock = format!("SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), {LOCK}))");
        transaction.execute_unprepared(&lock).await?;
    }
    Ok(transaction)
}

/// The steps that the database has taken.
async fn applied(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    Ok(Migrator::get_migration_models(database).await?.into_iter().map(|step| step.version).collect())
}

fn is_deadlock(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error else {
        return false;
    };
    matches!(&**cause, sqlx::Error::Database(refusal) if refusal.code().as_deref() == Some(DEADLOCK_DETECTED))
}

fn refuse_newer(steps: &[String], applied: &[String]) -> Result<(), MigrateError> {
    let unknown: Vec<String> = applied.iter().filter(|name| !steps.contains(name)).cloned().collect();
    if unknown.is_empty() { Ok(()) } else { Err(MigrateError::Newer(unknown)) }
}
