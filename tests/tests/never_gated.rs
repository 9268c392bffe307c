//! Who is never gated, and what that costs: nothing is sent, and nobody is asked.

use portcullis_simulator::{Call, world::Rights};
use portcullis_tests::{Stage, stage::notices};

/// Telegram's own account, by which it brings a channel's posts into its group.
const TELEGRAM: i64 = 777_000;

/// How often it was asked whether somebody is in the channel.
fn look_ups(stage: &Stage) -> usize {
    let in_channel = |call: &&Call| call.parameters["chat_id"] == stage.channel;
    stage.simulator.calls_of("getChatMember").iter().filter(in_channel).count()
}

fn stand(stage: &Stage, messages: &[i64]) {
    stage.simulator.read(|world| {
        for message in messages {
            assert!(world.message(stage.group, *message).is_some_and(|message| !message.is_deleted), "{message}");
        }
        assert!(notices(world, stage.group, stage.bot).is_empty());
    });
}

#[tokio::test]
async fn where_the_group_allows_it_people_write_in_a_channels_name() {
    let stage = Stage::protected_with(r#"{"channel_senders": "allow", "gate_on_join": false}"#).await;
    stage.settle().await;
    let before = look_ups(&stage);
    let message = stage.simulator.act(|world| {
        let writer = world.add_user("Wes");
        world.join(stage.group, writer).unwrap();
        let foreign = world.add_channel(writer, "Wes writes", None);
        world.say_as_channel(stage.group, writer, foreign, "hello").unwrap()
    });
    stage.settle().await;
    stand(&stage, &[message]);
    assert_eq!(look_ups(&stage), before);
    stage.end().await;
}

#[tokio::test]
async fn an_enforced_channel_telegram_itself_and_other_bots_write_and_nobody_is_asked_about_them() {
    let stage = Stage::protected().await;
    let other_bot = stage.second_bot("TeaTimerBot");
    stage.settle().await;
    let (before, removed) = (look_ups(&stage), stage.count("deleteMessage"));
    let messages = stage.simulator.act(|world| {
        [
            world.say_as_channel(stage.group, stage.owner, stage.channel, "news").unwrap(),
            world.say(stage.group, other_bot, "tea is ready").unwrap(),
        ]
    });
    // Nobody can be Telegram in the simulated world: its update says what Telegram's would.
    let update = stage.message_update(stage.group, 1, TELEGRAM, "a copy");
    stage.simulator.push_raw(stage.bot, serde_json::from_str(&update).unwrap());
    stage.settle().await;
    stand(&stage, &messages);
    assert_eq!((look_ups(&stage), stage.count("deleteMessage")), (before, removed));
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.end().await;
}

#[tokio::test]
async fn an_admin_an_exempt_person_and_a_group_without_a_gate_cost_no_look_up() {
    let stage = Stage::protected().await;
    let (admin, exempt, open) = stage.simulator.act(|world| {
        let (admin, exempt) = (world.add_user("Ada"), world.add_user("Eve"));
        let open = world.add_supergroup(stage.owner, "Coffee lovers");
        world.add_bot_as_admin(open, stage.bot, Rights::GATEKEEPER).unwrap();
        (admin, exempt, open)
    });
    stage.owner_says(&format!("/exempt {exempt}"));
    stage.settle().await;
    let before = look_ups(&stage);
    let messages = stage.simulator.act(|world| {
        for person in [admin, exempt] {
            world.join(open, person).unwrap();
        }
        world.join(stage.group, exempt).unwrap();
        world.add_member(stage.group, stage.owner, admin).unwrap();
        world.set_admin(stage.group, stage.owner, admin, Rights::PIN_MESSAGES).unwrap();
        world.say(open, exempt, "coffee?").unwrap();
        [world.say(stage.group, admin, "rules").unwrap(), world.say(stage.group, exempt, "hello").unwrap()]
    });
    stage.settle().await;
    stand(&stage, &messages);
    // The admin came as anybody does, a moment before they were one.
    let about_exempt = |call: &&Call| call.parameters["user_id"] == exempt;
    assert_eq!(stage.simulator.calls_of("getChatMember").iter().filter(about_exempt).count(), 0);
    assert!(look_ups(&stage) <= before + 1);
    let again = look_ups(&stage);
    let more: Vec<i64> = stage
        .simulator
        .act(|world| (0..5).map(|number| world.say(stage.group, admin, &format!("rule {number}")).unwrap()).collect());
    stage.settle().await;
    stand(&stage, &more);
    assert_eq!(look_ups(&stage), again);
    stage.end().await;
}

#[tokio::test]
async fn somebody_who_is_banned_in_the_group_is_left_alone_also_where_everything_is_asked_again() {
    let stage = Stage::protected().await;
    let bo = stage.stranger("Bo");
    stage.until_muted(bo).await;
    stage.until_one_notice_serves_all().await;
    stage.simulator.act(|world| world.kick(stage.group, stage.owner, bo, 0)).unwrap();
    stage.settle().await;
    let mutes = stage.count("restrictChatMember");
    // What would un-mute anybody else: joining, and the gate's end.
    stage.simulator.join(stage.channel, bo).unwrap();
    stage.settle().await;
    stage.owner_says("/unprotect");
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), mutes, "restricting a banned person would un-ban them");
    stage.end().await;
}
