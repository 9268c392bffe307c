//! One thing that can't be done, or one value that can't be read, holds up neither its lane nor its neighbours.

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, sql, stage::has_spoken};

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
    let fault = Fault { chat_id: Some(stage.channel), ..Fault::new("getChatMember", Effect::Status(200, answer)) };
    let look_up = stage.simulator.inject(Fault { user_id: Some(guest), ..fault });
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
