//! Whom the bot serves: `ALLOWED_GROUPS`, the commands `block` and `unblock`, and the list of `groups`.

mod allowed_groups;
mod blocks;
mod listing;

use std::process::Output;

use portcullis_simulator::world::{Message, Rights};
use portcullis_tests::{Stage, bot_process::command, stage::has_spoken};
use serde_json::Value;

/// Runs a command of the binary with these arguments, beside the bot or without one.
async fn run(stage: &Stage, arguments: &[&str]) -> Output {
    let mut command = command(stage.folder(), stage.variables());
    command.args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Runs it, and gives what it has said on standard output.
async fn ran(stage: &Stage, arguments: &[&str]) -> String {
    let output = run(stage, arguments).await;
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// What `groups GROUP_ID --json` tells of a group.
async fn tenant(stage: &Stage, group: i64) -> Value {
    serde_json::from_str(&ran(stage, &["groups", &group.to_string(), "--json"]).await).unwrap()
}

/// Another group, in which the bot is an admin from here on.
fn another_group(stage: &Stage, title: &str) -> i64 {
    stage.simulator.act(|world| {
        let group = world.add_supergroup(stage.owner, title);
        world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
        group
    })
}

/// Whether a message is the word to a group that is not served: it names the id.
fn turns_away(message: &Message, group: i64) -> bool {
    message.text.contains("ask whoever runs this bot") && message.text.contains(&group.to_string())
}

async fn until_turned_away(stage: &Stage, group: i64) {
    stage
        .until("the group is told whom to ask", |world| {
            has_spoken(world, group, stage.bot, |message| turns_away(message, group))
        })
        .await;
}

/// Everything that the bot has called in a chat, by method, but for what it removes of its own: answers that it gave while it
/// served the group go after a minute.
fn calls_in(stage: &Stage, chat: i64) -> Vec<String> {
    let calls = stage.simulator.calls();
    let there = calls.iter().filter(|call| call.parameters["chat_id"] == chat);
    there.map(|call| call.method.clone()).filter(|method| !method.starts_with("deleteMessage")).collect()
}

/// These people write in the stage's group, and what they have written stays.
async fn may_all_write(stage: &Stage, people: &[i64]) {
    let written: Vec<i64> = people.iter().map(|person| stage.say(*person, "I may speak").unwrap()).collect();
    stage.settle().await;
    stage.simulator.read(|world| {
        let standing: Vec<i64> = world.visible_messages(stage.group).iter().map(|message| message.id).collect();
        assert!(written.iter().all(|id| standing.contains(id)), "{written:?} of {standing:?}");
        assert!(people.iter().all(|person| !world.is_muted(stage.group, *person)));
    });
}

/// Somebody is muted in the stage's group, and told why.
async fn muted_stranger(stage: &Stage, name: &str) -> i64 {
    let person = stage.stranger(name);
    stage.say(person, "hello");
    stage.until_muted(person).await;
    person
}
