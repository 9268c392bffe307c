//! A large database of the first release: all of it is migrated at once or not at all, whatever becomes of the program.

use std::{
    fs,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use portcullis_storage::{Database, DatabaseSettings};
use portcullis_tests::{bot_process::BotProcess, sql};

use super::first_release::{GONE, Names, Place, STEPS, assert_same, create, fill, rows, said, steps};

/// Groups, and each has its channels, people and mutes.
const GROUPS: u64 = 20_000;

/// How long the story waits for what must come.
const IN_TIME: Duration = Duration::from_mins(2);

/// Tens of thousands of rows for each table, leases apart.
async fn fill_up(url: &str) {
    let numbers = |up_to: u64| {
        format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {up_to}) SELECT i FROM n) AS n"
        )
    };
    let inserts = [
        ("owners (user_id, username, created_at, updated_at)", "i, 'o' || i, i, i", GROUPS),
        (
            "protected_groups (group_id, owner_id, title, enabled, can_enforce, params, created_at, updated_at)",
            "-i, i, 'Group ' || i, i % 10 > 0, i % 20 > 0, '{\"mute_for_days\": 3}', i, i",
            GROUPS,
        ),
        (
            "enforced_channels (channel_id, title, username, can_check, created_at, updated_at)",
            "-1000000 - i, 'Channel ' || i, 'c' || i, i % 30 > 0, i, i",
            GROUPS,
        ),
        ("group_channel_links (group_id, channel_id)", "-1 - i % 20000, -1000001 - i % 19993", GROUPS * 2),
        (
            "restrictions (group_id, user_id, name, reason, missing_channels, mode, notice_message_id, restricted_at, until, \
             muted_at, lifted_at, lift_reason)",
            "-1 - i % 20000, i, 'Name ' || i, 'spoke', '[-1000001]', 'enforce', CASE WHEN i % 3 = 0 THEN i END, i, i + 9, i, \
             CASE WHEN i % 12 > 0 THEN i + 1 END, CASE WHEN i % 12 > 0 THEN 'pressed' END",
            GROUPS * 3,
        ),
        ("group_members (group_id, user_id, first_seen, last_seen)", "-1 - i % 20000, i, i, i + 5", GROUPS * 5),
        ("exemptions (group_id, user_id, exempted_by, exempted_at)", "-1 - i % 20000, i, 1, i", GROUPS),
        (
            "inbox (update_id, position, lane, raw, received_at, not_before, attempts, lease_holder, lease_until, dead_at)",
            "i, i, i % 9000, '{\"update_id\": ' || i || '}', i, i, i % 5, CASE WHEN i % 2 = 0 THEN 'gone' END, \
             CASE WHEN i % 2 = 0 THEN i END, CASE WHEN i % 7 = 0 THEN i END",
            GROUPS,
        ),
        (
            "jobs (kind, group_id, state, counts, ordered_at, not_before)",
            "'release', -i, CASE WHEN i % 2 = 0 THEN 'open' ELSE 'done' END, '{}', i, i",
            GROUPS,
        ),
        ("message_deletions (chat_id, message_id, due_at)", "-1 - i % 20000, i, i", GROUPS),
    ];
    let statements = inserts
        .map(|(table, values, count)| format!("INSERT INTO {table} SELECT {values} FROM {}", numbers(count)))
        .join(";");
    sql::run(url, format!("{statements}; INSERT INTO leases (name, holder, until) VALUES ('polling', 'gone', 1)"))
        .await;
}

async fn full(place: Place) -> (Place, Vec<String>) {
    create(&place.url).await;
    fill_up(&place.url).await;
    let before = rows(&place.url).await;
    assert!(before.len() > 250_000, "{}", before.len());
    (place, before)
}

/// How many statements it takes to bring a database up to date.
async fn statements_of_migrating(url: &str) -> u64 {
    let settings = DatabaseSettings { url: url.into(), max_connections: 1 };
    let database = Database::connect(&settings).await.unwrap();
    database.migrate().await.unwrap();
    let count = database.statement_count();
    database.close().await.unwrap();
    count
}

/// Every row is there, and each restriction has a number: those of a group count from one on.
async fn is_whole(url: &str, before: &[String]) {
    assert_same(&rows(url).await, before);
    let counted = "SELECT COUNT(*) FROM (SELECT group_id FROM restrictions GROUP BY group_id \
                   HAVING COUNT(*) <> MAX(case_number) OR COUNT(DISTINCT case_number) <> COUNT(*)) AS wrong";
    assert_eq!(sql::number(url, counted).await, 0);
    let open = "SELECT COUNT(*) FROM inbox_lanes WHERE free_at = 0 AND holder IS NULL";
    let lanes = "SELECT COUNT(DISTINCT lane) FROM inbox WHERE dead_at IS NULL";
    assert_eq!(sql::number(url, open).await, sql::number(url, lanes).await);
}

/// The database is as the first release left it.
async fn is_untouched(url: &str, before: &[String]) {
    assert_eq!(steps(url).await, STEPS);
    let [lane, holder, until] = GONE.map(|(_, column)| column);
    sql::number(url, &format!("SELECT COUNT({lane}) + COUNT({holder}) + COUNT({until}) FROM inbox")).await;
    assert_same(&rows(url).await, before);
}

async fn takes_as_many_statements_as_a_small_one((place, before): (Place, Vec<String>), small: Place) {
    fill(&small.url, &Names::any()).await;
    let few = statements_of_migrating(&small.url).await;
    assert!(few > 20, "statements are not counted: {few}");
    assert_eq!(statements_of_migrating(&place.url).await, few);
    is_whole(&place.url, &before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_takes_as_many_statements_as_a_small_one_on_sqlite() {
    takes_as_many_statements_as_a_small_one(full(Place::sqlite()).await, Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_takes_as_many_statements_as_a_small_one_on_postgresql() {
    takes_as_many_statements_as_a_small_one(full(Place::postgres()).await, Place::postgres()).await;
}

/// The program as it migrates.
fn start(place: &Place) -> Child {
    place.command(&["migrate"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn kill(mut migrating: Child) {
    migrating.kill().unwrap();
    migrating.wait().unwrap();
}

/// Waits until a query gives this number.
pub(super) async fn until_number(url: &str, query: &str, wanted: i64) {
    let deadline = Instant::now() + IN_TIME;
    while sql::number(url, query).await != wanted {
        assert!(Instant::now() < deadline, "it never became {wanted}: {query}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_killed_in_the_middle_leaves_the_old_one_whole_on_postgresql() {
    let (place, before) = full(Place::postgres()).await;
    // It comes as far as the step that changes this table.
    let lock = sql::lock_columns(&place.url, "group_members").await;
    let migrating = start(&place);
    let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'group_members'::regclass";
    until_number(&place.url, waits, 1).await;
    kill(migrating);
    lock.release().await;
    let gone = "SELECT COUNT(*) FROM pg_stat_activity \
                WHERE application_name = 'portcullis' AND datname = current_database()";
    until_number(&place.url, gone, 0).await;
    is_untouched(&place.url, &before).await;

    place.migrate();
    is_whole(&place.url, &before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_killed_in_the_middle_leaves_the_old_one_whole_on_sqlite() {
    let (place, before) = full(Place::sqlite()).await;
    let log = place.folder().join("portcullis.db-wal");
    let written = || fs::metadata(&log).map_or(0, |file| file.len());
    let mut killed = 0;
    // What is not committed yet is written to the log once it is more than fits into memory.
    for megabytes in [1, 4, 8] {
        let mut migrating = start(&place);
        while written() < megabytes << 20 && migrating.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        kill(migrating);
        if steps(&place.url).await == STEPS {
            is_untouched(&place.url, &before).await;
            killed += 1;
        }
        // The next one begins with an empty log.
        sql::run(&place.url, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    }
    assert!(killed > 0, "it was never killed in the middle");
    place.migrate();
    is_whole(&place.url, &before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_it_to_stop_in_the_middle_gets_one_or_the_other() {
    let (place, before) = full(Place::postgres()).await;
    let lock = sql::lock_columns(&place.url, "group_members").await;
    let migrating = start(&place);
    let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'group_members'::regclass";
    until_number(&place.url, waits, 1).await;
    BotProcess::signal_to(migrating.id(), "TERM");
    lock.release().await;
    let output = migrating.wait_with_output().unwrap();
    if output.status.success() {
        is_whole(&place.url, &before).await;
    } else {
        is_untouched(&place.url, &before).await;
        place.migrate();
        is_whole(&place.url, &before).await;
    }
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
}
