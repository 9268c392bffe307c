//! Who the bot is: asked at the start, for as long as it takes.

use std::time::Duration;

use portcullis_domain::ports::{BotApiError, BotIdentity};
use portcullis_telegram::FrankensteinBotApi;
use tokio_util::sync::CancellationToken;

use crate::RunError;

/// How long to wait before Telegram is asked again.
const PAUSE: Duration = Duration::from_secs(2);

/// Asks Telegram who the bot is, until it answers; `None` if the bot is asked to stop before that.
///
/// Telegram being out of reach is no fault of the configuration, so the start goes on trying.
pub(crate) async fn identify(
    api: &FrankensteinBotApi,
    stop: &CancellationToken,
) -> Result<Option<BotIdentity>, RunError> {
    loop {
        let answer = tokio::select! {
            () = stop.cancelled() => return Ok(None),
            answer = api.get_me() => answer,
        };
        let wait = match answer {
            Ok(bot) => return Ok(Some(bot)),
            Err(BotApiError::Unauthorized) => return Err(RunError::refused_token()),
            Err(BotApiError::RetryAfter(wait)) => wait,
            Err(error @ BotApiError::NoAnswer(_)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "Telegram is out of reach; trying again");
                PAUSE
            }
            Err(error) => return Err(RunError::Refused(error)),
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(wait) => {}
        }
    }
}
