//! Errors, reported to a Sentry.

use std::time::{Duration, Instant};

use portcullis_tests::{
    SentryServer, free_address,
    operations::Operations,
    sentry_server::{Manner, SENTRY_KEY},
};
use serde_json::Value;

use super::{assert_discreet, fail_to_mute, running};

/// What the log says when Telegram refuses a mute for a reason that nobody knows.
const CANNOT_BE_MUTED: &str = "somebody can't be muted";

/// Those of an event's breadcrumbs that say this.
fn breadcrumbs<'a>(event: &'a Value, message: &str) -> Vec<&'a Value> {
    let all = event["breadcrumbs"]["values"].as_array().into_iter().flatten();
    all.filter(|breadcrumb| breadcrumb["message"] == message).collect()
}

#[tokio::test]
async fn an_error_is_told_with_its_update_and_what_led_to_it_and_without_what_people_wrote() {
    let sentry = SentryServer::start(Manner::Takes).await;
    let variables = [("SENTRY_DSN", sentry.dsn()), ("ENVIRONMENT", "staging"), ("LOG_LEVEL", "trace")];
    let mut stage = running(&variables).await;
    let muted = stage.stranger("Canaryname");
    stage.say(muted, "canarytext");
    stage.until_muted(muted).await;
    let person = stage.stranger("Canaryname");
    fail_to_mute(&stage, person).await;

    let event = sentry.until_event(CANNOT_BE_MUTED).await;
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(event["release"], format!("portcullis@{version}"), "{event:#}");
    assert_eq!(event["environment"], "staging");
    assert_eq!(event["tags"]["chat_id"], stage.group.to_string());
    assert_eq!(event["tags"]["user_id"], person.to_string());
    assert_eq!(event["tags"]["kind"], "message");
    assert_eq!(event["transaction"], "message");
    assert!(event["tags"]["update_id"].as_str().unwrap().parse::<i64>().is_ok(), "{event:#}");
    let error = event["exception"]["values"][0]["value"].as_str().unwrap();
    assert!(error.contains("no route to /bot[token]/ for \"…\" with `…`"), "{error}");
    let led_to_it = breadcrumbs(&event, "somebody is muted");
    assert_eq!(led_to_it[0]["data"]["user_id"], muted.to_string(), "{event:#}");
    assert_eq!(led_to_it[0]["data"]["case_number"], "1");

    assert!(stage.stop().await.success());
    let everything = sentry.everything();
    assert_discreet("what was reported", &everything);
    let events = sentry.events(CANNOT_BE_MUTED);
    assert!(events.iter().all(|event| !event.to_string().contains(SENTRY_KEY)), "{events:#?}");
    assert!(!stage.log().contains(SENTRY_KEY), "the key stands in the log");
    stage.end().await;
}

#[tokio::test]
async fn whatever_the_level_of_the_log_errors_are_told_and_the_last_ones_before_the_end_too() {
    let sentry = SentryServer::start(Manner::Takes).await;
    let mut stage = running(&[("SENTRY_DSN", sentry.dsn()), ("LOG_LEVEL", "off")]).await;
    let person = stage.stranger("Sam");
    fail_to_mute(&stage, person).await;
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    let events = sentry.events(CANNOT_BE_MUTED);
    assert_eq!(events.len(), 1, "{events:#?}");
    assert_eq!(events[0]["tags"]["user_id"], person.to_string());
    stage.end().await;
}

#[tokio::test]
async fn a_level_that_changes_while_the_bot_runs_is_that_of_the_log_alone() {
    let (sentry, address) = (SentryServer::start(Manner::Takes).await, free_address());
    let variables = [("SENTRY_DSN", sentry.dsn()), ("LOG_LEVEL", "info"), ("OPS_LISTEN", &address.to_string())];
    let mut stage = running(&variables).await;
    let operations = Operations::at(address).await;
    let mut people = Vec::new();
    for (level, lines) in [("off", 0), ("debug", 1), ("off", 1)] {
        assert_eq!(operations.put("/log-level", level).await.status, 200);
        let person = stage.stranger("Sam");
        fail_to_mute(&stage, person).await;
        stage.until_the_promise_holds().await;
        stage.settle().await;
        people.push(person.to_string());
        assert_eq!(stage.log().matches(CANNOT_BE_MUTED).count(), lines, "{level}: {}", stage.log());
    }
    assert!(stage.log().contains(r#""level":"DEBUG""#), "{}", stage.log());
    assert!(stage.stop().await.success());
    let events = sentry.events(CANNOT_BE_MUTED);
    let told: Vec<_> = events.iter().map(|event| event["tags"]["user_id"].as_str().unwrap()).collect();
    assert_eq!(told, people, "{events:#?}");
    stage.end().await;
}

#[tokio::test]
async fn of_an_error_that_comes_over_and_over_a_few_are_told() {
    let sentry = SentryServer::start(Manner::Takes).await;
    let mut stage = running(&[("SENTRY_DSN", sentry.dsn())]).await;
    for number in 0..15 {
        let person = stage.stranger(&format!("Sam {number}"));
        fail_to_mute(&stage, person).await;
    }
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    assert_eq!(stage.log().matches(CANNOT_BE_MUTED).count(), 15);
    assert_eq!(sentry.events(CANNOT_BE_MUTED).len(), 10);
    stage.end().await;
}

#[tokio::test]
async fn a_sentry_that_hangs_holds_up_neither_the_bot_nor_its_end() {
    let sentry = SentryServer::start(Manner::Hangs).await;
    let mut stage = running(&[("SENTRY_DSN", sentry.dsn())]).await;
    let person = stage.stranger("Sam");
    fail_to_mute(&stage, person).await;
    let other = stage.stranger("Tom");
    stage.say(other, "hello");
    stage.until_muted(other).await;
    stage.until_the_promise_holds().await;
    assert!(sentry.requests() > 0);
    let asked = Instant::now();
    assert!(stage.stop().await.success());
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    stage.end().await;
}

#[tokio::test]
async fn a_sentry_that_refuses_the_key_is_told_of_in_the_log_once() {
    let sentry = SentryServer::start(Manner::Refuses).await;
    let mut stage = running(&[("SENTRY_DSN", sentry.dsn())]).await;
    for name in ["Sam", "Tom"] {
        let person = stage.stranger(name);
        fail_to_mute(&stage, person).await;
    }
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    assert_eq!(sentry.requests(), 2);
    let log = stage.log();
    let said: Vec<_> = log.lines().filter(|line| line.contains("Sentry takes no reports")).collect();
    assert!(said.len() == 1 && said[0].contains("403"), "{said:?}");
    assert!(!log.contains(SENTRY_KEY));
    stage.end().await;
}
