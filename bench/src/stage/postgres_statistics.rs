//! What PostgreSQL tells of its work.

use portcullis_tests::sql;

/// The newest transaction's number: each transaction that writes takes the next, and no other does. It is exact at once,
/// where `pg_stat_database` lags ten seconds behind a backend that is idle.
const WRITING: &str = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

/// Transactions that ended, whether they wrote or not.
const ALL: &str = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";

/// How many transactions have written so far, in the whole server.
pub(super) async fn writing_transactions(url: &str) -> i64 {
    sql::number(url, WRITING).await
}

/// How many transactions have ended so far in this database; ten seconds late for what is idle.
pub(super) async fn transactions(url: &str) -> i64 {
    sql::number(url, ALL).await
}
