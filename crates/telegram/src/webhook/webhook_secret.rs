//! The secret that proves that a request to the webhook is Telegram's.

use std::{fmt, str::FromStr};

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use thiserror::Error;

/// `secret_token` of `setWebhook`: 1 to 256 of `A-Za-z0-9_-`. It shows nothing of itself.
/// <https://core.telegram.org/bots/api#setwebhook>
#[derive(Clone)]
pub struct WebhookSecret(SecretString);

/// Why a text is no secret of a webhook; never the text itself.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidWebhookSecret {
    /// Nothing there, or more than Telegram takes.
    #[error("the secret must have 1 to 256 characters")]
    Length,
    /// A character that Telegram does not take.
    #[error("the secret may only hold the letters A to Z and a to z, digits, underscores and hyphens")]
    Character,
}

impl WebhookSecret {
    /// Whether `given` is this secret. How long that takes shows nothing but whether the lengths differ.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        self.expose().as_bytes().ct_eq(given).into()
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl FromStr for WebhookSecret {
    type Err = InvalidWebhookSecret;

    fn from_str(text: &str) -> Result<Self, InvalidWebhookSecret> {
        // A file or an environment variable readily ends with a line break.
        let text = text.trim();
        if !(1..=256).contains(&text.len()) {
            return Err(InvalidWebhookSecret::Length);
        }
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if !text.bytes().all(is_allowed) {
            return Err(InvalidWebhookSecret::Character);
        }
        Ok(Self(SecretString::from(text)))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nothing_and_knows_itself() {
        let secret: WebhookSecret = " marker-1_A\n".parse().unwrap();
        assert_eq!(format!("{secret:?}"), "WebhookSecret([redacted])");
        assert!(secret.is(b"marker-1_A"));
        for other in [&b""[..], b"marker-1_", b"marker-1_a", b"marker-1_AA", b"\xff"] {
            assert!(!secret.is(other), "{other:?}");
        }
    }

    #[test]
    fn what_telegram_would_refuse_is_refused_without_being_quoted() {
        let too_long = "m".repeat(257);
        for (text, error) in [
            ("  ", InvalidWebhookSecret::Length),
            (too_long.as_str(), InvalidWebhookSecret::Length),
            ("mmm mmm", InvalidWebhookSecret::Character),
            ("mmm:mmm", InvalidWebhookSecret::Character),
            ("mmmémmm", InvalidWebhookSecret::Character),
        ] {
            let refused = text.parse::<WebhookSecret>().unwrap_err();
            assert_eq!(refused, error, "{text}");
            assert!(!format!("{refused}").contains("mmm"), "{text}");
        }
        assert!("m".repeat(256).parse::<WebhookSecret>().is_ok());
    }
}
