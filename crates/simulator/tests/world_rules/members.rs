//! Looking at chats and members.

use crate::town::Town;
use portcullis_simulator::world::{Rights, Status};
use serde_json::json;

#[test]
fn somebody_who_was_never_there_has_left() {
    let mut town = Town::new();
    assert_eq!(town.status(town.bob)["status"], "left");
}

#[test]
fn an_administrator_of_a_channel_sees_its_members() {
    let mut town = Town::new();
    town.world.join(town.channel, town.ann).unwrap();
    let parameters = json!({ "chat_id": "@news_of_town", "user_id": town.ann });
    assert_eq!(town.call("getChatMember", parameters).unwrap()["status"], "member");
}

#[test]
fn a_channel_hides_its_members_from_a_bot_that_is_no_administrator() {
    let mut town = Town::new();
    town.world.kick(town.channel, town.owner, town.bot, 0).unwrap();
    let parameters = json!({ "chat_id": town.channel, "user_id": town.ann });
    assert_eq!(town.refusal("getChatMember", parameters.clone()), "Forbidden: bot was kicked from the channel chat");
    town.world.unban(town.channel, town.owner, town.bot).unwrap();
    assert_eq!(town.refusal("getChatMember", parameters.clone()), "Bad Request: member list is inaccessible");
    town.world.set_chat_username(town.channel, None).unwrap();
    assert_eq!(town.refusal("getChatMember", parameters), "Forbidden: bot is not a member of the channel chat");
}

#[test]
fn a_chat_that_the_bot_never_saw_does_not_exist() {
    let mut town = Town::new();
    let secret = town.world.add_channel(town.owner, "Secret", None);
    for chat in [json!(secret), json!(-1), json!("@nowhere"), json!(0)] {
        assert_eq!(town.refusal("getChat", json!({ "chat_id": chat })), "Bad Request: chat not found");
    }
}

#[test]
fn an_unknown_person_is_no_participant() {
    let mut town = Town::new();
    let parameters = json!({ "chat_id": town.channel, "user_id": 999 });
    assert_eq!(town.refusal("getChatMember", parameters), "Bad Request: PARTICIPANT_ID_INVALID");
}

#[test]
fn administrators_are_listed_without_other_bots() {
    let mut town = Town::new();
    let other = town.world.add_bot("78:token", "Other", "other_bot");
    town.world.add_bot_as_admin(town.group, other, Rights::DELETE_MESSAGES).unwrap();
    let list = town.call("getChatAdministrators", json!({ "chat_id": town.group })).unwrap();
    let ids: Vec<i64> = list.as_array().unwrap().iter().map(|member| member["user"]["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, [town.bot, town.owner]);
    let all = town.call("getChatAdministrators", json!({ "chat_id": town.group, "return_bots": true })).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3);
}

#[test]
fn a_discussion_group_names_its_channel() {
    let mut town = Town::new();
    town.world.link(town.channel, town.group).unwrap();
    let chat = town.call("getChat", json!({ "chat_id": town.group })).unwrap();
    assert_eq!(chat["linked_chat_id"], town.channel);
    assert_eq!(chat["permissions"]["can_send_messages"], true);
}

#[test]
fn members_are_counted() {
    let mut town = Town::new();
    assert_eq!(town.call("getChatMemberCount", json!({ "chat_id": town.group })), Ok(json!(3)));
    town.call("leaveChat", json!({ "chat_id": town.group })).unwrap();
    assert_eq!(town.world.member(town.group, town.bot), Status::Left);
    let refusal = town.refusal("sendMessage", json!({ "chat_id": town.group, "text": "hi" }));
    assert_eq!(refusal, "Forbidden: bot is not a member of the supergroup chat");
}

#[test]
fn a_basic_group_that_was_upgraded_names_its_successor() {
    let mut town = Town::new();
    let old = town.world.add_basic_group(town.owner, "Small");
    town.world.add_bot_as_admin(old, town.bot, Rights::GATEKEEPER).unwrap();
    town.updates();
    let new = town.world.upgrade_to_supergroup(old).unwrap();
    let updates = town.updates();
    assert_eq!((updates[0].lane, &updates[0].payload["migrate_to_chat_id"]), (old, &json!(new)));
    assert_eq!((updates[1].lane, &updates[1].payload["migrate_from_chat_id"]), (new, &json!(old)));
    let error = town.call("getChat", json!({ "chat_id": old })).unwrap_err();
    assert_eq!(error.description, "Bad Request: group chat was upgraded to a supergroup chat");
    assert_eq!(error.parameters, Some(json!({ "migrate_to_chat_id": new })));
    assert_eq!(town.call("getChat", json!({ "chat_id": new })).unwrap()["type"], "supergroup");
}

#[test]
fn menus_are_kept_by_scope_and_language() {
    let mut town = Town::new();
    let commands = json!([{ "command": "help", "description": "Help" }]);
    let scope = json!({ "type": "all_private_chats" });
    town.call("setMyCommands", json!({ "commands": commands, "scope": scope, "language_code": "es" })).unwrap();
    assert_eq!(town.call("getMyCommands", json!({ "scope": scope, "language_code": "es" })), Ok(commands));
    assert_eq!(town.call("getMyCommands", json!({})), Ok(json!([])));
    let wrong = json!({ "commands": [{ "command": "Help", "description": "x" }] });
    assert_eq!(town.refusal("setMyCommands", wrong), "Bad Request: BOT_COMMAND_INVALID");
}
