//! The process dies at the worst moments, and is started again: the person ends muted, with one notice.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    Stage,
    stage::{WAIT_TIMEOUT, notices},
};

/// Kills the bot while `fault` holds a call back, starts it again, and looks at how the story ends.
async fn dies_while(mut stage: Stage, fault: Fault) {
    let held = stage.simulator.inject(fault);
    let stranger = stage.stranger("Sam");
    stage.until_held(&held).await;
    stage.kill_while_held(&held).await;
    stage.start();
    ends_well(stage, stranger).await;
}

async fn ends_well(stage: Stage, stranger: i64) {
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
    stage.simulator.read(|world| {
        assert_eq!(notices(world, stage.group, stage.bot).len(), 1);
        assert!(world.is_muted(stage.group, stranger));
    });
    stage.end().await;
}

#[tokio::test]
async fn before_the_look_up() {
    let stage = Stage::protected().await;
    let fault = Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel);
    dies_while(stage, fault).await;
}

#[tokio::test]
async fn before_the_mute() {
    let stage = Stage::protected().await;
    dies_while(stage, Fault::new("restrictChatMember", Effect::HoldBefore)).await;
}

#[tokio::test]
async fn after_the_mute_and_before_its_answer() {
    let stage = Stage::protected().await;
    dies_while(stage, Fault::new("restrictChatMember", Effect::HoldAfter)).await;
}

#[tokio::test]
async fn before_the_notice() {
    let stage = Stage::protected().await;
    dies_while(stage, Fault::new("sendMessage", Effect::HoldBefore)).await;
}

#[tokio::test]
async fn before_the_confirmation() {
    let mut stage = Stage::protected().await;
    stage.settle().await;
    // The poll that waits now brings the update; the next one would confirm it, and never gets through.
    let held = stage.simulator.inject(Fault::new("getUpdates", Effect::HoldBefore));
    let stranger = stage.stranger("Sam");
    stage.until_held(&held).await;
    // In the middle of the notice it might stand twice, which is another story.
    let told = "SELECT COUNT(*) FROM restrictions WHERE notice_message_id IS NOT NULL";
    stage.until_number("the notice is written down", told, 1).await;
    assert!(stage.simulator.pending(stage.bot) > 0, "nothing is left to confirm");
    stage.kill_while_held(&held).await;
    stage.start();
    ends_well(stage, stranger).await;
}

#[tokio::test]
async fn after_the_confirmation() {
    let mut stage = Stage::protected().await;
    let held = stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel));
    let stranger = stage.stranger("Sam");
    stage.until_held(&held).await;
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    stage.kill_while_held(&held).await;
    stage.start();
    ends_well(stage, stranger).await;
}

#[tokio::test]
async fn before_the_unmute() {
    let mut stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore));
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_held(&held).await;
    stage.kill_while_held(&held).await;
    stage.start();
    stage.until_free(stranger).await;
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    stage.end().await;
}

#[tokio::test]
async fn in_the_middle_of_letting_everybody_go() {
    let mut stage = Stage::protected().await;
    let strangers: Vec<i64> = (0..5).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.settle().await;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).about(strangers[2]));
    stage.owner_says("/unprotect");
    stage.until_held(&held).await;
    stage.kill_while_held(&held).await;
    stage.start();
    for stranger in &strangers {
        stage.until_free(*stranger).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn a_stop_in_good_order_finishes_what_is_in_hand() {
    let mut stage = Stage::protected().await;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).once());
    let stranger = stage.stranger("Sam");
    stage.until_held(&held).await;
    let releasing = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        held.release();
    };
    let (status, ()) = tokio::join!(stage.stop(), releasing);
    assert!(status.success());
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, stranger)));
    stage.end().await;
}
