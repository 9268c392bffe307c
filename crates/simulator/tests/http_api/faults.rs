//! Injected faults.

use std::time::{Duration, Instant};

use portcullis_simulator::{Effect, Fault, Outcome};
use serde_json::{Value, json};

use crate::bot_client::{Town, WAIT_TIMEOUT};

fn hello(town: &Town) -> Value {
    json!({"chat_id": town.group, "text": "hi"})
}

fn said(town: &Town) -> usize {
    let messages = town.simulator.read(|world| world.visible_messages(town.group));
    messages.iter().filter(|message| message.text == "hi").count()
}

#[tokio::test]
async fn an_answer_can_be_made_up_or_carry_a_strange_status() {
    let town = Town::new().await;
    let member = || town.answer("getChatMember", json!({"chat_id": town.group, "user_id": town.owner}));
    let strange = Effect::MemberStatus("honorary".to_owned());
    let fault = town.simulator.inject(Fault::new("getChatMember", strange).once());
    let (status, body) = member().await;
    assert_eq!((status, &body["result"]["status"], fault.hits()), (200, &json!("honorary"), 1));
    assert_eq!(body["result"]["user"]["id"], town.owner);
    let _made_up = town.simulator.inject(Fault::new("getChatMember", Effect::Result(json!({"a": 1}))).once());
    assert_eq!(member().await, (200, json!({"ok": true, "result": {"a": 1}})));
    assert_eq!(member().await.1["result"]["status"], "creator");
    let fault = json!({"method": "getMe", "effect": {"result": [7]}});
    let parsed: Fault = serde_json::from_value(fault).unwrap();
    assert_eq!(parsed.effect, Effect::Result(json!([7])));
}

#[tokio::test]
async fn a_flood_wait_does_nothing_and_names_its_wait() {
    let town = Town::new().await;
    let fault = town.simulator.inject(Fault::new("sendMessage", Effect::FloodWait(70_000)).once());
    let (status, body) = town.answer("sendMessage", hello(&town)).await;
    assert_eq!((status, &body["parameters"]), (429, &json!({"retry_after": 70_000})));
    assert_eq!((said(&town), fault.hits()), (0, 1));
    town.call("sendMessage", hello(&town)).await;
    let calls = town.simulator.calls();
    assert_eq!((&calls[0].outcome, calls[0].fault.as_deref()), (&Outcome::Faulted, Some("FloodWait(70000)")));
    assert_eq!((&calls[1].outcome, &calls[1].fault), (&Outcome::Ok, &None));
}

#[tokio::test]
async fn a_fault_strikes_only_the_chat_and_user_it_names() {
    let town = Town::new().await;
    let effect =
        Effect::Status(400, r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#.into());
    let fault = town.simulator.inject(Fault::new("getChatMember", effect).in_chat(town.group).about(town.bot));
    town.call("getChatMember", json!({"chat_id": town.group, "user_id": town.owner})).await;
    let about_bot = json!({"chat_id": town.group, "user_id": town.bot});
    assert_eq!(town.answer("getChatMember", about_bot.clone()).await.0, 400);
    fault.remove();
    town.call("getChatMember", about_bot).await;
}

#[tokio::test]
async fn an_answer_may_be_garbage_or_deny_success() {
    let town = Town::new().await;
    let _garbage = town.simulator.inject(Fault::new("getMe", Effect::Garbage).once());
    let response = town.client.get(town.url("getMe")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.json::<Value>().await.is_err());
    let _denial = town.simulator.inject(Fault::new("*", Effect::OkFalse).once());
    let (status, body) = town.answer("getMe", json!({})).await;
    assert_eq!((status, &body["ok"]), (200, &json!(false)));
}

#[tokio::test]
async fn a_reset_drops_the_connection_before_or_after_the_deed() {
    let town = Town::new().await;
    let _before = town.simulator.inject(Fault::new("sendMessage", Effect::Reset).once());
    assert!(town.try_call("sendMessage", hello(&town)).await.is_err());
    assert_eq!(said(&town), 0);
    let _after = town.simulator.inject(Fault::new("sendMessage", Effect::ResetAfter).once());
    assert!(town.try_call("sendMessage", hello(&town)).await.is_err());
    assert_eq!(said(&town), 1);
    let outcomes: Vec<_> = town.simulator.calls().into_iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes, [Outcome::Faulted, Outcome::Ok]);
}

#[tokio::test]
async fn a_call_may_hang_and_then_succeed() {
    let town = Town::new().await;
    let _fault = town.simulator.inject(Fault::new("getMe", Effect::Hang(Duration::from_millis(120))).once());
    let began = Instant::now();
    town.call("getMe", json!({})).await;
    assert!(began.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_held_call_is_carried_out_when_released() {
    let town = Town::new().await;
    let fault = town.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore).once());
    let watch = async {
        fault.held().await;
        assert_eq!(said(&town), 0);
        fault.release();
    };
    tokio::join!(town.call("sendMessage", hello(&town)), watch);
    assert_eq!((said(&town), fault.held_now()), (1, 0));
}

#[tokio::test]
async fn a_held_call_is_never_carried_out_once_the_client_hangs_up() {
    let town = Town::new().await;
    let fault = town.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore).once());
    let impatient = tokio::time::timeout(Duration::from_millis(100), town.answer("sendMessage", hello(&town)));
    assert!(impatient.await.is_err());
    let calls = town.simulator.wait_for_calls("sendMessage", 1, WAIT_TIMEOUT).await.unwrap();
    assert_eq!(calls[0].outcome, Outcome::HungUp);
    fault.release();
    town.call("getMe", json!({})).await;
    assert_eq!((said(&town), fault.held_now()), (0, 0));
}

#[tokio::test]
async fn the_answer_of_a_call_that_was_carried_out_may_be_held_back() {
    let town = Town::new().await;
    let fault = town.simulator.inject(Fault::new("sendMessage", Effect::HoldAfter).once());
    let watch = async {
        fault.held().await;
        assert_eq!(said(&town), 1);
        fault.remove();
    };
    tokio::join!(town.call("sendMessage", hello(&town)), watch);
}

#[tokio::test]
async fn a_call_whose_answer_never_arrives_stays_done() {
    let town = Town::new().await;
    let _fault = town.simulator.inject(Fault::new("sendMessage", Effect::HoldAfter).once());
    let impatient = tokio::time::timeout(Duration::from_millis(100), town.answer("sendMessage", hello(&town)));
    assert!(impatient.await.is_err());
    assert_eq!(said(&town), 1);
    assert_eq!(town.simulator.calls()[0].outcome, Outcome::Ok);
}
