//! What is asked before a mute is asked at once, and no more than it takes.

use portcullis_simulator::{
    Effect, Fault, FaultHandle,
    world::{Permissions, Status},
};
use portcullis_tests::{Stage, stage::WAIT_TIMEOUT};

/// How often it was asked what a person is in a chat.
fn asked(stage: &Stage, chat: i64, person: i64) -> usize {
    let calls = stage.simulator.calls_of("getChatMember").into_iter();
    calls.filter(|call| call.parameters["chat_id"] == chat && call.parameters["user_id"] == person).count()
}

/// A protected group in which these people have been since before.
async fn protected_among<const COUNT: usize>(names: [&str; COUNT]) -> (Stage, [i64; COUNT]) {
    let mut stage = Stage::new().await;
    let people = names.map(|name| stage.stranger(name));
    stage.start();
    stage.protect().await;
    (stage, people)
}

/// The look-up of a person in the channel is held back from now on.
fn hold_look_up(stage: &Stage, person: i64) -> FaultHandle {
    stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel).about(person).once())
}

/// Waits until the first call for the person's status that is not held back is answered; the log is empty before.
async fn until_asked(stage: &Stage, chat: i64, person: i64) {
    let asked_once = stage.simulator.wait_for_calls("getChatMember", 1, WAIT_TIMEOUT).await;
    assert!(asked_once.is_ok(), "{}", stage.log());
    assert_eq!(asked(stage, chat, person), 1);
}

/// Ann was muted, and now Ben's status is asked while the look-up of him is held back.
async fn asked_about_beside_the_look_up() -> (Stage, i64, FaultHandle) {
    let (stage, [ann, ben]) = protected_among(["Ann", "Ben"]).await;
    stage.say(ann, "hello");
    stage.until_muted(ann).await;
    stage.settle().await;
    stage.simulator.clear_calls();

    let held = hold_look_up(&stage, ben);
    stage.say(ben, "hello");
    held.held().await;
    until_asked(&stage, stage.group, ben).await;
    (stage, ben, held)
}

#[tokio::test]
async fn where_others_were_muted_the_next_ones_status_is_asked_beside_the_look_up() {
    let (stage, ben, held) = asked_about_beside_the_look_up().await;
    held.release();
    stage.until_muted(ben).await;
    stage.settle().await;
    assert_eq!((asked(&stage, stage.channel, ben), asked(&stage, stage.group, ben)), (1, 1));
    stage.end().await;
}

#[tokio::test]
async fn a_member_costs_one_look_up_and_no_question_about_the_group() {
    let mut stage = Stage::new().await;
    // They are members since before the bot knew of the channel, so that nothing is cached of them.
    let people = ["Ann", "Ben", "Cid"].map(|name| stage.member(name));
    stage.start();
    stage.protect().await;
    stage.settle().await;
    stage.simulator.clear_calls();
    for person in people {
        stage.say(person, "hello");
        stage.settle().await;
        assert_eq!((asked(&stage, stage.channel, person), asked(&stage, stage.group, person)), (1, 0));
    }
    stage.end().await;
}

#[tokio::test]
async fn whoever_joins_is_what_the_update_says_and_is_not_asked_about() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.settle().await;
    assert_eq!((asked(&stage, stage.channel, ann), asked(&stage, stage.group, ann)), (1, 0));
    stage.end().await;
}

/// The owner mutes somebody for ever while the look-up of them is held back, and the bot has been told.
async fn owner_mutes(stage: &Stage, person: i64, held: FaultHandle) {
    let (group, owner) = (stage.group, stage.owner);
    let muted = stage.simulator.act(|world| world.restrict_by(group, owner, person, Permissions::NONE, 0));
    assert!(muted.is_ok(), "an administrator may mute");
    assert!(stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.is_ok(), "the bot is told");
    held.release();
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 0, "{}", stage.log());
    let status = stage.simulator.member(stage.group, person);
    assert!(matches!(status, Status::Restricted { until_date: 0, .. }), "{status:?}");
}

#[tokio::test]
async fn an_administrators_mute_of_somebody_who_has_just_joined_is_left_alone() {
    let stage = Stage::protected().await;
    let ann = stage.simulator.add_user("Ann");
    let held = hold_look_up(&stage, ann);
    stage.simulator.join(stage.group, ann).unwrap();
    held.held().await;
    owner_mutes(&stage, ann, held).await;
    stage.end().await;
}

#[tokio::test]
async fn an_administrators_mute_that_comes_after_the_status_was_asked_is_left_alone() {
    let (stage, ben, held) = asked_about_beside_the_look_up().await;
    owner_mutes(&stage, ben, held).await;
    stage.end().await;
}
