//! How an admin names a channel: `@name`, a `t.me/name` link, or its id.

use std::str::FromStr;

use thiserror::Error;

use crate::ChatId;

/// A channel as an admin names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ChannelReference {
    /// By public name, without the `@`.
    Username(String),
    /// By id: negative, beginning with -100.
    Id(ChatId),
}

/// Why a text names no channel.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidReference {
    /// An invite link leads to a channel without naming it: bots can't follow one.
    #[error("an invite link does not name a channel")]
    InviteLink,
    /// Neither a name nor a link nor an id.
    #[error("not a channel's @name, t.me link or -100… id")]
    Unreadable,
}

impl FromStr for ChannelReference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        if let Some(name) = text.strip_prefix('@') {
            return username(name);
        }
        if let Ok(id) = text.parse::<i64>() {
            return if text.starts_with("-100") { Ok(Self::Id(ChatId(id))) } else { Err(InvalidReference::Unreadable) };
        }
        let address = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        let path = ["t.me/", "telegram.me/", "telegram.dog/"].iter().find_map(|host| address.strip_prefix(host));
        let path = path.ok_or(InvalidReference::Unreadable)?;
        // A link to a post in a private channel bears the channel's id without its -100.
        if let Some(post) = path.strip_prefix("c/") {
            let id = post.split('/').next().unwrap_or_default();
            let id = format!("-100{id}").parse().map_err(|_| InvalidReference::Unreadable)?;
            return Ok(Self::Id(ChatId(id)));
        }
        if path.starts_with('+') || path.starts_with("joinchat/") {
            return Err(InvalidReference::InviteLink);
        }
        let path = path.strip_prefix("s/").unwrap_or(path);
        username(path.split(['/', '?']).next().unwrap_or_default())
    }
}

/// Telegram's rule for public names: 4 to 32 letters, digits and underscores, a letter first.
fn username(name: &str) -> Result<ChannelReference, InvalidReference> {
    let letters = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if letters && starts_well && (4..=32).contains(&name.len()) {
        Ok(ChannelReference::Username(name.to_owned()))
    } else {
        Err(InvalidReference::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Result<ChannelReference, InvalidReference> {
        text.parse()
    }

    #[test]
    fn a_name_may_be_written_in_every_way_telegram_shows_it() {
        let forms = ["@tea_news", "t.me/tea_news", "https://t.me/tea_news", "http://telegram.me/tea_news"];
        let posts = ["https://t.me/tea_news/42", "https://t.me/s/tea_news", "t.me/tea_news?boost"];
        for text in forms.iter().chain(&posts) {
            assert_eq!(parsed(text), Ok(ChannelReference::Username("tea_news".to_owned())), "{text}");
        }
    }

    #[test]
    fn an_id_is_taken_as_it_is_or_out_of_a_private_link() {
        for text in ["-1001234567890", "https://t.me/c/1234567890/7"] {
            assert_eq!(parsed(text), Ok(ChannelReference::Id(ChatId(-1_001_234_567_890))), "{text}");
        }
    }

    #[test]
    fn an_invite_link_is_told_apart_from_nonsense() {
        assert_eq!(parsed("https://t.me/+AbCdEf"), Err(InvalidReference::InviteLink));
        assert_eq!(parsed("t.me/joinchat/AbCdEf"), Err(InvalidReference::InviteLink));
        for text in ["tea_news", "@", "@1tea", "@tea news", "42", "-42", "https://example.org/tea_news", "t.me/c/x"] {
            assert_eq!(parsed(text), Err(InvalidReference::Unreadable), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_panics(text in ".*") {
            let _ = parsed(&text);
        }
    }
}
