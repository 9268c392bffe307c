//! The bot by webhook, from its start to its stop.

use std::sync::Arc;

use portcullis_service::{Background, DispatcherSettings};
use portcullis_storage::Database;
use portcullis_telegram::{WebhookOptions, WebhookSource};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    Composition, InvalidSettings, RunError, Settings, WebhookSettings,
    bot::Bot,
    command_menus::set_menus,
    compose, holder,
    operations::{ObservedSink, Status},
    redis::open_redis,
    variables,
};

/// Runs the bot on a migrated database until `stop`, then finishes what is in hand. Any number of instances may share
/// a database and an address.
///
/// # Errors
///
/// [`RunError`]: why it could not start, or could not go on.
pub async fn serve(
    settings: &Settings,
    database: &Database,
    status: &Status,
    stop: CancellationToken,
) -> Result<(), RunError> {
    let webhook = settings.webhook.clone()?;
    let redis = open_redis(settings, status).await?;
    let Some(bot) = Bot::meet(settings, redis.as_ref(), status, &stop).await? else { return Ok(()) };
    bot.is_at_work(settings);

    let listener = listen(&webhook).await?;
    let holder = holder::of_instance(webhook.listen.port());
    let Composition { gatekeeper, texts, hearing } =
        compose(settings, database, redis.as_ref(), bot.api.clone(), bot.identity, &holder)?;
    let (background, intake) = Background::start(gatekeeper, DispatcherSettings::new(holder));
    let menus = tokio::spawn(set_menus(bot.api, texts));

    let sink = Arc::new(ObservedSink::new(Arc::new(intake), status.clone()));
    let options =
        WebhookOptions { max_connections: webhook.max_connections, ..WebhookOptions::new(webhook.url, webhook.secret) };
    let ended = WebhookSource::new(bot.client, options).run(listener, sink, stop).await;

    menus.abort();
    background.stop().await;
    hearing.stop().await;
    Ok(ended?)
}

/// Listens. Who connects before is refused, so that a load balancer looks for another instance.
async fn listen(webhook: &WebhookSettings) -> Result<TcpListener, RunError> {
    let listener = TcpListener::bind(webhook.listen).await.map_err(|error| {
        let problem = format!("can't be listened on ({error}); PORT overrides its port");
        InvalidSettings::new(variables::WEBHOOK_LISTEN, problem)
    })?;
    tracing::info!(address = %webhook.listen, "the webhook listens");
    Ok(listener)
}
