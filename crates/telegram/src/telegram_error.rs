//! What keeps this crate from being set up.

use thiserror::Error;

use crate::{api_url::InvalidApiUrl, bot_token::InvalidBotToken};

/// Why the connection to Telegram can't even be set up; what a call meets later is the ports' errors.
#[derive(Debug, Error)]
pub enum TelegramError {
    /// The token is not one: mend the configuration.
    #[error("the bot token is not usable")]
    Token(#[from] InvalidBotToken),
    /// The address is not one: mend the configuration.
    #[error("the Bot API's address is not usable")]
    ApiUrl(#[from] InvalidApiUrl),
    /// The HTTP client can't be built: the machine's certificates or TLS are broken.
    #[error("the HTTP client can't be built")]
    HttpClient(#[source] reqwest::Error),
}
