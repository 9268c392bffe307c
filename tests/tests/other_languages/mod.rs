//! Every text that people read, as people read it who speak another language than English.
//!
//! Each story is a table: what somebody does, and words that stand in the answer in that one language.

mod exempting;
mod pressing;
mod private;
mod protecting;
mod rights_lost;
mod setting_up;
mod settings;
mod statistics;

use portcullis_simulator::world::Message;
use portcullis_tests::Stage;

/// A name, a title or a foreign word, as it stands in a text that reads from right to left: nothing beside it moves.
fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// From now on this person's client speaks this language.
fn speaks(stage: &Stage, person: i64, code: &str) {
    stage.simulator.act(|world| world.user_mut(person).unwrap().language_code = Some(code.to_owned()));
}

/// A person whose client speaks this language.
fn speaker(stage: &Stage, name: &str, code: &str) -> i64 {
    let person = stage.simulator.add_user(name);
    speaks(stage, person, code);
    person
}

/// The same, in the group and muted there, which the bot has noted: a mute that it has not noted yet is not announced if the
/// gate is switched off meanwhile.
async fn muted(stage: &Stage, name: &str, code: &str) -> i64 {
    let person = speaker(stage, name, code);
    stage.simulator.join(stage.group, person).unwrap();
    stage.until_muted(person).await;
    let noted = format!("SELECT COUNT(*) FROM restrictions WHERE user_id = {person} AND muted_at IS NOT NULL");
    stage.until_number("the mute is noted", &noted, 1).await;
    person
}

/// What the bot says in reply to a message of the group.
async fn answer_to(stage: &Stage, group: i64, message: i64) -> Message {
    stage.answer_in(group, message).await
}

/// The owner writes this in the group, and reads these words.
async fn owner_reads(stage: &Stage, command: &str, words: &str) {
    let answer = answer_to(stage, stage.group, stage.owner_says(command)).await.text;
    assert!(answer.contains(words), "{command}: «{words}» is not in\n{answer}");
}

/// Waits until a message of the bot's with these words stands in a group, and gives the newest.
async fn until_said(stage: &Stage, group: i64, words: &str) -> Message {
    let says = |message: &Message| message.from == Some(stage.bot) && message.text.contains(words);
    let what = format!("it says «{words}»");
    stage.until(&what, |world| world.visible_messages(group).iter().any(says)).await;
    stage.simulator.read(|world| world.visible_messages(group).into_iter().rfind(says)).unwrap()
}

/// The same, to somebody in private.
async fn until_told(stage: &Stage, person: i64, words: &str) -> Message {
    let says = |message: &Message| message.from == Some(stage.bot) && message.text.contains(words);
    let what = format!("it tells them «{words}»");
    stage.until(&what, |world| world.private_messages(person, stage.bot).iter().any(says)).await;
    stage.simulator.read(|world| world.private_messages(person, stage.bot).into_iter().rfind(says)).unwrap()
}

/// What stands on the buttons under a message, row by row.
fn labels(message: &Message) -> Vec<String> {
    crate::setup::buttons(message).into_iter().map(|(label, _)| label).collect()
}
