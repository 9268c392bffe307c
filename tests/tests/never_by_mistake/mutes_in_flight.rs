//! A mute in flight does not outlive what ends its reasons, and undoes nobody else's deed.

use portcullis_simulator::{
    Effect, Fault,
    world::{Rights, Status},
};
use portcullis_tests::{
    Stage, sql,
    stage::{WAIT_TIMEOUT, has_spoken, notices},
};

const COUNT_OPEN: &str = "SELECT COUNT(*) FROM restrictions WHERE lifted_at IS NULL";

/// The owner switches the gate off, and its release is done.
async fn unprotect(stage: &Stage) {
    stage.owner_says("/unprotect");
    stage.settle().await;
    stage.until_number("its release is done", "SELECT COUNT(*) FROM jobs WHERE state = 'open'", 0).await;
}

async fn ends_free_without_a_record(stage: Stage, person: i64) {
    stage.until_free(person).await;
    stage.until_number("no record is open", COUNT_OPEN, 0).await;
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, person));
        assert!(notices(world, stage.group, stage.bot).is_empty());
    });
    stage.end().await;
}

#[tokio::test]
async fn a_mute_that_lands_after_the_gate_was_switched_off_is_undone() {
    let stage = Stage::protected().await;
    let (ann, held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldBefore).await;
    unprotect(&stage).await;
    held.release();
    stage.simulator.wait_for_calls("restrictChatMember", 2, WAIT_TIMEOUT).await.unwrap();
    ends_free_without_a_record(stage, ann).await;
}

#[tokio::test]
async fn a_mute_whose_look_up_outlives_the_gate_is_undone() {
    let mut stage = Stage::new().await;
    let ann = stage.stranger("Ann");
    stage.start();
    stage.protect().await;
    let look_up = Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.group).about(ann).once();
    let held = stage.simulator.inject(look_up);
    stage.say(ann, "hello");
    held.held().await;
    unprotect(&stage).await;
    held.release();
    stage.settle().await;
    ends_free_without_a_record(stage, ann).await;
}

#[tokio::test]
async fn a_join_whose_look_up_outlives_the_gate_mutes_nobody() {
    let stage = Stage::protected().await;
    let ann = stage.simulator.add_user("Ann");
    let look_up = Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel).about(ann).once();
    let held = stage.simulator.inject(look_up);
    stage.simulator.join(stage.group, ann).unwrap();
    held.held().await;
    unprotect(&stage).await;
    held.release();
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 0, "{}", stage.log());
    ends_free_without_a_record(stage, ann).await;
}

#[tokio::test]
async fn a_mute_that_lands_after_an_exemption_is_undone() {
    let stage = Stage::protected().await;
    let (ann, held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldBefore).await;
    stage.owner_says(&format!("/exempt {ann}"));
    stage.settle().await;
    held.release();
    stage.simulator.wait_for_calls("restrictChatMember", 2, WAIT_TIMEOUT).await.unwrap();
    ends_free_without_a_record(stage, ann).await;
}

#[tokio::test]
async fn a_mute_that_lands_after_its_channel_was_removed_from_the_group_is_undone() {
    let stage = Stage::protected().await;
    let second = stage.protect_with_another_channel().await;
    let ann = stage.simulator.add_user("Ann");
    stage.simulator.join(second, ann).unwrap();
    stage.settle().await;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).about(ann).once());
    stage.simulator.join(stage.group, ann).unwrap();
    held.held().await;
    stage.owner_says("/unprotect @tea_news");
    stage.settle().await;
    stage.until_number("its release is done", "SELECT COUNT(*) FROM jobs WHERE state = 'open'", 0).await;
    held.release();
    stage.simulator.wait_for_calls("restrictChatMember", 2, WAIT_TIMEOUT).await.unwrap();
    ends_free_without_a_record(stage, ann).await;
}

#[tokio::test]
async fn a_mute_that_lands_after_its_channel_was_lost_is_undone() {
    let stage = Stage::protected().await;
    let (ann, held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldBefore).await;
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    stage
        .until("the bot says that it sees nobody there", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("no longer see who is in"))
        })
        .await;
    stage.settle().await;
    held.release();
    stage.simulator.wait_for_calls("restrictChatMember", 2, WAIT_TIMEOUT).await.unwrap();
    ends_free_without_a_record(stage, ann).await;
}

#[tokio::test]
async fn an_administrators_message_stays_though_the_promotion_is_told_after_it() {
    let stage = Stage::protected().await;
    let ann = stage.simulator.act(|world| {
        let ann = world.add_user("Ann");
        world.hide_join_messages(stage.group);
        ann
    });
    let held =
        stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel).about(ann));
    let message = stage.simulator.act(|world| {
        world.join(stage.group, ann).unwrap();
        world.take_updates();
        world.say(stage.group, ann, "I am new here").unwrap()
    });
    held.held().await;
    stage.simulator.act(|world| {
        world.set_admin(stage.group, stage.owner, ann, Rights::GATEKEEPER).unwrap();
        world.take_updates();
    });
    held.remove();
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.message(stage.group, message).unwrap().is_deleted));
    assert_eq!((stage.count("deleteMessage"), stage.count("restrictChatMember")), (0, 0));
    stage.end().await;
}

#[tokio::test]
async fn a_ban_that_our_mute_has_undone_is_made_again() {
    let stage = Stage::protected().await;
    let (ann, held) = stage.join_while_the_mute_is_held("Ann", Effect::HoldBefore).await;
    stage.simulator.act(|world| world.kick(stage.group, stage.owner, ann, 0)).unwrap();
    held.release();
    stage.simulator.wait_for_calls("banChatMember", 1, WAIT_TIMEOUT).await.unwrap();
    stage.settle().await;
    assert!(matches!(stage.simulator.member(stage.group, ann), Status::Kicked { .. }));
    assert_eq!(sql::number(&stage.database(), COUNT_OPEN).await, 0);
    stage.end().await;
}
