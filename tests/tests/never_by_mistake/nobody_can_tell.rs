//! «Nobody can tell» is not «done»: it is asked again until somebody can.

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, stage::has_spoken};

fn failing_look_ups(stage: &Stage, channel: i64) -> portcullis_simulator::FaultHandle {
    let failure = Effect::Status(502, "<html>Bad Gateway</html>".to_owned());
    stage.simulator.inject(Fault::new("getChatMember", failure).in_chat(channel))
}

/// Waits until the fault has taken effect on so many calls.
async fn until_hits(fault: &portcullis_simulator::FaultHandle, hits: usize) {
    while fault.hits() < hits {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn whoever_joins_while_another_channels_look_up_fails_is_let_go_without_a_press() {
    let mut stage = Stage::protected().await;
    let second = stage.protect_with_another_channel().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    // Another process remembers nothing of her.
    assert!(stage.stop().await.success());
    let failing = failing_look_ups(&stage, second);
    stage.simulator.act(|world| {
        world.join(second, ann).unwrap();
        world.take_updates();
        world.join(stage.channel, ann).unwrap();
    });
    stage.start();
    until_hits(&failing, 4).await;
    stage.settle().await;
    assert!(stage.simulator.is_muted(stage.group, ann), "nobody can tell yet");
    failing.remove();
    stage.until_free(ann).await;
    stage.end().await;
}

#[tokio::test]
async fn a_release_that_meets_failing_look_ups_frees_everybody_in_the_end() {
    let mut stage = Stage::protected().await;
    let second = stage.protect_with_another_channel().await;
    let people: Vec<i64> = ["Ann", "Ben", "Cat"]
        .map(|name| {
            let person = stage.simulator.add_user(name);
            stage.simulator.join(stage.channel, person).unwrap();
            stage.simulator.join(stage.group, person).unwrap();
            person
        })
        .to_vec();
    for person in &people {
        stage.until_muted(*person).await;
    }
    assert!(stage.stop().await.success());
    let failing = failing_look_ups(&stage, stage.channel);
    stage.start();
    stage.owner_says("/unprotect @cake_news");
    stage
        .until("the channel is removed", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("Cake news"))
        })
        .await;
    until_hits(&failing, 6).await;
    assert_eq!(second, stage.simulator.read(|world| world.chat_by_username("cake_news")).unwrap());
    failing.remove();
    for person in people {
        stage.until_free(person).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn an_admins_unmute_stands_though_look_ups_fail() {
    let mut stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    assert!(stage.stop().await.success());
    let failing = failing_look_ups(&stage, stage.channel);
    stage.start();
    stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.owner, ann)).unwrap();
    stage
        .until("the bot says that she is exempt", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("/unexempt"))
        })
        .await;
    failing.remove();
    let message = stage.say(ann, "thank you").unwrap();
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, ann));
        assert!(!world.message(stage.group, message).unwrap().is_deleted);
    });
    stage.end().await;
}
