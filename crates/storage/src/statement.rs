//! Statements in SQL of our own.

use portcullis_domain::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value, sea_query::ArrayType};

/// How many rows one statement is about: a few values each, well under SQLite's 32 766.
pub(crate) const ROWS_AT_ONCE: usize = 1_000;

/// An array of PostgreSQL's, so that a statement has one text for any number of rows.
pub(crate) fn big_integers(values: impl Iterator<Item = i64>) -> Value {
    Value::Array(ArrayType::BigInt, Some(Box::new(values.map(Value::from).collect())))
}

/// A statement for `database`; its values stand as `$1`, `$2`, … in the SQL.
///
/// `{skip}` stands for PostgreSQL's way past a row that another instance is claiming; SQLite has one writer at a time.
pub(crate) fn statement(
    database: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    let backend = database.get_database_backend();
    let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    Statement::from_sql_and_values(backend, sql.replace("{skip}", skip), values)
}

/// The earliest moment in the one row of a query, whose columns are moments or null.
pub(crate) async fn earliest<const COLUMNS: usize>(
    database: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<Timestamp>, DbErr> {
    let Some(row) = database.query_one_raw(statement(database, sql, values)).await? else { return Ok(None) };
    let moments = (0..COLUMNS).map(|column| row.try_get_by_index::<Option<i64>>(column));
    let moments = moments.collect::<Result<Vec<_>, _>>()?;
    Ok(moments.into_iter().flatten().min().map(Timestamp))
}

/// Runs a statement; how many rows it has changed.
pub(crate) async fn execute(
    database: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    Ok(database.execute_raw(statement(database, sql, values)).await?.rows_affected())
}
