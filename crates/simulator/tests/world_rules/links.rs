//! Links to a bot, and buttons by which a person chooses a chat for it.

use portcullis_simulator::world::{Refused, Rights, Service, Status};
use serde_json::{Value, json};

use crate::town::Town;

const TO_GROUP: &str = "https://t.me/gate_bot?startgroup=hello&admin=restrict_members+delete_messages";
const TO_CHANNEL: &str = "https://t.me/gate_bot?startchannel&admin=invite_users";

fn rights_in(town: &Town, chat: i64) -> Rights {
    town.world.member(chat, town.bot).rights()
}

/// The bot asks for a channel with these rights of its own; of the person it asks for these and the right to appoint.
fn ask_for_channel(town: &mut Town, of_bot: &Value, of_user: &Value) -> Result<Value, String> {
    let rights = |granted: &Value| {
        let mut rights = json!({});
        Rights::from_json(granted).completed().write_for(true, &mut rights);
        rights
    };
    let request = json!({
        "request_id": 7, "chat_is_channel": true, "request_title": true,
        "bot_administrator_rights": rights(of_bot), "user_administrator_rights": rights(of_user),
    });
    let markup = json!({ "keyboard": [[{ "text": "Choose", "request_chat": request }]] });
    let parameters = json!({ "chat_id": town.ann, "text": "which?", "reply_markup": markup });
    town.call("sendMessage", parameters).map_err(|error| error.description)
}

fn asked(town: &mut Town) {
    town.world.start_private(town.ann, town.bot, None).unwrap();
    let of_user = json!({ "can_invite_users": true, "can_promote_members": true });
    ask_for_channel(town, &json!({ "can_invite_users": true }), &of_user).unwrap();
    town.updates();
}

#[test]
fn a_link_adds_the_bot_to_a_group_with_exactly_its_rights_and_sends_the_payload() {
    let mut town = Town::new();
    let group = town.world.add_supergroup(town.ann, "New");
    assert_eq!(town.world.open_link(town.ann, TO_GROUP, Some(group)), Ok(group));
    let wanted = Rights::MANAGE_CHAT.with(Rights::RESTRICT_MEMBERS).with(Rights::DELETE_MESSAGES);
    assert_eq!(rights_in(&town, group), wanted);
    let updates = town.updates();
    let of_bot = updates.iter().find(|update| update.kind == "my_chat_member").unwrap();
    assert_eq!(of_bot.payload["new_chat_member"]["status"], "administrator");
    let said = town.world.visible_messages(group);
    assert_eq!(said.last().unwrap().text, "/start@gate_bot hello");
    assert!(updates.iter().any(|update| update.payload["text"] == "/start@gate_bot hello"));
}

#[test]
fn a_link_upgrades_a_basic_group_on_the_way() {
    let mut town = Town::new();
    let basic = town.world.add_basic_group(town.ann, "New");
    let group = town.world.open_link(town.ann, TO_GROUP, Some(basic)).unwrap();
    assert_eq!(town.world.chat(basic).unwrap().migrated_to, Some(group));
    assert!(town.world.member(group, town.bot).is_administrator());
}

#[test]
fn a_link_serves_only_whoever_may_appoint_and_only_its_kind_of_chat() {
    let mut town = Town::new();
    let (group, channel) = (town.world.add_supergroup(town.ann, "New"), town.world.add_channel(town.ann, "N", None));
    town.world.join(group, town.bob).unwrap();
    assert_eq!(town.world.open_link(town.bob, TO_GROUP, Some(group)), Err(Refused::NotEnoughRights));
    assert_eq!(town.world.open_link(town.ann, TO_CHANNEL, Some(group)), Err(Refused::WrongKindOfChat));
    assert_eq!(town.world.open_link(town.ann, TO_GROUP, Some(channel)), Err(Refused::WrongKindOfChat));
    assert_eq!(town.world.open_link(town.ann, "https://t.me/nobody?start=x", None), Err(Refused::NoSuchUser));
    assert_eq!(town.world.open_link(town.ann, TO_CHANNEL, Some(channel)), Ok(channel));
    assert_eq!(rights_in(&town, channel), Rights::MANAGE_CHAT.with(Rights::INVITE_USERS));
}

#[test]
fn a_link_without_rights_adds_a_member_and_one_into_private_starts_the_bot() {
    let mut town = Town::new();
    let group = town.world.add_supergroup(town.ann, "New");
    town.world.open_link(town.ann, "https://t.me/gate_bot?startgroup", Some(group)).unwrap();
    assert_eq!(town.world.member(group, town.bot), Status::Member);
    town.world.open_link(town.ann, "https://t.me/gate_bot?start=abc", None).unwrap();
    assert_eq!(town.world.private_messages(town.ann, town.bot)[0].text, "/start abc");
}

#[test]
fn a_chosen_channel_gets_the_bot_with_its_rights_and_the_bot_is_told() {
    let mut town = Town::new();
    let channel = town.world.add_channel(town.ann, "Secret", None);
    asked(&mut town);
    let message = town.world.share_chat(town.ann, town.bot, 7, channel).unwrap();
    assert_eq!(rights_in(&town, channel), Rights::MANAGE_CHAT.with(Rights::INVITE_USERS));
    let updates = town.updates();
    assert_eq!((updates[0].kind, updates[0].lane), ("my_chat_member", channel));
    let last = updates.last().unwrap();
    let shared = json!({ "request_id": 7, "chat_id": channel, "title": "Secret" });
    assert_eq!((last.kind, &last.payload["chat_shared"]), ("message", &shared));
    let kept = town.world.private_messages(town.ann, town.bot);
    let kept = kept.iter().find(|one| one.id == message).unwrap();
    assert!(matches!(kept.service, Some(Service::ChatShared { request: 7, .. })));
}

#[test]
fn only_what_the_button_asks_for_can_be_chosen_and_only_while_it_stands_there() {
    let mut town = Town::new();
    let (group, channel) = (town.world.add_supergroup(town.ann, "New"), town.world.add_channel(town.bob, "B", None));
    assert_eq!(town.world.share_chat(town.ann, town.bot, 7, channel), Err(Refused::NoSuchButton));
    asked(&mut town);
    assert_eq!(town.world.share_chat(town.ann, town.bot, 8, channel), Err(Refused::NoSuchButton));
    assert_eq!(town.world.share_chat(town.ann, town.bot, 7, group), Err(Refused::WrongKindOfChat));
    assert_eq!(town.world.share_chat(town.ann, town.bot, 7, channel), Err(Refused::NotAMember));
    town.world.join(channel, town.ann).unwrap();
    assert_eq!(town.world.share_chat(town.ann, town.bot, 7, channel), Err(Refused::NotEnoughRights));
    let own = town.world.add_channel(town.ann, "A", None);
    let removal = json!({ "chat_id": town.ann, "text": "done", "reply_markup": { "remove_keyboard": true } });
    town.call("sendMessage", removal).unwrap();
    assert_eq!(town.world.share_chat(town.ann, town.bot, 7, own), Err(Refused::NoSuchButton));
}

#[test]
fn a_request_for_a_chat_is_refused_in_groups_and_where_the_bot_asks_for_more_than_the_person_has() {
    let mut town = Town::new();
    town.world.start_private(town.ann, town.bot, None).unwrap();
    let (all, few) = (json!({ "can_invite_users": true }), json!({ "can_promote_members": true }));
    assert!(ask_for_channel(&mut town, &all, &few).unwrap_err().contains("USER_RIGHTS_INVALID"));
    let request = json!({ "request_id": 7, "chat_is_channel": true });
    let row = json!([{ "text": "Choose", "request_chat": request }]);
    let in_group = json!({ "chat_id": town.group, "text": "which?", "reply_markup": { "keyboard": [row] } });
    assert!(town.refusal("sendMessage", in_group).contains("private chats only"));
    let twice = json!({ "chat_id": town.ann, "text": "which?", "reply_markup": { "keyboard": [row, row] } });
    assert!(town.refusal("sendMessage", twice).contains("BUTTON_ID_INVALID"));
}
