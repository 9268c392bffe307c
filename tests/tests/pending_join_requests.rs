//! A request to join a channel that waits for its admins counts as being in it, where the group's admins chose so.

use portcullis_simulator::world::{Message, Rights};
use portcullis_tests::{
    Stage, postgres, sql,
    stage::{has_spoken, notices},
};

const ACCEPT: &str = r#"{"pending_join_requests": "accept"}"#;

/// Somebody asks to join the channel.
fn ask(stage: &Stage, person: i64) {
    stage.simulator.act(|world| world.request_to_join(stage.channel, person)).unwrap();
}

async fn until_no_notice(stage: &Stage) {
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
}

#[tokio::test]
async fn whoever_is_muted_and_asks_is_free_at_once_and_stays_so_when_let_in() {
    let stage = Stage::protected_with(ACCEPT).await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.until_one_notice().await;
    ask(&stage, ann);
    stage.until_free(ann).await;
    until_no_notice(&stage).await;
    assert!(stage.say(ann, "hello").is_some());
    stage.settle().await;
    stage.simulator.act(|world| world.approve_by(stage.channel, stage.owner, ann)).unwrap();
    stage.until_number("the request is over", "SELECT COUNT(*) FROM pending_join_requests", 0).await;
    stage.say(ann, "hello again").unwrap();
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, ann));
    // From now on it is the membership that counts.
    stage.simulator.leave(stage.channel, ann).unwrap();
    stage.until_muted(ann).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_asked_before_joins_and_speaks_unnoticed_and_is_not_asked_about_in_vain() {
    let mut stage = Stage::new().await.with("DATABASE_URL", &postgres::fresh_database());
    stage.start();
    stage.protect().await;
    stage.settle().await;
    stage.restart_with(ACCEPT).await;
    let ann = stage.simulator.add_user("Ann");
    ask(&stage, ann);
    stage.settle().await;
    stage.simulator.join(stage.group, ann).unwrap();
    stage.settle().await;
    stage.say(ann, "hello").unwrap();
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, ann));
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.end().await;
}

#[tokio::test]
async fn by_default_a_request_changes_nothing_and_counts_once_an_admin_says_so() {
    let mut stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    let notice = stage.until_one_notice().await;
    ask(&stage, ann);
    stage.settle().await;
    assert!(stage.simulator.is_muted(stage.group, ann));
    assert!(stage.press_joined(&notice, ann).await.show_alert, "she is still to be let in");
    stage.restart_with(ACCEPT).await;
    assert!(!stage.press_joined(&notice, ann).await.show_alert);
    stage.until_free(ann).await;
    stage.end().await;
}

#[tokio::test]
async fn a_request_counts_for_seven_days_and_not_for_whoever_has_left_or_was_removed_since() {
    let stage = Stage::protected_with(ACCEPT).await;
    let [ann, ben, cora] = ["Ann", "Ben", "Cora"].map(|name| stage.stranger(name));
    for person in [ann, ben, cora] {
        ask(&stage, person);
        stage.until_free(person).await;
    }
    stage.settle().await;
    // Nothing tells the bot that Ann's was declined.
    stage.simulator.act(|world| world.withdraw_request(stage.channel, ann));
    let week = 7 * 86_400_000 - 60_000;
    let age =
        |by: i64| format!("UPDATE pending_join_requests SET requested_at = requested_at - {by} WHERE user_id = {ann}");
    sql::run(&stage.database(), age(week)).await;
    stage.say(ann, "hello").unwrap();
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, ann));
    sql::run(&stage.database(), age(120_000)).await;
    stage.say(ann, "hello").unwrap();
    stage.until_muted(ann).await;

    stage.simulator.act(|world| {
        world.approve_by(stage.channel, stage.owner, ben).unwrap();
        world.leave(stage.channel, ben).unwrap();
        world.kick(stage.channel, stage.owner, cora, 0).unwrap();
    });
    for person in [ben, cora] {
        stage.until_muted(person).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn a_request_to_join_the_group_itself_counts_for_nothing() {
    let stage = Stage::protected_with(ACCEPT).await;
    let ann = stage.simulator.add_user("Ann");
    stage.simulator.act(|world| world.request_to_join(stage.group, ann)).unwrap();
    stage.settle().await;
    assert_eq!(sql::number(&stage.database(), "SELECT COUNT(*) FROM pending_join_requests").await, 0);
    stage.simulator.act(|world| world.approve_by(stage.group, stage.owner, ann)).unwrap();
    stage.until_muted(ann).await;
    stage.end().await;
}

#[tokio::test]
async fn status_says_in_the_groups_language_where_the_bot_does_not_hear_of_requests() {
    for (language, words) in [("en", "I can’t see who asks to join"), ("es", "No puedo ver quién pide unirse a")] {
        let params = format!(r#"{{"pending_join_requests": "accept", "language": "{language}"}}"#);
        let stage = Stage::protected_with(&params).await;
        let says = |message: &Message| message.text.contains(words) && message.text.contains("Tea news");
        stage.simulator.add_bot_as_admin(stage.channel, stage.bot, Rights::DELETE_MESSAGES).unwrap();
        stage.settle().await;
        stage.owner_says("/status");
        stage.until("it says so", |world| has_spoken(world, stage.group, stage.bot, says)).await;
        stage.simulator.add_bot_as_admin(stage.channel, stage.bot, Rights::INVITE_USERS).unwrap();
        stage.settle().await;
        let member = stage.member("Mia");
        let asked = stage.say(member, "/status").unwrap();
        let answers = |message: &Message| message.reply_to == Some(asked) && !message.text.contains(words);
        stage.until("it says so no more", |world| has_spoken(world, stage.group, stage.bot, answers)).await;
        stage.end().await;
    }
}
