//! Telegram fails in every way it can: nobody is muted by mistake, and nobody waits for somebody else.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, world::Rights};
use portcullis_tests::{Stage, stage::WAIT_TIMEOUT};
use serde_json::json;

#[tokio::test]
async fn a_look_up_that_fails_mutes_nobody_however_it_fails() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let refused = |code: u16, text: &str| {
        Effect::Status(code, json!({"ok": false, "error_code": code, "description": text}).to_string())
    };
    let effects = [
        Effect::Status(500, "Internal Server Error".to_owned()),
        Effect::Status(502, "<html><h1>502 Bad Gateway</h1></html>".to_owned()),
        refused(400, "Bad Request: PARTICIPANT_ID_INVALID"),
        refused(400, "Bad Request: member list is inaccessible"),
        refused(403, "Forbidden: bot is not a member of the channel chat"),
        refused(404, "Not Found"),
        Effect::Reset,
        Effect::ResetAfter,
        Effect::Garbage,
        Effect::OkFalse,
        Effect::Hang(Duration::from_mins(1)),
    ];
    let people: Vec<i64> = effects
        .into_iter()
        .map(|effect| {
            let person = stage.simulator.act(|world| world.add_user("Sam"));
            let _fault =
                stage.simulator.inject(Fault::new("getChatMember", effect).in_chat(stage.channel).about(person));
            stage.simulator.act(|world| world.join(stage.group, person)).unwrap();
            assert!(stage.say(person, "hello").is_some());
            person
        })
        .collect();
    // Longer than all tries of a failing call together.
    tokio::time::sleep(Duration::from_secs(12)).await;
    for (number, person) in people.iter().enumerate() {
        assert!(stage.simulator.read(|world| !world.is_muted(stage.group, *person)), "number {number} was muted");
        assert!(stage.say(*person, "still here").is_some());
    }
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.simulator.clear_faults();
    stage.end().await;
}

/// A second group of the same owner with the same channel.
async fn second_group(stage: &Stage) -> i64 {
    let group = stage.simulator.act(|world| {
        let group = world.add_supergroup(stage.owner, "Green tea");
        world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
        world.say(group, stage.owner, "/protect @tea_news").unwrap();
        group
    });
    stage.settle().await;
    group
}

#[tokio::test]
async fn a_group_in_a_flood_wait_holds_up_nobody_else_nor_the_confirmation() {
    let stage = Stage::protected().await;
    let other = second_group(&stage).await;
    let _fault = stage.simulator.inject(Fault::new("restrictChatMember", Effect::FloodWait(600)).in_chat(stage.group));
    for number in 0..300 {
        stage.stranger(&format!("Raider {number}"));
    }
    let person = stage.simulator.act(|world| world.add_user("Sam"));
    stage.simulator.act(|world| world.join(other, person)).unwrap();
    stage.until("the other group's stranger is muted", |world| world.is_muted(other, person)).await;
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    // Obeying a flood wait means not asking again and again.
    assert!(stage.count("restrictChatMember") < 40, "{}", stage.count("restrictChatMember"));
    stage.end().await;
}

#[tokio::test]
async fn a_short_flood_wait_is_waited_for_and_then_carried_out() {
    let stage = Stage::protected().await;
    let _fault = stage.simulator.inject(Fault::new("restrictChatMember", Effect::FloodWait(2)).once());
    let _other = stage.simulator.inject(Fault::new("deleteMessage", Effect::FloodWait(1)).once());
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 2);
    stage.end().await;
}

#[tokio::test]
async fn a_call_that_hangs_holds_up_nobody_else_nor_the_confirmation() {
    let stage = Stage::protected().await;
    let hanging = Fault::new("restrictChatMember", Effect::Hang(Duration::from_secs(30))).once();
    let hung = stage.simulator.inject(hanging);
    let first = stage.stranger("Sam");
    while hung.hits() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let second = stage.stranger("Tom");
    stage.until_muted(second).await;
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, first)));
    stage.ends_in_mid_air("a mute hangs for half a minute");
}

#[tokio::test]
async fn a_mute_that_fails_for_a_while_is_carried_out_in_the_end() {
    let stage = Stage::protected().await;
    let failing = Effect::Status(500, "Internal Server Error".to_owned());
    let _fault = stage.simulator.inject(Fault::new("restrictChatMember", failing).times(2));
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.end().await;
}

#[tokio::test]
async fn updates_that_arrived_while_the_bot_was_down_are_handled_at_start() {
    let mut stage = Stage::protected().await;
    assert!(stage.stop().await.success());
    let strangers: Vec<i64> = (0..30).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    let messages: Vec<i64> = strangers.iter().filter_map(|stranger| stage.say(*stranger, "anybody here?")).collect();
    assert_eq!(messages.len(), 30);
    stage.start();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage
        .until("all their messages are deleted", |world| {
            messages.iter().all(|id| world.message(stage.group, *id).unwrap().is_deleted)
        })
        .await;
    // Thirty people at once, and one notice that serves them all.
    stage.settle().await;
    stage.until_one_notice().await;
    stage.end().await;
}

#[tokio::test]
async fn an_update_that_does_not_decode_costs_its_neighbours_nothing() {
    let mut stage = Stage::protected().await;
    assert!(stage.stop().await.success());
    let strange = [
        json!({"message": "no object"}),
        json!({"message": {"message_id": "seven"}}),
        json!({"chat_member": {"chat": {"id": 1}}}),
        json!({"brand_new_kind": {"x": 1}}),
        json!({"callback_query": []}),
    ];
    let strangers: Vec<i64> = (0..95)
        .map(|number| {
            if number % 19 == 0 {
                stage.simulator.push_raw(stage.bot, strange[number / 19].clone());
            }
            stage.stranger(&format!("Sam {number}"))
        })
        .collect();
    stage.start();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    // A kind that is new is no fault; the others are told one by one.
    assert_eq!(stage.log().matches("an update is passed over").count(), 4, "it says so in the log");
    stage.end().await;
}

#[tokio::test]
async fn a_bot_api_that_is_away_at_the_start_is_waited_for() {
    let mut stage = Stage::new().await;
    stage.server.stop_answering().await;
    stage.start();
    tokio::time::sleep(Duration::from_secs(2)).await;
    stage.server.resume().await;
    stage.protect().await;
    stage.end().await;
}

#[tokio::test]
async fn a_raid_of_a_hundred_leads_to_few_notices_and_breaks_no_limit() {
    let stage = Stage::protected().await;
    let strangers: Vec<i64> = (0..100).map(|number| stage.stranger(&format!("Raider {number}"))).collect();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.until_one_notice().await;
    stage.settle().await;
    assert!(stage.count("sendMessage") <= 6, "{} messages for a raid", stage.count("sendMessage"));
    assert_eq!(stage.simulator.limits_exceeded(), 0);
    stage.end().await;
}

#[tokio::test]
async fn a_notice_that_telegram_holds_back_delays_no_mute_and_no_removal() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let held = stage.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore).in_chat(stage.group));
    let people: Vec<i64> = ["Sam", "Tom", "Kim"].map(|name| stage.simulator.add_user(name)).to_vec();
    for person in people {
        let message = stage.simulator.act(|world| {
            world.join(stage.group, person).unwrap();
            world.say(stage.group, person, "hello").unwrap()
        });
        stage.until_muted(person).await;
        stage.until("it is removed", |world| world.message(stage.group, message).unwrap().is_deleted).await;
    }
    assert!(held.hits() > 0, "the notice was tried");
    held.release();
    stage.simulator.clear_faults();
    stage.until_one_notice_serves_all().await;
    stage.end().await;
}
