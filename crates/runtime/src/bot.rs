//! The bot as Telegram knows it: who it is, and how it is called.

use std::sync::Arc;

use portcullis_cache::RedisConnection;
use portcullis_domain::ports::BotIdentity;
use portcullis_telegram::{ApiClient, FrankensteinBotApi};
use tokio_util::sync::CancellationToken;

use crate::{RunError, Settings, identify::identify, operations::Status, redis::message_limiter};

/// The bot as Telegram knows it.
pub(crate) struct Bot {
    /// For the source of updates.
    pub(crate) client: ApiClient,
    /// For everything else.
    pub(crate) api: Arc<FrankensteinBotApi>,
    /// Who it is.
    pub(crate) identity: BotIdentity,
}

impl Bot {
    /// Asks Telegram who the bot is, for as long as it takes; `None` if it is to stop before that.
    pub(crate) async fn meet(
        settings: &Settings,
        redis: Option<&RedisConnection>,
        status: &Status,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, RunError> {
        let client = ApiClient::new(&settings.telegram_api_url, settings.bot_token.clone())?;
        status.watch_telegram(&client);
        let limiter = message_limiter(settings, redis);
        let api = Arc::new(FrankensteinBotApi::new(client.clone(), limiter));
        let Some(identity) = identify(&api, stop).await? else { return Ok(None) };
        status.identified();
        Ok(Some(Self { client, api, identity }))
    }

    /// Says in the log that it begins to work.
    pub(crate) fn is_at_work(&self, settings: &Settings) {
        tracing::info!(
            bot = self.identity.username,
            version = env!("CARGO_PKG_VERSION"),
            environment = settings.environment,
            "at work"
        );
    }
}
