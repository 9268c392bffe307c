//! A rolling upgrade: instances of this version go on while a newer one has migrated their database, and do not start any more.

use std::process::Stdio;

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    Stage, WebhookInstance,
    bot_process::{Binary, command_of},
    postgres::fresh_database,
    sql,
    webhook_instance::with_one_instance,
};

use super::{
    first_release::{GONE, Names, Place, TABLES, create, fill, rows, said, write_rows},
    full_database::until_number,
};

/// A step of a version to come, as steps are: every table has a column more that may be null, and there is a table more.
async fn take_a_step_of_tomorrow(url: &str) {
    let tables = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'";
    let mut step: Vec<String> = sql::texts(url, tables)
        .await
        .iter()
        .filter(|table| *table != "seaql_migrations")
        .map(|table| format!("ALTER TABLE {table} ADD COLUMN of_tomorrow TEXT"))
        .collect();
    assert!(step.len() > 20, "{step:?}");
    step.push("CREATE TABLE things_of_tomorrow (id BIGINT PRIMARY KEY)".to_owned());
    step.push("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_fly', 0)".to_owned());
    sql::run(url, format!("BEGIN; {}; COMMIT", step.join("; "))).await;
}

/// Much of what an instance does: somebody is gated, waits for Telegram, presses in vain, joins and is let go; the gate is
/// switched off and on again, which lets somebody else go.
async fn works(stage: &Stage, instance: &WebhookInstance, round: i64) {
    let name = |name: &str| format!("{name}{round}");
    // This one must wait, and so is read back from the inbox.
    let _waits = stage.simulator.inject(Fault::new("restrictChatMember", Effect::FloodWait(1)).times(2));
    let (sam, ann) = (stage.stranger(&name("Sam")), stage.stranger(&name("Ann")));
    stage.until_muted(sam).await;
    stage.until_muted(ann).await;
    every_statement_is_still_good(stage);
    let notice = stage.until_one_notice_serves_all().await;
    let answer = stage.press_joined(&notice, sam).await;
    assert!(answer.show_alert, "{answer:?}");
    stage.simulator.join(stage.channel, sam).unwrap();
    stage.until_free(sam).await;
    stage.owner_says(&format!("/exempt {ann}"));
    stage.until_free(ann).await;
    let tom = stage.stranger(&name("Tom"));
    stage.until_muted(tom).await;
    stage.owner_says("/unprotect");
    stage.until_free(tom).await;
    stage.settle().await;
    stage.owner_says("/protect");
    stage.until_number("the gate is on again", "SELECT COUNT(*) FROM protected_groups WHERE enabled", 1).await;
    // It says the same of what it stores as ever.
    let status = instance.tell(stage, round, tom, "hello").await;
    assert_eq!(status, reqwest::StatusCode::OK, "{}", stage.log_of("webhook"));
    stage.until_muted(tom).await;
    stage.simulator.join(stage.channel, tom).unwrap();
    stage.until_free(tom).await;
    stage.settle().await;
}

/// PostgreSQL refuses a statement that was prepared before a step gave its result more columns.
fn every_statement_is_still_good(stage: &Stage) {
    let log = stage.log_of("webhook");
    let refused: Vec<_> = log.lines().filter(|line| line.contains("cached plan must not change result type")).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[tokio::test]
async fn an_instance_that_runs_goes_on() {
    // On one connection, which has prepared every statement by then.
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database()).with("DATABASE_MAX_CONNECTIONS", "1");
    let (stage, instance) = with_one_instance(stage).await;
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    works(&stage, &instance, 1).await;
    take_a_step_of_tomorrow(&stage.database()).await;
    works(&stage, &instance, 2).await;
    every_statement_is_still_good(&stage);

    // What ends does not come back.
    let again = WebhookInstance::new("again");
    let variables = again.variables(&stage, instance.address());
    let mut start = command_of(Binary::Webhook, stage.folder(), &variables);
    let output = tokio::task::spawn_blocking(move || start.output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("m20991231_000001_fly"), "{}", said(&output));
    instance.end(&stage).await;
    stage.end().await;
}

/// An instance of the older version holds a table and wants another, of which the steps want the first and hold the second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_with_an_instance_at_work_is_survived() {
    let place = Place::postgres();
    fill(&place.url, &Names::any()).await;
    let before = rows(&place.url).await;
    // The steps are those that look for it, and the time until they do is long enough for this test to get into their way.
    let name = place.url.rsplit('/').next().unwrap();
    sql::run(&place.url, format!("ALTER DATABASE {name} SET deadlock_timeout = '5s'")).await;
    let mut at_work = sql::Session::begin(&place.url).await;
    at_work.run("SET deadlock_timeout = '1h'; BEGIN; UPDATE enforced_channels SET title = 'Tea news'").await;
    let migrating = place.command(&["migrate"]).stderr(Stdio::piped()).spawn().unwrap();
    let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'enforced_channels'::regclass";
    until_number(&place.url, waits, 1).await;
    at_work.run("SELECT COUNT(*) FROM restrictions; COMMIT").await;
    let output = migrating.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    until_number(&place.url, deadlocks, 1).await;
    let but_channels = |rows: Vec<String>| -> Vec<String> {
        rows.into_iter().filter(|row| !row.starts_with("enforced_channels")).collect()
    };
    assert_eq!(but_channels(rows(&place.url).await), but_channels(before));
}

/// What the program does on a database of a newer version: nothing, and it says what to do.
async fn is_left_alone(place: Place) {
    place.migrate();
    write_rows(&place.url, &Names::any()).await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_fly', 0)";
    sql::run(&place.url, newer).await;
    let schema = schema_of(&place.url).await;
    std::fs::write(place.folder().join("rows.jsonl"), "").unwrap();
    for arguments in [&["run"][..], &["migrate"], &["export", "out.jsonl"], &["import", "rows.jsonl"], &["erase", "21"]]
    {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
        let said = said(&output);
        for words in ["was migrated by a newer version", "m20991231_000001_fly", "run that version"] {
            assert!(said.contains(words), "{arguments:?}: {said}");
        }
    }
    assert!(!place.folder().join("out.jsonl").exists());
    assert_eq!(schema_of(&place.url).await, schema);
}

/// Its tables with their columns, and what steps it has taken.
pub(super) async fn schema_of(url: &str) -> Vec<String> {
    let mut schema = if url.starts_with("sqlite") {
        sql::texts(url, "SELECT COALESCE(sql, name) FROM sqlite_master ORDER BY name").await
    } else {
        let columns = "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable \
                       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1";
        let mut schema = sql::texts(url, columns).await;
        schema.extend(sql::texts(url, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1").await);
        schema
    };
    schema.extend(sql::texts(url, "SELECT version FROM seaql_migrations ORDER BY 1").await);
    schema
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_a_newer_version_is_left_alone_on_sqlite() {
    is_left_alone(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_a_newer_version_is_left_alone_on_postgresql() {
    is_left_alone(Place::postgres()).await;
}

/// Whether a database has come a long way or is new, its schema is one: what is said of one holds for the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migrated_database_has_the_schema_of_a_new_one() {
    for (migrated, new) in [(Place::sqlite(), Place::sqlite()), (Place::postgres(), Place::postgres())] {
        create(&migrated.url).await;
        migrated.migrate();
        new.migrate();
        // SQLite keeps the statements as they were typed.
        let without_blanks = |schema: Vec<String>| -> Vec<String> {
            schema.iter().map(|line| line.replace([' ', '\n', '"'], "").replace("IFNOTEXISTS", "")).collect()
        };
        assert_eq!(without_blanks(schema_of(&migrated.url).await), without_blanks(schema_of(&new.url).await));
    }
}

/// What `docs/upgrading.md` says of every step: it adds. The one that did not is named there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_step_but_one_only_adds_what_may_be_missing() {
    let place = Place::postgres();
    create(&place.url).await;
    let columns = "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || \
                   COALESCE(column_default, '') FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1";
    let first = sql::texts(&place.url, columns).await;
    place.migrate();
    let now = sql::texts(&place.url, columns).await;

    let gone: Vec<&str> = first.iter().filter(|column| !now.contains(column)).map(|column| name(column)).collect();
    let mut wanted = GONE.map(|(table, column)| format!("{table}.{column}"));
    wanted.sort();
    assert_eq!(gone, wanted);
    let is_old = |column: &&String| TABLES.iter().any(|(table, _)| column.starts_with(&format!("{table}.")));
    let added: Vec<_> = now.iter().filter(is_old).filter(|column| !first.contains(column)).collect();
    assert!(added.len() > 20, "{added:?}");
    let needed: Vec<_> = added.into_iter().filter(|column| !column.contains(" YES ")).collect();
    assert!(needed.is_empty(), "an older instance can't write rows without these: {needed:?}");
}

fn name(column: &str) -> &str {
    column.split(' ').next().unwrap()
}

/// Rows that an older instance writes beside a newer one, its inbox apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tables_of_this_version_take_what_the_first_release_writes() {
    for (today, before) in [(Place::sqlite(), Place::sqlite()), (Place::postgres(), Place::postgres())] {
        today.migrate();
        write_rows(&today.url, &Names::any()).await;
        fill(&before.url, &Names::any()).await;
        let but_inbox = |rows: Vec<String>| -> Vec<String> {
            rows.into_iter().filter(|row| !row.starts_with("inbox") && !row.starts_with("leases")).collect()
        };
        // Every table has rows to compare.
        sql::run(&today.url, "INSERT INTO inbox VALUES (1, 1, 1, '{}', 1, 0, NULL)").await;
        sql::run(&today.url, "INSERT INTO leases VALUES ('polling', 'gone', 1)").await;
        assert_eq!(but_inbox(rows(&today.url).await), but_inbox(rows(&before.url).await));
    }
}
