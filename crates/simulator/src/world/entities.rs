//! The entities that clients and servers find in plain text by themselves.

use serde_json::{Value, json};

/// How long a text is for the Bot API: in UTF-16 code units.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// [`MessageEntity`](https://core.telegram.org/bots/api#messageentity) for commands, mentions and links in `text`.
pub(super) fn detect(text: &str) -> Vec<Value> {
    words(text)
        .filter_map(|(start, word)| {
            let (kind, length) = classify(word)?;
            Some(json!({ "type": kind, "offset": utf16_len(&text[..start]), "length": utf16_len(&word[..length]) }))
        })
        .collect()
}

/// Whether `text` has a command for the bot called `username`: addressed to it, or to nobody.
pub(super) fn is_command_for(text: &str, username: &str) -> bool {
    words(text).any(|(_, word)| {
        command(word).is_some_and(|length| match word[..length].split_once('@') {
            Some((_, addressee)) => addressee.eq_ignore_ascii_case(username),
            None => true,
        })
    })
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).map(move |word| {
        // `word` is a part of `text`, so that the distance of their starts is its offset.
        (word.as_ptr() as usize - text.as_ptr() as usize, word)
    })
}

/// The kind of entity that `word` begins with, and its length in bytes.
fn classify(word: &str) -> Option<(&'static str, usize)> {
    if let Some(length) = command(word) {
        return Some(("bot_command", length));
    }
    if word.starts_with("https://") || word.starts_with("http://") || word.starts_with("t.me/") {
        return Some(("url", word.len()));
    }
    let name = word.strip_prefix('@').map(name_length)?;
    (name >= 4).then_some(("mention", 1 + name))
}

/// The length in bytes of the command that `word` begins with.
fn command(word: &str) -> Option<usize> {
    let name = name_length(word.strip_prefix('/')?);
    if name == 0 || name > 64 {
        return None;
    }
    let rest = &word[1 + name..];
    let addressee = rest.strip_prefix('@').map_or(0, name_length);
    match rest.chars().next() {
        Some('@') if addressee >= 3 => Some(1 + name + 1 + addressee),
        Some('/') => None,
        _ => Some(1 + name),
    }
}

fn name_length(text: &str) -> usize {
    text.find(|character: char| !character.is_ascii_alphanumeric() && character != '_').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_found_with_its_addressee_and_measured_in_utf16() {
        let found = detect("👋 /protect@gate_bot @channel");
        assert_eq!(found[0], json!({ "type": "bot_command", "offset": 3, "length": 17 }));
        assert_eq!(found[1], json!({ "type": "mention", "offset": 21, "length": 8 }));
    }

    #[test]
    fn a_path_is_no_command() {
        assert_eq!(detect("/usr/bin"), Vec::<Value>::new());
    }

    #[test]
    fn a_command_for_another_bot_is_not_ours() {
        assert!(is_command_for("/help", "gate_bot"));
        assert!(is_command_for("/help@Gate_Bot", "gate_bot"));
        assert!(!is_command_for("/help@other_bot", "gate_bot"));
    }
}
