//! A second bot that acts, and what passes on the words of others.

use crate::town::Town;
use portcullis_simulator::Simulator;
use portcullis_simulator::world::{Permissions, Refused, Rights, Status};
use serde_json::json;

/// The town with a second bot that may do in the group what ours may.
fn with_second_bot() -> (Town, i64) {
    let mut town = Town::new();
    let second = town.world.add_bot("88:token", "Riddle", "riddle_bot");
    town.world.add_bot_as_admin(town.group, second, Rights::GATEKEEPER).unwrap();
    town.updates();
    (town, second)
}

#[test]
fn another_bot_frees_and_bans_whom_ours_has_muted_and_the_update_names_it() {
    let (mut town, second) = with_second_bot();
    town.mute(town.ann, 0).unwrap();
    town.updates();
    let all = json!({ "chat_id": town.group, "user_id": town.ann, "permissions": Permissions::ALL.to_json() });
    town.call_as(second, "restrictChatMember", all).unwrap();
    let change = town.updates().remove(0).payload;
    assert_eq!((&change["from"]["id"], &change["from"]["is_bot"]), (&json!(second), &json!(true)));
    assert_eq!(change["new_chat_member"]["status"], "member");
    town.call_as(second, "banChatMember", json!({ "chat_id": town.group, "user_id": town.ann })).unwrap();
    assert_eq!(town.updates()[0].payload["new_chat_member"]["status"], "kicked");
    assert_eq!(town.world.unban(town.group, second, town.ann), Ok(()));
}

#[test]
fn what_another_bot_posts_is_not_told_to_ours() {
    let (mut town, second) = with_second_bot();
    town.world.say(town.group, second, "solve this riddle").unwrap();
    town.call_as(second, "sendMessage", json!({ "chat_id": town.group, "text": "now" })).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
}

#[test]
fn an_inline_result_is_from_its_sender_and_names_the_bot() {
    let (mut town, second) = with_second_bot();
    town.world.say_via_bot(town.group, town.ann, second, "/unprotect").unwrap();
    let message = town.updates().remove(0).payload;
    assert_eq!((&message["from"]["id"], &message["via_bot"]["id"]), (&json!(town.ann), &json!(second)));
    assert_eq!(message["entities"][0]["type"], "bot_command");
    assert_eq!(town.world.say_via_bot(town.group, town.ann, town.bob, "x"), Err(Refused::NoSuchUser));
    town.mute(town.ann, 0).unwrap();
    assert_eq!(town.world.say_via_bot(town.group, town.ann, second, "x"), Err(Refused::Muted));
}

#[test]
fn a_forward_is_from_whoever_forwards_and_names_the_first_author() {
    let mut town = Town::new();
    let said = town.world.say(town.group, town.owner, "/unprotect").unwrap();
    let post = town.world.say(town.channel, town.owner, "news").unwrap();
    town.updates();
    let forwarded = town.world.forward(town.group, town.ann, town.group, said).unwrap();
    let message = town.updates().remove(0).payload;
    assert_eq!((&message["from"]["id"], &message["text"]), (&json!(town.ann), &json!("/unprotect")));
    let origin = &message["forward_origin"];
    assert_eq!((&origin["type"], &origin["sender_user"]["id"]), (&json!("user"), &json!(town.owner)));

    town.world.forward(town.group, town.owner, town.group, forwarded).unwrap();
    assert_eq!(town.updates()[0].payload["forward_origin"]["sender_user"]["id"], town.owner);
    town.world.forward(town.group, town.ann, town.channel, post).unwrap();
    let origin = town.updates().remove(0).payload["forward_origin"].clone();
    assert_eq!((&origin["type"], &origin["message_id"]), (&json!("channel"), &json!(post)));
    assert_eq!(town.world.forward(town.group, town.bob, town.group, said), Err(Refused::NotAMember));
}

#[test]
fn an_administrator_un_mutes_in_part_and_restricts_somebody_who_has_left() {
    let mut town = Town::new();
    town.mute(town.ann, 0).unwrap();
    town.updates();
    let most = Permissions::ALL.without(Permissions::SEND_POLLS);
    town.world.restrict_by(town.group, town.owner, town.ann, most, 0).unwrap();
    let change = town.updates().remove(0).payload;
    assert_eq!(
        (&change["from"]["id"], &change["new_chat_member"]["status"]),
        (&json!(town.owner), &json!("restricted"))
    );
    let member = &change["new_chat_member"];
    assert_eq!((&member["can_send_messages"], &member["can_send_polls"]), (&json!(true), &json!(false)));
    town.world.say(town.group, town.ann, "free").unwrap();

    town.mute(town.bob, 0).unwrap();
    town.updates();
    town.world.unrestrict_by(town.group, town.owner, town.bob).unwrap();
    let change = town.updates().remove(0).payload;
    assert_eq!(
        (&change["old_chat_member"]["is_member"], &change["new_chat_member"]["status"]),
        (&json!(false), &json!("left"))
    );
    town.world.restrict_by(town.group, town.owner, town.bob, most, 0).unwrap();
    let expected = Status::Restricted { permissions: most, until_date: 0, is_member: false };
    assert_eq!(town.world.member(town.group, town.bob), expected);
}

#[test]
fn another_bot_calls_methods_without_http() {
    let telegram = Simulator::new();
    let second = telegram.add_bot("88:token", "Riddle", "riddle_bot");
    let owner = telegram.add_user("Olga");
    let group = telegram.add_supergroup(owner, "Town");
    telegram.add_bot_as_admin(group, second, Rights::GATEKEEPER).unwrap();
    let sent = telegram.call_as(second, "sendMessage", &json!({ "chat_id": group, "text": "hi" })).unwrap();
    assert_eq!(sent["text"], "hi");
    assert_eq!(telegram.call_as(second, "flyAway", &json!({})).unwrap_err().code, 501);
    assert!(telegram.calls().is_empty());
}

#[test]
fn an_own_message_is_edited_however_old_and_deleted_for_two_days() {
    let mut town = Town::new();
    let message = town.send("notice");
    town.wait(48 * 60 * 60);
    let target = json!({ "chat_id": town.group, "message_id": message });
    assert_eq!(town.refusal("deleteMessage", target), "Bad Request: message can't be deleted");
    town.call("editMessageText", json!({ "chat_id": town.group, "message_id": message, "text": "over" })).unwrap();
}
