//! The lanes of an instance that is dead, or stands still, are another's once the lease has run out.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, World};
use portcullis_tests::{
    sql,
    stage::{WAIT_TIMEOUT, notices},
    until_given_up,
};

use super::{Two, until_held};

/// Longer than the lease of a lane and the time between two looks for leases that have run out, and shorter than any other
/// way to what is in it.
const UNTIL_A_LANE_IS_TAKEN_OVER: Duration = Duration::from_secs(55);

#[tokio::test]
async fn what_a_killed_instance_has_stored_a_running_one_finds_once_the_lease_has_run_out() {
    let Two { stage, mut first, second } = Two::new().await;
    // Nothing but the inbox knows of the stranger by then.
    let held = stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel));
    let stranger = stage.stranger("Sam");
    until_held(&stage, &held).await;
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    let leased = "SELECT COUNT(*) FROM inbox_lanes WHERE holder IS NOT NULL AND last > 0";
    assert!(sql::number(&stage.database(), leased).await > 0);
    first.kill();
    until_given_up(&held).await;
    let muted = stage.simulator.wait_until(UNTIL_A_LANE_IS_TAKEN_OVER, |world| world.is_muted(stage.group, stranger));
    assert!(muted.await.is_ok(), "nobody takes it over\n{}", stage.log_of("second"));
    stage.until_one_notice().await;
    second.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn an_instance_that_stood_still_for_longer_than_its_lease_leaves_alone_what_another_has_done_meanwhile() {
    let two = Two::new().await;
    let stage = &two.stage;
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).once());
    let stranger = stage.stranger("Sam");
    until_held(stage, &held).await;
    let message = stage.say(stranger, "buy this").unwrap();
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    two.first.pause();

    let is_done = |world: &World| {
        world.is_muted(stage.group, stranger)
            && world.message(stage.group, message).is_some_and(|message| message.is_deleted)
            && notices(world, stage.group, stage.bot).len() == 1
    };
    let done = stage.simulator.wait_until(UNTIL_A_LANE_IS_TAKEN_OVER, is_done).await;
    assert!(done.is_ok(), "nobody takes it over\n{}", stage.log_of("second"));
    stage.until_number("it is worked off", "SELECT COUNT(*) FROM inbox_lanes", 0).await;
    let posted = stage.count("sendMessage");

    two.first.resume();
    // By a renewal, unless its call has run into its limit before that: then it gives back what is not its own any more.
    let has_noticed = |log: String| ["others have taken them", "an update waits"].iter().any(|word| log.contains(word));
    let noticed = async {
        while !has_noticed(stage.log_of("first")) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(WAIT_TIMEOUT, noticed).await;
    assert!(in_time.is_ok(), "it does not notice\n{}", stage.log_of("first"));
    held.remove();
    stage.settle().await;
    stage.simulator.read(|world| assert!(is_done(world), "what the other has done stands"));
    assert_eq!(stage.count("sendMessage"), posted, "nobody is told twice");
    let of = |method: &str, key: &str, id: i64| {
        let calls = stage.simulator.calls_of(method).into_iter();
        calls.filter(|call| call.parameters[key].as_i64() == Some(id)).collect::<Vec<_>>()
    };
    assert_eq!(of("deleteMessage", "message_id", message).len(), 1);
    let mutes = of("restrictChatMember", "user_id", stranger);
    assert!(
        !mutes.is_empty() && mutes.iter().all(|call| call.parameters == mutes[0].parameters),
        "one mute: {mutes:?}"
    );
    two.end().await;
}
