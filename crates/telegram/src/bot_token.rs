//! The bot's token: the secret that identifies a bot to Telegram.

use std::{fmt, str::FromStr};

use portcullis_domain::UserId;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// A token as `@BotFather` gives it, `123456:letters`; it shows nothing but the bot's id.
/// <https://core.telegram.org/bots/api#authorizing-your-bot>
#[derive(Clone)]
pub struct BotToken {
    id: UserId,
    whole: SecretString,
}

/// Why a text is no token; never the text itself.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidBotToken {
    /// The text is empty.
    #[error("the token is empty")]
    Empty,
    /// No colon separates the id and the secret.
    #[error("the token has no colon between the bot's id and its secret")]
    NoColon,
    /// What stands before the colon is no bot's id.
    #[error("the token does not begin with the bot's id, a number")]
    NoId,
    /// What stands behind the colon is empty, or has a letter that no token has.
    #[error("the token's secret may only hold letters, digits, underscores and hyphens, and not be empty")]
    WrongSecret,
}

impl BotToken {
    /// The bot's id, which is no secret.
    #[must_use]
    pub const fn bot_id(&self) -> UserId {
        self.id
    }

    pub(crate) fn expose(&self) -> &str {
        self.whole.expose_secret()
    }

    /// `text` without this token, should a server or a proxy have quoted it.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let whole = self.expose();
        let secret = whole.split_once(':').map_or(whole, |(_, secret)| secret);
        text.replace(whole, "[token]").replace(secret, "[token]")
    }
}

impl FromStr for BotToken {
    type Err = InvalidBotToken;

    fn from_str(text: &str) -> Result<Self, InvalidBotToken> {
        // A file or an environment variable readily ends with a line break.
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidBotToken::Empty);
        }
        let (id, secret) = text.split_once(':').ok_or(InvalidBotToken::NoColon)?;
        let id = match id.parse::<i64>() {
            Ok(id) if id > 0 && !text.starts_with('+') => id,
            _ => return Err(InvalidBotToken::NoId),
        };
        let harmless = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
        if secret.is_empty() || !secret.chars().all(harmless) {
            return Err(InvalidBotToken::WrongSecret);
        }
        Ok(Self { id: UserId(id), whole: SecretString::from(text) })
    }
}

impl fmt::Display for BotToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:[redacted]", self.id)
    }
}

impl fmt::Debug for BotToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BotToken({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<BotToken, InvalidBotToken> {
        text.parse()
    }

    #[test]
    fn a_token_shows_only_the_bots_id() {
        let token = parsed(" 42:AA-secret_marker\n").unwrap();
        assert_eq!(token.bot_id(), UserId(42));
        assert_eq!(token.expose(), "42:AA-secret_marker");
        assert_eq!(format!("{token} {token:?}"), "42:[redacted] BotToken(42:[redacted])");
    }

    #[test]
    fn what_is_no_token_is_refused_without_being_quoted() {
        for (text, error) in [
            ("  ", InvalidBotToken::Empty),
            ("marker", InvalidBotToken::NoColon),
            ("marker:marker", InvalidBotToken::NoId),
            ("-7:marker", InvalidBotToken::NoId),
            ("+7:marker", InvalidBotToken::NoId),
            ("7:", InvalidBotToken::WrongSecret),
            ("7:marker/../marker", InvalidBotToken::WrongSecret),
            ("7:marker marker", InvalidBotToken::WrongSecret),
        ] {
            let refused = parsed(text).unwrap_err();
            assert_eq!(refused, error, "{text}");
            assert!(!format!("{refused} {refused:?}").contains("marker"), "{text}");
        }
    }

    #[test]
    fn a_quoted_token_is_cut_out_whole_or_by_its_secret() {
        let token = parsed("42:AAmarker").unwrap();
        assert_eq!(token.redact("no route /bot42:AAmarker/getMe, AAmarker"), "no route /bot[token]/getMe, [token]");
    }
}
