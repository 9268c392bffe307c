//! Ten thousand updates while the database comes and goes: every one of them is handled.

use std::{net::SocketAddr, time::Duration};

use portcullis_simulator::{Limits, World, world::Rights};
use portcullis_tests::{LoadBalancer, Stage, postgres::fresh_database, webhook_instance::with_one_instance};

/// How many groups there are besides the first; Telegram delivers each one's messages one after the other.
const GROUPS: usize = 20;
const MEMBERS: usize = 16;
const STRANGERS: usize = 4;
const MESSAGES: usize = 25;

/// All of it, on a slow machine.
const UNTIL_ALL_IS_DONE: Duration = Duration::from_mins(2);

/// A group of its own with its members and strangers, none of whom has spoken.
struct Group {
    id: i64,
    members: Vec<i64>,
    strangers: Vec<i64>,
}

/// The groups, protected, with nobody in them but their owner.
fn groups(stage: &Stage) -> Vec<i64> {
    let make = |world: &mut World| {
        let id = world.add_supergroup(stage.owner, "Tea lovers");
        world.add_bot_as_admin(id, stage.bot, Rights::GATEKEEPER).unwrap();
        world.hide_join_messages(id);
        world.say(id, stage.owner, "/protect @tea_news").unwrap();
        id
    };
    (0..GROUPS).map(|_| stage.simulator.act(make)).collect()
}

/// Fills a group; it must speak in the same moment, before anybody is muted for having joined.
fn fill(world: &mut World, stage: &Stage, id: i64) -> Group {
    let mut person = |is_member: bool| {
        let person = world.add_user("Somebody");
        if is_member {
            world.join(stage.channel, person).unwrap();
        }
        world.add_member(id, stage.owner, person).unwrap();
        person
    };
    let members = (0..MEMBERS).map(|_| person(true)).collect();
    let strangers = (0..STRANGERS).map(|_| person(false)).collect();
    Group { id, members, strangers }
}

/// A message: its chat, and its id there.
type Said = (i64, i64);

/// Everybody says everything in one moment, before anybody is muted for it: what stays and what goes.
fn everybody_speaks(world: &mut World, groups: &[Group]) -> (Vec<Said>, Vec<Said>) {
    let (mut stays, mut goes) = (Vec::new(), Vec::new());
    for number in 0..MESSAGES {
        for group in groups {
            for member in &group.members {
                stays.push((group.id, world.say(group.id, *member, &format!("tea {number}")).unwrap()));
            }
            for stranger in &group.strangers {
                goes.push((group.id, world.say(group.id, *stranger, &format!("spam {number}")).unwrap()));
            }
        }
    }
    (stays, goes)
}

#[tokio::test]
async fn a_database_that_comes_and_goes_loses_none_of_ten_thousand_updates() {
    let database = fresh_database();
    let (_, rest) = database.split_once('@').unwrap();
    let address: SocketAddr = rest.split_once('/').unwrap().0.parse().unwrap();
    let cable = LoadBalancer::start(&[address]).await;
    let through_it = database.replace(&address.to_string(), &cable.address().to_string());
    let stage = Stage::new().await.with("DATABASE_URL", &through_it).with("LOG_LEVEL", "info");
    stage.simulator.set_limits(Limits::OFF);
    stage.simulator.set_webhook_pace(0.1);

    let (stage, instance) = with_one_instance(stage).await;
    let ids = groups(&stage);
    stage.settle().await;

    let (groups, stays, goes) = stage.simulator.act(|world| {
        let groups: Vec<Group> = ids.iter().map(|id| fill(world, &stage, *id)).collect();
        let (stays, goes) = everybody_speaks(world, &groups);
        (groups, stays, goes)
    });
    assert_eq!(stays.len() + goes.len(), 10_000);

    let deleted = |world: &World, id: &Said| world.message(id.0, id.1).is_some_and(|message| message.is_deleted);
    for share in [10, 4, 2] {
        let enough = goes.len() / share;
        let some_are_gone = |world: &World| goes.iter().filter(|id| deleted(world, id)).count() >= enough;
        stage.simulator.wait_until(UNTIL_ALL_IS_DONE, some_are_gone).await.unwrap();
        cable.cut();
        tokio::time::sleep(Duration::from_secs(2)).await;
        cable.mend();
    }
    let all_are_gone = |world: &World| goes.iter().all(|id| deleted(world, id));
    let done = stage.simulator.wait_until(UNTIL_ALL_IS_DONE, all_are_gone).await;
    let left = stage.simulator.read(|world| goes.iter().filter(|id| !deleted(world, id)).count());
    assert!(done.is_ok(), "{left} of {} messages still stand\n{}", goes.len(), stage.log_of("webhook"));
    stage.simulator.wait_until_confirmed(stage.bot, UNTIL_ALL_IS_DONE).await.unwrap();
    stage.simulator.read(|world| {
        for group in &groups {
            assert!(group.strangers.iter().all(|stranger| world.is_muted(group.id, *stranger)));
            assert!(group.members.iter().all(|member| !world.is_muted(group.id, *member)));
        }
        assert!(stays.iter().all(|id| !deleted(world, id)), "a member's message was deleted");
    });
    instance.end(&stage).await;
    stage.end().await;
}
