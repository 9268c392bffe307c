//! `/stats`: what is counted is what happened, and the picture is one.

use portcullis_simulator::world::{Message, Permissions};
use portcullis_tests::Stage;

/// What the bot answered to the message `command`.
async fn answer_to(stage: &Stage, command: i64) -> Message {
    stage.answer_in(stage.group, command).await
}

/// The width and the height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

/// Five people are stopped, three of them join, and one of those leaves the channel and comes back.
async fn story() -> Stage {
    let stage = Stage::protected().await;
    let people = ["Ann", "Ben", "Cai", "Dan", "Eva"].map(|name| stage.stranger(name));
    for person in people {
        stage.until_muted(person).await;
    }
    for person in &people[..3] {
        stage.simulator.act(|world| world.join(stage.channel, *person)).unwrap();
        stage.until_free(*person).await;
    }
    stage.simulator.act(|world| world.leave(stage.channel, people[0])).unwrap();
    stage.until_muted(people[0]).await;
    stage.simulator.act(|world| world.join(stage.channel, people[0])).unwrap();
    stage.until_free(people[0]).await;
    // What has just ended is written down by then.
    stage.settle().await;
    stage
}

#[tokio::test]
async fn an_admin_is_told_exactly_what_happened_in_their_language_with_a_picture() {
    let stage = story().await;
    let english = answer_to(&stage, stage.owner_says("/stats")).await;
    assert!(english.is_photo, "{english:?}");
    assert_eq!(size(english.photo.as_deref().unwrap()), (1_080, 720));
    let week = "Last 7 days\nStopped: 5 · then joined: 3 (60%)\nLeft a channel: 1 · came back: 1 (100%)";
    assert!(english.text.contains(week), "{}", english.text);
    assert!(english.text.contains(&week.replace("Last 7 days", "Last 30 days")), "{}", english.text);

    stage.simulator.act(|world| world.user_mut(stage.owner).unwrap().language_code = Some("ar".to_owned()));
    let arabic = answer_to(&stage, stage.owner_says("/stats")).await;
    let week = "آخر 7 أيام\nكُتموا: 5 · ثم اشتركوا: 3 (60%)\nغادروا قناة: 1 · عادوا: 1 (100%)";
    // Marks that keep the direction show nothing.
    let shown: String = arabic.text.chars().filter(|letter| !('\u{200e}'..='\u{200f}').contains(letter)).collect();
    assert!(shown.contains(week), "{shown}");
    assert_ne!(arabic.photo, english.photo);
    stage.end().await;
}

#[tokio::test]
async fn whoever_is_no_admin_is_refused() {
    let stage = Stage::protected().await;
    let member = stage.member("Mia");
    let answer = answer_to(&stage, stage.say(member, "/stats").unwrap()).await;
    assert!(!answer.is_photo && answer.text.contains("admins"), "{}", answer.text);
    assert_eq!(stage.count("sendPhoto"), 0);
    stage.end().await;
}

#[tokio::test]
async fn where_pictures_are_forbidden_the_numbers_come_as_a_text() {
    let stage = Stage::protected().await;
    stage.simulator.act(|world| {
        world.demote(stage.group, stage.owner, stage.bot).unwrap();
        let words_alone = Permissions::ALL.without(Permissions::SEND_PHOTOS);
        world.set_default_permissions(stage.group, stage.owner, words_alone).unwrap();
    });
    let answer = answer_to(&stage, stage.owner_says("/stats")).await;
    assert!(!answer.is_photo && answer.text.contains("Stopped: 0"), "{}", answer.text);
    assert_eq!(stage.count("sendPhoto"), 1, "it was tried");
    stage.end().await;
}

#[tokio::test]
async fn in_trial_mode_it_tells_what_would_have_happened() {
    let mut stage = Stage::protected().await;
    stage.stop().await;
    let observe = r#"UPDATE protected_groups SET params = '{"mode":"observe"}'"#;
    portcullis_tests::sql::run(&stage.database(), observe).await;
    stage.start();
    let stranger = stage.stranger("Sam");
    assert!(stage.say(stranger, "hello").is_some());
    stage.until_number("the record is written", "SELECT COUNT(*) FROM restrictions", 1).await;
    let answer = answer_to(&stage, stage.owner_says("/stats")).await;
    assert!(answer.is_photo && answer.text.contains("on trial"), "{}", answer.text);
    assert!(answer.text.contains("Stopped: 1 · then joined: 0 (0%)"), "{}", answer.text);
    stage.end().await;
}

#[tokio::test]
async fn the_picture_and_the_command_go_again() {
    let mut stage = Stage::protected().await;
    stage.stop().await;
    let soon = r#"UPDATE protected_groups SET params = '{"command_delete_after_seconds":1}'"#;
    portcullis_tests::sql::run(&stage.database(), soon).await;
    stage.start();
    let command = stage.owner_says("/stats");
    stage
        .until("the chart is sent", |world| {
            world.chat(stage.group).is_some_and(|group| group.messages.all().any(|message| message.is_photo))
        })
        .await;
    stage
        .until("the chat is clean again", |world| {
            let messages = world.visible_messages(stage.group);
            messages.iter().all(|message| message.id != command && !message.is_photo)
        })
        .await;
    stage.end().await;
}
