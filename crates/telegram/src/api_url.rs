//! Where the Bot API is.

use std::{fmt, str::FromStr};

use reqwest::Url;
use thiserror::Error;

use crate::bot_token::BotToken;

/// The Bot API's address without the token: Telegram's own, a local server's or a simulator's.
/// <https://core.telegram.org/bots/api#using-a-local-bot-api-server>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(String);

/// Why a text is no address of a Bot API.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidApiUrl {
    /// Not an address at all.
    #[error("not an address like https://api.telegram.org")]
    Unreadable,
    /// Another scheme than http and https.
    #[error("the address must begin with http:// or https://")]
    Scheme,
    /// A name or password, a query or a fragment: nothing that the Bot API has.
    #[error("the address may have a host, a port and a path, and nothing else")]
    Extras,
}

impl ApiUrl {
    /// The address of one method, which holds the token: for the request alone, never for a log.
    pub(crate) fn of_method(&self, token: &BotToken, method: &str) -> String {
        format!("{}/bot{}/{method}", self.0, token.expose())
    }
}

impl Default for ApiUrl {
    /// Telegram's own.
    fn default() -> Self {
        Self("https://api.telegram.org".to_owned())
    }
}

impl FromStr for ApiUrl {
    type Err = InvalidApiUrl;

    fn from_str(text: &str) -> Result<Self, InvalidApiUrl> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_| InvalidApiUrl::Unreadable)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidApiUrl::Scheme);
        }
        let has_login = !url.username().is_empty() || url.password().is_some();
        if has_login || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidApiUrl::Extras);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailing_slash_makes_no_difference() {
        let token: BotToken = "1:a".parse().unwrap();
        for text in ["http://localhost:8081/tg", "http://localhost:8081/tg/", " http://localhost:8081/tg// "] {
            let url: ApiUrl = text.parse().unwrap();
            assert_eq!(url.of_method(&token, "getMe"), "http://localhost:8081/tg/bot1:a/getMe", "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for (text, error) in [
            ("api.telegram.org", InvalidApiUrl::Unreadable),
            ("", InvalidApiUrl::Unreadable),
            ("ftp://api.telegram.org", InvalidApiUrl::Scheme),
            ("https://name:word@api.telegram.org", InvalidApiUrl::Extras),
            ("https://api.telegram.org/?a=b", InvalidApiUrl::Extras),
        ] {
            assert_eq!(text.parse::<ApiUrl>(), Err(error), "{text}");
        }
    }

    #[test]
    fn the_default_is_telegrams_own_and_reads_back() {
        assert_eq!(ApiUrl::default().to_string().parse(), Ok(ApiUrl::default()));
    }
}
