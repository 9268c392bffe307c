//! Invite links and join requests.

use crate::town::Town;
use portcullis_simulator::world::{Refused, Rights, Status};
use serde_json::json;

fn link(town: &mut Town, more: &serde_json::Value) -> String {
    let mut parameters = json!({ "chat_id": town.group });
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let link = town.call("createChatInviteLink", parameters).unwrap();
    link["invite_link"].as_str().unwrap().to_owned()
}

#[test]
fn a_link_lets_people_in_until_it_is_used_up_or_revoked() {
    let mut town = Town::new();
    let url = link(&mut town, &json!({ "name": "door", "member_limit": 1 }));
    town.world.follow_invite_link(town.bob, &url).unwrap();
    assert_eq!(town.updates()[0].payload["invite_link"]["name"], "door");
    let carl = town.world.add_user("Carl");
    assert_eq!(town.world.follow_invite_link(carl, &url), Err(Refused::InvalidInviteLink));

    let url = link(&mut town, &json!({}));
    town.call("revokeChatInviteLink", json!({ "chat_id": town.group, "invite_link": url })).unwrap();
    assert_eq!(town.world.follow_invite_link(carl, &url), Err(Refused::InvalidInviteLink));
}

#[test]
fn links_take_the_right_to_invite() {
    let mut town = Town::new();
    town.world.add_bot_as_admin(town.group, town.bot, Rights::DELETE_MESSAGES).unwrap();
    let refusal = town.refusal("createChatInviteLink", json!({ "chat_id": town.group }));
    assert_eq!(refusal, "Bad Request: not enough rights to manage chat invite link");
}

#[test]
fn a_new_main_link_kills_the_old_one() {
    let mut town = Town::new();
    let old = town.call("exportChatInviteLink", json!({ "chat_id": town.group })).unwrap();
    let new = town.call("exportChatInviteLink", json!({ "chat_id": town.group })).unwrap();
    assert_eq!(town.call("getChat", json!({ "chat_id": town.group })).unwrap()["invite_link"], new);
    assert_eq!(town.world.follow_invite_link(town.bob, old.as_str().unwrap()), Err(Refused::InvalidInviteLink));
}

#[test]
fn a_request_opens_the_private_chat_for_five_minutes() {
    let mut town = Town::new();
    let url = link(&mut town, &json!({ "creates_join_request": true }));
    town.world.follow_invite_link(town.bob, &url).unwrap();
    let updates = town.updates();
    assert_eq!((updates[0].kind, updates[0].lane), ("chat_join_request", town.bob));
    assert_eq!(updates[0].payload["user_chat_id"], town.bob);
    assert_eq!(town.world.member(town.group, town.bob), Status::Left);
    town.call("sendMessage", json!({ "chat_id": town.bob, "text": "join first" })).unwrap();
    town.wait(301);
    let refusal = town.refusal("sendMessage", json!({ "chat_id": town.bob, "text": "join first" }));
    assert_eq!(refusal, "Forbidden: bot can't initiate conversation with a user");
}

#[test]
fn a_request_is_approved_once() {
    let mut town = Town::new();
    town.world.request_to_join(town.group, town.bob).unwrap();
    town.updates();
    let parameters = json!({ "chat_id": town.group, "user_id": town.bob });
    town.call("approveChatJoinRequest", parameters.clone()).unwrap();
    let update = &town.updates()[0];
    assert_eq!((&update.payload["via_join_request"], update.kind), (&json!(true), "chat_member"));
    assert_eq!(town.refusal("approveChatJoinRequest", parameters), "Bad Request: USER_ALREADY_PARTICIPANT");
}

#[test]
fn a_request_that_was_declined_or_never_made_is_missing() {
    let mut town = Town::new();
    town.world.request_to_join(town.group, town.bob).unwrap();
    let parameters = json!({ "chat_id": town.group, "user_id": town.bob });
    town.call("declineChatJoinRequest", parameters.clone()).unwrap();
    assert_eq!(town.refusal("approveChatJoinRequest", parameters), "Bad Request: HIDE_REQUESTER_MISSING");
}

#[test]
fn only_bots_that_may_invite_hear_of_requests() {
    let mut town = Town::new();
    town.world.add_bot_as_admin(town.group, town.bot, Rights::RESTRICT_MEMBERS).unwrap();
    town.updates();
    town.world.request_to_join(town.group, town.bob).unwrap();
    assert_eq!(town.kinds(), Vec::<&str>::new());
}

#[test]
fn a_guard_answers_its_query_within_ten_seconds() {
    let mut town = Town::new();
    town.world.set_join_by_request(town.group, town.owner, true, Some(town.bot)).unwrap();
    assert_eq!(town.world.join(town.group, town.bob), Err(Refused::ApprovalNeeded));
    town.world.request_to_join(town.group, town.bob).unwrap();
    let query = town.updates()[0].payload["query_id"].clone();
    let parameters = json!({ "chat_join_request_query_id": query, "result": "queue" });
    town.call("answerChatJoinRequestQuery", parameters.clone()).unwrap();
    assert!(town.refusal("answerChatJoinRequestQuery", parameters).contains("query is too old"));
    town.call("approveChatJoinRequest", json!({ "chat_id": town.group, "user_id": town.bob })).unwrap();

    let carl = town.world.add_user("Carl");
    town.world.request_to_join(town.group, carl).unwrap();
    let query = town.updates().pop().unwrap().payload["query_id"].clone();
    town.wait(11);
    let parameters = json!({ "chat_join_request_query_id": query, "result": "approve" });
    assert!(town.refusal("answerChatJoinRequestQuery", parameters).contains("query is too old"));
    assert_eq!(town.world.member(town.group, carl), Status::Left);
}
