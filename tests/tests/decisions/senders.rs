//! Who writes: channels, and people in a group where the gate is on trial.

use portcullis_tests::{Stage, sql};

#[tokio::test]
async fn a_foreign_channels_message_stays_where_the_group_allows_it_and_on_trial() {
    for params in [r#"{"channel_senders": "allow"}"#, r#"{"mode": "observe"}"#] {
        let stage = Stage::protected_with(params).await;
        let message = stage.simulator.act(|world| {
            let writer = world.add_user("Cleo");
            world.join(stage.channel, writer).unwrap();
            world.join(stage.group, writer).unwrap();
            let foreign = world.add_channel(writer, "Cheap tea", None);
            world.say_as_channel(stage.group, writer, foreign, "buy").unwrap()
        });
        stage.settle().await;
        assert!(stage.simulator.read(|world| !world.message(stage.group, message).unwrap().is_deleted), "{params}");
        stage.end().await;
    }
}

#[tokio::test]
async fn what_is_written_as_an_enforced_channel_stays() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let message =
        stage.simulator.act(|world| world.say_as_channel(stage.group, stage.owner, stage.channel, "news")).unwrap();
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.message(stage.group, message).unwrap().is_deleted));
    stage.end().await;
}

#[tokio::test]
async fn a_trial_that_ends_mutes_at_the_next_message_and_settings_of_another_version_outlive_all_that() {
    let mut stage = Stage::protected_with(r#"{"mode": "observe", "of_tomorrow": 5}"#).await;
    let (stranger, leaver) = (stage.stranger("Sam"), stage.member("Lea"));
    stage.say(leaver, "hello").unwrap();
    stage.settle().await;
    stage.simulator.leave(stage.channel, leaver).unwrap();
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.owner_says("/unprotect");
    stage.settle().await;
    stage.owner_says("/protect");
    stage.settle().await;
    let kept = "SELECT count(*) FROM protected_groups WHERE params ->> 'of_tomorrow' = 5";
    assert_eq!(sql::number(&stage.database(), kept).await, 1);
    stage.restart_with(r#"{"mode": "enforce", "mute_for_days": "soon"}"#).await;
    stage.say(stranger, "hello").unwrap();
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.end().await;
}
