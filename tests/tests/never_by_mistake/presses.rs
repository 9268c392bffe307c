//! Whoever presses or asks is answered by what is true now, and waits for nobody else.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, World, world::Rights};
use portcullis_tests::{Stage, sql, stage::WAIT_TIMEOUT};
use serde_json::json;

/// How many people's records a worker lifts at once, and how many the event itself.
const LIFTED_AT_ONCE: usize = 64 + 20;

#[tokio::test]
async fn a_press_waits_for_none_of_a_hundred_look_ups_in_the_same_channel() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    let notice = stage.until_one_notice().await;
    stage.settle().await;
    let held: Vec<_> = (0..100)
        .map(|number| {
            let person = stage.simulator.add_user(&format!("Sam {number}"));
            let look_up = Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel).about(person);
            let held = stage.simulator.inject(look_up);
            stage.simulator.join(stage.group, person).unwrap();
            held
        })
        .collect();
    let hanging = || held.iter().filter(|one| one.held_now() > 0).count();
    let all_hang = async {
        while hanging() < held.len() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(WAIT_TIMEOUT, all_hang).await;
    assert!(in_time.is_ok(), "look-ups are held back in advance: {} hang\n{}", hanging(), stage.log());

    stage.join_unnoticed(stage.channel, ann);
    let answer = stage.press_joined(&notice, ann).await;
    assert!(!answer.show_alert, "{:?}", answer.text);
    stage.until_free(ann).await;
    assert_eq!(hanging(), held.len(), "the others still wait");
    stage.simulator.clear_faults();
    stage.end().await;
}

#[tokio::test]
async fn a_stale_no_is_asked_again_before_a_press_is_told_no() {
    let stage = Stage::protected().await;
    let [ann, ben] = ["Ann", "Ben"].map(|name| stage.stranger(name));
    for person in [ann, ben] {
        stage.until_muted(person).await;
    }
    let notice = stage.until_one_notice_serves_all().await;
    stage.settle().await;
    let says_left = |person| Fault::new("getChatMember", Effect::MemberStatus("left".to_owned())).about(person);

    let twice = stage.simulator.inject(says_left(ann).in_chat(stage.channel).times(2));
    stage.join_unnoticed(stage.channel, ann);
    let answer = stage.press_joined(&notice, ann).await;
    assert!(!answer.show_alert, "{:?}", answer.text);
    stage.until_free(ann).await;
    assert_eq!(twice.hits(), 2);

    let always = stage.simulator.inject(says_left(ben).in_chat(stage.channel));
    stage.join_unnoticed(stage.channel, ben);
    let answer = stage.press_joined(&notice, ben).await;
    assert!(answer.show_alert && answer.text.unwrap().contains("Tea news"));
    assert_eq!(always.hits(), 3, "no more than that for one press");
    assert!(stage.simulator.is_muted(stage.group, ben));
    stage.end().await;
}

#[tokio::test]
async fn a_start_lists_what_is_missing_now_and_not_what_was_missing_when_the_mute_began() {
    let stage = Stage::protected().await;
    stage.protect_with_another_channel().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.until_one_notice().await;
    stage.simulator.join(stage.channel, ann).unwrap();
    stage.settle().await;
    assert!(stage.simulator.is_muted(stage.group, ann), "one is missing yet");
    stage.simulator.start_private(ann, stage.bot, None).unwrap();
    let told = |world: &World| {
        let private = world.private_messages(ann, stage.bot);
        private.into_iter().find(|message| message.from == Some(stage.bot) && message.text.contains("Tea lovers"))
    };
    stage.until("Ann is told", |world| told(world).is_some()).await;
    let told = stage.simulator.read(told).unwrap();
    let all = format!("{} {}", told.text, told.reply_markup.unwrap_or_default());
    assert!(all.contains("Cake news") && !all.contains("Tea news"), "{all}");
    stage.end().await;
}

/// Statements by which a group is protected as the stage's is, and the person muted there is muted in it too.
fn copy_of_group(stage: &Stage, group: i64) -> String {
    format!(
        "INSERT INTO protected_groups (group_id, owner_id, title, enabled, can_enforce, params, created_at, updated_at,
            looked_at, look_due_at)
         SELECT {group}, owner_id, 'Green tea', enabled, can_enforce, params, created_at, updated_at,
            looked_at, look_due_at
         FROM protected_groups WHERE group_id = {0};
         INSERT INTO group_channel_links (group_id, channel_id) VALUES ({group}, {1});
         INSERT INTO restrictions (group_id, user_id, name, reason, missing_channels, mode, restricted_at, until,
            muted_at, notice_message_id, notice_posted_at)
         SELECT {group}, user_id, name, reason, missing_channels, mode, restricted_at, until, muted_at, 1, muted_at
         FROM restrictions WHERE group_id = {0};",
        stage.group, stage.channel
    )
}

#[tokio::test]
async fn somebody_muted_in_five_hundred_groups_is_freed_in_some_at_a_time_and_a_press_is_answered_meanwhile() {
    let mut stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    let notice = stage.until_one_notice().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    let until = stage.simulator.read(|world| world.mutes()[0].until_date);
    let mut statements = String::new();
    let groups: Vec<i64> = (0..499)
        .map(|_| {
            let group = stage.simulator.act(|world| {
                let group = world.add_supergroup(stage.owner, "Green tea");
                world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
                world.join(group, ann).unwrap();
                group
            });
            let mute = json!({"chat_id": group, "user_id": ann, "permissions": {}, "until_date": until});
            stage.simulator.call_as(stage.bot, "restrictChatMember", &mute).unwrap();
            statements += &copy_of_group(&stage, group);
            group
        })
        .collect();
    stage.simulator.lose_waiting_updates(stage.bot);
    sql::run(&stage.database(), statements).await;
    stage.start();

    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).about(ann));
    stage.simulator.join(stage.channel, ann).unwrap();
    held.held().await;
    stage.press_joined(&notice, ann).await;
    stage.simulator.quiet_for(Duration::from_secs(3)).await;
    let at_once = held.held_now();
    assert!((2..=LIFTED_AT_ONCE).contains(&at_once), "{at_once} at once");
    held.remove();
    let all_are_free = |world: &World| groups.iter().all(|group| !world.is_muted(*group, ann));
    let freed = stage.simulator.wait_until(WAIT_TIMEOUT * 6, all_are_free).await;
    assert!(freed.is_ok(), "Ann stays muted somewhere\n{}", stage.log());
    stage.until_free(ann).await;
    stage.end().await;
}
