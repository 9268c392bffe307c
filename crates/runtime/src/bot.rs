//! The bot as Telegram knows it: who it is, and how it is called.

use std::{error::Error as StdError, ops::ControlFlow, sync::Arc, time::Duration};

use portcullis_cache::RedisConnection;
use portcullis_domain::ports::{BotApiError, BotIdentity};
use portcullis_messages::Texts;
use portcullis_service::show_profile;
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter, TelegramError};
use tokio_util::sync::CancellationToken;

use crate::{
    RunError, Settings, Status, SystemClock, checked_clock::CheckedClock, redis::message_limiter,
    retry::retry_until_stopped,
};

/// How long to wait before Telegram is asked again who the bot is.
const RETRY_DELAY: Duration = Duration::from_secs(2);

/// The bot as Telegram knows it.
pub(crate) struct Bot {
    /// For the source of updates.
    pub(crate) client: ApiClient,
    /// For everything else.
    pub(crate) api: Arc<FrankensteinBotApi>,
    /// The time, compared with Telegram's.
    pub(crate) clock: CheckedClock,
    /// Who it is.
    pub(crate) identity: BotIdentity,
}

impl Bot {
    /// Asks Telegram who the bot is, for as long as it takes; `None` if it is to stop before that.
    pub(crate) async fn identify(
        settings: &Settings,
        redis: Option<&RedisConnection>,
        status: &Status,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, RunError> {
        let client = ApiClient::new(&settings.telegram_api_url, settings.bot_token.clone(), &settings.proxies)?;
        status.watch_telegram(&client);
        let clock = watched_clock(&client);
        status.watch_clock(&clock);
        let limiter = message_limiter(settings, redis);
        let api = Arc::new(FrankensteinBotApi::new(client.clone(), limiter).with_clock(Arc::new(SystemClock)));
        let Some(identity) = identity(&api, stop).await? else { return Ok(None) };
        status.identified();
        Ok(Some(Self { client, api, clock, identity }))
    }

    /// Says in the log that it begins to work.
    pub(crate) fn log_start(&self, settings: &Settings) {
        tracing::info!(
            bot = self.identity.username,
            version = env!("CARGO_PKG_VERSION"),
            environment = settings.environment,
            "at work"
        );
    }
}

/// Telegram for a command that is no run, which this process alone calls, with the time compared with Telegram's.
pub(crate) fn api_of_a_command(settings: &Settings) -> Result<(FrankensteinBotApi, CheckedClock), TelegramError> {
    let client = ApiClient::new(&settings.telegram_api_url, settings.bot_token.clone(), &settings.proxies)?;
    let clock = watched_clock(&client);
    let limiter = Arc::new(LocalMessageLimiter::new(settings.limits));
    Ok((FrankensteinBotApi::new(client, limiter), clock))
}

/// A clock that is shown the date of each answer to this client.
fn watched_clock(client: &ApiClient) -> CheckedClock {
    let clock = CheckedClock::default();
    let shown = clock.clone();
    client.on_date(move |date| shown.note_date_of_answer(date));
    clock
}

/// Asks until Telegram answers: that it is out of reach is no fault of the configuration.
async fn identity(api: &FrankensteinBotApi, stop: &CancellationToken) -> Result<Option<BotIdentity>, RunError> {
    let attempt = async || match api.get_me().await {
        Ok(bot) => ControlFlow::Break(Ok(bot)),
        Err(BotApiError::RetryAfter(wait)) => ControlFlow::Continue(wait),
        Err(error @ (BotApiError::NoAnswer(_) | BotApiError::Unreadable(_))) => {
            tracing::warn!(error = &error as &dyn StdError, "Telegram is out of reach; trying again");
            ControlFlow::Continue(RETRY_DELAY)
        }
        Err(error) => ControlFlow::Break(Err(RunError::from_first_call(error))),
    };
    stop.run_until_cancelled(retry_until_stopped(stop, attempt)).await.flatten().transpose()
}

/// Sets what Telegram shows of the bot where that is not as it should be. The bot works without it, so that a refusal is only
/// logged.
pub(crate) async fn show_itself(api: Arc<FrankensteinBotApi>, texts: Texts) {
    if let Err(error) = show_profile(&*api, &texts).await {
        tracing::warn!(error = &error as &dyn StdError, "the menus of commands and the descriptions can't be set");
    }
}
