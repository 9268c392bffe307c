//! What a sweep makes of a group's settings, and of a group that changes meanwhile.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, world::Rights};
use portcullis_tests::{Stage, sql};

use super::crowd::{Crowd, learned_pace, plain, until_said};

#[tokio::test]
async fn of_two_channels_both_are_asked_about_and_one_is_enough_where_any_is() {
    for (params, muted) in [("{}", 9), (r#"{"policy": "any"}"#, 4)] {
        let stage = Stage::protected_with(params).await;
        let cake = stage.protect_with_another_channel().await;
        let crowd = Crowd::gather(&stage, 5, 4, 0).await;
        learned_pace(&stage, 200).await;
        stage.owner_says("/sweep");
        let summary = until_said(&stage, "is checked").await;
        assert!(summary.text.contains(&format!("Muted now: {muted}")), "{params}: {}", summary.text);
        for channel in [stage.channel, cake] {
            let asked = crowd.asked_in(&stage, channel);
            assert!(asked.values().all(|times| *times == 1), "{params}: {asked:?}");
        }
        for stranger in &crowd.strangers {
            stage.until_muted(*stranger).await;
        }
        for member in &crowd.members {
            if muted == 9 { stage.until_muted(*member).await } else { stage.until_free(*member).await }
        }
        stage.until_the_promise_holds().await;
        stage.end().await;
    }
}

#[tokio::test]
async fn a_gate_that_is_switched_off_meanwhile_mutes_nobody_more() {
    let stage = Stage::protected_with(r#"{"brake": false}"#).await;
    let crowd = Crowd::gather(&stage, 0, 200, 0).await;
    learned_pace(&stage, 20).await;
    stage.owner_says("/sweep");
    stage.until("somebody is muted", |world| crowd.strangers.iter().any(|it| world.is_muted(stage.group, *it))).await;
    stage.owner_says("/unprotect");
    until_said(&stage, "nothing to check").await;
    stage.until_number("it is over", "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'cancelled'", 1).await;
    for stranger in &crowd.strangers {
        stage.until_free(*stranger).await;
    }
    assert!(crowd.asked(&stage).values().sum::<usize>() < 200);
    stage.end().await;
}

#[tokio::test]
async fn whoever_joins_the_channel_while_the_sweep_waits_for_its_turn_is_not_left_muted() {
    let stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 0, 1, 0).await;
    let stranger = crowd.strangers[0];
    learned_pace(&stage, 200).await;
    // It has asked about the channel, and waits for what they are in the group.
    let held = Fault::new("getChatMember", Effect::HoldAfter).in_chat(stage.group).about(stranger).once();
    let held = stage.simulator.inject(held);
    stage.owner_says("/sweep");
    held.held().await;
    stage.simulator.join(stage.channel, stranger).unwrap();
    stage.settle().await;
    held.release();
    until_said(&stage, "is checked").await;
    stage.until_free(stranger).await;
    stage.until_number("no mute stands", "SELECT COUNT(*) FROM restrictions WHERE lifted_at IS NULL", 0).await;
    stage.end().await;
}

#[tokio::test]
async fn in_a_discussion_group_whoever_comments_without_being_in_it_is_not_forgotten() {
    let mut stage = Stage::new().await;
    stage.start();
    stage.simulator.act(|world| world.link(stage.channel, stage.group)).unwrap();
    stage.protect().await;
    let crowd = Crowd::gather(&stage, 2, 0, 3).await;
    learned_pace(&stage, 200).await;
    stage.owner_says("/sweep");
    let summary = until_said(&stage, "is checked").await;
    let words = "Not members of the group: 3 (checked when they comment)";
    assert!(plain(&summary.text).contains(words), "{}", summary.text);
    stage.settle().await;
    let gone: Vec<String> = crowd.gone.iter().map(ToString::to_string).collect();
    let known = format!("SELECT COUNT(*) FROM group_members WHERE user_id IN ({})", gone.join(","));
    assert_eq!(sql::number(&stage.database(), &known).await, 3);
    stage.end().await;
}

#[tokio::test]
async fn on_trial_nobody_is_muted_and_the_summary_says_how_many_would_be() {
    let stage = Stage::protected_with(r#"{"mode": "observe"}"#).await;
    let crowd = Crowd::gather(&stage, 3, 7, 0).await;
    learned_pace(&stage, 200).await;
    stage.owner_says("/sweep");
    let summary = until_said(&stage, "is checked").await;
    assert!(summary.text.contains("Would be muted: 7"), "{}", summary.text);
    stage.settle().await;
    assert!(!crowd.everybody().any(|person| stage.simulator.is_muted(stage.group, person)));
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.end().await;
}

#[tokio::test]
async fn many_strangers_get_few_notices_and_russian_says_how_far_it_is() {
    let stage = Stage::protected_with(r#"{"language": "ru", "brake": false}"#).await;
    let crowd = Crowd::gather(&stage, 10, 40, 0).await;
    learned_pace(&stage, 100).await;
    let before = stage.count("sendMessage");
    stage.owner_says("/sweep");
    let summary = until_said(&stage, "проверены").await;
    assert!(summary.text.contains("40"), "{}", summary.text);
    for stranger in &crowd.strangers {
        stage.until_muted(*stranger).await;
    }
    stage.until_the_promise_holds().await;
    let sent = stage.count("sendMessage") - before;
    assert!(sent <= 8, "{sent} messages for forty people");
    stage.end().await;
}

#[tokio::test]
async fn a_group_that_gets_a_new_id_is_swept_to_its_end_under_that() {
    let stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 60, 2, 0).await;
    learned_pace(&stage, 10).await;
    stage.owner_says("/sweep");
    while crowd.asked(&stage).values().sum::<usize>() < 10 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let new = stage.simulator.act(|world| {
        let new = world.add_supergroup(stage.owner, "Tea lovers");
        world.add_bot_as_admin(new, stage.bot, Rights::GATEKEEPER).unwrap();
        for person in crowd.everybody() {
            world.join(new, person).unwrap();
        }
        world.take_updates();
        new
    });
    stage.tell_that_it_moved_to(new);
    stage.until_number("the order moves", &format!("SELECT COUNT(*) FROM jobs WHERE group_id = {new}"), 1).await;
    let strangers = || crowd.strangers.iter();
    stage.until("the strangers are muted", |world| strangers().all(|stranger| world.is_muted(new, *stranger))).await;
    stage.until_number("it is over", "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'done'", 1).await;
    stage.ends_in_mid_air("the old group is left as Telegram leaves it: nobody is let go there");
}
