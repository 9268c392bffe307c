//! What ends a webhook.

use thiserror::Error;

/// Why a webhook ended by itself. Whatever may pass is waited for and does not end it.
#[derive(Debug, Error)]
pub enum WebhookError {
    /// Telegram refuses the token: it is wrong, or was revoked.
    #[error("the bot token is refused")]
    Unauthorized,
    /// Telegram refuses the webhook, in these words: mostly because of its address.
    #[error("Telegram refuses the webhook: {0}")]
    Refused(String),
    /// The server can't go on listening.
    #[error("the webhook can't be served")]
    Serve(#[source] std::io::Error),
}
