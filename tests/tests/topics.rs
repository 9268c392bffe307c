//! In a forum and among comments, a word stands where it is read.

use portcullis_simulator::{
    Call, Effect, Fault, World,
    world::{GENERAL, Message},
};
use portcullis_tests::{
    Stage,
    stage::{has_spoken, notices},
};

/// Somebody who is in the group, and of whose coming the bot was never told.
fn silent_stranger(stage: &Stage, name: &str) -> i64 {
    let person = stage.simulator.add_user(name);
    stage.join_unnoticed(stage.group, person);
    person
}

/// A protected forum and another topic in it; gives both topics.
async fn forum() -> (Stage, [i64; 2]) {
    let stage = Stage::protected().await;
    let first = stage.make_forum();
    let second = stage.simulator.act(|world| world.add_topic(stage.group, stage.owner, "Oolong")).unwrap();
    stage.settle().await;
    (stage, [first, second])
}

/// Waits until one notice stands in the group, and it stands there.
async fn until_the_notice_is_in(stage: &Stage, topic: Option<i64>) -> Message {
    stage
        .until("one notice stands, in the right topic", |world| {
            let standing = notices(world, stage.group, stage.bot);
            standing.len() == 1 && standing[0].thread_id == topic
        })
        .await;
    stage.until_one_notice().await
}

#[tokio::test]
async fn a_notice_goes_to_the_topic_in_which_the_newest_wrote_and_serves_the_others_too() {
    let (stage, [first, second]) = forum().await;
    let [ann, ben] = ["Ann", "Ben"].map(|name| silent_stranger(&stage, name));
    stage.say_in_topic(ann, first, "hello").unwrap();
    stage.until_muted(ann).await;
    until_the_notice_is_in(&stage, Some(first)).await;
    stage.say_in_topic(ben, second, "hello").unwrap();
    stage.until_muted(ben).await;
    let notice = until_the_notice_is_in(&stage, Some(second)).await;
    assert!(notice.text.contains("Ben and 1 more"), "{}", notice.text);
    stage.join_unnoticed(stage.channel, ann);
    assert!(!stage.press_joined(&notice, ann).await.show_alert, "Ann is served from the other topic");
    stage.until_free(ann).await;
    let cora = silent_stranger(&stage, "Cora");
    stage.say(cora, "hello").unwrap();
    stage.until_muted(cora).await;
    until_the_notice_is_in(&stage, None).await;
    stage.end().await;
}

#[tokio::test]
async fn general_stands_in_for_a_topic_that_is_closed_meanwhile_and_a_topic_for_general() {
    let (stage, [first, second]) = forum().await;
    let ann = silent_stranger(&stage, "Ann");
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).about(ann).once());
    stage.say_in_topic(ann, first, "hello").unwrap();
    held.held().await;
    stage.close_topic(first);
    held.remove();
    stage.until_muted(ann).await;
    until_the_notice_is_in(&stage, None).await;
    stage.simulator.act(|world| world.say_in_topic(stage.group, stage.owner, second, "welcome")).unwrap();
    stage.settle().await;
    let ben = silent_stranger(&stage, "Ben");
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).about(ben).once());
    stage.say(ben, "hello").unwrap();
    held.held().await;
    stage.close_topic(GENERAL);
    held.remove();
    stage.until_muted(ben).await;
    until_the_notice_is_in(&stage, Some(second)).await;
    stage.end().await;
}

/// The group is the channel's discussion group, and protected; gives the copy of a post.
async fn comments() -> (Stage, i64) {
    let mut stage = Stage::new().await;
    stage.simulator.act(|world| world.link(stage.channel, stage.group)).unwrap();
    stage.start();
    stage.protect().await;
    let post = stage.simulator.act(|world| world.forward_channel_post(stage.channel, "first flush")).unwrap();
    stage.settle().await;
    (stage, post)
}

#[tokio::test]
async fn a_notice_about_a_comment_stands_under_the_same_post() {
    let (stage, post) = comments().await;
    // Whoever comments need not be in the group.
    let ann = stage.simulator.add_user("Ann");
    let comment = stage.simulator.act(|world| world.reply(stage.group, ann, post, "buy tea")).unwrap();
    stage.until_muted(ann).await;
    let notice = stage.until_one_notice().await;
    assert_eq!(notice.reply_to, Some(post), "an answer to the post is seen among its comments");
    stage.until("the comment is gone", |world| world.message(stage.group, comment).unwrap().is_deleted).await;

    let member = stage.member("Mia");
    let thread = stage.simulator.act(|world| world.reply(stage.group, member, post, "I like it")).unwrap();
    let ben = stage.simulator.add_user("Ben");
    stage.simulator.act(|world| world.reply(stage.group, ben, thread, "buy more tea")).unwrap();
    stage.until_muted(ben).await;
    stage
        .until("the next one replaces it, under the post too", |world| {
            let standing = notices(world, stage.group, stage.bot);
            standing.len() == 1 && standing[0].id != notice.id && standing[0].reply_to == Some(post)
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn a_word_to_whoever_comments_as_a_channel_stands_under_the_same_post() {
    let (stage, post) = comments().await;
    let spammer = stage.member("Spike");
    stage.simulator.act(|world| {
        let foreign = world.add_channel(spammer, "Cheap tea", None);
        world.reply_as_channel(stage.group, spammer, foreign, post, "buy").unwrap();
    });
    let is_word = |message: &Message| message.text.contains("Cheap tea") && message.reply_to == Some(post);
    stage.until("a word stands there", |world| has_spoken(world, stage.group, stage.bot, is_word)).await;
    stage.end().await;
}

/// Waits for the answer to a command: where it stands, and where it was sent.
async fn answer_to(stage: &Stage, command: i64) -> (Message, Call) {
    let answer = |world: &World| {
        let mut all = world.visible_messages(stage.group).into_iter();
        all.rfind(|message| message.from == Some(stage.bot) && message.reply_to == Some(command))
    };
    stage.until("the command is answered", |world| answer(world).is_some()).await;
    let calls = stage.simulator.calls_of("sendMessage");
    let is_answer = |call: &Call| call.parameters["reply_parameters"]["message_id"] == command;
    (stage.simulator.read(answer).unwrap(), calls.into_iter().rfind(is_answer).unwrap())
}

#[tokio::test]
async fn an_answer_stands_where_the_command_was_given() {
    let (stage, [first, second]) = forum().await;
    for (topic, text) in
        [(first, "/status"), (second, "/help"), (second, "/exempt"), (first, "/protect @nobody_has_it")]
    {
        let command = stage.say_in_topic(stage.owner, topic, text).unwrap();
        let (answer, call) = answer_to(&stage, command).await;
        assert_eq!(answer.thread_id, Some(topic), "{text}: {}", answer.text);
        assert_eq!(call.parameters["message_thread_id"], topic, "also if the command is gone by then");
    }
    let member = stage.member("Mia");
    let refused = stage.say_in_topic(member, second, "/unprotect").unwrap();
    assert_eq!(answer_to(&stage, refused).await.0.thread_id, Some(second), "a refusal too");
    let command = stage.owner_says("/help");
    let (answer, call) = answer_to(&stage, command).await;
    assert_eq!((answer.thread_id, call.parameters.get("message_thread_id")), (None, None), "General has no number");
    stage.end().await;
}

#[tokio::test]
async fn an_answer_to_a_command_among_comments_stands_among_them() {
    let (stage, post) = comments().await;
    let command = stage.simulator.act(|world| world.reply(stage.group, stage.owner, post, "/status")).unwrap();
    let (answer, call) = answer_to(&stage, command).await;
    assert_eq!(answer.reply_to, Some(command));
    assert_eq!(call.parameters.get("message_thread_id"), None, "a chain of answers is no topic");
    stage.end().await;
}
