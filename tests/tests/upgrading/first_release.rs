//! A database as the first release left it, out of files that no later step changes.

use std::{
    path::Path,
    process::{Command, Output},
};

use portcullis_tests::{bot_process::command, postgres::fresh_database, sql, stage::TOKEN};
use tempfile::TempDir;

const SQLITE: &str = include_str!("first_release/schema.sqlite.sql");
const POSTGRES: &str = include_str!("first_release/schema.postgres.sql");
const ROWS: &str = include_str!("first_release/rows.sql");
const INBOX: &str = include_str!("first_release/inbox.sql");

/// How many steps it had.
pub(super) const STEPS: i64 = 8;

/// Its tables, and their columns that are still there.
pub(super) const TABLES: [(&str, &[&str]); 11] = [
    ("owners", &["user_id", "username", "created_at", "updated_at"]),
    (
        "protected_groups",
        &[
            "group_id",
            "owner_id",
            "title",
            "enabled",
            "can_enforce",
            "linked_channel_id",
            "params",
            "created_at",
            "updated_at",
        ],
    ),
    ("enforced_channels", &["channel_id", "title", "username", "invite_link", "can_check", "created_at", "updated_at"]),
    ("group_channel_links", &["id", "group_id", "channel_id"]),
    (
        "restrictions",
        &[
            "id",
            "group_id",
            "user_id",
            "name",
            "language_code",
            "reason",
            "missing_channels",
            "mode",
            "notice_message_id",
            "restricted_at",
            "until",
            "muted_at",
            "lifted_at",
            "lift_reason",
        ],
    ),
    ("group_members", &["group_id", "user_id", "first_seen", "last_seen"]),
    ("exemptions", &["group_id", "user_id", "exempted_by", "exempted_at"]),
    ("inbox", &["update_id", "position", "lane", "raw", "received_at", "attempts", "dead_at"]),
    (
        "jobs",
        &[
            "id",
            "kind",
            "group_id",
            "state",
            "cursor",
            "counts",
            "ordered_at",
            "not_before",
            "finished_at",
            "lease_holder",
            "lease_until",
        ],
    ),
    ("message_deletions", &["chat_id", "message_id", "due_at"]),
    ("leases", &["name", "holder", "until"]),
];

/// Its columns that a later step has taken away, the only ones ever.
pub(super) const GONE: [(&str, &str); 3] =
    [("inbox", "not_before"), ("inbox", "lease_holder"), ("inbox", "lease_until")];

/// What stands for the ids and moments of a story in the files.
pub(super) struct Names(Vec<(&'static str, String)>);

impl Names {
    pub(super) fn new(names: &[(&'static str, i64)]) -> Self {
        Self(names.iter().map(|(name, number)| (*name, number.to_string())).collect())
    }

    /// Of nobody in particular.
    pub(super) fn any() -> Self {
        Self::new(&[
            ("owner", 10),
            ("group", -1_001),
            ("switched_off", -1_002),
            ("channel", -2_001),
            ("private", -2_002),
            ("sam", 21),
            ("rex", 22),
            ("eve", 23),
            ("ann", 24),
            ("bea", 25),
            ("notice", 31),
            ("other_notice", 32),
            ("answer", 33),
            ("then", 1_699_999_000_000),
            ("until", 4_000_000_000_000),
        ])
        .with("spoke", r#"{"update_id":7001}"#)
        .with("waits", r#"{"update_id":7002}"#)
    }

    pub(super) fn with(mut self, name: &'static str, text: &str) -> Self {
        self.0.push((name, text.replace('\'', "''")));
        self
    }

    fn fill_in(&self, statements: &str) -> String {
        self.0.iter().fold(statements.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// Makes its tables in an empty database.
pub(super) async fn create(url: &str) {
    sql::run(url, if url.starts_with("sqlite") { SQLITE } else { POSTGRES }).await;
}

/// Writes what it wrote, its inbox apart.
pub(super) async fn write_rows(url: &str, names: &Names) {
    sql::run(url, names.fill_in(ROWS)).await;
}

/// Makes it, with rows in every table.
pub(super) async fn fill(url: &str, names: &Names) {
    create(url).await;
    write_rows(url, names).await;
    sql::run(url, names.fill_in(INBOX)).await;
}

/// Every row of its tables, as one text for each, by the columns that are still there.
pub(super) async fn rows(url: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns) in TABLES {
        let columns: Vec<_> = columns
            .iter()
            .map(|column| format!(r#"'{column}=' || COALESCE(CAST("{column}" AS TEXT), 'NULL')"#))
            .collect();
        let query = format!(r#"SELECT '{table}: ' || {} FROM "{table}" ORDER BY 1"#, columns.join(" || ', ' || "));
        let of_table = sql::texts(url, &query).await;
        assert!(!of_table.is_empty(), "no row in {table}");
        rows.extend(of_table);
    }
    rows
}

/// Whether two lists of rows are the same, with the first that differs.
pub(super) fn assert_same(after: &[String], before: &[String]) {
    let difference = after.iter().zip(before).find(|(after, before)| after != before);
    assert_eq!(difference, None, "a row is not what it was");
    assert_eq!(after.len(), before.len(), "rows are gone, or have come");
}

/// How many steps the database has taken.
pub(super) async fn steps(url: &str) -> i64 {
    sql::number(url, "SELECT COUNT(*) FROM seaql_migrations").await
}

/// A database in a folder, or on the server, and where the program runs.
pub(super) struct Place {
    pub(super) url: String,
    folder: TempDir,
}

impl Place {
    pub(super) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: format!("sqlite://{}", folder.path().join("portcullis.db").display()), folder }
    }

    pub(super) fn postgres() -> Self {
        Self { url: fresh_database(), folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program on this database.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let variables = [("BOT_TOKEN", TOKEN), ("DATABASE_URL", &self.url), ("LOG_FORMAT", "json")];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut command = command(self.folder.path(), &variables);
        command.args(arguments);
        command
    }

    /// Runs it to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Brings the schema up to date.
    pub(super) fn migrate(&self) {
        let output = self.run(&["migrate"]);
        assert!(output.status.success(), "{}", said(&output));
    }

    /// What `export` gives.
    pub(super) fn export(&self) -> String {
        let output = self.run(&["export"]);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// What a program has said beside its output.
pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
