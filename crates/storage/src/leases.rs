//! What only one of several processes may do at a time: named leases, by the clock of the database they share.

use std::time::Duration;

use portcullis_domain::{lease::Holder, ports::StoreError};
use sea_orm::{ConnectionTrait, DbBackend, Value};

use crate::{connection::LimitedConnection, statement::execute, store_error::store_error};

/// Takes or renews the lease, or touches nothing. Of several that try at once the database serves one after the other.
const HOLD: &str = r#"
    INSERT INTO "leases" ("name", "holder", "until") VALUES ($1, $2, {now} + $3)
    ON CONFLICT ("name") DO UPDATE SET "holder" = "excluded"."holder", "until" = "excluded"."until"
        WHERE "leases"."holder" = "excluded"."holder" OR "leases"."until" <= {now}"#;

const RESIGN: &str = r#"DELETE FROM "leases" WHERE "name" = $1 AND "holder" = $2"#;

/// Milliseconds since 1970 by the clock of the database.
const fn now(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        _ => "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)",
    }
}

/// Takes the lease or renews it; `false` while somebody else holds it.
pub(crate) async fn hold(
    connection: &LimitedConnection,
    name: &str,
    holder: &Holder,
    lasting: Duration,
) -> Result<bool, StoreError> {
    let lasting = i64::try_from(lasting.as_millis()).unwrap_or(i64::MAX);
    run(connection, HOLD, [name.into(), holder.0.as_str().into(), lasting.into()]).await
}

/// Gives the lease up; `false` if this holder does not have it.
pub(crate) async fn resign(connection: &LimitedConnection, name: &str, holder: &Holder) -> Result<bool, StoreError> {
    run(connection, RESIGN, [name.into(), holder.0.as_str().into()]).await
}

/// Runs a statement by the clock of the database; whether it has changed a row.
async fn run(
    connection: &LimitedConnection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<bool, StoreError> {
    let sql = sql.replace("{now}", now(connection.get_database_backend()));
    Ok(execute(connection, &sql, values).await.map_err(store_error)? > 0)
}
