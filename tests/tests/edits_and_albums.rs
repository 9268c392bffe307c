//! One deed that comes as several updates: an edit told twice, an album, a join told in two ways.

use portcullis_simulator::{UpdateEffect, UpdateFault, World};
use portcullis_tests::{Stage, stage::notices};
use serde_json::json;

fn deletions_of(stage: &Stage, messages: &[i64]) -> usize {
    let is_of = |id: &serde_json::Value| messages.iter().any(|message| *id == *message);
    let single = stage.simulator.calls_of("deleteMessage");
    let many = stage.simulator.calls_of("deleteMessages");
    let of_many = many.iter().flat_map(|call| call.parameters["message_ids"].as_array().cloned().unwrap_or_default());
    single.iter().filter(|call| is_of(&call.parameters["message_id"])).count() + of_many.filter(is_of).count()
}

#[tokio::test]
async fn an_edit_by_whoever_left_the_channel_is_removed_once_though_telegram_tells_it_twice() {
    let stage = Stage::protected_with(r#"{"gate_on_leave": false}"#).await;
    let mia = stage.member("Mia");
    let message = stage.say(mia, "good morning").unwrap();
    stage.settle().await;
    stage.simulator.leave(stage.channel, mia).unwrap();
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, mia));

    // An edit of two minutes ago is none: it may be somebody's reaction.
    let now = stage.simulator.read(World::now);
    let old = json!({"edited_message": {
        "message_id": message, "date": now - 180, "edit_date": now - 120, "text": "good morning",
        "chat": {"id": stage.group, "type": "supergroup", "title": "Tea lovers"},
        "from": {"id": mia, "is_bot": false, "first_name": "Mia"},
    }});
    stage.simulator.push_raw(stage.bot, old);
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, mia));
    assert_eq!(deletions_of(&stage, &[message]), 0);

    let twice = UpdateFault::new("edited_message", UpdateEffect::Twice).in_chat(stage.group);
    let twice = stage.simulator.inject_on_updates(twice);
    stage.simulator.act(|world| world.edit_message(stage.group, mia, message, "buy cheap tea")).unwrap();
    stage.until_muted(mia).await;
    stage.until("the edit is removed", |world| world.message(stage.group, message).unwrap().is_deleted).await;
    stage.until_one_notice_serves_all().await;
    stage.settle().await;
    assert_eq!(twice.hits(), 1);
    assert_eq!(deletions_of(&stage, &[message]), 1);
    assert_eq!(stage.count("restrictChatMember"), 1);
    stage.end().await;
}

#[tokio::test]
async fn an_album_is_removed_whole_and_is_one_mute_and_one_notice() {
    let stage = Stage::protected_with(r#"{"gate_on_join": false}"#).await;
    let sam = stage.stranger("Sam");
    stage.settle().await;
    let album: Vec<i64> = stage.simulator.act(|world| {
        (0..4)
            .map(|number| world.say_in_album(stage.group, sam, &format!("picture {number}"), "album").unwrap())
            .collect()
    });
    stage.until_muted(sam).await;
    stage
        .until("all of it is removed", |world| {
            album.iter().all(|id| world.message(stage.group, *id).unwrap().is_deleted)
        })
        .await;
    stage.until_one_notice_serves_all().await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 1);
    assert_eq!(stage.simulator.read(|world| notices(world, stage.group, stage.bot).len()), 1);
    assert_eq!(deletions_of(&stage, &album), 4);
    stage.end().await;
}

#[tokio::test]
async fn a_join_that_comes_as_a_message_and_as_an_update_is_one_mute() {
    let stage = Stage::protected().await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice_serves_all().await;
    stage.settle().await;
    let mutes = stage.simulator.calls_of("restrictChatMember");
    assert_eq!(mutes.iter().filter(|call| call.parameters["user_id"] == sam).count(), 1);
    stage.end().await;
}
