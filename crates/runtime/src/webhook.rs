//! The bot by webhook, from its start to its stop.

use std::sync::Arc;

use portcullis_cache::RedisConnection;
use portcullis_service::{Background, DispatcherSettings, UpdateDelivery};
use portcullis_storage::Database;
use portcullis_telegram::{WebhookOptions, WebhookSource};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    Composition, ObservedSink, RunError, Settings, Shared, Status, WebhookSettings,
    bot::{Bot, show_itself},
    compose,
    config::{InvalidSettings, variables},
    holder,
    invalidation::{InvalidationTask, invalidations},
    redis::wait_for_redis,
};

/// Runs the bot on a migrated database until `stop`, then finishes what is under way. Any number of instances may share
/// a database and an address.
///
/// # Errors
///
/// [`RunError`]: why it could not start, or could not go on.
pub async fn serve(
    settings: &Settings,
    database: &Database,
    redis: Option<RedisConnection>,
    status: &Status,
    stop: CancellationToken,
) -> Result<(), RunError> {
    let webhook = settings.webhook.clone()?;
    wait_for_redis(redis.as_ref()).await;
    let Some(bot) = Bot::identify(settings, redis.as_ref(), status, &stop).await? else { return Ok(()) };
    // Telegram has taken the token: a mistyped one leaves no trace.
    database.note_bot(settings.bot_token.bot_id()).await?;
    bot.log_start(settings);

    let listener = listen(&webhook).await?;
    let holder = holder::of_this_process();
    holder::release_leases_of_ended_processes(database).await;
    let invalidations = invalidations(database, settings.bot_token.bot_id());
    let (redis, invalidated) = (redis.as_ref(), invalidations.as_ref());
    let shared = Shared { redis, invalidations: invalidated, delivery: UpdateDelivery::Webhook };
    let Composition { gatekeeper, texts, caches } =
        compose(settings, database, shared, bot.api.clone(), bot.identity, Arc::new(bot.clock), &holder)?;
    let (background, intake) = Background::start(&gatekeeper, DispatcherSettings::new(holder));
    status.watch_parts(background.liveness());
    let invalidation_task = invalidations.map(|invalidations| {
        status.watch_invalidations(&invalidations);
        InvalidationTask::start(invalidations, caches, gatekeeper.clone(), &background.liveness())
    });
    let profile = tokio::spawn(show_itself(bot.api, texts));

    let sink = Arc::new(ObservedSink::new(Arc::new(intake), status.clone()));
    let options =
        WebhookOptions { max_connections: webhook.max_connections, ..WebhookOptions::new(webhook.url, webhook.secret) };
    let ended = WebhookSource::new(bot.client, options).run(listener, sink, stop).await;

    profile.abort();
    background.stop().await;
    if let Some(task) = invalidation_task {
        task.stop().await;
    }
    Ok(ended?)
}

/// Listens. Whoever connects before is refused, so that a load balancer looks for another instance.
async fn listen(webhook: &WebhookSettings) -> Result<TcpListener, RunError> {
    let listener = TcpListener::bind(webhook.listen).await.map_err(|error| {
        let problem = format!("can't be listened on ({error}); PORT overrides its port");
        InvalidSettings::new(variables::WEBHOOK_LISTEN, problem)
    })?;
    tracing::info!(address = %webhook.listen, "the webhook listens");
    Ok(listener)
}
