//! The gate on trial: it decides and records, and does nothing to anyone.

use portcullis_simulator::{World, world::Message};
use portcullis_tests::{Stage, stage::notices};

#[tokio::test]
async fn on_trial_nothing_is_done_to_anyone_whatever_they_do_and_what_would_have_been_is_counted() {
    let mut stage = Stage::protected_with(r#"{"mode": "observe"}"#).await;
    let mia = stage.member("Mia");
    stage.say(mia, "good morning").unwrap();
    stage.settle().await;
    let sam = stage.stranger("Sam");
    let messages = stage.simulator.act(|world| {
        let writer = world.add_user("Wes");
        let foreign = world.add_channel(writer, "Cheap tea", None);
        world.join(stage.group, writer).unwrap();
        [
            world.say(stage.group, sam, "hello").unwrap(),
            world.say_as_channel(stage.group, writer, foreign, "buy").unwrap(),
        ]
    });
    stage.simulator.leave(stage.channel, mia).unwrap();
    // Sam, Mia and Wes, who came in too.
    stage.until_number("three are counted", "SELECT COUNT(*) FROM restrictions WHERE mode = 'observe'", 3).await;
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, sam) && !world.is_muted(stage.group, mia));
        assert!(messages.iter().all(|id| !world.message(stage.group, *id).unwrap().is_deleted));
        assert!(notices(world, stage.group, stage.bot).is_empty());
    });
    assert_eq!(stage.count("restrictChatMember"), 0);
    let asked = stage.owner_says("/status");
    let counted = |world: &World| {
        let answers =
            |message: &Message| message.reply_to == Some(asked) && message.text.contains("Would have been muted: 3");
        world.visible_messages(stage.group).iter().any(answers)
    };
    stage.until("the count is told", counted).await;

    // From now on it is meant.
    stage.settle().await;
    stage.restart_with("{}").await;
    assert!(stage.say(sam, "hello again").is_some());
    stage.until_muted(sam).await;
    stage.until_one_notice_serves_all().await;
    assert!(!stage.simulator.is_muted(stage.group, mia), "she has not spoken since");
    stage.end().await;
}
