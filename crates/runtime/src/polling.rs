//! The bot by long polling, from its start to its stop.

use std::{sync::Arc, time::Duration};

use portcullis_cache::RedisConnection;
use portcullis_service::{Background, DispatcherSettings, UpdateDelivery};
use portcullis_storage::Database;
use portcullis_telegram::{PollingOptions, PollingSource};
use tokio_util::sync::CancellationToken;

use crate::{
    Composition, ObservedSink, RunError, Settings, Shared, Status,
    bot::{Bot, show_itself},
    compose, holder,
    invalidation::{InvalidationTask, invalidations},
    leadership::{Standby, Term, leadership},
    redis::wait_for_redis,
};

/// How often the inbox is looked at for what another process left behind: one process polls at a time, and takes that over
/// at the start of its term.
const INBOX_LOOK_INTERVAL: Duration = Duration::from_mins(1);

/// Runs the bot on a migrated database until `stop`, then finishes what is under way; stands by while another process
/// polls with the same token.
///
/// # Errors
///
/// [`RunError`]: why it could not start, or could not go on.
pub async fn poll(
    settings: &Settings,
    database: &Database,
    redis: Option<RedisConnection>,
    status: &Status,
    stop: CancellationToken,
) -> Result<(), RunError> {
    wait_for_redis(redis.as_ref()).await;
    let Some(bot) = Bot::identify(settings, redis.as_ref(), status, &stop).await? else { return Ok(()) };
    // Telegram has taken the token: a mistyped one leaves no trace.
    database.note_bot(settings.bot_token.bot_id()).await?;
    holder::release_leases_of_ended_processes(database).await;
    let standby =
        Standby::new(leadership(database, redis.as_ref(), settings.bot_token.bot_id()), holder::of_this_process());
    let polling = Polling { settings, database, redis, status, bot };
    standby.run(&stop, |term| polling.lead(term)).await
}

/// What every term needs.
struct Polling<'a> {
    settings: &'a Settings,
    database: &'a Database,
    redis: Option<RedisConnection>,
    status: &'a Status,
    bot: Bot,
}

impl Polling<'_> {
    /// Polls until the term is over. The caches begin empty: what another process did meanwhile is in the database.
    async fn lead(&self, term: Term) -> Result<(), RunError> {
        let Bot { client, api, clock, identity } = &self.bot;
        self.bot.log_start(self.settings);
        let (holder, clock) = (holder::of_polling(), Arc::new(clock.clone()));
        // One process polls at a time: nobody has to hear what it changes.
        let shared = Shared { redis: self.redis.as_ref(), invalidations: None, delivery: UpdateDelivery::Polling };
        let Composition { gatekeeper, texts, caches } =
            compose(self.settings, self.database, shared, api.clone(), identity.clone(), clock, &holder)?;
        let settings = DispatcherSettings { interval: INBOX_LOOK_INTERVAL, ..DispatcherSettings::new(holder) };
        let (background, intake) = Background::start(&gatekeeper, settings);
        self.status.watch_parts(background.liveness());
        // What the operator's commands change is heard.
        let invalidation_task = invalidations(self.database, self.settings.bot_token.bot_id()).map(|invalidations| {
            InvalidationTask::start(invalidations, caches, gatekeeper.clone(), &background.liveness())
        });
        let profile = tokio::spawn(show_itself(api.clone(), texts));

        let sink = Arc::new(ObservedSink::new(Arc::new(intake), self.status.clone()));
        let source = PollingSource::new(client.clone(), PollingOptions::default());
        let ended = tokio::select! {
            // Whoever leads now polls: not even the last confirmation may disturb it. What is unconfirmed comes again.
            biased;
            () = term.lost.cancelled() => Ok(()),
            ended = source.run(sink, term.over) => ended,
        };

        profile.abort();
        if term.lost.is_cancelled() {
            background.abandon();
        } else {
            background.stop().await;
        }
        if let Some(task) = invalidation_task {
            task.stop().await;
        }
        Ok(ended?)
    }
}
