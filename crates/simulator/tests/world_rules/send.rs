//! Sending, editing and deleting messages.

use crate::town::Town;
use portcullis_simulator::world::{Permissions, Rights};
use serde_json::json;

#[test]
fn a_text_is_formatted_and_its_markup_kept_apart() {
    let mut town = Town::new();
    let text = format!("<b>Hi</b> <a href=\"tg://user?id={}\">Ann</a> /help", town.ann);
    let parameters = json!({ "chat_id": town.group, "text": text, "parse_mode": "HTML" });
    let message = town.call("sendMessage", parameters).unwrap();
    assert_eq!(message["text"], "Hi Ann /help");
    let kinds: Vec<_> = message["entities"].as_array().unwrap().iter().map(|entity| entity["type"].clone()).collect();
    assert_eq!(kinds, [json!("bold"), json!("text_mention"), json!("bot_command")]);
    assert_eq!(message["entities"][1]["user"]["first_name"], "Ann");
}

#[test]
fn a_text_must_have_1_to_4096_characters_after_parsing() {
    let mut town = Town::new();
    let html = |text: String| json!({ "chat_id": -1, "text": text, "parse_mode": "HTML" });
    assert_eq!(town.refusal("sendMessage", html("<b> </b>".to_owned())), "Bad Request: message text is empty");
    assert_eq!(town.refusal("sendMessage", html("x".repeat(4097))), "Bad Request: message is too long");
    let longest = json!({ "chat_id": town.group, "text": "&lt;".repeat(4096), "parse_mode": "HTML" });
    town.call("sendMessage", longest).unwrap();
}

#[test]
fn broken_markup_is_refused() {
    let mut town = Town::new();
    let parameters = json!({ "chat_id": town.group, "text": "a <b", "parse_mode": "HTML" });
    assert!(town.refusal("sendMessage", parameters).starts_with("Bad Request: can't parse entities: "));
}

#[test]
fn a_button_has_text_and_one_action_with_sound_data() {
    let mut town = Town::new();
    let cases = [
        (json!({ "text": "x", "callback_data": "x".repeat(65) }), "BUTTON_DATA_INVALID"),
        (json!({ "text": "x", "callback_data": "" }), "BUTTON_DATA_INVALID"),
        (json!({ "text": "x", "url": "nonsense" }), "BUTTON_URL_INVALID"),
        (json!({ "text": "x", "url": "javascript:alert(1)" }), "BUTTON_URL_INVALID"),
        (json!({ "text": "", "callback_data": "x" }), "can't parse inline keyboard button"),
        (json!({ "text": "x" }), "can't parse inline keyboard button"),
        (json!({ "text": "x", "url": "https://t.me", "callback_data": "x" }), "can't parse inline keyboard button"),
    ];
    for (button, text) in cases {
        let markup = json!({ "inline_keyboard": [[button]] });
        let parameters = json!({ "chat_id": town.group, "text": "x", "reply_markup": markup });
        assert!(town.refusal("sendMessage", parameters).contains(text), "{text}");
    }
    let rows = json!([[{ "text": "x", "url": "t.me/x" }, { "text": "y", "url": "tg://resolve?domain=x" }]]);
    let markup = json!({ "inline_keyboard": rows });
    let parameters = json!({ "chat_id": town.group, "text": "x", "reply_markup": markup });
    assert_eq!(town.call("sendMessage", parameters).unwrap()["reply_markup"], markup);
}

#[test]
fn an_answer_needs_its_message_unless_told_otherwise() {
    let mut town = Town::new();
    let reply = json!({ "message_id": 999 });
    let parameters = json!({ "chat_id": town.group, "text": "x", "reply_parameters": reply });
    assert_eq!(town.refusal("sendMessage", parameters), "Bad Request: message to be replied not found");
    let reply = json!({ "message_id": 999, "allow_sending_without_reply": true });
    let parameters = json!({ "chat_id": town.group, "text": "x", "reply_parameters": reply });
    town.call("sendMessage", parameters).unwrap();
}

#[test]
fn topics_exist_in_forums_only() {
    let mut town = Town::new();
    let parameters = json!({ "chat_id": town.group, "text": "x", "message_thread_id": 5 });
    town.call("sendMessage", parameters.clone()).unwrap();
    let chat = town.world.chat_mut(town.group).unwrap();
    chat.is_forum = true;
    chat.topics.insert(5);
    let message = town.call("sendMessage", parameters).unwrap();
    assert_eq!((&message["message_thread_id"], &message["is_topic_message"]), (&json!(5), &json!(true)));
    let general = json!({ "chat_id": town.group, "text": "x", "message_thread_id": 1 });
    assert_eq!(town.refusal("sendMessage", general), "Bad Request: message thread not found");
}

#[test]
fn a_plain_bot_in_a_closed_group_cannot_write() {
    let mut town = Town::new();
    town.world.demote(town.group, town.owner, town.bot).unwrap();
    town.world.set_default_permissions(town.group, town.owner, Permissions::NONE).unwrap();
    let refusal = town.refusal("sendMessage", json!({ "chat_id": town.group, "text": "x" }));
    assert_eq!(refusal, "Bad Request: not enough rights to send text messages to the chat");
}

#[test]
fn an_edit_changes_something_of_its_own() {
    let mut town = Town::new();
    let id = town.send("one");
    let edit = |text: &str, id: i64| json!({ "chat_id": town.group, "message_id": id, "text": text });
    let (same, new, lost) = (edit("one", id), edit("two", id), edit("two", 999));
    let foreign = town.world.say(town.group, town.ann, "mine").unwrap();
    let foreign = json!({ "chat_id": town.group, "message_id": foreign, "text": "ours" });
    assert!(town.refusal("editMessageText", same).starts_with("Bad Request: message is not modified"));
    assert_eq!(town.refusal("editMessageText", lost), "Bad Request: message to edit not found");
    assert_eq!(town.refusal("editMessageText", foreign), "Bad Request: message can't be edited");
    let message = town.call("editMessageText", new).unwrap();
    assert_eq!(message["text"], "two");
    assert!(message["edit_date"].is_i64());
}

#[test]
fn a_keyboard_is_taken_away_by_leaving_it_out() {
    let mut town = Town::new();
    let markup = json!({ "inline_keyboard": [[{ "text": "x", "callback_data": "x" }]] });
    let parameters = json!({ "chat_id": town.group, "text": "x", "reply_markup": markup });
    let id = town.call("sendMessage", parameters).unwrap()["message_id"].clone();
    let parameters = json!({ "chat_id": town.group, "message_id": id });
    let message = town.call("editMessageReplyMarkup", parameters.clone()).unwrap();
    assert_eq!(message.get("reply_markup"), None);
    assert!(town.refusal("editMessageReplyMarkup", parameters).contains("message is not modified"));
}

#[test]
fn a_photo_carries_a_caption() {
    let mut town = Town::new();
    let parameters = json!({ "chat_id": town.group, "photo": "file", "caption": "<i>c</i>", "parse_mode": "HTML" });
    let message = town.call("sendPhoto", parameters).unwrap();
    assert_eq!(message["caption"], "c");
    assert_eq!(message["caption_entities"][0]["type"], "italic");
    assert!(message["photo"][0]["file_id"].is_string());
}

#[test]
fn a_group_may_forbid_pictures_and_allow_words() {
    let mut town = Town::new();
    town.world.demote(town.group, town.owner, town.bot).unwrap();
    let words_alone = Permissions::ALL.without(Permissions::SEND_PHOTOS);
    town.world.set_default_permissions(town.group, town.owner, words_alone).unwrap();
    let photo = json!({ "chat_id": town.group, "photo": "file" });
    assert_eq!(town.refusal("sendPhoto", photo.clone()), "Bad Request: not enough rights to send photos to the chat");
    town.send("words");
    town.world.set_default_permissions(town.group, town.owner, Permissions::ALL).unwrap();
    town.call("sendPhoto", photo).unwrap();
}

#[test]
fn a_message_is_deleted_once() {
    let mut town = Town::new();
    let id = town.world.say(town.group, town.ann, "hi").unwrap();
    let parameters = json!({ "chat_id": town.group, "message_id": id });
    town.call("deleteMessage", parameters.clone()).unwrap();
    assert!(town.world.visible_messages(town.group).iter().all(|message| message.id != id));
    assert_eq!(town.refusal("deleteMessage", parameters), "Bad Request: message to delete not found");
}

#[test]
fn an_old_message_a_special_one_and_one_beyond_our_rights_stay() {
    const REFUSAL: &str = "Bad Request: message can't be deleted";
    let mut town = Town::new();
    let created = json!({ "chat_id": town.group, "message_id": 1 });
    assert_eq!(town.refusal("deleteMessage", created), REFUSAL);

    let id = town.world.say(town.group, town.ann, "hi").unwrap();
    let parameters = json!({ "chat_id": town.group, "message_id": id });
    town.world.add_bot_as_admin(town.group, town.bot, Rights::RESTRICT_MEMBERS).unwrap();
    assert_eq!(town.refusal("deleteMessage", parameters.clone()), REFUSAL);
    town.world.add_bot_as_admin(town.group, town.bot, Rights::GATEKEEPER).unwrap();
    town.wait(48 * 60 * 60);
    assert_eq!(town.refusal("deleteMessage", parameters), REFUSAL);
}

#[test]
fn one_undeletable_message_keeps_the_whole_batch() {
    let mut town = Town::new();
    let id = town.world.say(town.group, town.ann, "hi").unwrap();
    let with_special = json!({ "chat_id": town.group, "message_ids": [id, 1] });
    assert_eq!(town.refusal("deleteMessages", with_special), "Bad Request: message can't be deleted");
    assert!(!town.world.message(town.group, id).unwrap().is_deleted);
    town.call("deleteMessages", json!({ "chat_id": town.group, "message_ids": [id, 999] })).unwrap();
    assert!(town.world.message(town.group, id).unwrap().is_deleted);
}
