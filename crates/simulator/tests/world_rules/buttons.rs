//! Private chats and presses of buttons.

use crate::town::Town;
use portcullis_simulator::world::{Place, Refused};
use serde_json::{Value, json};

const MARKUP: &str = r#"[[{"text":"join","url":"https://t.me/news_of_town"},{"text":"done","callback_data":"done"}]]"#;

fn notice(town: &mut Town) -> i64 {
    let rows: Value = serde_json::from_str(MARKUP).unwrap();
    let parameters = json!({ "chat_id": town.group, "text": "join", "reply_markup": { "inline_keyboard": rows } });
    town.call("sendMessage", parameters).unwrap()["message_id"].as_i64().unwrap()
}

#[test]
fn a_press_is_answered_once() {
    let mut town = Town::new();
    let message = notice(&mut town);
    town.mute(town.ann, 0).unwrap();
    town.updates();
    let query = town.world.press(town.group, message, town.ann, 0, 1).unwrap();
    let updates = town.updates();
    assert_eq!((updates[0].kind, updates[0].lane), ("callback_query", town.ann));
    assert_eq!((&updates[0].payload["data"], &updates[0].payload["message"]["text"]), (&json!("done"), &json!("join")));
    assert_eq!(town.world.callback_answer(&query), None);

    let answer = json!({ "callback_query_id": query, "text": "not yet", "show_alert": true });
    town.call("answerCallbackQuery", answer.clone()).unwrap();
    let seen = town.world.callback_answer(&query).unwrap();
    assert_eq!((seen.text.as_deref(), seen.show_alert), (Some("not yet"), true));
    assert!(town.refusal("answerCallbackQuery", answer).starts_with("Bad Request: query is too old"));
}

#[test]
fn a_press_cannot_be_answered_late_or_at_length() {
    let mut town = Town::new();
    let message = notice(&mut town);
    let query = town.world.press(town.group, message, town.ann, 0, 1).unwrap();
    let long = json!({ "callback_query_id": query, "text": "x".repeat(201) });
    assert_eq!(town.refusal("answerCallbackQuery", long), "Bad Request: MESSAGE_TOO_LONG");
    town.wait(151);
    let refusal = town.refusal("answerCallbackQuery", json!({ "callback_query_id": query }));
    assert!(refusal.contains("query ID is invalid"));
}

#[test]
fn a_link_and_a_missing_button_do_not_call_back() {
    let mut town = Town::new();
    let message = notice(&mut town);
    assert_eq!(town.world.press(town.group, message, town.ann, 0, 0), Err(Refused::NoSuchButton));
    assert_eq!(town.world.press(town.group, message, town.ann, 3, 0), Err(Refused::NoSuchButton));
    assert_eq!(town.world.press(town.group, message, town.bob, 0, 1), Err(Refused::NotAMember));
}

#[test]
fn a_press_on_a_deleted_message_shows_what_is_left_of_it() {
    let mut town = Town::new();
    let message = notice(&mut town);
    town.call("deleteMessage", json!({ "chat_id": town.group, "message_id": message })).unwrap();
    assert_eq!(town.world.press(town.group, message, town.ann, 0, 1), Err(Refused::NoSuchMessage));
    town.world.press_data(Place::Chat(town.group), message, town.ann, "forged").unwrap();
    let updates = town.updates();
    assert_eq!((&updates[0].payload["message"]["date"], &updates[0].payload["data"]), (&json!(0), &json!("forged")));
}

#[test]
fn a_bot_writes_only_to_people_who_started_it() {
    let mut town = Town::new();
    let parameters = json!({ "chat_id": town.ann, "text": "hi" });
    let refusal = town.refusal("sendMessage", parameters.clone());
    assert_eq!(refusal, "Forbidden: bot can't initiate conversation with a user");
    town.world.start_private(town.ann, town.bot, Some("settings")).unwrap();
    assert_eq!(town.updates()[0].payload["text"], "/start settings");
    town.call("sendMessage", parameters.clone()).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
    assert_eq!(town.world.private_messages(town.ann, town.bot).len(), 2);
    town.world.block_bot(town.ann, town.bot).unwrap();
    assert_eq!(town.updates()[0].payload["new_chat_member"]["status"], "kicked");
    assert_eq!(town.refusal("sendMessage", parameters), "Forbidden: bot was blocked by the user");
}

#[test]
fn buttons_work_in_private_too() {
    let mut town = Town::new();
    town.world.start_private(town.ann, town.bot, None).unwrap();
    let rows: Value = serde_json::from_str(MARKUP).unwrap();
    let parameters = json!({ "chat_id": town.ann, "text": "x", "reply_markup": { "inline_keyboard": rows } });
    let message = town.call("sendMessage", parameters).unwrap()["message_id"].as_i64().unwrap();
    town.updates();
    town.world.press_privately(town.ann, town.bot, message, 0, 1).unwrap();
    assert_eq!(town.updates()[0].payload["message"]["chat"]["type"], "private");
}
