//! The bot by long polling, from its start to its stop.

use std::sync::Arc;

use portcullis_cache::RedisConnection;
use portcullis_service::{Background, DispatcherSettings};
use portcullis_storage::Database;
use portcullis_telegram::{PollingOptions, PollingSource};
use tokio_util::sync::CancellationToken;

use crate::{
    Composition, RunError, Settings,
    bot::Bot,
    command_menus::set_menus,
    compose, holder,
    leadership::leadership,
    operations::{ObservedSink, Status},
    redis::open_redis,
    standby::{Standby, Term},
};

/// Runs the bot on a migrated database until `stop`, then finishes what is in hand; stands by while another process
/// polls with the same token.
///
/// # Errors
///
/// [`RunError`]: why it could not start, or could not go on.
pub async fn poll(
    settings: &Settings,
    database: &Database,
    status: &Status,
    stop: CancellationToken,
) -> Result<(), RunError> {
    let redis = open_redis(settings, status).await?;
    let Some(bot) = Bot::meet(settings, redis.as_ref(), status, &stop).await? else { return Ok(()) };
    let standby = Standby::new(leadership(database, redis.as_ref()), holder::of_this_process());
    let polling = Polling { settings, database, redis, status, bot };
    standby.run(&stop, |term| polling.lead(term)).await
}

/// What every stretch of leading needs anew.
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
        let Bot { client, api, identity } = &self.bot;
        self.bot.is_at_work(self.settings);
        let holder = holder::of_polling();
        let Composition { gatekeeper, texts, hearing } =
            compose(self.settings, self.database, self.redis.as_ref(), api.clone(), identity.clone(), &holder)?;
        let (background, intake) = Background::start(gatekeeper, DispatcherSettings::new(holder));
        let menus = tokio::spawn(set_menus(api.clone(), texts));

        let sink = Arc::new(ObservedSink::new(Arc::new(intake), self.status.clone()));
        let source = PollingSource::new(client.clone(), PollingOptions::default());
        let ended = tokio::select! {
            // Whoever leads now polls: not even the last confirmation may disturb it. What is unconfirmed comes again.
            biased;
            () = term.lost.cancelled() => Ok(()),
            ended = source.run(sink, term.over) => ended,
        };

        menus.abort();
        if term.lost.is_cancelled() {
            background.abandon();
        } else {
            background.stop().await;
        }
        hearing.stop().await;
        Ok(ended?)
    }
}
