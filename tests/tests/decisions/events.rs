//! One thing that happens and is told several times, or in several parts, leads to one deed.

use portcullis_simulator::{Effect, Fault, UpdateEffect, UpdateFault, World};
use portcullis_tests::Stage;
use serde_json::json;

/// How often the bot has asked for a message to be deleted.
fn deletes_of(stage: &Stage, message: i64) -> usize {
    stage.simulator.calls_of("deleteMessage").iter().filter(|call| call.parameters["message_id"] == message).count()
}

#[tokio::test]
async fn a_join_that_two_updates_tell_is_one_mute() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 1);
    stage.end().await;
}

#[tokio::test]
async fn an_edit_that_is_told_twice_is_removed_once_and_one_of_two_minutes_ago_is_none() {
    let stage = Stage::protected_with(r#"{"gate_on_leave": false}"#).await;
    let mia = stage.member("Mia");
    let message = stage.say(mia, "hello").unwrap();
    stage.settle().await;
    stage.simulator.leave(stage.channel, mia).unwrap();
    stage.settle().await;
    let now = stage.simulator.read(World::now);
    let old = json!({"edited_message": {
        "message_id": message, "date": now - 180, "edit_date": now - 120, "text": "hello",
        "chat": {"id": stage.group, "type": "supergroup", "title": "Tea lovers"},
        "from": {"id": mia, "is_bot": false, "first_name": "Mia"},
    }});
    stage.simulator.push_raw(stage.bot, old);
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, mia));
    assert_eq!(deletes_of(&stage, message), 0);

    let twice = UpdateFault::new("edited_message", UpdateEffect::Twice).in_chat(stage.group);
    let _twice = stage.simulator.inject_on_updates(twice);
    stage.simulator.act(|world| world.edit_message(stage.group, mia, message, "buy this")).unwrap();
    stage.until_muted(mia).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!((deletes_of(&stage, message), stage.count("restrictChatMember")), (1, 1));
    stage.end().await;
}

#[tokio::test]
async fn an_album_goes_as_a_whole_with_one_mute_and_one_notice() {
    let stage = Stage::protected_with(r#"{"gate_on_join": false}"#).await;
    let stranger = stage.stranger("Sam");
    stage.settle().await;
    let parts = stage.simulator.act(|world| {
        [1, 2, 3].map(|number| world.say_in_album(stage.group, stranger, &format!("{number}"), "album").unwrap())
    });
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage
        .until("every part is gone", |world| {
            parts.iter().all(|id| world.message(stage.group, *id).is_some_and(|part| part.is_deleted))
        })
        .await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 1);
    stage.end().await;
}

#[tokio::test]
async fn a_notice_that_hangs_delays_no_mute_and_no_delete() {
    let stage = Stage::protected_with(r#"{"gate_on_join": false}"#).await;
    let [first, second] = ["Sam", "Tom"].map(|name| stage.stranger(name));
    stage.settle().await;
    let held = stage.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore).in_chat(stage.group));
    stage.say(first, "buy this").unwrap();
    held.held().await;
    let message = stage.say(second, "and that").unwrap();
    stage.until_muted(first).await;
    stage.until_muted(second).await;
    stage.until("the message goes", |world| world.message(stage.group, message).unwrap().is_deleted).await;
    assert_eq!(held.held_now(), 1, "the notice still hangs");
    held.remove();
    held.release();
    stage.until_one_notice_serves_all().await;
    stage.end().await;
}
