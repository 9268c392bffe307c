//! What the settings say about whoever joins the group, and about whoever leaves a channel.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, UpdateEffect, UpdateFault, World, world::Service};
use portcullis_tests::Stage;

/// Everybody whom the lines about joining name that stand in the group.
fn named(world: &World, group: i64) -> Vec<i64> {
    let lines = world.visible_messages(group).into_iter().filter_map(|message| match message.service {
        Some(Service::NewChatMembers(users)) => Some(users),
        _ => None,
    });
    lines.flatten().collect()
}

/// People who are in neither chat.
fn people<const N: usize>(stage: &Stage, names: [&str; N]) -> [i64; N] {
    stage.simulator.act(|world| names.map(|name| world.add_user(name)))
}

#[tokio::test]
async fn the_line_of_whoever_does_not_pass_goes_and_that_of_a_member_stays() {
    let stage = Stage::protected().await;
    let (member, stranger) = (stage.member("Mia"), stage.stranger("BUY AT SPAM"));
    stage.until_muted(stranger).await;
    stage.until("the line is gone", |world| !named(world, stage.group).contains(&stranger)).await;
    stage.settle().await;
    assert!(stage.simulator.read(|world| named(world, stage.group)).contains(&member));
    stage.end().await;
}

#[tokio::test]
async fn a_line_about_several_goes_once_none_of_them_passes() {
    let stage = Stage::protected().await;
    let inviter = stage.member("Ina");
    let [sam, tom, uli, mia] = people(&stage, ["Sam", "Tom", "Uli", "Mia"]);
    let [outsiders, mixed] = stage.simulator.act(|world| {
        world.join(stage.channel, mia).unwrap();
        let outsiders = world.add_members(stage.group, inviter, &[sam, tom]).unwrap();
        [outsiders, world.add_members(stage.group, inviter, &[uli, mia]).unwrap()]
    });
    for person in [sam, tom, uli] {
        stage.until_muted(person).await;
    }
    stage.until("the first line is gone", |world| world.message(stage.group, outsiders).unwrap().is_deleted).await;
    stage.until_one_notice_serves_all().await;
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.message(stage.group, mixed).unwrap().is_deleted, "one of them passes");
        assert!(!world.is_muted(stage.group, mia));
    });
    stage.end().await;
}

#[tokio::test]
async fn a_line_stays_where_the_group_keeps_them_or_only_observes() {
    for params in [r#"{"remove_join_lines": false}"#, r#"{"mode": "observe"}"#] {
        let stage = Stage::protected_with(params).await;
        let stranger = stage.stranger("Sam");
        stage.settle().await;
        stage.simulator.read(|world| {
            assert!(named(world, stage.group).contains(&stranger), "{params}");
            assert_eq!(world.is_muted(stage.group, stranger), !params.contains("observe"), "{params}");
        });
        stage.end().await;
    }
}

#[tokio::test]
async fn where_nobody_is_gated_on_joining_a_stranger_is_when_they_speak() {
    let stage = Stage::protected_with(r#"{"gate_on_join": false}"#).await;
    let look_ups = stage.count("getChatMember");
    let stranger = stage.stranger("Sam");
    // The service message alone, and the update alone.
    stage.simulator.act(|world| world.hide_join_messages(stage.group));
    let quiet = stage.stranger("Tom");
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, stranger) && !world.is_muted(stage.group, quiet));
        assert!(named(world, stage.group).contains(&stranger), "the line stays");
    });
    assert_eq!(stage.count("getChatMember"), look_ups, "nobody is asked about either");
    stage.say(stranger, "hello").unwrap();
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn where_nobody_is_gated_on_leaving_no_update_about_it_mutes() {
    let stage = Stage::protected_with(r#"{"gate_on_leave": false}"#).await;
    let [live, late, again] = ["Mia", "Lea", "Ada"].map(|name| stage.member(name));
    for person in [live, late, again] {
        stage.say(person, "hello").unwrap();
    }
    stage.settle().await;
    // Told at once; told so late that it is looked up; told twice, so that the second is looked up.
    let held = UpdateFault::new("chat_member", UpdateEffect::Hold).in_chat(stage.channel).about(late);
    let held = stage.simulator.inject_on_updates(held);
    let twice = UpdateFault::new("chat_member", UpdateEffect::Twice).in_chat(stage.channel).about(again);
    let twice = stage.simulator.inject_on_updates(twice);
    for person in [live, late, again] {
        stage.simulator.act(|world| world.leave(stage.channel, person)).unwrap();
    }
    stage.settle().await;
    assert_eq!((held.hits(), twice.hits()), (1, 1));
    held.release();
    stage.settle().await;
    for person in [live, late, again] {
        assert!(!stage.simulator.is_muted(stage.group, person));
    }
    // It is the leaving alone that does not count.
    stage.say(live, "still here").unwrap();
    stage.until_muted(live).await;
    stage.end().await;
}

#[tokio::test]
async fn what_waits_for_its_next_try_goes_by_the_settings_of_that_moment() {
    for params in [r#"{"gate_on_leave": false}"#, "{}"] {
        let mut stage = Stage::protected().await;
        let member = stage.member("Mia");
        stage.say(member, "hello").unwrap();
        stage.settle().await;
        let wait = Fault::new("getChatMember", Effect::FloodWait(2)).in_chat(stage.group).about(member);
        let wait = stage.simulator.inject(wait.once());
        stage.simulator.act(|world| world.leave(stage.channel, member)).unwrap();
        while wait.hits() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stage.restart_with(params).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        stage.settle().await;
        assert_eq!(stage.simulator.is_muted(stage.group, member), params == "{}", "{params}");
        stage.end().await;
    }
}
