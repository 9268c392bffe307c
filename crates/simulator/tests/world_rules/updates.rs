//! Which bot gets which update.

use crate::town::Town;
use portcullis_simulator::world::{CHANNEL_BOT, GROUP_ANONYMOUS_BOT, Refused, Rights, TELEGRAM};
use serde_json::json;

#[test]
fn a_join_is_told_as_a_member_and_as_a_message() {
    let mut town = Town::new();
    town.world.join(town.group, town.bob).unwrap();
    let updates = town.updates();
    assert_eq!((updates[0].kind, updates[0].lane), ("chat_member", town.bob));
    assert_eq!(updates[0].payload["old_chat_member"]["status"], "left");
    assert_eq!(updates[0].payload["new_chat_member"]["status"], "member");
    assert_eq!(updates[0].payload["from"]["id"], town.bob);
    assert_eq!((updates[1].kind, updates[1].lane), ("message", town.group));
    assert_eq!(updates[1].payload["new_chat_members"][0]["id"], town.bob);
    assert_eq!(updates.len(), 2);
}

#[test]
fn large_groups_announce_nobody() {
    let mut town = Town::new();
    town.world.hide_join_messages(town.group);
    town.world.join(town.group, town.bob).unwrap();
    town.world.leave(town.group, town.bob).unwrap();
    assert_eq!(town.kinds(), ["chat_member", "chat_member"]);
}

#[test]
fn leaving_a_channel_is_told_to_its_administrators_only() {
    let mut town = Town::new();
    town.world.join(town.channel, town.ann).unwrap();
    town.world.leave(town.channel, town.ann).unwrap();
    let updates = town.updates();
    assert_eq!(updates.len(), 2);
    assert_eq!(updates[1].payload["chat"]["id"], town.channel);
    town.world.demote(town.channel, town.owner, town.bot).unwrap();
    town.updates();
    town.world.join(town.channel, town.bob).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
}

#[test]
fn a_bot_hears_of_itself_as_my_chat_member_alone() {
    let mut town = Town::new();
    town.world.add_bot_as_admin(town.group, town.bot, Rights::DELETE_MESSAGES).unwrap();
    let updates = town.updates();
    assert_eq!((updates.len(), updates[0].kind, updates[0].lane), (1, "my_chat_member", town.group));
    assert_eq!(updates[0].payload["new_chat_member"]["can_restrict_members"], false);
    town.world.kick(town.group, town.owner, town.bot, 0).unwrap();
    let updates = town.updates();
    assert_eq!(updates[0].payload["new_chat_member"]["status"], "kicked");
    assert_eq!(updates.len(), 1);
}

#[test]
fn a_mute_by_the_bot_comes_back_as_an_update_from_the_bot() {
    let mut town = Town::new();
    town.mute(town.ann, 0).unwrap();
    let updates = town.updates();
    assert_eq!((updates[0].kind, &updates[0].payload["from"]["id"]), ("chat_member", &json!(town.bot)));
}

#[test]
fn a_bot_does_not_hear_itself() {
    let mut town = Town::new();
    town.send("hello");
    assert_eq!(town.kinds(), Vec::<&str>::new());
}

#[test]
fn with_privacy_a_plain_bot_hears_commands_answers_and_service_messages() {
    let mut town = Town::new();
    let other = town.world.add_bot("78:token", "Other", "other_bot");
    town.world.add_member(town.group, town.owner, other).unwrap();
    let own = town.call_as(other, "sendMessage", json!({ "chat_id": town.group, "text": "hi" })).unwrap();
    town.world.take_updates();
    town.world.say(town.group, town.ann, "plain words").unwrap();
    town.world.say(town.group, town.ann, "/help@gate_bot").unwrap();
    town.world.say(town.group, town.ann, "/help@other_bot").unwrap();
    town.world.reply(town.group, town.ann, own["message_id"].as_i64().unwrap(), "thanks").unwrap();
    town.world.join(town.group, town.bob).unwrap();
    let received = town.world.take_updates().into_iter().filter(|update| update.bot == other);
    let texts: Vec<_> = received.map(|update| update.payload["text"].clone()).collect();
    assert_eq!(texts, [json!("/help@other_bot"), json!("thanks"), json!(null)]);
}

#[test]
fn an_edit_is_told_with_its_date() {
    let mut town = Town::new();
    let id = town.world.say(town.group, town.ann, "one").unwrap();
    town.world.edit_message(town.group, town.ann, id, "two").unwrap();
    let updates = town.updates();
    assert_eq!((updates[1].kind, &updates[1].payload["text"]), ("edited_message", &json!("two")));
    assert!(updates[1].payload["edit_date"].is_i64());
}

#[test]
fn chats_that_speak_show_a_stand_in() {
    let mut town = Town::new();
    town.world.link(town.channel, town.group).unwrap();
    town.world.say_anonymously(town.group, town.owner, "rules").unwrap();
    town.world.say_as_channel(town.group, town.ann, town.channel, "ad").unwrap();
    town.world.forward_channel_post(town.channel, "news").unwrap();
    let seen: Vec<_> = town
        .updates()
        .into_iter()
        .map(|update| {
            (update.kind, update.payload["from"]["id"].as_i64(), update.payload["sender_chat"]["id"].as_i64())
        })
        .collect();
    let (group, channel) = (Some(town.group), Some(town.channel));
    assert_eq!(
        seen,
        [
            ("message", Some(GROUP_ANONYMOUS_BOT), group),
            ("message", Some(CHANNEL_BOT), channel),
            ("channel_post", None, channel),
            ("message", Some(TELEGRAM), channel),
        ]
    );
}

#[test]
fn commenters_of_a_discussion_group_need_not_be_members() {
    let mut town = Town::new();
    assert_eq!(town.world.say(town.group, town.bob, "hi"), Err(Refused::NotAMember));
    town.world.link(town.channel, town.group).unwrap();
    town.world.say(town.group, town.bob, "hi").unwrap();
    town.mute(town.bob, 0).unwrap();
    assert_eq!(town.world.say(town.group, town.bob, "hi"), Err(Refused::Muted));
}

#[test]
fn a_reaction_by_somebody_else_comes_as_an_edit_with_no_date_of_its_own() {
    let mut town = Town::new();
    let message = town.world.say(town.group, town.ann, "old").unwrap();
    town.wait(7200);
    town.updates();
    town.world.react(town.group, town.owner, message, "👍").unwrap();
    let updates = town.updates();
    let edit = updates.iter().find(|update| update.kind == "edited_message").unwrap();
    assert_eq!(edit.payload["from"]["id"], town.ann);
    assert!(edit.payload.get("edit_date").is_none());
    let reaction = updates.iter().find(|update| update.kind == "message_reaction").unwrap();
    assert_eq!(reaction.payload["user"]["id"], town.owner);

    town.world.edit_message(town.group, town.ann, message, "new").unwrap();
    let edited_at = town.updates()[0].payload["edit_date"].as_i64().unwrap();
    town.wait(7200);
    town.world.react(town.group, town.owner, message, "👍").unwrap();
    let updates = town.updates();
    let edit = updates.iter().find(|update| update.kind == "edited_message").unwrap();
    assert_eq!(edit.payload["edit_date"], edited_at);
    town.mute(town.ann, 0).unwrap();
    assert_eq!(town.world.react(town.group, town.ann, message, "👍"), Err(Refused::Muted));
    assert_eq!(town.world.react(town.group, town.bob, message, "👍"), Err(Refused::NotAMember));
}

#[test]
fn an_album_shares_its_group_id() {
    let mut town = Town::new();
    town.world.say_in_album(town.group, town.ann, "a", "album").unwrap();
    town.world.say_in_album(town.group, town.ann, "", "album").unwrap();
    let updates = town.updates();
    assert_eq!(updates[0].payload["media_group_id"], updates[1].payload["media_group_id"]);
    assert_eq!(updates[0].payload["caption"], "a");
}

#[test]
fn a_guest_bot_names_its_caller() {
    let mut town = Town::new();
    let guest = town.world.add_bot("79:token", "Guest", "guest_bot");
    town.world.say_by_guest_bot(town.group, guest, town.ann, "hi").unwrap();
    let updates = town.updates();
    assert_eq!(updates[0].payload["guest_bot_caller_user"]["id"], town.ann);
}
