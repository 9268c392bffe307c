//! Which bot this is, and how it gets its updates: what the start of the program asks.

use frankenstein::methods::DeleteWebhookParams;
use portcullis_domain::{
    Timestamp,
    ports::{BotApiError, BotIdentity},
};

use super::FrankensteinBotApi;
use crate::wire::{WireUser, WireWebhook};

/// How delivery to the webhook works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookState {
    /// Where updates are delivered; `None`: nowhere, they are to be polled for. No more of the address than its host: the
    /// rest may hold a secret.
    pub host: Option<String>,
    /// How many updates wait.
    pub pending_updates: u64,
    /// Why a delivery last failed, in Telegram's words.
    pub last_error: Option<String>,
    /// When a delivery last failed.
    pub last_error_at: Option<Timestamp>,
}

impl FrankensteinBotApi {
    /// The bot itself. <https://core.telegram.org/bots/api#getme>
    ///
    /// # Errors
    ///
    /// [`BotApiError::Unauthorized`]: the token is refused.
    pub async fn get_me(&self) -> Result<BotIdentity, BotApiError> {
        let bot: WireUser = self.call("getMe", None, &()).await?;
        Ok(BotIdentity { id: bot.id(), name: bot.name(), username: bot.username.unwrap_or_default() })
    }

    /// Ends the delivery to a webhook; updates that wait go on waiting.
    /// <https://core.telegram.org/bots/api#deletewebhook>
    ///
    /// # Errors
    ///
    /// Any [`BotApiError`]; nothing has changed unless it is [`BotApiError::NoAnswer`].
    pub async fn delete_webhook_keeping_updates(&self) -> Result<(), BotApiError> {
        let params = DeleteWebhookParams::builder().drop_pending_updates(false).build();
        self.call::<bool>("deleteWebhook", None, &params).await.map(drop)
    }

    /// Where updates are delivered; `None`: nowhere, they are to be polled for. The address may hold a secret, so only
    /// its host is fit for a log. <https://core.telegram.org/bots/api#getwebhookinfo>
    ///
    /// # Errors
    ///
    /// Any [`BotApiError`].
    pub async fn get_webhook_url(&self) -> Result<Option<String>, BotApiError> {
        let webhook: WireWebhook = self.call("getWebhookInfo", None, &()).await?;
        Ok(Some(webhook.url).filter(|url| !url.is_empty()))
    }

    /// How delivery to the webhook works. <https://core.telegram.org/bots/api#getwebhookinfo>
    ///
    /// # Errors
    ///
    /// Any [`BotApiError`].
    pub async fn get_webhook_state(&self) -> Result<WebhookState, BotApiError> {
        let webhook: WireWebhook = self.call("getWebhookInfo", None, &()).await?;
        Ok(WebhookState {
            host: webhook.host(),
            pending_updates: webhook.pending_update_count,
            last_error: webhook.last_error_message,
            last_error_at: webhook.last_error_date.map(Timestamp::from_secs),
        })
    }
}
