//! Flood control.

use std::time::Duration;

use portcullis_simulator::Limits;
use serde_json::json;

use crate::bot_client::Town;

#[tokio::test]
async fn the_twenty_first_message_to_a_group_within_a_minute_is_refused() {
    let town = Town::new().await;
    let text = json!({"chat_id": town.group, "text": "hi"});
    for _ in 0..20 {
        town.call("sendMessage", text.clone()).await;
    }
    let response = town.client.post(town.url("sendMessage")).json(&text).send().await.unwrap();
    assert_eq!(response.status(), 429);
    let header: u64 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    let body: serde_json::Value = response.json().await.unwrap();
    let wait = body["parameters"]["retry_after"].as_u64().unwrap();
    assert!((1..=60).contains(&wait) && wait == header, "{body}");
    assert_eq!(body["description"], format!("Too Many Requests: retry after {wait}"));
    assert_eq!(town.simulator.limits_exceeded(), 1);

    town.simulator.advance(Duration::from_secs(wait));
    town.call("sendMessage", text).await;
    assert!(town.complaints().is_empty());
}

#[tokio::test]
async fn limits_can_be_off() {
    let town = Town::new().await;
    town.simulator.set_limits(Limits::OFF);
    for _ in 0..40 {
        town.call("sendMessage", json!({"chat_id": town.group, "text": "hi"})).await;
    }
    assert_eq!(town.simulator.limits_exceeded(), 0);
}
