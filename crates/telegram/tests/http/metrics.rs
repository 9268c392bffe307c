//! What is counted.

use std::sync::Arc;

use ::metrics::Label;
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use portcullis_domain::{ChatId, MessageId, message::SendPriority, ports::BotApi};
use portcullis_telegram::{LocalMessageLimiter, MessageLimiter, MessageLimits};
use serde_json::json;

use crate::scripted_server::{Reply, Server};

#[tokio::test]
async fn calls_are_counted_by_method_and_outcome_and_delays_as_such() {
    let recorder = DebuggingRecorder::new();
    let counted = recorder.snapshotter();
    recorder.install().unwrap();

    let server = Server::start(|_, before| match before {
        0 => Reply::Raw(502, "<html>".to_owned()),
        1 => Reply::Result(json!(true)),
        2 => Reply::Error(400, "Bad Request: message can't be deleted"),
        _ => Reply::Error(429, "Too Many Requests"),
    })
    .await;
    let bot = server.bot();
    for message in 0..3 {
        let _ = bot.delete_message(ChatId(-1), MessageId(message)).await;
    }
    tokio::time::pause();
    let limiter = Arc::new(LocalMessageLimiter::new(MessageLimits { per_second: 1, per_group_per_minute: 20 }));
    limiter.acquire(ChatId(-1), SendPriority::Notice).await;
    limiter.acquire(ChatId(-1), SendPriority::Notice).await;

    // Other tests of this program count too, so the least is looked at.
    let mut seen = Vec::new();
    for (key, _, _, value) in counted.snapshot().into_vec() {
        let labels: Vec<&str> = key.key().labels().map(Label::value).collect();
        seen.push((key.key().name().to_owned(), labels.join(" "), value));
    }
    let has = |name: &str, labels: &str| seen.iter().any(|(n, l, _)| n == name && l == labels);
    for outcome in ["ok", "refused", "flood", "server_fault"] {
        assert!(has("bot_telegram_api_calls_total", &format!("deleteMessage {outcome}")), "{outcome} {seen:?}");
    }
    assert!(has("bot_telegram_api_latency_seconds", "deleteMessage"));
    let delays = seen.iter().find(|(name, ..)| name == "bot_rate_limit_delays_total");
    assert!(matches!(delays, Some((_, _, DebugValue::Counter(1..)))), "{delays:?}");
}
