//! People whom the bot knows, and what it says of a sweep.

use std::{collections::HashMap, fmt::Write};

use portcullis_simulator::{World, world::Message};
use portcullis_tests::{Stage, sql};

/// People of the group whom the bot has seen before, by whether they are in the channel, and in the group.
pub(crate) struct Crowd {
    pub(crate) members: Vec<i64>,
    pub(crate) strangers: Vec<i64>,
    pub(crate) gone: Vec<i64>,
}

impl Crowd {
    /// They came without a word, long ago.
    pub(crate) async fn gather(stage: &Stage, members: usize, strangers: usize, gone: usize) -> Self {
        stage.settle().await;
        let crowd = stage.simulator.act(|world| {
            let mut people = |count: usize, is_in_channel: bool, is_in_group: bool| -> Vec<i64> {
                let mut come = |number| {
                    let person = world.add_user(&format!("Mia {number}"));
                    if is_in_channel {
                        world.join(stage.channel, person).unwrap();
                    }
                    if is_in_group {
                        world.join(stage.group, person).unwrap();
                    }
                    person
                };
                (0..count).map(&mut come).collect()
            };
            let crowd = Self {
                members: people(members, true, true),
                strangers: people(strangers, false, true),
                gone: people(gone, false, false),
            };
            world.take_updates();
            crowd
        });
        let all: Vec<i64> = crowd.everybody().collect();
        for people in all.chunks(500) {
            let mut rows = String::new();
            for person in people {
                write!(rows, "({}, {person}, 1, 9000000000000),", stage.group).unwrap();
            }
            rows.pop();
            let insert = "INSERT INTO group_members (group_id, user_id, first_seen, last_seen) VALUES";
            sql::run(&stage.database(), format!("{insert} {rows}")).await;
        }
        crowd
    }

    pub(crate) fn everybody(&self) -> impl Iterator<Item = i64> {
        self.members.iter().chain(&self.strangers).chain(&self.gone).copied()
    }

    /// How often each was looked up in the group's channel.
    pub(crate) fn asked(&self, stage: &Stage) -> HashMap<i64, usize> {
        self.asked_in(stage, stage.channel)
    }

    /// How often each was looked up in a channel.
    pub(crate) fn asked_in(&self, stage: &Stage, channel: i64) -> HashMap<i64, usize> {
        let mut asked: HashMap<i64, usize> = self.everybody().map(|person| (person, 0)).collect();
        for call in stage.simulator.calls_of("getChatMember") {
            let (chat, user) = (&call.parameters["chat_id"], &call.parameters["user_id"]);
            if chat.as_i64() == Some(channel)
                && let Some(times) = user.as_i64().and_then(|user| asked.get_mut(&user))
            {
                *times += 1;
            }
        }
        asked
    }
}

/// The pace that an earlier run has found out.
pub(crate) async fn learned_pace(stage: &Stage, per_second: u32) {
    let learned =
        format!("INSERT INTO call_paces (method, per_second, updated_at) VALUES ('getChatMember', {per_second}, 1)");
    sql::run(&stage.database(), learned).await;
}

/// The bot's message in the group that has these words.
pub(crate) fn saying(world: &World, stage: &Stage, words: &str) -> Option<Message> {
    let standing = world.visible_messages(stage.group).into_iter();
    standing.rev().find(|message| message.from == Some(stage.bot) && message.text.contains(words))
}

pub(crate) async fn until_said(stage: &Stage, words: &str) -> Message {
    stage.until(words, |world| saying(world, stage, words).is_some()).await;
    stage.simulator.read(|world| saying(world, stage, words).unwrap())
}

/// The text without the marks that keep foreign words apart.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}
