//! Statements in SQL of our own.

use portcullis_domain::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IdenStatic, Iterable, Statement, Value,
    prelude::Expr,
    sea_query::{ArrayType, Func, Query},
};
use serde_json::json;

/// How many rows one statement is about: a few values each, well under SQLite's 32 766.
pub(crate) const ROWS_AT_ONCE: usize = 1_000;

/// How many ids one statement names, at most, as one value.
pub(crate) const IDS_AT_ONCE: usize = 10_000;

/// An array of PostgreSQL's, so that a statement has one text for any number of rows.
pub(crate) fn big_integers(values: impl Iterator<Item = i64>) -> Value {
    Value::Array(ArrayType::BigInt, Some(Box::new(values.map(Value::from).collect())))
}

/// Several numbers as one value, so that a statement has one text for any number of them: each connection keeps what it has
/// prepared. PostgreSQL takes them by `= ANY ($1)`, SQLite by `IN (SELECT "value" FROM json_each($1))`.
pub(crate) fn set_of(database: &impl ConnectionTrait, numbers: impl Iterator<Item = i64>) -> Value {
    match database.get_database_backend() {
        DbBackend::Postgres => big_integers(numbers),
        _ => json!(numbers.collect::<Vec<_>>()).to_string().into(),
    }
}

/// Whether a column is one of these numbers, in one text for any number of them.
pub(crate) fn is_among(
    database: &impl ConnectionTrait,
    column: impl ColumnTrait,
    numbers: impl Iterator<Item = i64>,
) -> Expr {
    if database.get_database_backend() == DbBackend::Postgres {
        return column.eq_any(numbers);
    }
    let numbers = Func::cust("json_each").arg(set_of(database, numbers));
    column.in_subquery(Query::select().column("value").from_function(numbers, "among").take())
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

/// Puts the columns of an entity for `{columns}`, each by its name: a newer version may add some while this one runs, and of
/// a statement that is prepared PostgreSQL lets the columns of the result never change.
pub(crate) fn name_columns<E: EntityTrait>(sql: &str) -> String {
    let columns: Vec<_> = E::Column::iter().map(|column| format!("\"{}\"", column.as_str())).collect();
    sql.replace("{columns}", &columns.join(", "))
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
