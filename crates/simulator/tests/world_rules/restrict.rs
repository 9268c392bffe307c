//! Muting, un-muting and banning.

use crate::town::Town;
use portcullis_simulator::world::{Permissions, Refused, Rights, Status};
use serde_json::json;

#[test]
fn a_muted_member_cannot_write_until_unmuted() {
    let mut town = Town::new();
    town.mute(town.ann, 0).unwrap();
    assert_eq!(town.world.say(town.group, town.ann, "hi"), Err(Refused::Muted));
    assert!(town.world.is_muted(town.group, town.ann));
    town.unmute(town.ann).unwrap();
    assert_eq!(town.world.member(town.group, town.ann), Status::Member);
    town.world.say(town.group, town.ann, "hi").unwrap();
}

#[test]
fn a_mute_ends_by_itself_without_an_update() {
    let mut town = Town::new();
    let until = town.world.now() + 60;
    town.mute(town.ann, until).unwrap();
    assert_eq!(town.status(town.ann)["until_date"], until);
    town.updates();
    town.wait(61);
    assert_eq!(town.status(town.ann)["status"], "member");
    assert_eq!(town.kinds(), Vec::<&str>::new());
}

#[test]
fn a_very_short_and_a_very_long_mute_are_for_ever() {
    let mut town = Town::new();
    for distance in [10, 367 * 24 * 60 * 60] {
        let until = town.world.now() + distance;
        town.mute(town.ann, until).unwrap();
        assert_eq!(town.status(town.ann)["until_date"], 0);
    }
}

#[test]
fn the_world_remembers_who_muted_whom_and_since_when() {
    let mut town = Town::new();
    let until = town.world.now() + 3600;
    town.mute(town.ann, until).unwrap();
    let mute = town.world.standing_mutes_by(town.bot).remove(0);
    assert_eq!((mute.user, mute.by, mute.until_date), (town.ann, town.bot, until));
    town.world.leave(town.group, town.ann).unwrap();
    town.world.join(town.group, town.ann).unwrap();
    assert_eq!(town.world.standing_mutes_by(town.bot), [mute]);
    town.world.restrict_by(town.group, town.owner, town.ann, Permissions::NONE, until + 60).unwrap();
    assert_eq!(town.world.standing_mutes_by(town.bot), []);
    assert_eq!(town.world.mutes().len(), 2);
    town.mute(town.ann, until).unwrap();
    town.wait(3700);
    assert_eq!(town.world.standing_mutes_by(town.bot), []);
}

#[test]
fn the_same_mute_again_is_true_and_nobody_hears() {
    let mut town = Town::new();
    town.mute(town.ann, 0).unwrap();
    town.updates();
    assert_eq!(town.mute(town.ann, 0), Ok(json!(true)));
    assert_eq!(town.kinds(), Vec::<&str>::new());
}

#[test]
fn nobody_is_muted_in_a_basic_group() {
    let mut town = Town::new();
    town.group = town.world.add_basic_group(town.owner, "Small");
    town.world.add_bot_as_admin(town.group, town.bot, Rights::GATEKEEPER).unwrap();
    let error = town.mute(town.ann, 0).unwrap_err();
    assert_eq!(error.description, "Bad Request: method is available only for supergroups");
}

#[test]
fn administrators_the_owner_and_the_bot_itself_are_not_muted() {
    let mut town = Town::new();
    town.world.set_admin(town.group, town.owner, town.ann, Rights::DELETE_MESSAGES).unwrap();
    let cases = [
        (town.ann, "user is an administrator of the chat"),
        (town.owner, "can't remove chat owner"),
        (town.bot, "can't restrict self"),
        (999, "PARTICIPANT_ID_INVALID"),
    ];
    for (user, text) in cases {
        assert_eq!(town.mute(user, 0).unwrap_err().description, format!("Bad Request: {text}"));
    }
}

#[test]
fn muting_takes_the_right_to_restrict() {
    let mut town = Town::new();
    town.world.add_bot_as_admin(town.group, town.bot, Rights::DELETE_MESSAGES).unwrap();
    let error = town.mute(town.ann, 0).unwrap_err();
    assert_eq!(error.description, "Bad Request: not enough rights to restrict/unrestrict chat member");
}

#[test]
fn muting_a_banned_person_lifts_the_ban() {
    let mut town = Town::new();
    town.world.kick(town.group, town.owner, town.bob, 0).unwrap();
    town.mute(town.bob, 0).unwrap();
    let member = town.status(town.bob);
    assert_eq!((&member["status"], &member["is_member"]), (&json!("restricted"), &json!(false)));
    town.world.kick(town.group, town.owner, town.bob, 0).unwrap();
    town.unmute(town.bob).unwrap();
    assert_eq!(town.status(town.bob)["status"], "left");
}

#[test]
fn a_restriction_outlasts_leaving_and_coming_back() {
    let mut town = Town::new();
    town.mute(town.ann, 0).unwrap();
    town.world.leave(town.group, town.ann).unwrap();
    assert_eq!(town.status(town.ann)["is_member"], false);
    town.world.join(town.group, town.ann).unwrap();
    assert!(town.world.is_muted(town.group, town.ann));
}

#[test]
fn a_closed_group_mutes_plain_members_only() {
    let mut town = Town::new();
    town.world.set_default_permissions(town.group, town.owner, Permissions::NONE).unwrap();
    assert_eq!(town.world.say(town.group, town.ann, "hi"), Err(Refused::Muted));
    town.world.say(town.group, town.owner, "closed").unwrap();
    let permissions = Permissions::ALL.to_json();
    town.call("setChatPermissions", json!({ "chat_id": town.group, "permissions": permissions })).unwrap();
    town.world.say(town.group, town.ann, "hi").unwrap();
}

#[test]
fn without_independence_richer_permissions_bring_the_plainer_ones() {
    let mut town = Town::new();
    let permissions = json!({ "can_send_polls": true });
    let parameters = json!({ "chat_id": town.group, "user_id": town.ann, "permissions": permissions });
    town.call("restrictChatMember", parameters).unwrap();
    let member = town.status(town.ann);
    assert_eq!((&member["can_send_messages"], &member["can_react_to_messages"]), (&json!(true), &json!(true)));
    assert_eq!(member["can_send_photos"], false);

    let parameters = json!({ "chat_id": town.group, "user_id": town.ann, "permissions": permissions,
        "use_independent_chat_permissions": true });
    town.call("restrictChatMember", parameters).unwrap();
    assert_eq!(town.status(town.ann)["can_send_messages"], false);
}

#[test]
fn a_ban_removes_the_person_and_what_they_wrote() {
    let mut town = Town::new();
    let message = town.world.say(town.group, town.ann, "spam").unwrap();
    town.call("banChatMember", json!({ "chat_id": town.group, "user_id": town.ann })).unwrap();
    assert!(town.world.message(town.group, message).unwrap().is_deleted);
    assert_eq!(town.world.join(town.group, town.ann), Err(Refused::Banned));
    let parameters = json!({ "chat_id": town.group, "user_id": town.ann, "only_if_banned": true });
    town.call("unbanChatMember", parameters).unwrap();
    town.world.join(town.group, town.ann).unwrap();
}

#[test]
fn a_channel_banned_as_a_sender_cannot_write() {
    let mut town = Town::new();
    town.world.say_as_channel(town.group, town.ann, town.channel, "news").unwrap();
    let parameters = json!({ "chat_id": town.group, "sender_chat_id": town.channel });
    town.call("banChatSenderChat", parameters).unwrap();
    assert_eq!(town.world.say_as_channel(town.group, town.ann, town.channel, "news"), Err(Refused::Banned));
}

#[test]
fn a_bot_that_may_promote_appoints_and_dismisses_its_own_administrators() {
    let mut town = Town::new();
    let rights = Rights::GATEKEEPER.with(Rights::PROMOTE_MEMBERS);
    town.world.add_bot_as_admin(town.group, town.bot, rights).unwrap();
    let parameters = json!({ "chat_id": town.group, "user_id": town.ann, "can_delete_messages": true });
    town.call("promoteChatMember", parameters).unwrap();
    assert_eq!(town.status(town.ann)["can_be_edited"], true);
    town.call("promoteChatMember", json!({ "chat_id": town.group, "user_id": town.ann })).unwrap();
    assert_eq!(town.status(town.ann)["status"], "member");
}
