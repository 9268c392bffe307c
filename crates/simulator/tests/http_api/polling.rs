//! `getUpdates`.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::bot_client::{Town, WAIT_TIMEOUT, texts};

#[tokio::test]
async fn updates_come_again_until_an_offset_confirms_them() {
    let town = Town::new().await;
    town.say("one");
    town.say("two");
    let updates = town.call("getUpdates", json!({})).await;
    assert_eq!(texts(&updates), ["one", "two"]);
    let first = updates[0]["update_id"].as_i64().unwrap();
    assert_eq!(updates[1]["update_id"], first + 1);
    let updates = town.call("getUpdates", json!({"offset": first + 1})).await;
    assert_eq!(texts(&updates), ["two"]);
    assert_eq!((town.simulator.pending(town.bot), town.simulator.confirmed(town.bot)), (1, 1));
}

#[tokio::test]
async fn a_limit_cuts_the_answer_and_a_negative_offset_throws_the_older_away() {
    let town = Town::new().await;
    for text in ["one", "two", "three"] {
        town.say(text);
    }
    assert_eq!(texts(&town.call("getUpdates", json!({"limit": 2})).await), ["one", "two"]);
    assert_eq!(texts(&town.call("getUpdates", json!({"offset": -1})).await), ["three"]);
    assert_eq!(town.simulator.pending(town.bot), 1);
}

#[tokio::test]
async fn a_long_poll_ends_when_something_happens() {
    let town = Town::new().await;
    let began = Instant::now();
    let speak = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        town.say("hello");
    };
    let (updates, ()) = tokio::join!(town.call("getUpdates", json!({"timeout": 30})), speak);
    assert_eq!(texts(&updates), ["hello"]);
    assert!(began.elapsed() < WAIT_TIMEOUT);
}

#[tokio::test]
async fn a_long_poll_ends_empty_after_its_timeout() {
    let town = Town::new().await;
    let began = Instant::now();
    let updates = town.call("getUpdates", json!({"timeout": 1})).await;
    assert_eq!(updates, json!([]));
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let town = Town::new().await;
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        town.call("getUpdates", json!({})).await
    };
    let ((status, body), _) = tokio::join!(town.answer("getUpdates", json!({"timeout": 30})), second);
    assert_eq!(status, 409);
    assert_eq!(
        body["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    assert!(town.complaints().is_empty());
}

#[tokio::test]
async fn chat_member_comes_only_when_named_and_the_choice_is_remembered() {
    let town = Town::new().await;
    let join = |name: &str| {
        town.simulator.act(|world| {
            world.hide_join_messages(town.group);
            let user = world.add_user(name);
            world.join(town.group, user).unwrap();
        });
    };
    join("Ann");
    assert_eq!(town.call("getUpdates", json!({})).await, json!([]));
    town.call("getUpdates", json!({"allowed_updates": ["chat_member", "no_such_kind"]})).await;
    join("Ben");
    town.say("unheard");
    let updates = town.call("getUpdates", json!({})).await;
    assert_eq!(updates.as_array().unwrap().len(), 1);
    assert_eq!(updates[0]["chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(town.call("getWebhookInfo", json!({})).await["allowed_updates"], json!(["chat_member"]));
}

#[tokio::test]
async fn updates_are_kept_for_a_day() {
    let town = Town::new().await;
    town.say("old");
    town.simulator.advance(Duration::from_hours(23));
    town.say("new");
    town.simulator.advance(Duration::from_hours(2));
    assert_eq!(texts(&town.call("getUpdates", json!({})).await), ["new"]);
}

#[tokio::test]
async fn anything_can_be_put_in_the_queue() {
    let town = Town::new().await;
    let number = town.simulator.push_raw(town.bot, json!({"message": {"from": "nobody"}}));
    let updates = town.call("getUpdates", json!({})).await;
    assert_eq!(updates[0], json!({"update_id": number, "message": {"from": "nobody"}}));

    town.simulator.push_verbatim(town.bot, r#"{"update_id":"#);
    let request = town.client.post(town.url("getUpdates")).json(&json!({"offset": number + 1}));
    let body = request.send().await.unwrap().text().await.unwrap();
    assert_eq!(body, r#"{"ok":true,"result":[{"update_id":]}"#);
}

#[tokio::test]
async fn update_numbers_can_go_on_somewhere_else() {
    let town = Town::new().await;
    town.say("before");
    town.simulator.renumber_updates(town.bot);
    town.say("after");
    let updates = town.call("getUpdates", json!({})).await;
    let numbers: Vec<_> = (0..2).map(|index| updates[index]["update_id"].as_i64().unwrap()).collect();
    assert_ne!(numbers[0] + 1, numbers[1]);
}

#[tokio::test]
async fn a_poll_is_refused_while_a_webhook_is_set() {
    let town = Town::new().await;
    town.call("setWebhook", json!({"url": "http://127.0.0.1:9/hook"})).await;
    let (status, body) = town.answer("getUpdates", json!({})).await;
    assert_eq!(status, 409);
    assert_eq!(
        body["description"],
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
}
