//! What changes without the bot's doing: names, and what disappears.

use crate::town::Town;
use portcullis_simulator::world::{Refused, Rights};
use serde_json::json;

#[test]
fn a_new_title_shows_in_a_line_and_in_the_chat() {
    let mut town = Town::new();
    town.world.rename_chat(town.group, town.owner, "Village").unwrap();
    let line = town.updates().remove(0).payload;
    assert_eq!((&line["new_chat_title"], &line["chat"]["title"]), (&json!("Village"), &json!("Village")));
    assert_eq!(town.call("getChat", json!({ "chat_id": town.group })).unwrap()["title"], "Village");
    assert_eq!(town.world.rename_chat(town.group, town.ann, "Mine"), Err(Refused::NotEnoughRights));
    town.world.rename_chat(town.channel, town.owner, "Olds").unwrap();
    let post = town.updates().remove(0);
    assert_eq!((post.kind, &post.payload["new_chat_title"]), ("channel_post", &json!("Olds")));
}

#[test]
fn a_public_name_changes_hands_without_an_update() {
    let mut town = Town::new();
    let other = town.world.add_channel(town.bob, "Other", None);
    assert_eq!(town.world.set_chat_username(other, Some("News_of_Town")), Err(Refused::NameTaken));
    town.world.set_chat_username(town.channel, None).unwrap();
    town.world.set_chat_username(other, Some("news_of_town")).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
    assert_eq!(town.call("getChat", json!({ "chat_id": "@news_of_town" })).unwrap()["id"], other);
    let own = town.call("getChat", json!({ "chat_id": town.channel })).unwrap();
    assert!(own.get("username").is_none());
    assert_eq!(town.world.set_username(town.ann, Some("news_of_town")), Err(Refused::NameTaken));
}

#[test]
fn a_bot_has_another_name() {
    let mut town = Town::new();
    town.world.rename_user(town.bot, "Doorman").unwrap();
    town.world.set_username(town.bot, Some("doorman_bot")).unwrap();
    let me = town.call("getMe", json!({})).unwrap();
    assert_eq!((&me["first_name"], &me["username"]), (&json!("Doorman"), &json!("doorman_bot")));
}

#[test]
fn a_deleted_chat_is_not_found_and_nobody_tells() {
    let mut town = Town::new();
    town.world.delete_chat(town.channel).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
    let member = json!({ "chat_id": town.channel, "user_id": town.ann });
    for (method, parameters) in [
        ("getChatMember", member),
        ("getChat", json!({ "chat_id": town.channel })),
        ("getChat", json!({ "chat_id": "@news_of_town" })),
        ("createChatInviteLink", json!({ "chat_id": town.channel })),
    ] {
        assert_eq!(town.refusal(method, parameters), "Bad Request: chat not found");
    }
    assert_eq!(town.world.join(town.channel, town.ann), Err(Refused::NoSuchChat));
}

#[test]
fn a_deleted_basic_group_is_known_to_be_deleted() {
    let mut town = Town::new();
    let small = town.world.add_basic_group(town.owner, "Small");
    town.world.add_bot_as_admin(small, town.bot, Rights::GATEKEEPER).unwrap();
    town.world.delete_chat(small).unwrap();
    let refusal = town.refusal("sendMessage", json!({ "chat_id": small, "text": "x" }));
    assert_eq!(refusal, "Forbidden: the group chat was deleted");
}

#[test]
fn a_deleted_account_can_be_neither_found_nor_written_to() {
    let mut town = Town::new();
    town.world.start_private(town.ann, town.bot, None).unwrap();
    town.updates();
    town.world.delete_account(town.ann).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
    let member = json!({ "chat_id": town.group, "user_id": town.ann });
    assert_eq!(town.refusal("getChatMember", member), "Bad Request: PARTICIPANT_ID_INVALID");
    assert_eq!(town.mute(town.ann, 0).unwrap_err().description, "Bad Request: PARTICIPANT_ID_INVALID");
    let private = json!({ "chat_id": town.ann, "text": "x" });
    assert_eq!(town.refusal("sendMessage", private), "Forbidden: user is deactivated");
    assert_eq!(town.world.say(town.group, town.ann, "hi"), Err(Refused::NoSuchUser));
}
