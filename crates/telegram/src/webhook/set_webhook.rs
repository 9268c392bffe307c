//! Setting the webhook at Telegram. <https://core.telegram.org/bots/api#setwebhook>

use std::{error::Error as StdError, io, time::Duration};

use backon::{BackoffBuilder, ExponentialBuilder};
use frankenstein::{AsyncTelegramApi, methods::SetWebhookParams, response::MethodResponse};
use portcullis_domain::ports::BotApiError;
use thiserror::Error;

use super::webhook_options::WebhookOptions;
use crate::{
    client::{ApiClient, CallFailure, Refusal},
    wire::ALLOWED_UPDATES,
};

const SET_WEBHOOK: &str = "setWebhook";

/// What Telegram says of an address that will never do, in lower case. Whatever else it objects to may pass: a name that
/// can't be resolved at the moment, above all. <https://core.telegram.org/bots/api#setwebhook>
const WRONG_ADDRESS: [&str; 6] =
    ["https url must be", "only on ports", "is reserved", "wrong url", "unsupported url", "host is empty"];

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
    Serve(#[source] io::Error),
}

/// Sets the webhook: tries until Telegram accepts it or refuses its address for good. The updates that wait go on waiting.
///
/// Instances that share an address set the same webhook, so each may do so whenever it starts.
pub(super) async fn set_webhook(client: &ApiClient, options: &WebhookOptions) -> Result<(), WebhookError> {
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(options.first_pause)
        .with_max_delay(options.longest_pause)
        .without_max_times()
        .build();
    loop {
        let failure = match ask(client, options).await {
            Ok(()) => {
                tracing::info!(host = options.url.host(), "the webhook is set");
                return Ok(());
            }
            Err(failure) => failure,
        };
        let pause = pauses.next().unwrap_or(options.longest_pause);
        tokio::time::sleep(pause_after(failure, pause, options)?).await;
    }
}

async fn ask(client: &ApiClient, options: &WebhookOptions) -> Result<(), CallFailure> {
    let params = SetWebhookParams::builder()
        .url(options.url.address())
        .secret_token(options.secret.expose())
        .max_connections(u32::from(options.max_connections))
        .allowed_updates(ALLOWED_UPDATES.to_vec())
        .drop_pending_updates(false)
        .build();
    client.request::<_, MethodResponse<bool>>(SET_WEBHOOK, Some(params)).await.map(drop)
}

fn pause_after(failure: CallFailure, pause: Duration, options: &WebhookOptions) -> Result<Duration, WebhookError> {
    match failure {
        CallFailure::Flood(wait) => {
            // Telegram takes one such call a second, so instances that start together make each other wait.
            tracing::debug!(seconds = wait.as_secs(), "the webhook is to be set a little later");
            Ok(wait)
        }
        CallFailure::Refused(refusal) => refused(&refusal, options).map(|()| pause),
        other => {
            tracing::warn!(error = &other as &dyn StdError, "the webhook can't be set yet");
            Ok(pause)
        }
    }
}

/// `Ok` if the refusal may pass.
fn refused(refusal: &Refusal, options: &WebhookOptions) -> Result<(), WebhookError> {
    if matches!(refusal.meaning(SET_WEBHOOK), BotApiError::Unauthorized) {
        return Err(WebhookError::Unauthorized);
    }
    // A refusal may quote the request.
    let reason = refusal.description.replace(options.secret.expose(), "[secret]");
    let lower = reason.to_lowercase();
    if WRONG_ADDRESS.iter().any(|wrong| lower.contains(wrong)) {
        return Err(WebhookError::Refused(reason));
    }
    tracing::error!(reason, host = options.url.host(), "Telegram refuses the webhook for the moment; trying again");
    Ok(())
}
