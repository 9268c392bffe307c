//! Whoever passes the gate of a group for the first time is welcomed there in its admins' words, once.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, UpdateEffect, UpdateFault, World, world::Message};
use portcullis_tests::{
    Stage, postgres,
    stage::{has_spoken, notices},
};

const WELCOMING: &str = r#"{"welcome_text": "Welcome to <b>{group}</b>, {name}!"}"#;

/// For how long welcomes are gathered before they go.
const GATHERING: Duration = Duration::from_secs(2);

/// The welcomes that stand in the group.
fn welcomes(world: &World, stage: &Stage) -> Vec<Message> {
    let standing = world.visible_messages(stage.group).into_iter();
    standing.filter(|message| message.from == Some(stage.bot) && message.text.starts_with("Welcome to ")).collect()
}

fn is_welcome(names: &str) -> impl Fn(&Message) -> bool {
    let text = format!("Welcome to Tea lovers, {names}!");
    move |message| message.text == text
}

async fn until_welcomed(stage: &Stage, names: &str) {
    let is_it = is_welcome(names);
    stage.until(&format!("{names} are welcomed"), |world| has_spoken(world, stage.group, stage.bot, &is_it)).await;
}

/// Waits for as long as a welcome that is on its way could take.
async fn settle(stage: &Stage) {
    stage.settle().await;
    tokio::time::sleep(GATHERING).await;
    stage.settle().await;
}

#[tokio::test]
async fn a_newcomer_who_is_in_the_channel_is_welcomed_once_and_a_stranger_not() {
    let stage = Stage::protected_with(WELCOMING).await;
    let mia = stage.member("Mia <3");
    let stranger = stage.stranger("Sam");
    until_welcomed(&stage, "Mia <3").await;
    stage.until_muted(stranger).await;
    stage.simulator.leave(stage.group, mia).unwrap();
    stage.simulator.join(stage.group, mia).unwrap();
    stage.say(mia, "hello again").unwrap();
    settle(&stage).await;
    stage.simulator.read(|world| assert_eq!(welcomes(world, &stage).len(), 1));
    stage.end().await;
}

#[tokio::test]
async fn whoever_was_muted_is_welcomed_once_they_have_joined_and_names_are_joined_in_the_groups_language() {
    let params = r#"{"welcome_text": "Welcome to {group}, {name}!", "language": "es"}"#;
    let stage = Stage::protected_with(params).await;
    let [ann, ben] = ["Ann", "Ben"].map(|name| stage.stranger(name));
    for person in [ann, ben] {
        stage.until_muted(person).await;
    }
    let notice = stage.until_one_notice_serves_all().await;
    // One by the update, one by the button.
    stage.join_unnoticed(stage.channel, ben);
    stage.simulator.join(stage.channel, ann).unwrap();
    stage.until_free(ann).await;
    assert!(!stage.press_joined(&notice, ben).await.show_alert);
    stage.until_free(ben).await;
    let both = [is_welcome("Ann y Ben"), is_welcome("Ben y Ann")];
    stage
        .until("both are welcomed together", |world| {
            both.iter().any(|is_it| has_spoken(world, stage.group, stage.bot, is_it))
        })
        .await;
    // Whoever leaves, is muted and comes back is no newcomer.
    stage.simulator.leave(stage.channel, ann).unwrap();
    stage.until_muted(ann).await;
    stage.simulator.join(stage.channel, ann).unwrap();
    stage.until_free(ann).await;
    settle(&stage).await;
    stage.simulator.read(|world| assert_eq!(welcomes(world, &stage).len(), 1));
    stage.end().await;
}

#[tokio::test]
async fn updates_that_come_twice_and_a_crash_in_between_welcome_nobody_twice() {
    let mut stage = Stage::new().await.with("DATABASE_URL", &postgres::fresh_database());
    stage.start();
    stage.protect().await;
    stage.settle().await;
    stage.restart_with(WELCOMING).await;
    let twice = ["chat_member", "message"].map(|kind| UpdateFault::new(kind, UpdateEffect::Twice).in_chat(stage.group));
    let twice = twice.map(|fault| stage.simulator.inject_on_updates(fault));
    let mia = stage.member("Mia");
    until_welcomed(&stage, "Mia").await;
    settle(&stage).await;
    assert!(twice.iter().all(|fault| fault.hits() > 0));
    stage.simulator.read(|world| assert_eq!(welcomes(world, &stage).len(), 1));

    // Killed once it is noted that Leo is welcomed, and before he is: then he is not, and nobody else is again.
    let held = stage.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore).in_chat(stage.group));
    let leo = stage.member("Leo");
    held.held().await;
    stage.kill();
    while held.held_now() > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    held.remove();
    stage.start();
    for person in [mia, leo] {
        stage.simulator.leave(stage.group, person).unwrap();
        stage.simulator.join(stage.group, person).unwrap();
    }
    settle(&stage).await;
    stage.simulator.read(|world| assert_eq!(welcomes(world, &stage).len(), 1));
    stage.until_number("both are noted", "SELECT COUNT(welcomed_at) FROM group_members", 2).await;
    stage.end().await;
}

#[tokio::test]
async fn many_who_come_together_share_a_welcome_and_delay_no_notice() {
    let stage = Stage::protected_with(WELCOMING).await;
    for number in 0..30 {
        stage.member(&format!("Mia {number}"));
    }
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage
        .until("they are welcomed", |world| {
            let standing = welcomes(world, &stage);
            standing.len() == 1 && standing[0].text.contains("20 more")
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn where_it_only_observes_whoever_is_in_the_channel_is_welcomed_and_nobody_else() {
    let params = r#"{"welcome_text": "Welcome to {group}, {name}!", "mode": "observe"}"#;
    let stage = Stage::protected_with(params).await;
    stage.stranger("Sam");
    stage.member("Mia");
    until_welcomed(&stage, "Mia").await;
    settle(&stage).await;
    stage.simulator.read(|world| assert_eq!(welcomes(world, &stage).len(), 1));
    stage.end().await;
}

#[tokio::test]
async fn without_a_text_or_with_one_that_telegram_would_refuse_nobody_is_welcomed() {
    for (params, warnings) in [("{}", 0), (r#"{"welcome_text": "<b>Welcome to {group}"}"#, 1)] {
        let stage = Stage::protected_with(params).await;
        let sent = stage.count("sendMessage");
        for name in ["Mia", "Leo"] {
            stage.member(name);
            settle(&stage).await;
        }
        let stranger = stage.stranger("Sam");
        stage.until_muted(stranger).await;
        stage.until("the notice stands", |world| !notices(world, stage.group, stage.bot).is_empty()).await;
        settle(&stage).await;
        assert_eq!(stage.count("sendMessage") - sent, 1, "the notice alone");
        assert_eq!(stage.log().matches("the text of the welcome is not used").count(), warnings, "{}", stage.log());
        stage.end().await;
    }
}
