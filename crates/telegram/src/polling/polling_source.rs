//! The loop: poll, hand over, confirm.

use std::{error::Error as StdError, sync::Arc, time::Duration};

use futures::future::try_join_all;
use portcullis_domain::{
    inbox::RawUpdate,
    ports::{BotApiError, NotAccepted, UpdateSink},
};
use thiserror::Error;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::{batch::Batch, interruption::Interruption, polling_options::PollingOptions, progress::Progress, requests};
use crate::client::{ApiClient, CallFailure};

/// Gets a bot's updates with `getUpdates` and hands them to a sink.
///
/// An update is confirmed to Telegram only after the sink has accepted it, by the offset of the next request. So
/// whatever happens to this process, an update is either still with Telegram or safe.
/// <https://core.telegram.org/bots/api#getupdates>
#[derive(Debug)]
pub struct PollingSource {
    client: ApiClient,
    options: PollingOptions,
}

/// Why polling ended by itself. Whatever may pass is waited for and does not end it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PollingError {
    /// Telegram refuses the token: it is wrong, or was revoked.
    #[error("the bot token is refused")]
    Unauthorized,
}

impl PollingSource {
    /// A source of the updates of the bot whose client this is.
    #[must_use]
    pub const fn new(client: ApiClient, options: PollingOptions) -> Self {
        Self { client, options }
    }

    /// Polls until `stop`, or until Telegram refuses the token.
    ///
    /// A webhook that is set is removed first, without dropping what waits. When stopped, it abandons the waiting
    /// request, finishes handing over what it holds, and confirms what was accepted.
    ///
    /// # Errors
    ///
    /// [`PollingError::Unauthorized`]: Telegram refuses the token. Nothing else ends polling.
    pub async fn run(self, sink: Arc<dyn UpdateSink>, stop: CancellationToken) -> Result<(), PollingError> {
        let mut progress = Progress::new();
        let ended = self.poll(&*sink, &stop, &mut progress).await;
        if let (Ok(()), Some(offset)) = (&ended, progress.unconfirmed()) {
            self.confirm(offset).await;
        }
        ended
    }

    async fn poll(
        &self,
        sink: &dyn UpdateSink,
        stop: &CancellationToken,
        progress: &mut Progress,
    ) -> Result<(), PollingError> {
        let mut interruption = Interruption::default();
        let mut may_have_webhook = true;
        while !stop.is_cancelled() {
            let asked = Instant::now();
            let answer = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                answer = self.request(&mut may_have_webhook, progress.offset()) => answer,
            };
            match answer {
                Ok(batch) => {
                    interruption.note_success();
                    progress.confirmed();
                    let is_empty = batch.updates.is_empty();
                    match self.take(batch, sink, stop).await {
                        Some(offset) => progress.accepted(offset),
                        None => progress.nothing_new(self.options.forget_offset_after),
                    }
                    // Telegram answers with nothing only after a while; a server that does so at once would be asked
                    // without a pause.
                    if is_empty && asked.elapsed() < self.options.first_pause {
                        stop.run_until_cancelled(sleep(self.options.first_pause)).await;
                    }
                }
                Err(failure) => {
                    let pause = self.pause_after(&failure, &mut interruption)?;
                    stop.run_until_cancelled(sleep(pause)).await;
                }
            }
        }
        Ok(())
    }

    async fn request(&self, may_have_webhook: &mut bool, offset: Option<i64>) -> Result<Batch, CallFailure> {
        if *may_have_webhook {
            requests::remove_webhook(&self.client).await?;
            *may_have_webhook = false;
        }
        requests::poll(&self.client, offset, self.options.timeout).await
    }

    /// Hands a batch over, and gives the offset that confirms it; `None`: nothing is to be confirmed.
    async fn take(&self, batch: Batch, sink: &dyn UpdateSink, stop: &CancellationToken) -> Option<i64> {
        if batch.unnumbered > 0 {
            metrics::counter!("bot_updates_undecodable_total").increment(batch.unnumbered as u64);
            tracing::warn!(count = batch.unnumbered, "passed over updates without a number");
        }
        let offset = batch.offset_after()?;
        self.hand_over(batch.updates, sink, stop).await.then_some(offset)
    }

    /// Offers the same updates until they are accepted; gives up only when stopped, after one last try.
    async fn hand_over(&self, updates: Vec<RawUpdate>, sink: &dyn UpdateSink, stop: &CancellationToken) -> bool {
        let mut interruption = Interruption::default();
        while let Err(error) = offer(&updates, sink).await {
            let pause = interruption.note_failure(&self.options, "updates are not accepted and wait here", &error);
            if stop.is_cancelled() {
                return false;
            }
            stop.run_until_cancelled(sleep(pause)).await;
        }
        interruption.note_success();
        true
    }

    fn pause_after(&self, failure: &CallFailure, interruption: &mut Interruption) -> Result<Duration, PollingError> {
        let refusal = match failure {
            CallFailure::Refused(refusal) => Some(refusal.meaning("getUpdates")),
            _ => None,
        };
        if let Some(BotApiError::Unauthorized) = refusal {
            return Err(PollingError::Unauthorized);
        }
        let pause = interruption.note_failure(&self.options, "updates are not given", failure);
        Ok(match (failure, refusal) {
            (CallFailure::Flood(wait), _) => pause.max(*wait),
            (_, Some(BotApiError::Conflict)) => self.options.conflict_pause,
            _ => pause,
        })
    }

    async fn confirm(&self, offset: i64) {
        match timeout(self.options.confirm_timeout, requests::confirm(&self.client, offset)).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => {
                tracing::warn!(
                    error = &failure as &dyn StdError,
                    "the last updates are not confirmed and will come again"
                );
            }
            Err(_) => tracing::warn!("the last updates are not confirmed in time and may come again"),
        }
    }
}

/// Offers updates in their order, each once the one before it has been begun: none overtakes another of its lane.
async fn offer(updates: &[RawUpdate], sink: &dyn UpdateSink) -> Result<(), NotAccepted> {
    let mut accepted = Vec::new();
    for update in updates {
        if !sink.try_accept(&update.json) {
            accepted.push(sink.accept(update.clone()));
        }
    }
    try_join_all(accepted).await.map(drop)
}
