//! The whole database as lines of JSON, the same from SQLite and from PostgreSQL.

use std::io;

use portcullis_domain::ports::StoreError;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExprTrait, IsolationLevel, QueryResult,
    TransactionOptions, TransactionTrait,
    prelude::Expr,
    sea_query::{Alias, Order, Query, SelectStatement},
};
use serde_json::{Map, Value, json};
use thiserror::Error;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::{
    exported_table::{ColumnKind, ExportedColumn, ExportedTable, FORMAT, exported_tables},
    progress::ExportProgress,
};
use crate::{
    connection::{Backend, Database},
    noted_bot::NotForThisBot,
    store_error::store_error,
};

/// Rows in memory at once.
const PAGE: u64 = 1_000;

/// Why there is no complete export.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The database did not give its rows.
    #[error("the rows can't be read")]
    Store(#[source] StoreError),
    /// The database did not say whose it is.
    #[error("the rows can't be read")]
    Whose(#[source] NotForThisBot),
    /// What was exported could not be written down.
    #[error("the export can't be written")]
    Write(#[from] io::Error),
}

impl Database {
    /// Writes every row as a line, between a first line that names the format and the bot and a last one that counts the rows;
    /// returns that count. All rows are of one moment, whatever goes on meanwhile. `watch` hears now and then how far it is.
    ///
    /// # Errors
    ///
    /// [`ExportError`]: what was written is not complete, and no import will take it.
    pub async fn export(
        &self,
        to: &mut (impl AsyncWrite + Unpin + Send),
        mut watch: impl FnMut(ExportProgress) + Send,
    ) -> Result<u64, ExportError> {
        // Before the snapshot, which may hold the only connection; whose a database is never changes.
        let bot = self.noted_bot().await.map_err(ExportError::Whose)?.map(|bot| bot.0);
        let snapshot = self.snapshot().await.map_err(refused)?;
        let tables = exported_tables();
        let mut progress = ExportProgress { rows: 0, total: count(&snapshot, &tables).await.map_err(refused)? };
        let schema = portcullis_migration::step_names().pop();
        let version = env!("CARGO_PKG_VERSION");
        let header = json!({ "format": FORMAT, "schema": schema, "version": version, "bot": bot });
        write_line(to, &header.to_string()).await?;
        for table in &tables {
            export_table(&snapshot, table, to, &mut |rows| {
                progress.rows += rows;
                watch(progress);
            })
            .await?;
        }
        write_line(to, &json!({ "rows": progress.rows }).to_string()).await?;
        to.flush().await?;
        snapshot.commit().await.map_err(refused)?;
        Ok(progress.rows)
    }

    async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = match self.backend() {
            Backend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // With write-ahead logging a transaction reads what there was at its first statement.
            Backend::Sqlite => TransactionOptions::default(),
        };
        let snapshot = self.reader().unlimited().begin_with_options(options).await?;
        wait_for_the_other_side(&snapshot).await?;
        Ok(snapshot)
    }
}

/// Whoever reads an export, or writes an import, may pause for as long as they like; and what is done for all rows at once
/// takes as long as there are rows.
pub(super) async fn wait_for_the_other_side(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
        transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
    }
    Ok(())
}

/// How many rows there are in all tables.
async fn count(snapshot: &DatabaseTransaction, tables: &[ExportedTable]) -> Result<u64, DbErr> {
    let mut total = 0;
    for table in tables {
        let rows = Query::select().expr(Expr::cust("COUNT(*)")).from(Alias::new(table.name)).take();
        let row = snapshot.query_one(&rows).await?;
        total += row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))?.unsigned_abs();
    }
    Ok(total)
}

fn refused(error: DbErr) -> ExportError {
    ExportError::Store(store_error(error))
}

async fn export_table(
    snapshot: &DatabaseTransaction,
    table: &ExportedTable,
    to: &mut (impl AsyncWrite + Unpin + Send),
    written: &mut (impl FnMut(u64) + Send),
) -> Result<(), ExportError> {
    let mut after = None;
    loop {
        let page = snapshot.query_all(&page_of(table, after.as_deref())).await.map_err(refused)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(key_of(table, last).map_err(refused)?);
        for row in &page {
            let row = Value::Object(read_row(table, row).map_err(refused)?);
            write_line(to, &format!(r#"{{"table":"{}","row":{row}}}"#, table.name)).await?;
        }
        written(page.len() as u64);
    }
}

/// The next rows in the order of the key.
fn page_of(table: &ExportedTable, after: Option<&[i64]>) -> SelectStatement {
    let mut page = Query::select();
    page.from(Alias::new(table.name)).limit(PAGE);
    page.columns(table.columns.iter().map(|column| Alias::new(column.name)));
    for key in &table.key {
        page.order_by(Alias::new(*key), Order::Asc);
    }
    if let Some(after) = after {
        let key = Expr::tuple(table.key.iter().map(|key| Expr::col(Alias::new(*key))));
        page.and_where(key.gt(Expr::tuple(after.iter().map(|value| Expr::val(*value)))));
    }
    page
}

fn key_of(table: &ExportedTable, row: &QueryResult) -> Result<Vec<i64>, DbErr> {
    let is_key = |column: &&ExportedColumn| table.key.contains(&column.name);
    // In the order of the key, not of the columns.
    let value = |name: &&'static str| {
        let column = table.columns.iter().filter(is_key).find(|column| column.name == *name);
        match column.map(|column| column.kind) {
            Some(ColumnKind::Integer) => row.try_get::<i32>("", name).map(i64::from),
            _ => row.try_get::<i64>("", name),
        }
    };
    table.key.iter().map(value).collect()
}

fn read_row(table: &ExportedTable, row: &QueryResult) -> Result<Map<String, Value>, DbErr> {
    table.columns.iter().map(|column| Ok((column.name.to_owned(), read_value(column, row)?))).collect()
}

fn read_value(column: &ExportedColumn, row: &QueryResult) -> Result<Value, DbErr> {
    let name = column.name;
    Ok(match column.kind {
        ColumnKind::BigInteger => row.try_get::<Option<i64>>("", name)?.into(),
        ColumnKind::Integer => row.try_get::<Option<i32>>("", name)?.into(),
        ColumnKind::Boolean => row.try_get::<Option<bool>>("", name)?.into(),
        ColumnKind::Text => row.try_get::<Option<String>>("", name)?.into(),
        ColumnKind::Json => row.try_get::<Option<Value>>("", name)?.unwrap_or(Value::Null),
    })
}

async fn write_line(to: &mut (impl AsyncWrite + Unpin + Send), line: &str) -> io::Result<()> {
    to.write_all(line.as_bytes()).await?;
    to.write_all(b"\n").await
}
