//! What hangs instead of failing: whoever waits is told in time, and nothing keeps a process from ending.

use std::{
    io::Read,
    process::{Command, Stdio},
    time::Duration,
};

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    BotProcess, Stage,
    bot_process::command,
    free_address,
    load_balancer::LoadBalancer,
    operations::{Operations, value_of},
    postgres::{PostgresServer, fresh_database},
    sql,
    stage::WAIT_TIMEOUT,
    webhook_instance::with_one_instance,
};
use reqwest::StatusCode;
use serde_json::json;

/// How long Telegram may be kept waiting for an answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_database_that_never_answers_is_told_in_time_and_memory_goes_on_answering() {
    let (cable, database) = LoadBalancer::before_database(&fresh_database()).await;
    let (stage, mut instance) = with_one_instance(Stage::new().await.with("DATABASE_URL", &database)).await;
    stage.protect().await;
    let member = stage.member("Mia");
    stage.say(member, "hello").unwrap();
    stage.settle().await;
    let operations = Operations::of_log(|| stage.log_of("webhook")).await;
    operations.until_status("/ready", 200).await;

    let [one, another] = ["Ann", "Ben"].map(|name| stage.simulator.add_user(name));
    cable.silence();
    let unknown = |id, stranger| instance.tell(&stage, id, stranger, "buy this");
    let (first, second) = tokio::join!(
        tokio::time::timeout(ANSWER_LIMIT, unknown(1, one)),
        // One that comes while the first hangs waits no longer than that.
        async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            assert_eq!(instance.tell(&stage, 3, member, "still here").await, StatusCode::OK);
            tokio::time::timeout(ANSWER_LIMIT, unknown(2, another)).await
        },
    );
    assert_eq!(first.expect("an answer in time"), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.expect("an answer in time"), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(operations.until_status("/health", 503).await.json()["status"], "unhealthy");
    operations.until_status("/ready", 503).await;

    // It comes back by itself.
    cable.mend();
    operations.until_status("/ready", 200).await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;

    cable.silence();
    assert_eq!(instance.tell(&stage, 4, member, "still here").await, StatusCode::OK);
    let status = instance.stop().await;
    assert_eq!(status.code(), Some(0), "{}", stage.log_of("webhook"));
    stage.ends_in_mid_air("the database hangs since a moment after a mute, maybe before its notice");
}

#[tokio::test]
async fn a_bot_that_polls_ends_in_good_order_though_its_database_never_answers() {
    let (cable, database) = LoadBalancer::before_database(&fresh_database()).await;
    let mut stage = Stage::new().await.with("DATABASE_URL", &database);
    stage.start();
    stage.protect().await;
    stage.settle().await;
    let operations = stage.operations().await;
    cable.silence();
    stage.stranger("Sam");
    assert_eq!(operations.until_status("/health", 503).await.json()["status"], "unhealthy");
    let status = stage.stop().await;
    assert_eq!(status.code(), Some(0), "{}", stage.log());
    cable.mend();
    stage.end().await;
}

#[tokio::test]
async fn a_second_signal_ends_at_once() {
    let mut stage = Stage::protected().await;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore));
    stage.stranger("Sam");
    tokio::time::timeout(WAIT_TIMEOUT, held.held()).await.unwrap();
    let bot = stage.take_process();
    bot.signal("TERM");
    while !stage.log().contains("asked to stop") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bot.signal("INT");
    // In good order it would have ended with 0, after the time that the call may take.
    assert_eq!(bot.ended().await.code(), Some(128 + 2), "{}", stage.log());
    stage.ends_in_mid_air("the bot ended while a mute was held back");
}

#[tokio::test]
async fn a_log_that_nobody_reads_stops_nobody() {
    let port = free_address();
    let stage = Stage::new().await.with("LOG_LEVEL", "trace").with("OPS_LISTEN", &port.to_string());
    let mut bot = command(stage.folder(), stage.variables());
    let mut bot = bot.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    stage.protect().await;
    let mut logged = 0;
    // A pipe holds 64 KiB: what comes after that waits, or is dropped.
    for number in 0..40 {
        let stranger = stage.stranger(&format!("Sam {number}"));
        stage.until_muted(stranger).await;
    }
    stage.until_the_promise_holds().await;
    assert!(bot.try_wait().unwrap().is_none());
    BotProcess::signal_to(bot.id(), "TERM");
    let mut output = bot.stdout.take().unwrap();
    let status = tokio::task::spawn_blocking(move || bot.wait().unwrap());
    let status = tokio::time::timeout(WAIT_TIMEOUT, status).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
    let mut buffer = vec![0; 1 << 20];
    while let Ok(read @ 1..) = output.read(&mut buffer) {
        logged += read;
    }
    assert!(logged > 32 << 10, "{logged} bytes were logged: too few to fill a pipe");
    stage.end().await;
}

#[tokio::test]
async fn a_database_that_reads_and_does_not_write_is_told() {
    let server = PostgresServer::start();
    let database = server.fresh_database();
    let mut stage = Stage::new().await.with("DATABASE_URL", &database);
    stage.start();
    stage.protect().await;
    let operations = stage.operations().await;
    operations.until_status("/ready", 200).await;
    let (base, name) = database.rsplit_once('/').unwrap();
    let set_read_only = async |value: &str| {
        let others = format!("pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        let set = format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}; SELECT {others}");
        sql::run(&format!("{base}/postgres"), set).await;
    };
    set_read_only("on").await;
    let health = operations.until_status("/health", 503).await.json();
    assert_eq!(
        (&health["status"], &health["checks"]["database"]["status"]),
        (&json!("unhealthy"), &json!("unhealthy"))
    );
    operations.until_status("/ready", 503).await;
    let metrics = operations.get("/metrics").await.text;
    assert_eq!(value_of(&metrics, "bot_db_writable"), Some(0.0), "{metrics}");
    let mut check = command(stage.folder(), stage.variables());
    let check = tokio::task::spawn_blocking(move || check.arg("check").output().unwrap()).await.unwrap();
    let said = String::from_utf8(check.stdout).unwrap();
    assert!(said.lines().any(|line| line.starts_with("FAILED") && line.contains("database")), "{said}");
    set_read_only("off").await;
    operations.until_status("/ready", 200).await;
    operations.until_status("/health", 200).await;
    stage.end().await;
}

#[tokio::test]
async fn an_instance_that_does_not_hear_of_the_others_changes_says_so() {
    let database = fresh_database();
    let (stage, mut instance) = with_one_instance(Stage::new().await.with("DATABASE_URL", &database)).await;
    stage.protect().await;
    stage.settle().await;
    let operations = Operations::of_log(|| stage.log_of("webhook")).await;
    let until_told = async |status: &str| {
        operations.until("/health", |health| health.json()["checks"]["invalidations"]["status"] == status).await
    };
    until_told("healthy").await;
    let (base, name) = database.rsplit_once('/').unwrap();
    let on_the_server = async |sql: String| sql::run(&format!("{base}/postgres"), sql).await;
    // Its other connections stay, and no new one is taken.
    let listening = format!("datname = '{name}' AND query LIKE 'LISTEN%'");
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {listening}");
    on_the_server(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false; {cut}")).await;
    let health = until_told("degraded").await;
    assert_eq!((health.status, &health.json()["status"]), (200, &json!("degraded")), "{}", health.text);
    on_the_server(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    until_told("healthy").await;
    assert_eq!(instance.stop().await.code(), Some(0), "{}", stage.log_of("webhook"));
    stage.end().await;
}

/// Lets a process write no byte to any file, or as many as it likes: to it, that is a disk that is full.
fn set_disk_full(process: u32, is_full: bool) {
    let limit = if is_full { "--fsize=0:unlimited" } else { "--fsize=unlimited:unlimited" };
    let set = Command::new("prlimit").args(["--pid", &process.to_string(), limit]).status();
    assert!(set.is_ok_and(|status| status.success()), "prlimit runs");
}

#[tokio::test]
async fn a_full_disk_is_told_mutes_nobody_and_loses_nothing() {
    let port = free_address();
    let stage = Stage::new().await.with("OPS_LISTEN", &port.to_string());
    let bot = command(stage.folder(), stage.variables());
    // A shell makes the signal ignored that would otherwise end whoever writes beyond the limit; the log is a pipe.
    let mut bot = Command::new("/bin/sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\""])
        .arg(bot.get_program())
        .current_dir(stage.folder())
        .env_clear()
        .envs(stage.variables().iter().cloned())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    stage.protect().await;
    stage.settle().await;
    let operations = Operations::at(port).await;
    operations.until_status("/ready", 200).await;

    set_disk_full(bot.id(), true);
    let stranger = stage.stranger("Sam");
    let health = operations.until_status("/health", 503).await.json();
    assert_eq!(health["checks"]["database"]["status"], "unhealthy");
    operations.until_status("/ready", 503).await;
    operations.until("/metrics", |answer| value_of(&answer.text, "bot_db_writable") == Some(0.0)).await;
    assert!(!stage.simulator.is_muted(stage.group, stranger), "nobody is muted without a record");

    set_disk_full(bot.id(), false);
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    operations.until_status("/ready", 200).await;
    operations.until_status("/health", 200).await;
    stage.until_the_promise_holds().await;
    BotProcess::signal_to(bot.id(), "TERM");
    let status = tokio::task::spawn_blocking(move || bot.wait().unwrap());
    let status = tokio::time::timeout(WAIT_TIMEOUT, status).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
    stage.end().await;
}
