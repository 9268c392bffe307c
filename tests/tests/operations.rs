//! What an operator's tools are told: health, readiness and metrics in every state, and the command `check`.
use std::{net::TcpListener, process::Output, time::Duration};

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    Stage,
    bot_process::{Binary, command, command_of},
    operations::{Answer, Operations, value_of},
    postgres::PostgresServer,
    redis::RedisServer,
    stage::{TOKEN, WAIT_TIMEOUT},
    webhook_instance::{SECRET, with_one_instance},
};
use serde_json::{Value, json};

/// Every metric, and a label that tells one of its series apart.
const METRICS: &[&str] = &[
    r#"bot_verifications_total{result="allowed"}"#,
    r#"bot_verifications_total{result="restricted"}"#,
    r#"bot_verifications_total{result="unknown"}"#,
    "bot_verification_latency_seconds_count",
    r#"bot_verification_latency_seconds_bucket{le="0.000005"}"#,
    r#"bot_verification_latency_seconds_bucket{le="15"}"#,
    r#"bot_cache_hits_total{tier="process"}"#,
    r#"bot_cache_hits_total{tier="redis"}"#,
    "bot_cache_misses_total",
    r#"bot_telegram_api_calls_total{method="getMe",outcome="ok"}"#,
    r#"bot_telegram_api_latency_seconds_count{method="getMe"}"#,
    "bot_rate_limit_delays_total",
    r#"bot_updates_total{kind="message"}"#,
    r#"bot_updates_total{kind="callback_query"}"#,
    "bot_updates_undecodable_total",
    "bot_updates_in_flight",
    "bot_active_groups",
    "bot_inbox_pending",
    "bot_inbox_dead",
    "bot_restrictions_open",
    r#"bot_restrictions_lifted_total{reason="joined_channel"}"#,
    r#"bot_restrictions_lifted_total{reason="pressed"}"#,
    r#"bot_db_query_latency_seconds_count{query="select"}"#,
    "bot_db_connected",
    "bot_db_writable",
    "bot_clock_error_seconds",
    "bot_parts_stopped",
    "bot_log_lines_dropped_total",
    r#"bot_http_connections{server="operations"}"#,
    r#"bot_http_connections_closed_total{server="webhook",reason="silent"}"#,
    "bot_redis_configured",
    "bot_redis_connected",
    r#"bot_errors_total{kind="dead_update"}"#,
    "bot_start_time_seconds",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_open_fds",
    "process_start_time_seconds",
];

#[tokio::test]
async fn a_bot_that_is_well_says_so_on_every_path() {
    let stage = Stage::protected().await;
    let operations = stage.operations().await;

    let index = operations.get("/").await.json();
    assert_eq!(index["name"], "portcullis");
    assert_eq!(index["paths"], json!(["/health", "/ready", "/live", "/metrics", "/log-level"]));

    let health = operations.until_status("/health", 200).await.json();
    assert_eq!(keys(&health), ["checks", "status", "uptime_seconds", "version"]);
    assert_eq!(health["status"], "healthy");
    assert_eq!(health["version"], index["version"]);
    assert_eq!(keys(&health["checks"]), ["clock", "database", "invalidations", "program", "redis", "telegram"]);
    assert_eq!(health["checks"]["clock"]["status"], "healthy");
    assert_eq!(health["checks"]["program"]["stopped"], json!([]));
    for (part, check) in health["checks"].as_object().unwrap() {
        assert_eq!((&check["ok"], &check["what"]), (&json!(true), &Value::Null), "{part}");
        assert!(check["since"].as_str().unwrap().ends_with('Z'), "{part}: {check}");
    }
    assert_eq!(health["checks"]["database"]["status"], "healthy");
    assert!(health["checks"]["database"]["latency_ms"].as_f64().unwrap() < 1_000.0);
    assert_eq!(health["checks"]["redis"]["status"], "not_configured");
    assert_eq!(health["checks"]["redis"]["latency_ms"], Value::Null);
    assert_eq!(health["checks"]["telegram"]["status"], "healthy");
    assert!(health["checks"]["telegram"]["last_update_seconds"].as_u64().unwrap() < 60);

    assert_eq!(operations.get("/ready").await.json(), json!({"ready": true, "waiting_for": []}));
    assert_eq!(operations.get("/live").await.status, 200);
    assert_eq!(operations.get("/elsewhere").await.status, 404);
    stage.end().await;
}

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn every_metric_is_there_before_anything_has_happened() {
    let mut stage = Stage::new().await;
    stage.server.stop_answering().await;
    stage.start();
    let operations = stage.operations().await;
    operations.until_status("/health", 200).await;
    let metrics = operations.get("/metrics").await.text;
    for series in METRICS {
        assert!(value_of(&metrics, series).is_some(), "{series} is missing:\n{metrics}");
        let name = series.split('{').next().unwrap();
        let name = name.trim_end_matches("_count").trim_end_matches("_bucket");
        for line in ["HELP", "TYPE"] {
            assert!(metrics.contains(&format!("# {line} {name} ")), "{name} has no {line}");
        }
    }
    assert_eq!(value_of(&metrics, r#"bot_updates_total{kind="message"}"#), Some(0.0));
    stage.end().await;
}

#[tokio::test]
async fn the_metrics_tell_the_story_of_the_gate() {
    let stage = Stage::protected().await;
    let operations = stage.operations().await;
    let member = stage.member("Mia");
    for text in ["good morning", "and another", "and a third"] {
        stage.say(member, text).unwrap();
        stage.settle().await;
    }
    let stranger = stage.stranger("Sam");
    let other = stage.stranger("Tom");
    stage.until_muted(stranger).await;
    stage.until_muted(other).await;
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    stage.settle().await;

    let metrics = operations.until("/metrics", |answer| value_of(&answer.text, "bot_restrictions_open") == Some(1.0));
    let metrics = metrics.await.text;
    let value = |series: &str| value_of(&metrics, series).unwrap();
    assert!(value(r#"bot_verifications_total{result="restricted"}"#) >= 2.0);
    assert!(value(r#"bot_verifications_total{result="allowed"}"#) >= 3.0);
    assert!(value("bot_verification_latency_seconds_count") >= 5.0);
    // What is decided from memory is there as well: no look-up over a network is so fast.
    assert!(value(r#"bot_verification_latency_seconds_bucket{le="0.0005"}"#) >= 1.0, "{metrics}");
    assert!(value(r#"bot_cache_hits_total{tier="process"}"#) >= 2.0);
    assert!(value("bot_cache_misses_total") >= 2.0);
    assert!(value(r#"bot_updates_total{kind="message"}"#) >= 4.0);
    assert!(value(r#"bot_updates_total{kind="chat_member"}"#) >= 1.0);
    assert!(value(r#"bot_telegram_api_calls_total{method="restrictChatMember",outcome="ok"}"#) >= 3.0);
    assert!(value(r#"bot_telegram_api_latency_seconds_count{method="restrictChatMember"}"#) >= 3.0);
    assert!(value(r#"bot_db_query_latency_seconds_count{query="insert_inbox"}"#) >= 3.0);
    assert!((value(r#"bot_restrictions_lifted_total{reason="joined_channel"}"#) - 1.0).abs() < 0.1);
    assert!((value("bot_active_groups") - 1.0).abs() < 0.1);
    assert!((value("bot_db_connected") - 1.0).abs() < 0.1);
    assert!(value("bot_redis_connected").abs() < 0.1 && value("bot_redis_configured").abs() < 0.1);
    assert!(value("bot_inbox_pending").abs() < 0.1 && value("bot_updates_in_flight").abs() < 0.1);
    let labels: usize = metrics.matches("bot_db_query_latency_seconds_count").count();
    assert!(labels < 60, "{labels} kinds of statements");
    assert!(!metrics.contains(&stage.group.to_string()), "a group's id is a label");
    stage.end().await;
}

#[tokio::test]
async fn a_database_that_goes_away_is_told_and_so_is_its_return() {
    let mut postgres = PostgresServer::start();
    let mut stage = Stage::new().await.with("DATABASE_URL", &postgres.fresh_database());
    stage.start();
    stage.protect().await;
    let operations = stage.operations().await;
    operations.until_status("/ready", 200).await;

    postgres.stop();
    let health = operations.until_status("/health", 503).await.json();
    assert_eq!(health["status"], "unhealthy");
    let database = &health["checks"]["database"];
    assert_eq!((&database["status"], &database["latency_ms"]), (&json!("unhealthy"), &Value::Null));
    assert_eq!(database["ok"], false);
    assert!(database["what"].as_str().unwrap().contains("DATABASE_URL"), "{database}");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let later = operations.until_status("/health", 503).await.json();
    assert_eq!(later["checks"]["database"]["since"], database["since"], "it is away since then, not since now");
    assert_eq!(operations.until_status("/ready", 503).await.json()["waiting_for"], json!(["database"]));
    assert_eq!(operations.get("/live").await.status, 200);
    operations.until("/metrics", |answer| value_of(&answer.text, "bot_db_connected") == Some(0.0)).await;
    let stranger = stage.stranger("Sam");

    postgres.resume();
    assert_eq!(operations.until_status("/health", 200).await.json()["status"], "healthy");
    operations.until_status("/ready", 200).await;
    stage.until_muted(stranger).await;
    operations.until("/metrics", |answer| value_of(&answer.text, "bot_db_connected") == Some(1.0)).await;
    stage.settle().await;
    stage.end().await;
}

#[tokio::test]
async fn a_start_waits_for_its_database() {
    let mut postgres = PostgresServer::start();
    let mut stage = Stage::new().await.with("DATABASE_URL", &postgres.fresh_database());
    postgres.stop();
    stage.start();
    let operations = stage.operations().await;
    assert_eq!(operations.get("/health").await.status, 503);
    let readiness = operations.get("/ready").await;
    assert_eq!(readiness.status, 503);
    assert_eq!(readiness.json()["waiting_for"], json!(["database", "migration", "telegram"]));
    assert_eq!(operations.get("/live").await.status, 200);
    while !stage.log().contains("the database is away; trying again") {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    postgres.resume();
    operations.until_status("/ready", 200).await;
    stage.end().await;
}

#[tokio::test]
async fn a_start_without_telegram_goes_on_trying_and_is_not_ready() {
    let mut stage = Stage::new().await;
    stage.server.stop_answering().await;
    stage.start();
    let operations = stage.operations().await;
    let health = operations.until("/health", |answer| answer.json()["checks"]["telegram"]["status"] == "unhealthy");
    let health = health.await;
    assert_eq!(health.status, 200);
    assert_eq!(health.json()["status"], "degraded");
    assert_eq!(health.json()["checks"]["telegram"]["last_update_seconds"], Value::Null);
    let readiness = operations.get("/ready").await;
    assert_eq!(readiness.status, 503);
    assert_eq!(readiness.json()["waiting_for"], json!(["telegram"]));

    stage.server.resume().await;
    operations.until_status("/ready", 200).await;
    operations.until("/health", |answer| answer.json()["status"] == "healthy").await;
    stage.end().await;
}

#[tokio::test]
async fn without_redis_it_is_degraded_and_goes_on() {
    let mut redis = RedisServer::start();
    let mut stage = Stage::new().await.with("REDIS_URL", &redis.url());
    stage.start();
    stage.protect().await;
    let operations = stage.operations().await;
    let redis_is = |wanted: &'static str| move |answer: &Answer| answer.json()["checks"]["redis"]["status"] == wanted;
    let health = operations.until("/health", redis_is("healthy")).await.json();
    assert_eq!(health["status"], "healthy");
    assert!(health["checks"]["redis"]["latency_ms"].is_number());
    let metrics =
        operations.until("/metrics", |answer| value_of(&answer.text, "bot_redis_connected") == Some(1.0)).await;
    assert_eq!(value_of(&metrics.text, "bot_redis_configured"), Some(1.0));

    redis.kill();
    let health = operations.until("/health", redis_is("unhealthy")).await;
    assert_eq!((health.status, &health.json()["status"]), (200, &json!("degraded")));
    assert_eq!(operations.get("/ready").await.status, 200);
    let metrics =
        operations.until("/metrics", |answer| value_of(&answer.text, "bot_redis_connected") == Some(0.0)).await;
    assert_eq!(value_of(&metrics.text, "bot_redis_configured"), Some(1.0), "it is away, not left out");

    redis.restart();
    operations.until("/health", redis_is("healthy")).await;
    // One that hangs is like one that is away.
    redis.pause();
    operations.until("/health", redis_is("unhealthy")).await;
    redis.resume();
    operations.until("/health", redis_is("healthy")).await;
    stage.end().await;
}

#[tokio::test]
async fn the_webhook_binary_tells_the_same_of_itself() {
    let (stage, instance) = with_one_instance(Stage::new().await).await;
    stage.protect().await;
    let operations = Operations::of_log(|| stage.log_of("webhook")).await;
    operations.until_status("/ready", 200).await;
    operations.until("/health", |answer| answer.json()["status"] == "healthy").await;
    let metrics = operations.get("/metrics").await.text;
    let missing: Vec<_> = METRICS.iter().filter(|series| value_of(&metrics, series).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?} are missing");
    assert!(value_of(&metrics, r#"bot_updates_total{kind="message"}"#) >= Some(1.0), "{metrics}");

    let mut check = command_of(Binary::Webhook, stage.folder(), &instance.variables(&stage, instance.address()));
    check.arg("check");
    let output = tokio::task::spawn_blocking(move || check.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(line(&said, "webhook").contains("127.0.0.1") && !said.contains(SECRET), "{said}");
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn who_is_asked_to_stop_takes_no_more() {
    let mut stage = Stage::new().await;
    let bot = stage.start_another("other");
    stage.protect().await;
    let operations = Operations::of_log(|| stage.log_of("other")).await;
    operations.until_status("/ready", 200).await;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).once());
    stage.stranger("Sam");
    tokio::time::timeout(WAIT_TIMEOUT, held.held()).await.unwrap();
    bot.signal("TERM");
    let readiness = operations.until_status("/ready", 503).await.json();
    assert_eq!(readiness["waiting_for"], json!(["stop"]));
    assert_eq!(operations.get("/live").await.status, 200);
    held.release();
    assert!(bot.stop().await.success());
    // Whoever was muted at the last moment is told after the next start.
    stage.start();
    stage.operations().await.until_status("/ready", 200).await;
    stage.end().await;
}

#[tokio::test]
async fn a_port_that_is_taken_ends_the_start_by_its_name() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let stage = Stage::new().await.with("OPS_LISTEN", &taken.local_addr().unwrap().to_string());
    let output = run(&stage, "run").await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("OPS_LISTEN can't be listened on"), "{said}");
    assert!(said.contains("Example: OPS_LISTEN="), "{said}");
    stage.end().await;
}

/// Runs a command of the binary to its end.
async fn run(stage: &Stage, name: &str) -> Output {
    let mut command = command(stage.folder(), stage.variables());
    command.arg(name);
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    tokio::time::timeout(WAIT_TIMEOUT * 3, run).await.unwrap().unwrap()
}

/// What `check` says, and its exit code.
async fn check(stage: &Stage) -> (String, Option<i32>) {
    let output = run(stage, "check").await;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains(TOKEN.split_once(':').unwrap().1), "{said}");
    (said, output.status.code())
}

/// The line about a part.
fn line<'a>(said: &'a str, part: &str) -> &'a str {
    said.lines().find(|line| line.split_whitespace().nth(1) == Some(part)).unwrap_or_else(|| panic!("{part}: {said}"))
}

#[tokio::test]
async fn check_tries_every_part_and_says_how_each_is() {
    let stage = Stage::new().await;
    let (said, code) = check(&stage).await;
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.lines().count(), 7, "{said}");
    assert!(line(&said, "proxy").contains("reached directly"), "{said}");
    assert!(line(&said, "clock").starts_with("ok"), "{said}");
    assert!(line(&said, "token").starts_with("ok") && said.contains("@PortcullisBot"), "{said}");
    assert!(line(&said, "database").contains("step(s) behind"), "{said}");
    assert!(line(&said, "redis").contains("not configured"), "{said}");
    assert!(line(&said, "webhook").contains("none is set"), "{said}");
    assert!(line(&said, "inbox").starts_with("ok"), "{said}");

    assert!(run(&stage, "migrate").await.status.success());
    let (said, _) = check(&stage).await;
    assert!(line(&said, "database").contains("up to date"), "{said}");
    assert!(line(&said, "inbox").contains("0 update(s) wait"), "{said}");
    stage.end().await;
}

#[tokio::test]
async fn check_fails_with_the_part_that_does() {
    let stage = Stage::new().await.with("DATABASE_URL", "postgres://someone:s3cret@127.0.0.1:1/portcullis");
    let (said, code) = check(&stage).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(line(&said, "token").starts_with("ok"), "{said}");
    assert!(line(&said, "database").starts_with("FAILED") && said.contains("DATABASE_URL"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");
    stage.end().await;

    let unknown = "777:AAanother_secret_half_of_a_token_0000";
    let stage = Stage::new().await.with("BOT_TOKEN", unknown);
    let (said, code) = check(&stage).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(line(&said, "token").starts_with("FAILED") && said.contains("BOT_TOKEN"), "{said}");
    assert!(line(&said, "database").starts_with("ok"), "{said}");
    assert!(!said.contains("another_secret"), "{said}");
    stage.end().await;

    let stage = Stage::new().await;
    stage.server.stop_answering().await;
    let (said, code) = check(&stage).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(line(&said, "token").contains("TELEGRAM_API_URL"), "{said}");
    stage.end().await;
}
