//! Topics, open and closed.

use crate::town::Town;
use portcullis_simulator::world::{GENERAL, Refused, Rights};
use serde_json::json;

/// The town's group as a forum with one topic.
fn forum() -> (Town, i64) {
    let mut town = Town::new();
    town.world.make_forum(town.group).unwrap();
    let topic = town.world.add_topic(town.group, town.owner, "Tea").unwrap();
    (town, topic)
}

#[test]
fn a_topic_begins_with_a_line_whose_id_is_its_number() {
    let (mut town, topic) = forum();
    let updates = town.updates();
    let line = &updates.last().unwrap().payload;
    assert_eq!((&line["message_id"], &line["message_thread_id"]), (&json!(topic), &json!(topic)));
    assert_eq!((&line["forum_topic_created"]["name"], &line["chat"]["is_forum"]), (&json!("Tea"), &json!(true)));
}

#[test]
fn what_is_said_in_a_topic_counts_as_an_answer_to_its_first_line() {
    let (mut town, topic) = forum();
    town.world.say_in_topic(town.group, town.ann, topic, "hi").unwrap();
    let updates = town.updates();
    let said = &updates.last().unwrap().payload;
    assert_eq!((&said["message_thread_id"], &said["is_topic_message"]), (&json!(topic), &json!(true)));
    assert_eq!(said["reply_to_message"]["message_id"], topic);
    assert!(said["reply_to_message"]["forum_topic_created"].is_object());
    town.world.say(town.group, town.ann, "in General").unwrap();
    let general = &town.updates()[0].payload;
    assert!(general.get("message_thread_id").is_none() && general.get("reply_to_message").is_none());
}

#[test]
fn an_answer_goes_to_the_topic_of_what_it_answers() {
    let (mut town, topic) = forum();
    let said = town.world.say_in_topic(town.group, town.ann, topic, "hi").unwrap();
    let parameters = json!({ "chat_id": town.group, "text": "x", "reply_parameters": { "message_id": said } });
    assert_eq!(town.call("sendMessage", parameters).unwrap()["message_thread_id"], topic);
    let answer = town.world.reply(town.group, town.ann, said, "me again").unwrap();
    assert_eq!(town.world.message(town.group, answer).unwrap().thread_id, Some(topic));
}

#[test]
fn in_a_closed_topic_only_those_who_manage_topics_write() {
    let (mut town, topic) = forum();
    town.world.close_topic(town.group, town.owner, topic).unwrap();
    assert_eq!(town.world.say_in_topic(town.group, town.ann, topic, "hi"), Err(Refused::TopicClosed));
    town.world.say_in_topic(town.group, town.owner, topic, "closed").unwrap();
    let parameters = json!({ "chat_id": town.group, "text": "x", "message_thread_id": topic });
    assert_eq!(town.refusal("sendMessage", parameters.clone()), "Bad Request: TOPIC_CLOSED");
    town.send("General is open");
    town.world.add_bot_as_admin(town.group, town.bot, Rights::GATEKEEPER.with(Rights::MANAGE_TOPICS)).unwrap();
    town.call("sendMessage", parameters).unwrap();
}

#[test]
fn general_can_be_closed_and_opened_again() {
    let (mut town, topic) = forum();
    town.world.close_topic(town.group, town.owner, GENERAL).unwrap();
    let updates = town.updates();
    assert!(updates.last().unwrap().payload["forum_topic_closed"].is_object());
    assert_eq!(town.world.say(town.group, town.ann, "hi"), Err(Refused::TopicClosed));
    let general = json!({ "chat_id": town.group, "text": "x" });
    assert_eq!(town.refusal("sendMessage", general.clone()), "Bad Request: TOPIC_CLOSED");
    let elsewhere = json!({ "chat_id": town.group, "text": "x", "message_thread_id": topic });
    town.call("sendMessage", elsewhere).unwrap();
    town.world.reopen_topic(town.group, town.owner, GENERAL).unwrap();
    town.call("sendMessage", general).unwrap();
}

#[test]
fn a_topic_that_is_deleted_goes_with_what_was_said_in_it() {
    let (mut town, topic) = forum();
    let said = town.world.say_in_topic(town.group, town.ann, topic, "hi").unwrap();
    town.world.delete_topic(town.group, town.owner, topic).unwrap();
    assert!(town.world.message(town.group, said).unwrap().is_deleted);
    let parameters = json!({ "chat_id": town.group, "text": "x", "message_thread_id": topic });
    assert_eq!(town.refusal("sendMessage", parameters), "Bad Request: message thread not found");
    assert_eq!(town.world.delete_topic(town.group, town.owner, GENERAL), Err(Refused::WrongKindOfChat));
}

#[test]
fn topics_take_a_forum_and_the_right_to_manage_them() {
    let mut town = Town::new();
    assert_eq!(town.world.add_topic(town.group, town.owner, "Tea"), Err(Refused::WrongKindOfChat));
    assert_eq!(town.world.make_forum(town.channel), Err(Refused::WrongKindOfChat));
    town.world.make_forum(town.group).unwrap();
    let topic = town.world.add_topic(town.group, town.ann, "Mine").unwrap();
    assert_eq!(town.world.close_topic(town.group, town.ann, topic), Err(Refused::NotEnoughRights));
    assert_eq!(town.world.close_topic(town.group, town.owner, topic + 1), Err(Refused::WrongKindOfChat));
}
