//! An export, read into an empty database: all of it or nothing.

use std::io;

use portcullis_domain::{UserId, ports::StoreError};
use portcullis_migration::{DATE_STANDING_NOTICES, NUMBER_CASES, OPEN_LANES};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr,
    prelude::Expr,
    sea_query::{Alias, Query},
};
use serde_json::Value;
use thiserror::Error;
use tokio::io::{AsyncBufRead, AsyncBufReadExt};

use super::{
    export::wait_for_the_other_side,
    exported_table::{ColumnKind, ExportedColumn, ExportedTable, FORMAT, exported_tables},
    progress::ImportProgress,
};
use crate::{
    connection::{Backend, Database, in_own_task},
    store_error::store_error,
};

/// Rows in one statement: some twenty values each at most, well under SQLite's 32 766.
const ROWS_AT_ONCE: usize = 500;

/// The table of updates that are yet to be carried out.
const UPDATES: &str = "inbox";
/// What an older version's export does not say: what is missing was announced as it was lost. Where something is to be
/// announced, a moment says when.
const ANNOUNCED: [&str; 2] = [
    r#"UPDATE "protected_groups" SET "announced_can_enforce" = "can_enforce"
        WHERE "announced_can_enforce" IS NULL AND "announce_after" IS NULL"#,
    r#"UPDATE "group_channel_links" SET "announced_can_check" = (SELECT "can_check" FROM "enforced_channels"
            WHERE "enforced_channels"."channel_id" = "group_channel_links"."channel_id")
        WHERE "announced_can_check" IS NULL AND "announce_after" IS NULL"#,
];

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The export can't be read.
    #[error("the export can't be read")]
    Read(#[from] io::Error),
    /// A line is not what it should be.
    #[error("line {line}: {problem}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// There are rows already.
    #[error("the table `{0}` is not empty: import into a new database")]
    NotEmpty(&'static str),
    /// The database does not take the rows on these lines.
    #[error("lines {first} to {last}: the database does not take these rows")]
    Rows {
        /// The line of the first of them.
        first: u64,
        /// The line of the last of them.
        last: u64,
        /// The reason that the database gives.
        #[source]
        source: StoreError,
    },
    /// The database failed.
    #[error("the rows can't be written")]
    Store(#[source] StoreError),
}

impl Database {
    /// Reads what [`Database::export`] wrote, in this version or in an older one, into this database of `bot`'s, which must
    /// be empty; returns the number of rows. `watch` hears now and then how far it is.
    ///
    /// The updates that another bot had yet to carry out are left out: they speak of that bot's rights and buttons, and their
    /// numbers may be those of updates to come.
    ///
    /// # Errors
    ///
    /// [`ImportError`]: the database is as it was.
    pub async fn import(
        &self,
        from: impl AsyncBufRead + Unpin + Send + 'static,
        bot: UserId,
        watch: impl FnMut(ImportProgress) + Send + 'static,
    ) -> Result<u64, ImportError> {
        let database = self.clone();
        let work = async move {
            let transaction = database.begin().await.map_err(refused)?;
            wait_for_the_other_side(&transaction).await.map_err(refused)?;
            let tables = exported_tables();
            check_empty(&transaction, &tables).await?;
            let import = Import { transaction: &transaction, tables: &tables, line: 0, bytes: 0, batch: None, watch };
            let rows = import.run(from, bot).await?;
            if database.backend() == Backend::Postgres {
                continue_numbering(&transaction, &tables).await.map_err(refused)?;
            }
            // Of the first three an older version's export says nothing, of the last none does.
            for complete in ANNOUNCED.into_iter().chain([DATE_STANDING_NOTICES, NUMBER_CASES, OPEN_LANES]) {
                transaction.execute_unprepared(complete).await.map_err(refused)?;
            }
            transaction.commit().await.map_err(refused)?;
            Ok(rows)
        };
        in_own_task(work, refused).await
    }
}

fn refused(error: DbErr) -> ImportError {
    ImportError::Store(store_error(error))
}

async fn check_empty(transaction: &DatabaseTransaction, tables: &[ExportedTable]) -> Result<(), ImportError> {
    for table in tables {
        let first = Query::select().expr(Expr::val(1)).from(Alias::new(table.name)).limit(1).take();
        if transaction.query_one(&first).await.map_err(refused)?.is_some() {
            return Err(ImportError::NotEmpty(table.name));
        }
    }
    Ok(())
}

/// PostgreSQL's numbering does not notice rows that bring their numbers along; SQLite's does.
async fn continue_numbering(transaction: &DatabaseTransaction, tables: &[ExportedTable]) -> Result<(), DbErr> {
    for ExportedTable { name, .. } in tables.iter().filter(|table| table.is_numbered) {
        let sql = format!(
            r#"SELECT setval(pg_get_serial_sequence('"{name}"', 'id'), MAX("id")) FROM "{name}" HAVING MAX("id") > 0"#
        );
        transaction.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// An import under way.
struct Import<'a, W> {
    transaction: &'a DatabaseTransaction,
    tables: &'a [ExportedTable],
    line: u64,
    /// The length of what was read.
    bytes: u64,
    batch: Option<Batch<'a>>,
    watch: W,
}

/// Rows of one table that are not yet written.
struct Batch<'a> {
    table: &'a ExportedTable,
    first_line: u64,
    rows: Vec<Vec<Expr>>,
}

impl<'a, W: FnMut(ImportProgress) + Send> Import<'a, W> {
    async fn run(mut self, mut from: impl AsyncBufRead + Unpin + Send, bot: UserId) -> Result<u64, ImportError> {
        let mut text = String::new();
        let header = self.next_line(&mut from, &mut text).await?;
        self.check_header(header.as_ref())?;
        // An older version's export says nothing of it.
        let exported_by = header.and_then(|header| header["bot"].as_i64());
        let is_of_another = exported_by.is_some_and(|exported_by| exported_by != bot.0);
        let (mut rows, mut left_out) = (0, 0);
        loop {
            let Some(line) = self.next_line(&mut from, &mut text).await? else {
                return Err(self.wrong("the export is cut short: its last line, which counts the rows, is missing"));
            };
            if let Some(count) = line.get("rows") {
                self.write().await?;
                return if count.as_u64() == Some(rows) {
                    note_left_out(left_out);
                    Ok(rows - left_out)
                } else {
                    Err(self.wrong(format!("the export should hold {count} rows, and holds {rows}")))
                };
            }
            if is_of_another && line["table"] == UPDATES {
                left_out += 1;
            } else {
                self.add(&line).await?;
            }
            rows += 1;
        }
    }

    async fn next_line(
        &mut self,
        from: &mut (impl AsyncBufRead + Unpin + Send),
        text: &mut String,
    ) -> Result<Option<Value>, ImportError> {
        text.clear();
        self.line += 1;
        let length = from.read_line(text).await?;
        if length == 0 {
            return Ok(None);
        }
        self.bytes += length as u64;
        serde_json::from_str(text).map(Some).map_err(|error| self.wrong(format!("is not JSON: {error}")))
    }

    fn check_header(&self, header: Option<&Value>) -> Result<(), ImportError> {
        let format = header.and_then(|header| header.get("format")).and_then(Value::as_u64);
        let schema = header.and_then(|header| header.get("schema")).and_then(Value::as_str);
        let (Some(format), Some(schema)) = (format, schema) else {
            return Err(self.wrong("is not the first line of an export"));
        };
        let version = header.and_then(|header| header.get("version")).and_then(Value::as_str).unwrap_or("unknown");
        let newer = |what: String| {
            let (ours, mend) = (env!("CARGO_PKG_VERSION"), "import it with that version or a later one");
            self.wrong(format!("comes from a newer version of Portcullis ({version}; this is {ours}), {what}: {mend}"))
        };
        if format > FORMAT {
            return Err(newer(format!("in format {format}, where this one reads {FORMAT}")));
        }
        if !portcullis_migration::step_names().iter().any(|step| step == schema) {
            return Err(newer(format!("whose schema has {schema}, which this one does not know")));
        }
        Ok(())
    }

    async fn add(&mut self, line: &Value) -> Result<(), ImportError> {
        let (Some(name), Some(row)) = (line["table"].as_str(), line["row"].as_object()) else {
            return Err(self.wrong("has no `table` and `row`"));
        };
        let tables = self.tables;
        let Some(table) = tables.iter().find(|table| table.name == name) else {
            return Err(self.wrong(format!("there is no table `{name}`")));
        };
        if let Some(unknown) = row.keys().find(|key| !table.may_hold(key)) {
            return Err(self.wrong(format!("`{name}` has no column `{unknown}`")));
        }
        let value = |column: &ExportedColumn| {
            let value = row.get(column.name).unwrap_or(&Value::Null);
            to_sql(column, value).ok_or_else(|| self.wrong(format!("`{}` can't be {value}", column.name)))
        };
        let values = table.columns.iter().map(value).collect::<Result<Vec<_>, _>>()?;
        self.push(table, values).await
    }

    async fn push(&mut self, table: &'a ExportedTable, values: Vec<Expr>) -> Result<(), ImportError> {
        let fits = |batch: &Batch<'_>| batch.table == table && batch.rows.len() < ROWS_AT_ONCE;
        if !self.batch.as_ref().is_some_and(fits) {
            self.write().await?;
        }
        let line = self.line;
        let empty = || Batch { table, first_line: line, rows: Vec::new() };
        self.batch.get_or_insert_with(empty).rows.push(values);
        Ok(())
    }

    /// Writes the rows that were read up to the line before this one.
    async fn write(&mut self) -> Result<(), ImportError> {
        let Some(Batch { table, first_line: first, rows }) = self.batch.take() else { return Ok(()) };
        let last = self.line - 1;
        let mut insert = Query::insert();
        insert.into_table(Alias::new(table.name));
        insert.columns(table.columns.iter().map(|column| Alias::new(column.name)));
        for row in rows {
            // As many values as columns, always.
            insert.values(row).map_err(|error| refused(DbErr::Custom(error.to_string())))?;
        }
        if let Err(error) = self.transaction.execute(&insert).await {
            return Err(ImportError::Rows { first, last, source: store_error(error) });
        }
        // All lines but the first are rows, up to here.
        (self.watch)(ImportProgress { rows: last - 1, bytes: self.bytes });
        Ok(())
    }

    fn wrong(&self, problem: impl Into<String>) -> ImportError {
        ImportError::Line { line: self.line, problem: problem.into() }
    }
}

fn note_left_out(updates: u64) {
    if updates > 0 {
        tracing::info!(updates, "another bot's updates were left out");
    }
}

/// The value as the column takes it; `None` if it does not.
fn to_sql(column: &ExportedColumn, value: &Value) -> Option<Expr> {
    if value.is_null() && !column.may_be_null {
        return None;
    }
    let is_null = value.is_null();
    Some(match column.kind {
        ColumnKind::BigInteger if is_null => Expr::val(None::<i64>),
        ColumnKind::BigInteger => Expr::val(value.as_i64()?),
        ColumnKind::Integer if is_null => Expr::val(None::<i32>),
        ColumnKind::Integer => Expr::val(i32::try_from(value.as_i64()?).ok()?),
        ColumnKind::Boolean if is_null => Expr::val(None::<bool>),
        ColumnKind::Boolean => Expr::val(value.as_bool()?),
        ColumnKind::Text if is_null => Expr::val(None::<String>),
        ColumnKind::Text => Expr::val(value.as_str()?),
        ColumnKind::Json if is_null => Expr::val(None::<Value>),
        ColumnKind::Json => Expr::val(value.clone()),
    })
}
