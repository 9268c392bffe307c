//! Who the bot is, and how it gets its updates: what the start of the program asks.

use frankenstein::methods::DeleteWebhookParams;
use portcullis_domain::ports::{BotApiError, BotIdentity};

use super::FrankensteinBotApi;
use crate::wire::{WireUser, WireWebhook};

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
        self.call::<_, bool>("deleteWebhook", None, &params).await.map(drop)
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
}
