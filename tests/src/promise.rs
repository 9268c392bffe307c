//! What holds at the end of every story: whoever the bot has muted is in its records, knows why, and will be free again.

use std::collections::HashMap;

use portcullis_simulator::{
    Simulator, World,
    world::{Message, Mute},
};
use serde_json::Value;

use crate::sql;

/// The shortest and the longest mute, in seconds: beyond these Telegram makes it one without end, some seconds of
/// clocks' difference left aside.
const SHORTEST: i64 = 60;
const LONGEST: i64 = 366 * 24 * 60 * 60;

/// What is wrong with the mutes by `bot`, a line each: nothing, at the end of a good story.
///
/// `database` is the URL of the bot's database.
pub(crate) async fn broken(simulator: &Simulator, bot: i64, database: &str) -> Vec<String> {
    let (endless, standing) = simulator.read(|world| (endless(world, bot), world.standing_mutes_by(bot)));
    if standing.is_empty() {
        return endless;
    }
    let records = match open_records(database).await {
        Ok(records) => records,
        Err(problem) => return vec![format!("people are muted, and the records can't be read: {problem}")],
    };
    let mut broken = endless;
    simulator.read(|world| {
        for mute in &standing {
            let record = records.get(&(mute.chat, mute.user));
            let name = world.user(mute.user).map(|user| user.first_name.clone()).unwrap_or_default();
            if record.is_none() && world.member(mute.chat, bot).is_member() {
                broken.push(format!("{name} ({}) is muted in {} without an open record", mute.user, mute.chat));
            }
            if !is_told(world, bot, mute, record.copied().flatten()) {
                broken.push(format!("{name} ({}) is muted in {} and was never told why", mute.user, mute.chat));
            }
        }
    });
    broken
}

/// Every mute ever by `bot` that ends too soon, too late or never, whatever became of it.
pub(crate) fn endless(world: &World, bot: i64) -> Vec<String> {
    let is_wrong = |mute: &&Mute| !(SHORTEST..=LONGEST).contains(&(mute.until_date - mute.at));
    let wrong = world.mutes().iter().filter(|mute| mute.by == bot).filter(is_wrong);
    wrong.map(|mute| format!("a mute without a fit end (60 seconds to 366 days): {mute:?}")).collect()
}

/// The messages of the notices in the open records, by group and person.
async fn open_records(database: &str) -> Result<HashMap<(i64, i64), Option<i64>>, sqlx::Error> {
    let statement = "SELECT group_id, user_id, CAST(notice_message_id AS BIGINT) AS notice FROM restrictions \
                     WHERE lifted_at IS NULL";
    let rows = sql::triples(database, statement).await?;
    Ok(rows.into_iter().map(|(group, user, notice)| ((group, user), notice)).collect())
}

/// Whether a person was told why they can't write: by a notice that stands, or by a word to them since the mute began.
fn is_told(world: &World, bot: i64, mute: &Mute, notice: Option<i64>) -> bool {
    let messages = world.visible_messages(mute.chat);
    let notices = messages.iter().filter(|message| message.from == Some(bot) && calls_back(message));
    let by_notice = notices.into_iter().any(|message| names(message, mute.user) || notice == Some(message.id));
    by_notice || is_answered(world, bot, mute) || is_written_to(world, bot, mute) || is_replied_to(world, bot, mute)
}

fn calls_back(message: &Message) -> bool {
    message.reply_markup.as_ref().is_some_and(|markup| markup.to_string().contains("callback_data"))
}

fn names(message: &Message, user: i64) -> bool {
    let is_mention = |entity: &Value| entity["type"] == "text_mention" && entity["user"]["id"] == user;
    message.entities.iter().any(is_mention)
}

/// A press was answered in words.
fn is_answered(world: &World, bot: i64, mute: &Mute) -> bool {
    let theirs = world.callbacks().filter(|press| press.user == mute.user && press.bot == bot && press.date >= mute.at);
    theirs.into_iter().any(|press| press.answer.as_ref().is_some_and(|answer| answer.text.is_some()))
}

/// The bot wrote in private.
fn is_written_to(world: &World, bot: i64, mute: &Mute) -> bool {
    let chat = world.private_messages(mute.user, bot);
    chat.iter().any(|message| message.from == Some(bot) && message.date >= mute.at)
}

/// The bot replied in the group, be the reply removed by now.
fn is_replied_to(world: &World, bot: i64, mute: &Mute) -> bool {
    let Some(chat) = world.chat(mute.chat) else { return false };
    let is_theirs = |id: i64| chat.messages.find_even_deleted(id).is_some_and(|said| said.from == Some(mute.user));
    let by_bot = chat.messages.all().filter(|message| message.from == Some(bot) && message.date >= mute.at);
    by_bot.into_iter().any(|message| message.reply_to.is_some_and(is_theirs))
}
