//! Every statement that was run, observed: tests count them, metrics time them.

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sea_orm::DatabaseConnection;

/// A statement that the database has answered.
#[derive(Clone, Copy, Debug)]
pub struct ExecutedStatement<'a> {
    /// Its text, without the values.
    pub sql: &'a str,
    /// How long it took, the wait for a connection not counted.
    pub elapsed: Duration,
    /// Whether the answer was an error.
    pub failed: bool,
}

impl ExecutedStatement<'_> {
    /// What it does to which table, as in `select_protected_groups`: one of a few names, fit for a metric's label.
    #[must_use]
    pub fn name(&self) -> String {
        let sql = self.main_part();
        let verb = sql.split_whitespace().next().unwrap_or("other").to_lowercase();
        // Where a table is named, it comes after one of these words; the columns before it are quoted as well.
        let after = |word: &str| sql.split_once(word).map(|(_, rest)| rest);
        let rest = match verb.as_str() {
            "select" | "delete" => after_outermost(sql, "FROM \""),
            "insert" => after("INTO \""),
            "update" => after("UPDATE \""),
            _ => None,
        };
        match rest.and_then(|rest| rest.split('"').next()) {
            Some(table) => format!("{verb}_{table}"),
            None => verb,
        }
    }

    /// Of several that are one, the last that changes something.
    fn main_part(&self) -> &str {
        if !self.sql.trim_start().starts_with("WITH") {
            return self.sql;
        }
        let changes = ["INSERT INTO \"", "UPDATE \"", "DELETE FROM \""];
        changes.iter().filter_map(|change| self.sql.rfind(change)).max().map_or(self.sql, |start| &self.sql[start..])
    }
}

/// What comes after a word where it first stands outside of parentheses, or else inside of some.
fn after_outermost<'a>(sql: &'a str, word: &str) -> Option<&'a str> {
    let is_outside = |at: usize| sql[..at].matches('(').count() == sql[..at].matches(')').count();
    let outside = sql.match_indices(word).find(|(at, _)| is_outside(*at));
    let (at, _) = outside.or_else(|| sql.match_indices(word).next())?;
    Some(&sql[at + word.len()..])
}

type Observer = Box<dyn Fn(&ExecutedStatement<'_>) + Send + Sync>;

/// Counts statements, and passes them on to an observer.
#[derive(Clone, Default)]
pub(crate) struct Statements(Arc<Shared>);

#[derive(Default)]
struct Shared {
    count: AtomicU64,
    observer: OnceLock<Observer>,
}

impl Statements {
    /// From now on counts every statement of this connection, and passes it on.
    pub(crate) fn observe(&self, connection: &mut DatabaseConnection) {
        let shared = Arc::clone(&self.0);
        connection.set_metric_callback(move |info| {
            shared.count.fetch_add(1, Ordering::Relaxed);
            if let Some(observer) = shared.observer.get() {
                observer(&ExecutedStatement { sql: &info.statement.sql, elapsed: info.elapsed, failed: info.failed });
            }
        });
    }

    /// How many statements were run.
    pub(crate) fn count(&self) -> u64 {
        self.0.count.load(Ordering::Relaxed)
    }

    /// Sets the observer; `false` if there is one already.
    pub(crate) fn set_observer(&self, observer: impl Fn(&ExecutedStatement<'_>) + Send + Sync + 'static) -> bool {
        self.0.observer.set(Box::new(observer)).is_ok()
    }
}

impl fmt::Debug for Statements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statements").field("count", &self.count()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sql: &str) -> String {
        ExecutedStatement { sql, elapsed: Duration::ZERO, failed: false }.name()
    }

    #[test]
    fn a_statement_is_named_after_what_it_does_to_which_table() {
        assert_eq!(name(r#"SELECT "jobs"."id" FROM "jobs" WHERE 1"#), "select_jobs");
        assert_eq!(name(r#"INSERT INTO "inbox" ("lane") VALUES (1)"#), "insert_inbox");
        assert_eq!(name(r#"UPDATE "inbox" SET "lane" = 1"#), "update_inbox");
        assert_eq!(name(r#"DELETE FROM "inbox""#), "delete_inbox");
        let counted = r#"SELECT (SELECT "a" FROM "brakes" WHERE 1) AS "a" FROM "protected_groups""#;
        assert_eq!(name(counted), "select_protected_groups");
        assert_eq!(name(r#"SELECT (SELECT MIN("a") FROM "brakes")"#), "select_brakes");
        let both = r#"WITH "tried" AS (UPDATE "inbox" SET "x" = 1) UPDATE "inbox_lanes" SET "holder" = NULL"#;
        assert_eq!(name(both), "update_inbox_lanes");
    }

    #[test]
    fn a_statement_about_no_table_is_named_after_its_verb() {
        assert_eq!(name("SELECT 1"), "select");
        assert_eq!(name(""), "other");
    }
}
