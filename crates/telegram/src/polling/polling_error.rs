//! What ends polling.

use thiserror::Error;

/// Why polling ended by itself. Whatever may pass is waited for and does not end it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PollingError {
    /// Telegram refuses the token: it is wrong, or was revoked.
    #[error("the bot token is refused")]
    Unauthorized,
}
