//! Statements past the program: data in bulk, plans, and the tables of another program.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};

/// Runs statements on a database; a SQLite file is made if it is missing.
///
/// # Panics
///
/// If they fail.
pub async fn run(url: &str, statements: impl Into<String>) {
    let statements = AssertSqlSafe(statements.into());
    if url.starts_with("sqlite") {
        let mut connection = open_sqlite(url).await;
        sqlx::raw_sql(statements).execute(&mut connection).await.expect("the statements are right");
        connection.close().await.expect("the file can be closed");
    } else {
        let mut connection = PgConnection::connect(url).await.expect("the server answers");
        sqlx::raw_sql(statements).execute(&mut connection).await.expect("the statements are right");
        connection.close().await.expect("the connection can be closed");
    }
}

/// The number that a query gives; PostgreSQL gives a `bigint`.
///
/// # Panics
///
/// If it gives none.
pub async fn number(url: &str, query: &str) -> i64 {
    let query = AssertSqlSafe(query.to_owned());
    let number = if url.starts_with("sqlite") {
        sqlx::query_scalar(query).fetch_one(&mut open_sqlite(url).await).await
    } else {
        let mut connection = PgConnection::connect(url).await.expect("the server answers");
        sqlx::query_scalar(query).fetch_one(&mut connection).await
    };
    number.expect("the query gives a row")
}

/// The texts that a query gives, one in each row.
///
/// # Panics
///
/// If it is wrong, or gives something else.
pub async fn texts(url: &str, query: &str) -> Vec<String> {
    let query = AssertSqlSafe(query.to_owned());
    let texts = if url.starts_with("sqlite") {
        sqlx::query_scalar(query).fetch_all(&mut open_sqlite(url).await).await
    } else {
        let mut connection = PgConnection::connect(url).await.expect("the server answers");
        sqlx::query_scalar(query).fetch_all(&mut connection).await
    };
    texts.expect("the query gives texts")
}

/// A connection to PostgreSQL on which one statement comes after the other.
pub struct Session(PgConnection);

impl Session {
    /// Connects.
    ///
    /// # Panics
    ///
    /// If the server does not answer.
    pub async fn begin(url: &str) -> Self {
        Self(PgConnection::connect(url).await.expect("the server answers"))
    }

    /// Runs statements on it.
    ///
    /// # Panics
    ///
    /// If they fail.
    pub async fn run(&mut self, statements: &str) {
        let statements = AssertSqlSafe(statements.to_owned());
        sqlx::raw_sql(statements).execute(&mut self.0).await.expect("the statements are right");
    }
}

/// A table of PostgreSQL that nobody else reads or writes until this is dropped.
pub struct TableLock(PgConnection);

/// Locks a table of PostgreSQL: every statement on it waits.
///
/// # Panics
///
/// If the server does not let us.
pub async fn lock_table(url: &str, table: &str) -> TableLock {
    lock_table_in(url, table, "ACCESS EXCLUSIVE").await
}

/// Keeps the columns of a table of PostgreSQL as they are: statements go on, and whoever would change the table waits.
///
/// # Panics
///
/// If the server does not let us.
pub async fn lock_columns(url: &str, table: &str) -> TableLock {
    lock_table_in(url, table, "ACCESS SHARE").await
}

async fn lock_table_in(url: &str, table: &str, mode: &str) -> TableLock {
    let mut connection = PgConnection::connect(url).await.expect("the server answers");
    let lock = AssertSqlSafe(format!("BEGIN; LOCK TABLE {table} IN {mode} MODE"));
    sqlx::raw_sql(lock).execute(&mut connection).await.expect("the table is there");
    TableLock(connection)
}

impl TableLock {
    /// Lets everybody go on.
    ///
    /// # Panics
    ///
    /// If the server does not answer.
    pub async fn release(self) {
        self.0.close().await.expect("the connection can be closed");
    }
}

/// The steps of SQLite's plan for a statement.
///
/// # Panics
///
/// If the statement is wrong.
pub async fn sqlite_plan(url: &str, statement: &str) -> Vec<String> {
    let mut connection = open_sqlite(url).await;
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let steps = sqlx::query(explain).fetch_all(&mut connection).await.expect("the statement is right");
    steps.iter().map(|step| step.get("detail")).collect()
}

/// The rows of a query for two numbers and one that may be missing.
///
/// # Errors
///
/// If the database does not answer, or the query is wrong.
pub async fn triples(url: &str, query: &str) -> Result<Vec<(i64, i64, Option<i64>)>, sqlx::Error> {
    let query = AssertSqlSafe(query.to_owned());
    if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(url).await?;
        sqlx::query_as(query).fetch_all(&mut connection).await
    } else {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::query_as(query).fetch_all(&mut connection).await
    }
}

async fn open_sqlite(url: &str) -> SqliteConnection {
    SqliteConnection::connect(&format!("{url}?mode=rwc")).await.expect("the file can be opened")
}
