//! The four tables of Nezuko as they may be found: its versions differ in columns, and moments are `TIMESTAMP`s, with a zone
//! or without.

use std::collections::HashSet;

use portcullis_domain::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult, Statement};

use super::error::NezukoError;
use crate::{
    connection::{DatabaseUrl, connect_read_only},
    store_error::store_error,
};

/// Rows in memory at once.
const PAGE: u64 = 1_000;

/// A person who protected a group.
#[derive(FromQueryResult)]
pub(crate) struct NezukoOwner {
    pub(crate) id: i64,
    pub(crate) username: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// A protected group.
#[derive(FromQueryResult)]
pub(crate) struct NezukoGroup {
    pub(crate) id: i64,
    pub(crate) owner: i64,
    pub(crate) title: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) params: Option<String>,
    pub(crate) join_request_preferred: Option<bool>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// An enforced channel.
#[derive(FromQueryResult)]
pub(crate) struct NezukoChannel {
    pub(crate) id: i64,
    pub(crate) title: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) invite_link: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// A channel of a group.
#[derive(FromQueryResult)]
pub(crate) struct NezukoLink {
    pub(crate) id: i64,
    pub(crate) group: i64,
    pub(crate) channel: i64,
    pub(crate) is_required: bool,
}

/// Whether the bot is to approve requests to join: a column of the groups, or a key of their `params`.
pub(super) const JOIN_REQUEST_PREFERRED: &str = "join_request_preferred";

/// The database, opened for reading, and which columns each table has.
pub(crate) struct NezukoTables {
    database: DatabaseConnection,
    now: i64,
    owners: HashSet<String>,
    groups: HashSet<String>,
    channels: HashSet<String>,
    links: HashSet<String>,
}

/// Rows, and the key after which the next ones come; `None`: there are no more.
type Page<T> = Option<(Vec<T>, i64)>;

impl NezukoTables {
    pub(crate) async fn open(url: &DatabaseUrl, now: Timestamp) -> Result<Self, NezukoError> {
        let database = connect_read_only(&of_sqlalchemy(url)).await?;
        let groups = columns(&database, "protected_groups", &["group_id", "owner_id"]).await?;
        // Ours has the same tables, and more columns.
        if groups.contains("can_enforce") {
            return Err(NezukoError::NotNezuko("it is one of Portcullis: use `export` and `import`".to_owned()));
        }
        Ok(Self {
            links: columns(&database, "group_channel_links", &["id", "group_id", "channel_id"]).await?,
            owners: columns(&database, "owners", &["user_id"]).await?,
            channels: columns(&database, "enforced_channels", &["channel_id"]).await?,
            groups,
            database,
            now: now.0,
        })
    }

    pub(crate) async fn owners(&self, after: i64) -> Result<Page<NezukoOwner>, NezukoError> {
        let existing = &self.owners;
        let fields = format!(
            r#""user_id" AS "id", {}, {}, {}"#,
            text(existing, "username"),
            self.moment(existing, "created_at"),
            self.moment(existing, "updated_at")
        );
        self.page("owners", "user_id", &fields, after, |owner: &NezukoOwner| owner.id).await
    }

    pub(crate) async fn groups(&self, after: i64) -> Result<Page<NezukoGroup>, NezukoError> {
        let existing = &self.groups;
        let preferred = if existing.contains(JOIN_REQUEST_PREFERRED) { r#""join_request_preferred""# } else { "NULL" };
        let fields = format!(
            r#""group_id" AS "id", "owner_id" AS "owner", {} AS "enabled",
                CAST({preferred} AS BOOLEAN) AS "join_request_preferred", {}, {}, {}, {}"#,
            true_unless_said(existing, "enabled"),
            text(existing, "title"),
            text(existing, "params"),
            self.moment(existing, "created_at"),
            self.moment(existing, "updated_at")
        );
        self.page("protected_groups", "group_id", &fields, after, |group: &NezukoGroup| group.id).await
    }

    pub(crate) async fn channels(&self, after: i64) -> Result<Page<NezukoChannel>, NezukoError> {
        let existing = &self.channels;
        let fields = format!(
            r#""channel_id" AS "id", {}, {}, {}, {}, {}"#,
            text(existing, "title"),
            text(existing, "username"),
            text(existing, "invite_link"),
            self.moment(existing, "created_at"),
            self.moment(existing, "updated_at")
        );
        self.page("enforced_channels", "channel_id", &fields, after, |channel: &NezukoChannel| channel.id).await
    }

    /// In the order in which they were made.
    pub(crate) async fn links(&self, after: i64) -> Result<Page<NezukoLink>, NezukoError> {
        let is_required = true_unless_said(&self.links, "is_required");
        let fields = format!(
            r#"CAST("id" AS BIGINT) AS "id", "group_id" AS "group", "channel_id" AS "channel",
                {is_required} AS "is_required""#
        );
        self.page("group_channel_links", "id", &fields, after, |link: &NezukoLink| link.id).await
    }

    async fn page<T: FromQueryResult>(
        &self,
        table: &str,
        key: &str,
        fields: &str,
        after: i64,
        key_of: impl Fn(&T) -> i64,
    ) -> Result<Page<T>, NezukoError> {
        let sql = format!(r#"SELECT {fields} FROM "{table}" WHERE "{key}" > $1 ORDER BY "{key}" LIMIT {PAGE}"#);
        let statement = Statement::from_sql_and_values(self.database.get_database_backend(), sql, [after.into()]);
        let rows = T::find_by_statement(statement).all(&self.database).await.map_err(unreadable)?;
        let last = rows.last().map(key_of);
        Ok(last.map(|last| (rows, last)))
    }

    /// Milliseconds since 1970 of a column that holds a date and a time, taken as UTC.
    fn moment(&self, existing: &HashSet<String>, column: &str) -> String {
        let now = self.now;
        if !existing.contains(column) {
            return format!(r#"CAST({now} AS BIGINT) AS "{column}""#);
        }
        let milliseconds = match self.database.get_database_backend() {
            DbBackend::Postgres => format!(r#"CAST(EXTRACT(EPOCH FROM "{column}") * 1000 AS BIGINT)"#),
            _ => format!(r#"CAST(ROUND((julianday("{column}") - 2440587.5) * 86400000.0) AS INTEGER)"#),
        };
        format!(r#"COALESCE({milliseconds}, {now}) AS "{column}""#)
    }
}

fn unreadable(error: DbErr) -> NezukoError {
    NezukoError::Read(store_error(error))
}

/// A column that says yes or no; whoever has no such column, or nothing in it, means yes.
fn true_unless_said(existing: &HashSet<String>, column: &str) -> String {
    if existing.contains(column) { format!(r#"COALESCE("{column}", TRUE)"#) } else { "TRUE".to_owned() }
}

fn text(existing: &HashSet<String>, column: &str) -> String {
    let value = if existing.contains(column) { format!(r#""{column}""#) } else { "NULL".to_owned() };
    format!(r#"CAST({value} AS TEXT) AS "{column}""#)
}

async fn columns(database: &DatabaseConnection, table: &str, needed: &[&str]) -> Result<HashSet<String>, NezukoError> {
    let backend = database.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
             WHERE table_name = $1 AND table_schema = ANY(current_schemas(false))"
        }
        _ => "SELECT name FROM pragma_table_info($1)",
    };
    let rows = database.query_all_raw(Statement::from_sql_and_values(backend, sql, [table.into()])).await;
    let names = rows.map_err(unreadable)?.iter().map(|row| row.try_get_by_index::<String>(0)).collect();
    let names: HashSet<String> = Result::map_err(names, unreadable)?;
    match needed.iter().find(|column| !names.contains(**column)) {
        Some(column) => Err(NezukoError::NotNezuko(format!("it has no `{table}` with a column `{column}`"))),
        None => Ok(names),
    }
}

/// Nezuko's own URL names a driver of Python's beside the kind (`postgresql+asyncpg://`), and a SQLite file after one
/// slash more than ours.
fn of_sqlalchemy(url: &DatabaseUrl) -> DatabaseUrl {
    let text = url.reveal();
    let Some((scheme, rest)) = text.split_once("://") else { return url.clone() };
    match scheme.split_once('+') {
        Some(("sqlite", _)) => format!("sqlite://{}", rest.strip_prefix('/').unwrap_or(rest)).into(),
        Some((kind, _)) => format!("{kind}://{rest}").into(),
        None => url.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_as_nezuko_has_it_is_understood() {
        let read = |url: &str| of_sqlalchemy(&url.into()).reveal().to_owned();
        assert_eq!(read("sqlite+aiosqlite:///./nezuko.db"), "sqlite://./nezuko.db");
        assert_eq!(read("sqlite+aiosqlite:////srv/nezuko.db"), "sqlite:///srv/nezuko.db");
        assert_eq!(read("postgresql+asyncpg://u:p@h/d"), "postgresql://u:p@h/d");
        assert_eq!(read("sqlite://nezuko.db"), "sqlite://nezuko.db");
        assert_eq!(read("nothing"), "nothing");
    }
}
