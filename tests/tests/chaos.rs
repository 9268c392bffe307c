//! Everything at once: a crowd, a Telegram that fails now and then, and a bot that dies again and again.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, stage::notices};

#[tokio::test]
async fn a_bot_that_dies_again_and_again_loses_no_update_and_mutes_nobody_by_mistake() {
    let mut stage = Stage::protected().await;
    let failing = [
        Fault::new("restrictChatMember", Effect::ResetAfter).times(3),
        Fault::new("deleteMessage", Effect::Status(500, "oops".to_owned())).times(5),
        Fault::new("getChatMember", Effect::FloodWait(1)).times(3),
        Fault::new("getUpdates", Effect::Reset).times(2),
    ];
    let faults: Vec<_> = failing.into_iter().map(|fault| stage.simulator.inject(fault)).collect();
    let (mut strangers, mut members, mut spam, mut welcome) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..6 {
        for number in 0..10 {
            let stranger = stage.stranger(&format!("Sam {round}.{number}"));
            spam.extend(stage.say(stranger, "buy"));
            let member = stage.member(&format!("Mia {round}.{number}"));
            welcome.extend(stage.say(member, "hello"));
            strangers.push(stranger);
            members.push(member);
        }
        // Never at the same point of the work twice.
        tokio::time::sleep(Duration::from_millis(60 + 97 * round)).await;
        stage.kill();
        stage.start();
    }
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage
        .until("all spam is deleted", |world| spam.iter().all(|id| world.message(stage.group, *id).unwrap().is_deleted))
        .await;
    stage.until("they are told why", |world| !notices(world, stage.group, stage.bot).is_empty()).await;
    stage.settle().await;
    stage.simulator.read(|world| {
        for member in &members {
            assert!(!world.is_muted(stage.group, *member));
        }
        for message in &welcome {
            assert!(!world.message(stage.group, *message).unwrap().is_deleted);
        }
    });
    drop(faults);
    stage.end().await;
}
