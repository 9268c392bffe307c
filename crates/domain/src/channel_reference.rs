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

/// What Telegram calls itself in links; its web pages also stand under `www.`.
const HOSTS: [&str; 3] = ["t.me", "telegram.me", "telegram.dog"];

/// The first part of links that lead to something else than a chat of that name.
/// <https://core.telegram.org/api/links>
const NO_NAMES: [&str; 18] = [
    "addemoji",
    "addlist",
    "addstickers",
    "addstyle",
    "addtheme",
    "auction",
    "auth",
    "call",
    "confirmphone",
    "contact",
    "giftcode",
    "invoice",
    "login",
    "newbot",
    "proxy",
    "setlanguage",
    "share",
    "socks",
];

impl FromStr for ChannelReference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let text: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
        let text = text.as_str();
        if let Some(name) = text.strip_prefix('@') {
            return username(name);
        }
        if let Some(id) = id(text) {
            return id;
        }
        match strip_prefix_ignoring_case(text, "tg:") {
            Some(link) => app_link(link.strip_prefix("//").unwrap_or(link)),
            None => web_link(text),
        }
    }
}

/// Letters that nobody sees and that come along when a phone copies something: marks of direction, joiners, blanks of no
/// width. <https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>
const fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}'
    )
}

/// An id, whose minus a phone's keyboard may have made a longer one; `None` if it is no number at all.
fn id(text: &str) -> Option<Result<ChannelReference, InvalidReference>> {
    let digits = text.strip_prefix(['-', '\u{2212}', '\u{2013}', '\u{2014}']);
    let number: i64 = digits.unwrap_or(text).parse().ok()?;
    Some(match digits {
        Some(digits) if digits.starts_with("100") => Ok(ChannelReference::Id(ChatId(-number))),
        _ => Err(InvalidReference::Unreadable),
    })
}

/// The id of a private channel as links bear it: without its -100.
fn id_in_link(digits: &str) -> Result<ChannelReference, InvalidReference> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let id = if is_number { format!("-100{digits}").parse().ok() } else { None };
    id.map(|id| ChannelReference::Id(ChatId(id))).ok_or(InvalidReference::Unreadable)
}

/// A link that browsers follow: `t.me/name`, `name.t.me`, `t.me/c/…`, with or without `https://` and `www.`.
fn web_link(text: &str) -> Result<ChannelReference, InvalidReference> {
    let schemes = ["https://", "http://"];
    let address = schemes.iter().find_map(|scheme| strip_prefix_ignoring_case(text, scheme)).unwrap_or(text);
    let address = address.split('#').next().unwrap_or_default();
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if let Some(name) = host.strip_suffix(".t.me") {
        return if NO_NAMES.contains(&name) { Err(InvalidReference::Unreadable) } else { username(name) };
    }
    if !HOSTS.contains(&host) {
        return Err(InvalidReference::Unreadable);
    }
    let mut steps = path.split('/');
    let first = steps.next().unwrap_or_default();
    match first.to_ascii_lowercase().as_str() {
        "c" => id_in_link(steps.next().unwrap_or_default()),
        "s" => username(steps.next().unwrap_or_default()),
        // A link to boost a channel: by its name, or by its id where it is private.
        "boost" => match steps.next().filter(|name| !name.is_empty()) {
            Some(name) => username(name),
            None => id_in_link(parameter(query, "c").unwrap_or_default()),
        },
        "joinchat" => Err(InvalidReference::InviteLink),
        word if word.starts_with('+') => Err(InvalidReference::InviteLink),
        word if NO_NAMES.contains(&word) => Err(InvalidReference::Unreadable),
        _ => username(first),
    }
}

/// A link that Telegram's apps follow, without its `tg://`.
fn app_link(link: &str) -> Result<ChannelReference, InvalidReference> {
    let (action, query) = link.split_once('?').unwrap_or((link, ""));
    let by_name = || parameter(query, "domain").map(username);
    let by_id = || parameter(query, "channel").map(id_in_link);
    match action.trim_end_matches('/').to_ascii_lowercase().as_str() {
        "resolve" | "boost" | "privatepost" => by_name().or_else(by_id).unwrap_or(Err(InvalidReference::Unreadable)),
        "join" => Err(InvalidReference::InviteLink),
        _ => Err(InvalidReference::Unreadable),
    }
}

/// The value of a link's parameter.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
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
    fn a_link_is_read_as_phones_write_it() {
        let links = [
            "https://tea_news.t.me",
            "https://www.t.me/tea_news",
            "T.me/tea_news",
            "Https://t.me/tea_news",
            "HTTPS://T.ME/tea_news/",
            "http://tea_news.t.me/42?single",
            "t.me/tea_news#top",
            "tg://resolve?domain=tea_news",
            "tg:resolve?domain=tea_news&post=42",
            "\u{200e}@tea_news",
            "\u{feff}https://t.me/tea_news\u{2069}",
        ];
        for text in links {
            assert_eq!(parsed(text), Ok(ChannelReference::Username("tea_news".to_owned())), "{text}");
        }
    }

    #[test]
    fn a_link_that_boosts_a_channel_names_that_channel_and_none_called_boost() {
        for text in ["https://t.me/boost/tea_news", "tg://boost?domain=tea_news", "t.me/boost/tea_news?x=1"] {
            assert_eq!(parsed(text), Ok(ChannelReference::Username("tea_news".to_owned())), "{text}");
        }
        let private = Ok(ChannelReference::Id(ChatId(-1_001_234_567_890)));
        for text in ["https://t.me/boost?c=1234567890", "tg://boost?channel=1234567890"] {
            assert_eq!(parsed(text), private, "{text}");
        }
        assert_eq!(parsed("t.me/boost"), Err(InvalidReference::Unreadable));
    }

    #[test]
    fn a_link_to_something_else_than_a_chat_names_no_channel() {
        for text in ["t.me/addlist/AbC", "https://t.me/share/url?url=x", "t.me/proxy?server=x", "tg://settings"] {
            assert_eq!(parsed(text), Err(InvalidReference::Unreadable), "{text}");
        }
        assert_eq!(parsed("tg://join?invite=AbC"), Err(InvalidReference::InviteLink));
        assert_eq!(parsed("tg://privatepost?channel=123&post=7"), Ok(ChannelReference::Id(ChatId(-100_123))));
    }

    #[test]
    fn a_minus_that_a_keyboard_made_longer_is_one() {
        for text in ["\u{2212}1001234567890", "\u{2013}1001234567890"] {
            assert_eq!(parsed(text), Ok(ChannelReference::Id(ChatId(-1_001_234_567_890))), "{text}");
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
