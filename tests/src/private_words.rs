//! What people are called and have written stands in nothing that an operator reads.

use std::collections::BTreeSet;

use portcullis_simulator::{World, world::TELEGRAM};

/// Shorter words stand in other words' places.
const SHORTEST: usize = 3;

/// The names of the people whom the simulated Telegram knows and what they have written, commands aside, as far as `text`
/// holds them as words of their own.
pub(crate) fn told_in(world: &World, text: &str) -> BTreeSet<String> {
    // Telegram's own account is no person.
    let people = world.users().filter(|user| !user.is_bot && user.id != TELEGRAM);
    let names = people.flat_map(|user| [Some(&user.first_name), user.last_name.as_ref(), user.username.as_ref()]);
    let is_bot = |id: Option<i64>| id.and_then(|id| world.user(id)).is_some_and(|user| user.is_bot);
    let written = world.chats().flat_map(|chat| chat.messages.all()).filter(|message| !is_bot(message.from));
    let written = written.map(|message| &message.text).filter(|text| !text.starts_with('/'));
    let private = names.flatten().chain(written).filter(|words| words.chars().count() >= SHORTEST);
    private.filter(|words| stands_in(words, text) || stands_in(&in_json(words), text)).cloned().collect()
}

/// The words as a line of JSON holds them.
fn in_json(words: &str) -> String {
    let quoted = serde_json::Value::from(words).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn stands_in(words: &str, text: &str) -> bool {
    let is_part = |character: Option<char>| character.is_some_and(|found| found.is_alphanumeric() || found == '_');
    text.match_indices(words)
        .any(|(at, _)| !is_part(text[..at].chars().next_back()) && !is_part(text[at + words.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use portcullis_simulator::Simulator;

    use super::*;

    #[test]
    fn names_and_what_was_written_are_found_and_telegrams_own_name_is_not() {
        let simulator = Simulator::new();
        let sam = simulator.act(|world| world.add_user("Sam"));
        let group = simulator.act(|world| world.add_supergroup(sam, "Tea"));
        simulator.act(|world| world.say(group, sam, "buy \"tea\" here")).unwrap();
        let line = r#"{"message":"Telegram says no to Sam","text":"buy \"tea\" here"}"#;
        let told = simulator.read(|world| told_in(world, line));
        assert_eq!(told, BTreeSet::from(["Sam".to_owned(), "buy \"tea\" here".to_owned()]));
    }

    #[test]
    fn a_word_of_its_own_is_found_and_a_part_of_another_is_not() {
        assert!(stands_in("Sam", "muted Sam, 60 s"));
        assert!(stands_in("Sam", "Sam"));
        assert!(!stands_in("Sam", "Samples and the same"));
        assert!(!stands_in("Sam", "user_Sam"));
    }
}
