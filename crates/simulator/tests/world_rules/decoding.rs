//! Every object decodes with a client library's types.

use crate::town::Town;
use frankenstein::types::{ChatAdministratorRights, ChatFullInfo, ChatInviteLink, ChatMember, Message, User};
use frankenstein::updates::{Update, UpdateContent};
use portcullis_simulator::world::{BotApiVersion, Rights};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn decoded<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

#[test]
fn a_bot_decodes() {
    let mut town = Town::new();
    let me: User = decoded(&town.call("getMe", json!({})).unwrap());
    assert_eq!((me.id, me.is_bot, me.can_join_groups), (77, true, Some(true)));
}

#[test]
fn chats_decode() {
    let mut town = Town::new();
    town.world.start_private(town.ann, town.bot, None).unwrap();
    for chat in [town.group, town.channel, town.ann] {
        let chat: ChatFullInfo = decoded(&town.call("getChat", json!({ "chat_id": chat })).unwrap());
        assert_eq!(chat.accent_color_id, Some(0));
    }
}

#[test]
fn members_of_every_status_decode() {
    let mut town = Town::new();
    let (muted, banned) = (town.world.add_user("M"), town.world.add_user("K"));
    town.mute(muted, 0).unwrap();
    town.world.kick(town.group, town.owner, banned, 0).unwrap();
    for user in [town.owner, town.bot, town.ann, town.bob, muted, banned] {
        let member: ChatMember = decoded(&town.status(user));
        let encoded = serde_json::to_value(&member).unwrap();
        assert_eq!(encoded["status"], town.status(user)["status"]);
    }
}

#[test]
fn links_and_rights_decode() {
    let mut town = Town::new();
    let link: ChatInviteLink = decoded(&town.call("createChatInviteLink", json!({ "chat_id": town.group })).unwrap());
    assert!(!link.is_revoked);
    let rights = json!({ "can_delete_messages": true });
    town.call("setMyDefaultAdministratorRights", json!({ "rights": rights })).unwrap();
    let rights: ChatAdministratorRights = decoded(&town.call("getMyDefaultAdministratorRights", json!({})).unwrap());
    assert!(rights.can_delete_messages && !rights.can_restrict_members);
}

#[test]
fn every_update_decodes() {
    let mut town = Town::new();
    town.world.link(town.channel, town.group).unwrap();
    let markup = json!({ "inline_keyboard": [[{ "text": "x", "callback_data": "x" }]] });
    let sent = town.call("sendMessage", json!({ "chat_id": town.group, "text": "x", "reply_markup": markup })).unwrap();
    let message: Message = decoded(&sent);
    let id = i64::from(message.message_id);
    let said = town.world.reply(town.group, town.ann, id, "/help @news_of_town").unwrap();
    town.world.edit_message(town.group, town.ann, said, "edited").unwrap();
    town.world.say_in_album(town.group, town.ann, "a", "album").unwrap();
    town.world.say_anonymously(town.group, town.owner, "x").unwrap();
    town.world.forward_channel_post(town.channel, "x").unwrap();
    town.world.press(town.group, id, town.ann, 0, 0).unwrap();
    town.call("deleteMessage", json!({ "chat_id": town.group, "message_id": id })).unwrap();
    let place = portcullis_simulator::world::Place::Chat(town.group);
    town.world.press_data(place, id, town.ann, "x").unwrap();
    town.world.request_to_join(town.group, town.bob).unwrap();
    town.call("approveChatJoinRequest", json!({ "chat_id": town.group, "user_id": town.bob })).unwrap();
    town.world.leave(town.group, town.bob).unwrap();
    town.world.start_private(town.ann, town.bot, None).unwrap();
    town.world.block_bot(town.ann, town.bot).unwrap();
    town.world.add_bot_as_admin(town.group, town.bot, Rights::DELETE_MESSAGES).unwrap();
    let updates = town.updates();
    assert!(updates.len() >= 14);
    for update in updates {
        let kind = update.kind;
        let update: Update = decoded(&json!({ "update_id": 1, kind: update.payload }));
        let is_message = matches!(update.content, UpdateContent::Message(_));
        assert_eq!(is_message, kind == "message");
    }
}

#[test]
fn an_older_bot_api_leaves_newer_fields_out() {
    let mut town = Town::new();
    assert_eq!(town.status(town.bot)["can_send_welcome_messages"], false);
    town.world.bot_api_version = BotApiVersion::V10_0;
    assert_eq!(town.status(town.bot).get("can_send_welcome_messages"), None);
    assert_eq!(town.call("getMe", json!({})).unwrap().get("supports_join_request_queries"), None);
}
