//! One thing that can't be done, or one value that can't be read, holds up neither its lane nor its neighbours.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    Stage,
    operations::{Answer, Operations},
    sql,
    stage::{TOKEN, WAIT_TIMEOUT, has_spoken},
    webhook_instance::with_one_instance,
};
use reqwest::StatusCode;

/// Longer than whatever met a refused token waits before it is tried again.
const TOKEN_IS_TRIED_AGAIN: Duration = Duration::from_secs(90);

#[tokio::test]
async fn a_setting_that_can_not_be_read_counts_as_its_default_and_stops_no_group() {
    let mut stage = Stage::protected().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    let database = stage.database();
    sql::run(&database, r#"UPDATE protected_groups SET params = '{"policy":"most","mode":"observing"}'"#).await;
    stage.start();
    let stranger = stage.stranger("Ann");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    let member = stage.member("Mia");
    assert!(stage.say(member, "hello").is_some());
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, member)));
    assert_eq!(stage.log().matches("a setting counts as its default").count(), 2, "each is logged once");
    stage.end().await;
}

#[tokio::test]
async fn a_status_that_this_version_does_not_know_is_an_unknown_membership_and_holds_up_nobody() {
    let stage = Stage::protected().await;
    let guest = stage.simulator.act(|world| world.add_user("Gus"));
    let answer = format!(
        r#"{{"ok":true,"result":{{"status":"guest","user":{{"id":{guest},"is_bot":false,"first_name":"Gus"}}}}}}"#
    );
    let fault = Fault::new("getChatMember", Effect::Status(200, answer)).in_chat(stage.channel);
    let look_up = stage.simulator.inject(fault.about(guest));
    stage.simulator.act(|world| world.join(stage.group, guest)).unwrap();
    let message = stage.say(guest, "hello").unwrap();
    let stranger = stage.stranger("Ann");
    stage.until_muted(stranger).await;
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, guest));
        assert!(world.visible_messages(stage.group).iter().any(|one| one.id == message));
    });
    assert!(look_up.hits() > 0);
    assert!(!stage.log().contains("an update waits"), "nothing is tried again\n{}", stage.log());
    stage.end().await;
}

#[tokio::test]
async fn an_admin_who_must_wait_an_hour_is_told_so_at_once_and_other_commands_go_on() {
    let mut stage = Stage::new().await;
    stage.start();
    let hour = stage.simulator.inject(Fault::new("getChat", Effect::FloodWait(3_600)));
    stage.owner_says("/protect @tea_news");
    stage
        .until("the owner is told to wait or to name the channel by its id", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("60 minutes"))
        })
        .await;
    assert_eq!(hour.hits(), 1);
    stage.owner_says("/status");
    stage
        .until("the next command is answered", |world| {
            has_spoken(world, stage.group, stage.bot, |message| !message.text.contains("60 minutes"))
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn what_is_in_hand_when_the_token_is_revoked_is_kept_and_carried_out_with_a_good_one() {
    let mut stage = Stage::protected().await;
    stage.settle().await;
    let look_up = Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel).once();
    let held = stage.simulator.inject(look_up);
    let stranger = stage.stranger("Ann");
    held.held().await;
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    stage.simulator.act(|world| world.revoke_token(TOKEN));
    held.release();
    // Whoever polls can't go on, and says so; what it has in hand is in its inbox.
    let status = stage.take_process().ended().await;
    assert!(!status.success(), "{}", stage.log());
    assert!(!stage.simulator.is_muted(stage.group, stranger));
    let database = stage.database();
    assert!(sql::number(&database, "SELECT COUNT(*) FROM inbox WHERE dead_at IS NULL").await > 0);
    assert_eq!(sql::number(&database, "SELECT COUNT(*) FROM inbox WHERE dead_at IS NOT NULL").await, 0);
    stage.simulator.act(|world| world.give_token(stage.bot, TOKEN)).unwrap();
    stage.start();
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.end().await;
}

#[tokio::test]
async fn a_webhook_whose_token_is_revoked_keeps_what_it_is_sent_and_carries_it_out_with_a_good_one() {
    let (stage, instance) = with_one_instance(Stage::new().await).await;
    stage.protect().await;
    stage.settle().await;
    let operations = Operations::of_log(|| stage.log_of("webhook")).await;
    operations.until_status("/ready", 200).await;
    let stranger = stage.simulator.add_user("Ann");
    stage.join_unnoticed(stage.group, stranger);
    stage.simulator.act(|world| world.revoke_token(TOKEN));
    assert_eq!(instance.tell(&stage, 1, stranger, "hello").await, StatusCode::OK);
    let refused = |answer: &Answer| answer.json()["checks"]["telegram"]["status"] != "healthy";
    operations.until("/health", refused).await;
    let kept = "SELECT COUNT(*) FROM inbox WHERE dead_at IS NULL AND attempts = 0";
    stage.until_number("the message is kept, and not counted as failed", kept, 1).await;
    stage.simulator.act(|world| world.give_token(stage.bot, TOKEN)).unwrap();
    let muted = stage.simulator.wait_until(TOKEN_IS_TRIED_AGAIN, |world| world.is_muted(stage.group, stranger)).await;
    assert!(muted.is_ok(), "{}", stage.log_of("webhook"));
    instance.end(&stage).await;
    stage.end().await;
}
