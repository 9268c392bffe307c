//! The bot by long polling, from its start to its stop.

use std::sync::Arc;

use portcullis_domain::ports::BotApi;
use portcullis_messages::Texts;
use portcullis_service::{Background, DispatcherSettings, set_command_menus};
use portcullis_storage::Database;
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter, PollingOptions, PollingSource};
use tokio_util::sync::CancellationToken;

use crate::{Composition, RunError, Settings, compose, holder, identify::identify};

/// Runs the bot on a migrated database until `stop`, then finishes what is in hand.
///
/// # Errors
///
/// [`RunError`]: why it could not start, or could not go on.
pub async fn poll(settings: &Settings, database: &Database, stop: CancellationToken) -> Result<(), RunError> {
    let client = ApiClient::new(&settings.telegram_api_url, settings.bot_token.clone())?;
    let limiter = Arc::new(LocalMessageLimiter::new(settings.limits));
    let api = Arc::new(FrankensteinBotApi::new(client.clone(), limiter));
    let Some(bot) = identify(&api, &stop).await? else { return Ok(()) };
    tracing::info!(
        bot = bot.username,
        version = env!("CARGO_PKG_VERSION"),
        environment = settings.environment,
        "at work"
    );

    let Composition { gatekeeper, texts } = compose(settings, database, api.clone(), bot)?;
    let (background, intake) = Background::start(gatekeeper, DispatcherSettings::new(holder::of_polling()));
    let menus = tokio::spawn(set_menus(api.clone(), texts));

    let source = PollingSource::new(client, PollingOptions::default());
    let ended = source.run(Arc::new(intake), stop).await;

    menus.abort();
    background.stop().await;
    Ok(ended?)
}

/// The bot works without its menus, so that a refusal is only logged.
async fn set_menus(api: Arc<dyn BotApi>, texts: Texts) {
    if let Err(error) = set_command_menus(&*api, &texts).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the menus of commands can't be set");
    }
}
