//! Whoever is muted is told why, where they look, and what they are told does not outlive its use.

use std::time::Duration;

use portcullis_domain::notice::REPLACE_AFTER;
use portcullis_simulator::{Effect, Fault, world::GENERAL};
use portcullis_tests::{
    Stage, WebhookInstance,
    postgres::fresh_database,
    sql,
    stage::{WAIT_TIMEOUT, has_spoken, notices},
};
use reqwest::StatusCode;

/// How long a turn to post a notice lasts that is not renewed.
const NOTICE_TURN: Duration = Duration::from_secs(15);

fn refusal(description: &str, code: u16) -> Effect {
    Effect::Status(code, format!(r#"{{"ok":false,"error_code":{code},"description":"{description}"}}"#))
}

#[tokio::test]
async fn whoever_writes_in_a_topic_is_told_there_even_while_general_is_closed() {
    let stage = Stage::protected().await;
    let topic = stage.simulator.act(|world| {
        world.make_forum(stage.group).unwrap();
        let topic = world.add_topic(stage.group, stage.owner, "Oolong").unwrap();
        world.say_in_topic(stage.group, stage.owner, topic, "welcome").unwrap();
        world.close_topic(stage.group, stage.owner, GENERAL).unwrap();
        topic
    });
    stage.settle().await;
    let joiner = stage.stranger("Ann");
    stage.until_muted(joiner).await;
    let notice = stage.until_one_notice().await;
    assert_eq!(notice.thread_id, Some(topic), "where somebody wrote");
    stage.end().await;
}

#[tokio::test]
async fn where_no_notice_can_be_posted_nobody_stays_muted_and_the_owner_is_told_once() {
    let stage = Stage::protected().await;
    stage.simulator.act(|world| world.start_private(stage.owner, stage.bot, None)).unwrap();
    stage.settle().await;
    let kicked = refusal("Forbidden: bot was kicked from the supergroup chat", 403);
    let refused = stage.simulator.inject(Fault::new("sendMessage", kicked).in_chat(stage.group));
    let first = stage.stranger("Ann");
    let told = |world: &portcullis_simulator::World| {
        let private = world.private_messages(stage.owner, stage.bot);
        private.iter().filter(|message| message.text.contains("once an hour")).count()
    };
    stage.until("the owner is told", |world| told(world) == 1).await;
    assert!(refused.hits() > 0);
    stage.until_free(first).await;
    let second = stage.stranger("Ben");
    assert!(stage.say(second, "hello").is_some());
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, second), "nobody is gated there for now");
        assert_eq!(told(world), 1);
    });
    stage.end().await;
}

#[tokio::test]
async fn a_notice_that_could_soon_be_removed_no_more_is_replaced() {
    let mut stage = Stage::protected().await;
    let stranger = stage.stranger("Ann");
    stage.until_muted(stranger).await;
    let old = stage.until_one_notice().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    let database = stage.database();
    let age = (REPLACE_AFTER + Duration::from_mins(1)).as_millis();
    sql::run(&database, format!("UPDATE restrictions SET notice_posted_at = notice_posted_at - {age}")).await;
    let undeletable = refusal("Bad Request: message can't be deleted", 400);
    let kept = Fault::new("deleteMessage", undeletable).in_chat(stage.group);
    let kept = stage.simulator.inject(kept);
    stage.start();
    stage
        .until("another notice stands in the old one's place, which has lost its buttons", |world| {
            let standing = notices(world, stage.group, stage.bot);
            standing.len() == 1 && standing[0].id > old.id
        })
        .await;
    assert!(kept.hits() > 0);
    stage.simulator.read(|world| {
        let emptied = has_spoken(world, stage.group, stage.bot, |message| {
            message.id == old.id && message.text.contains("out of date")
        });
        assert!(emptied);
        assert!(world.is_muted(stage.group, stranger));
    });
    stage.end().await;
}

#[tokio::test]
async fn an_admin_is_answered_within_seconds_whatever_a_spammer_asks_for() {
    let stage = Stage::protected().await;
    let spammer = stage.member("Spike");
    for _ in 0..60 {
        stage.say(spammer, "/help");
    }
    stage.owner_says("/status");
    stage
        .until("the owner has the status", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("Tea lovers"))
        })
        .await;
    stage.settle().await;
    let answers = stage.simulator.read(|world| {
        let all = world.visible_messages(stage.group);
        all.iter().filter(|message| message.from == Some(stage.bot)).count()
    });
    assert!(answers < 12, "{answers} answers");
    stage.end().await;
}

#[tokio::test]
async fn a_status_that_was_told_a_moment_ago_is_not_told_again() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let people = ["Mia", "Ben"].map(|name| stage.member(name));
    for _ in 0..10 {
        for person in people {
            stage.say(person, "/status").unwrap();
        }
    }
    stage.settle().await;
    let is_status = |message: &portcullis_simulator::world::Message| message.text.contains("the gate is on");
    let told = stage.simulator.read(|world| {
        let all = world.visible_messages(stage.group).into_iter();
        all.filter(|message| message.from == Some(stage.bot) && is_status(message)).count()
    });
    // On a busy machine it may take longer than a moment to ask twenty times.
    assert!((1..=3).contains(&told), "{told} answers");
    stage.end().await;
}

#[tokio::test]
async fn two_instances_post_one_notice_though_a_send_takes_longer_than_a_turn() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let [mut first, mut second] = ["first", "second"].map(WebhookInstance::new);
    let public = first.address();
    first.start(&stage, public).await;
    stage.protect().await;
    stage.settle().await;
    let slow = stage.simulator.inject(Fault::new("sendMessage", Effect::HoldAfter).in_chat(stage.group).once());
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    slow.held().await;
    let sent = stage.count("sendMessage");
    second.start(&stage, public).await;
    let tom = stage.simulator.add_user("Tom");
    stage.join_unnoticed(stage.group, tom);
    assert_eq!(second.tell(&stage, 1, tom, "hello").await, StatusCode::OK);
    stage.until_muted(tom).await;
    // Longer than a turn that nobody renews.
    tokio::time::sleep(NOTICE_TURN + Duration::from_secs(5)).await;
    assert_eq!(stage.count("sendMessage"), sent, "it is still the first one's turn");
    slow.remove();
    let later = stage.simulator.wait_for_calls("sendMessage", sent + 1, WAIT_TIMEOUT).await;
    assert!(later.is_ok(), "nobody tells Tom\n{}", stage.log_of("second"));
    stage.settle().await;
    let notice = stage.until_one_notice().await;
    assert!(notice.text.contains("Tom and 1 more"), "it serves both: {}", notice.text);
    for instance in [first, second] {
        instance.end(&stage).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn a_word_to_whoever_writes_as_a_channel_outlives_a_flood_wait_and_comes_once() {
    let stage = Stage::protected().await;
    let spammer = stage.member("Spike");
    stage.settle().await;
    let flood = stage.simulator.inject(Fault::new("sendMessage", Effect::FloodWait(3)).in_chat(stage.group).once());
    stage.simulator.act(|world| {
        let foreign = world.add_channel(spammer, "Cheap tea", None);
        for text in ["buy", "buy now"] {
            world.say_as_channel(stage.group, spammer, foreign, text).unwrap();
        }
    });
    let is_word = |message: &portcullis_simulator::world::Message| message.text.contains("Cheap tea");
    stage.until("a word says why", |world| has_spoken(world, stage.group, stage.bot, is_word)).await;
    assert_eq!(flood.hits(), 1);
    stage.settle().await;
    let words = stage.simulator.read(|world| {
        let all = world.visible_messages(stage.group).into_iter();
        all.filter(|message| message.from == Some(stage.bot) && is_word(message)).count()
    });
    assert_eq!(words, 1);
    stage.end().await;
}
