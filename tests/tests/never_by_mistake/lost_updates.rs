//! State that an update should tell, and never does: the bot finds out by itself.

use portcullis_simulator::{Effect, Fault, UpdateEffect, UpdateFault, World, world::Rights};
use portcullis_tests::{Stage, operations::value_of, stage::has_spoken};

/// The rights of an admin who may mute and not delete.
const MUTE_ONLY: Rights = Rights::RESTRICT_MEMBERS;

fn lose_own_status(stage: &Stage) -> portcullis_simulator::UpdateFaultHandle {
    stage.simulator.inject_on_updates(UpdateFault::new("my_chat_member", UpdateEffect::Lose).of_bot(stage.bot))
}

fn said(world: &World, stage: &Stage, words: &str) -> usize {
    let standing = world.visible_messages(stage.group).into_iter();
    standing.filter(|message| message.from == Some(stage.bot) && message.text.contains(words)).count()
}

async fn until_said(stage: &Stage, words: &str) {
    stage.until(&format!("it says “{words}”"), |world| said(world, stage, words) > 0).await;
}

/// How often the bot was asked what it is in a chat itself.
fn own_look_ups(stage: &Stage, chat: i64) -> usize {
    let calls = stage.simulator.calls_of("getChatMember").into_iter();
    let of_itself = calls.filter(|call| {
        call.parameters["chat_id"].as_i64() == Some(chat) && call.parameters["user_id"].as_i64() == Some(stage.bot)
    });
    of_itself.count()
}

#[tokio::test]
async fn a_channel_that_was_deleted_without_a_word_is_found_lost_by_the_look_ups_that_fail() {
    let stage = Stage::protected().await;
    let muted = stage.stranger("Ann");
    stage.until_muted(muted).await;
    stage.settle().await;
    let before = own_look_ups(&stage, stage.channel);
    stage.simulator.act(|world| world.delete_chat(stage.channel)).unwrap();
    for name in ["Sam", "Tom", "Uli"] {
        stage.stranger(name);
    }
    until_said(&stage, "no longer see who is in").await;
    stage.until_free(muted).await;
    let late = stage.stranger("Vic");
    assert!(stage.say(late, "hello").is_some());
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, late));
        assert_eq!(said(world, &stage, "no longer see who is in"), 1, "it says so once");
    });
    assert_eq!(own_look_ups(&stage, stage.channel) - before, 1, "the bot's own status is asked once");
    stage.end().await;
}

#[tokio::test]
async fn one_odd_answer_loses_no_channel() {
    let stage = Stage::protected().await;
    let odd = r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#.to_owned();
    let fault =
        stage.simulator.inject(Fault::new("getChatMember", Effect::Status(400, odd)).in_chat(stage.channel).once());
    stage.stranger("Sam");
    stage.settle().await;
    assert_eq!(fault.hits(), 1);
    let stranger = stage.stranger("Tom");
    stage.until_muted(stranger).await;
    assert_eq!(stage.simulator.read(|world| said(world, &stage, "no longer see who is in")), 0);
    stage.end().await;
}

#[tokio::test]
async fn rights_that_came_back_while_the_bot_was_down_are_found_after_the_start() {
    let mut stage = Stage::protected().await;
    stage.simulator.act(|world| {
        world.demote(stage.group, stage.owner, stage.bot).unwrap();
        world.demote(stage.channel, stage.owner, stage.bot).unwrap();
    });
    until_said(&stage, "look after").await;
    until_said(&stage, "no longer see who is in").await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    stage.simulator.act(|world| {
        world.set_admin(stage.group, stage.owner, stage.bot, Rights::GATEKEEPER).unwrap();
        world.set_admin(stage.channel, stage.owner, stage.bot, Rights::INVITE_USERS).unwrap();
    });
    assert!(stage.simulator.lose_waiting_updates(stage.bot) > 0);
    stage.start();
    until_said(&stage, "I have my rights").await;
    until_said(&stage, "I can see again who is in").await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn rights_that_came_back_without_an_update_are_found_by_the_status_at_once() {
    let stage = Stage::protected().await;
    stage.simulator.act(|world| {
        world.demote(stage.group, stage.owner, stage.bot).unwrap();
        world.demote(stage.channel, stage.owner, stage.bot).unwrap();
    });
    until_said(&stage, "look after").await;
    until_said(&stage, "no longer see who is in").await;
    let _lost = lose_own_status(&stage);
    stage.simulator.act(|world| {
        world.set_admin(stage.group, stage.owner, stage.bot, Rights::GATEKEEPER).unwrap();
        world.set_admin(stage.channel, stage.owner, stage.bot, Rights::INVITE_USERS).unwrap();
    });
    stage.owner_says("/status");
    until_said(&stage, "the gate is on").await;
    stage.simulator.read(|world| {
        assert_eq!(said(world, &stage, "I lack a right"), 0);
        assert_eq!(said(world, &stage, "I can’t check it now"), 0);
    });
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn a_right_to_delete_that_was_lost_without_an_update_is_found_by_the_refusal_and_told() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let _lost = lose_own_status(&stage);
    stage.simulator.act(|world| world.set_admin(stage.group, stage.owner, stage.bot, MUTE_ONLY)).unwrap();
    // Nobody hears that the stranger has joined, so that the first thing to be done is to delete.
    let stranger = stage.simulator.act(|world| world.add_user("Tom"));
    let _joins = stage.simulator.inject_on_updates(UpdateFault::new("chat_member", UpdateEffect::Lose).once());
    let _lines = stage.simulator.inject_on_updates(UpdateFault::new("message", UpdateEffect::Lose).once());
    stage.simulator.act(|world| world.join(stage.group, stranger)).unwrap();
    assert!(stage.say(stranger, "buy this").is_some());
    until_said(&stage, "I’m missing these rights").await;
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| said(world, &stage, "look after")), 1, "it says so once");
    stage.end().await;
}

#[tokio::test]
async fn what_the_admins_are_to_be_told_survives_a_crash() {
    let mut stage = Stage::protected().await;
    stage.settle().await;
    let held = stage.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore));
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    held.held().await;
    stage.kill();
    stage.simulator.clear_faults();
    stage.start();
    until_said(&stage, "no longer see who is in").await;
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| said(world, &stage, "no longer see who is in")), 1);
    stage.end().await;
}

#[tokio::test]
async fn a_group_that_threw_the_bot_out_holds_up_nobody_elsewhere() {
    let stage = Stage::protected().await;
    let person = stage.stranger("Ann");
    stage.until_muted(person).await;
    stage.settle().await;
    let other = stage.simulator.act(|world| {
        let owner = world.add_user("Pia");
        let other = world.add_supergroup(owner, "Tea drinkers");
        world.add_bot_as_admin(other, stage.bot, Rights::GATEKEEPER).unwrap();
        world.say(other, owner, "/protect @tea_news").unwrap();
        other
    });
    stage
        .until("the other group is protected", |world| {
            has_spoken(world, other, stage.bot, |message| message.text.contains("Tea news"))
        })
        .await;
    stage.simulator.act(|world| world.join(other, person)).unwrap();
    stage.until("the person is muted there too", |world| world.is_muted(other, person)).await;

    let _lost = lose_own_status(&stage);
    stage.simulator.act(|world| world.kick(stage.group, stage.owner, stage.bot, 0)).unwrap();
    stage.simulator.act(|world| world.join(stage.channel, person)).unwrap();
    stage.until("the person may speak in the other group", |world| !world.is_muted(other, person)).await;
    let operations = stage.operations().await;
    let series = r#"bot_restrictions_lifted_total{reason="bot_removed"}"#;
    operations.until("/metrics", |answer| value_of(&answer.text, series) == Some(1.0)).await;
    stage.settle().await;
    assert!(!stage.log().contains("an update waits"), "nothing is tried again\n{}", stage.log());
    stage.end().await;
}
