//! Commands, read out of a message's text.

use crate::UserId;

/// A command to the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `/start`, with the payload of the deep link that led here.
    Start(Option<String>),
    /// `/help`.
    Help,
    /// `/protect`, with the channels as they were written.
    Protect(Vec<String>),
    /// `/unprotect`.
    Unprotect(Unprotect),
    /// `/status`.
    Status,
    /// `/stats`.
    Stats,
    /// `/settings`.
    Settings,
    /// `/exempt`.
    Exempt(PersonReference),
    /// `/unexempt`.
    Unexempt(PersonReference),
    /// `/sweep`.
    Sweep,
    /// `/preview`, with the channels as they were written.
    Preview(Vec<String>),
    /// `/why`.
    Why(PersonReference),
}

/// What `/unprotect` shall do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unprotect {
    /// Switch the gate off and un-mute everybody whom it muted.
    Release,
    /// Switch the gate off and leave the mutes as they are.
    Keep,
    /// Remove just these channels, as they were written.
    Channels(Vec<String>),
}

/// The person whom a command means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonReference {
    /// The author of the message that the command answers; where it answers none, nobody is named.
    Replied,
    /// The person with this id.
    User(UserId),
    /// Whoever has this public name, without the `@`.
    Username(String),
    /// Something that is neither, as it was written.
    Unreadable(String),
}

/// What may stand between the items of a list, in the languages that the bot speaks.
const COMMAS: [char; 4] = [',', ';', '\u{60c}', '\u{3001}'];

impl Command {
    /// Every command's name, in the order in which Telegram's menu shows them.
    pub const NAMES: &[&str] = &[
        "start",
        "help",
        "protect",
        "unprotect",
        "preview",
        "status",
        "stats",
        "settings",
        "sweep",
        "exempt",
        "unexempt",
        "why",
    ];

    /// Reads a command out of a message; `None` if it is none, or is another bot's.
    ///
    /// `username` is the bot's own, without the `@`; in groups people may write `/status@username`.
    #[must_use]
    pub fn parse(text: &str, username: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let first = words.next()?.strip_prefix('/')?;
        let name = match first.split_once('@') {
            Some((name, bot)) if bot.eq_ignore_ascii_case(username) => name,
            Some(_) => return None,
            None => first,
        };
        // «@a, @b» is how people write a list.
        let arguments = words.flat_map(|word| word.split(COMMAS)).filter(|word| !word.is_empty());
        let arguments: Vec<String> = arguments.map(str::to_owned).collect();
        match name.to_ascii_lowercase().as_str() {
            "start" => Some(Self::Start(arguments.into_iter().next())),
            "help" => Some(Self::Help),
            "protect" => Some(Self::Protect(arguments)),
            "unprotect" => Some(Self::Unprotect(unprotect(arguments))),
            "status" => Some(Self::Status),
            "stats" => Some(Self::Stats),
            "settings" => Some(Self::Settings),
            "exempt" => Some(Self::Exempt(person_reference(arguments))),
            "unexempt" => Some(Self::Unexempt(person_reference(arguments))),
            "sweep" => Some(Self::Sweep),
            "preview" => Some(Self::Preview(arguments)),
            "why" => Some(Self::Why(person_reference(arguments))),
            _ => None,
        }
    }

    /// Whether only the group's creator and admins may give it.
    #[must_use]
    pub const fn is_for_administrators(&self) -> bool {
        match self {
            Self::Start(_) | Self::Help | Self::Status => false,
            Self::Protect(_)
            | Self::Unprotect(_)
            | Self::Stats
            | Self::Settings
            | Self::Sweep
            | Self::Preview(_)
            | Self::Exempt(_)
            | Self::Unexempt(_)
            | Self::Why(_) => true,
        }
    }
}

fn unprotect(arguments: Vec<String>) -> Unprotect {
    let is_keep = |word: &String| word.eq_ignore_ascii_case("keep");
    let keeps = arguments.iter().any(is_keep);
    let channels: Vec<String> = arguments.into_iter().filter(|word| !is_keep(word)).collect();
    match (channels.is_empty(), keeps) {
        (false, _) => Unprotect::Channels(channels),
        (true, true) => Unprotect::Keep,
        (true, false) => Unprotect::Release,
    }
}

fn person_reference(arguments: Vec<String>) -> PersonReference {
    let Some(word) = arguments.into_iter().next() else { return PersonReference::Replied };
    match word.parse() {
        Ok(id) if id > 0 => PersonReference::User(UserId(id)),
        _ => match word.strip_prefix('@') {
            Some(name) if is_username(name) => PersonReference::Username(name.to_owned()),
            _ => PersonReference::Unreadable(word),
        },
    }
}

/// Whether this can be a public name: letters, digits and underscores, 32 at most.
fn is_username(name: &str) -> bool {
    (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<Command> {
        Command::parse(text, "PortcullisBot")
    }

    #[test]
    fn a_command_works_with_and_without_the_bots_name() {
        for text in ["/status", "/status@PortcullisBot", "/STATUS@portcullisbot now"] {
            assert_eq!(parsed(text), Some(Command::Status), "{text}");
        }
    }

    #[test]
    fn another_bots_command_and_plain_text_are_none() {
        for text in ["/status@OtherBot", "status", "/", "/unheard_of", "", " /"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn unprotect_has_three_forms() {
        let channels = Unprotect::Channels(vec!["@a".to_owned(), "@b".to_owned()]);
        assert_eq!(parsed("/unprotect"), Some(Command::Unprotect(Unprotect::Release)));
        assert_eq!(parsed("/unprotect keep"), Some(Command::Unprotect(Unprotect::Keep)));
        assert_eq!(parsed("/unprotect @a @b"), Some(Command::Unprotect(channels)));
    }

    #[test]
    fn channels_may_be_parted_by_commas() {
        let two = Command::Protect(vec!["@a".to_owned(), "@b".to_owned()]);
        for text in ["/protect @a, @b", "/protect @a,@b", "/protect @a ; @b,", "/protect @a\u{60c} @b"] {
            assert_eq!(parsed(text), Some(two.clone()), "{text}");
        }
    }

    #[test]
    fn start_carries_its_payload() {
        assert_eq!(parsed("/start abc"), Some(Command::Start(Some("abc".to_owned()))));
        assert_eq!(parsed("/start"), Some(Command::Start(None)));
    }

    #[test]
    fn a_person_is_named_by_id_or_reply_and_anything_else_is_reported() {
        assert_eq!(parsed("/why 7"), Some(Command::Why(PersonReference::User(UserId(7)))));
        assert_eq!(parsed("/exempt 7"), Some(Command::Exempt(PersonReference::User(UserId(7)))));
        assert_eq!(parsed("/why @Ann_7"), Some(Command::Why(PersonReference::Username("Ann_7".to_owned()))));
        assert_eq!(parsed("/why @"), Some(Command::Why(PersonReference::Unreadable("@".to_owned()))));
        assert_eq!(parsed("/exempt"), Some(Command::Exempt(PersonReference::Replied)));
        assert_eq!(parsed("/unexempt -7"), Some(Command::Unexempt(PersonReference::Unreadable("-7".to_owned()))));
    }

    #[test]
    fn every_name_is_a_command() {
        for name in Command::NAMES {
            assert!(parsed(&format!("/{name}")).is_some(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_panics(text in ".*") {
            let _ = parsed(&text);
        }
    }
}
