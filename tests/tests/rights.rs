//! The bot's own rights come and go, and groups change their ids.

use portcullis_simulator::world::Rights;
use portcullis_tests::{Stage, stage::has_spoken};

#[tokio::test]
async fn a_bot_that_is_demoted_in_the_group_says_so_once_and_recovers_by_itself() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let before = stage.count("sendMessage");
    stage.simulator.act(|world| world.demote(stage.group, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    assert_eq!(stage.count("sendMessage"), before + 1, "it says so, once");
    let stranger = stage.stranger("Sam");
    assert!(stage.say(stranger, "hello").is_some());
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, stranger)));

    stage.simulator.act(|world| world.set_admin(stage.group, stage.owner, stage.bot, Rights::GATEKEEPER)).unwrap();
    stage.settle().await;
    assert!(stage.say(stranger, "hello again").is_some());
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn a_channel_that_the_bot_can_no_longer_look_into_gates_nobody_and_frees_the_muted() {
    let stage = Stage::protected().await;
    let muted = stage.stranger("Sam");
    stage.until_muted(muted).await;
    stage.settle().await;
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    stage.until_free(muted).await;
    stage.settle().await;
    let late = stage.stranger("Tom");
    assert!(stage.say(late, "hello").is_some());
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, late)));
    let warned = |world: &portcullis_simulator::World| {
        has_spoken(world, stage.group, stage.bot, |message| message.text.contains("Tea news"))
    };
    assert!(stage.simulator.read(warned));

    stage.simulator.act(|world| world.set_admin(stage.channel, stage.owner, stage.bot, Rights::INVITE_USERS)).unwrap();
    stage.settle().await;
    assert!(stage.say(late, "hello again").is_some());
    stage.until_muted(late).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_joins_while_the_bot_lacks_its_rights_is_freed_when_it_has_them_again() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.simulator.act(|world| world.demote(stage.group, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.settle().await;
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, stranger)));
    stage.simulator.act(|world| world.set_admin(stage.group, stage.owner, stage.bot, Rights::GATEKEEPER)).unwrap();
    stage.until_free(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn a_bot_that_was_removed_from_the_group_tells_the_owner_in_private() {
    let stage = Stage::protected().await;
    stage.simulator.act(|world| {
        world.start_private(stage.owner, stage.bot, None).unwrap();
        world.kick(stage.group, stage.owner, stage.bot, 0).unwrap();
    });
    stage
        .until("the owner is told", |world| {
            world.private_messages(stage.owner, stage.bot).iter().any(|message| message.text.contains("Tea lovers"))
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn a_group_with_a_new_id_keeps_its_gate() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let (new, stranger) = stage.simulator.act(|world| {
        let new = world.add_supergroup(stage.owner, "Tea lovers");
        world.add_bot_as_admin(new, stage.bot, Rights::GATEKEEPER).unwrap();
        (new, world.add_user("Sam"))
    });
    stage.tell_that_it_moved_to(new);
    stage.settle().await;
    stage.simulator.act(|world| world.join(new, stranger)).unwrap();
    stage.until("the stranger is muted in the new group", |world| world.is_muted(new, stranger)).await;
    stage.end().await;
}
