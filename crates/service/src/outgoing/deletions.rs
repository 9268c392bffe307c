//! Messages that are removed after a while: written down first, so that a restart forgets none.

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, TryStreamExt, stream};
use portcullis_domain::{
    ChatId, MessageId, Timestamp,
    ports::{BotApi, BotApiError, Clock, Deletion, DeletionSchedule},
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{Ports, Setback};

/// How often the schedule is looked at; nobody minds a message that stays a few seconds longer.
const INTERVAL: Duration = Duration::from_secs(5);

/// How many messages are removed in one go.
const BATCH: u64 = 50;

/// How many of them at once.
const AT_ONCE: usize = 8;

/// Removes scheduled messages when their time has come.
pub(crate) struct Deletions {
    api: Arc<dyn BotApi>,
    schedule: Arc<dyn DeletionSchedule>,
    clock: Arc<dyn Clock>,
    poked: Notify,
}

impl Deletions {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self {
            api: ports.api.clone(),
            schedule: ports.deletions.clone(),
            clock: ports.clock.clone(),
            poked: Notify::new(),
        }
    }

    /// Writes down that a message is to go.
    pub(crate) async fn schedule(&self, chat: ChatId, message: MessageId, due: Timestamp) -> Result<(), Setback> {
        Ok(self.schedule.put(Deletion { chat, message, due }).await?)
    }

    /// Looks at the schedule now: something on it is due.
    pub(crate) fn poke(&self) {
        self.poked.notify_one();
    }

    /// Removes what is due, until `stop`.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let removed = tokio::select! {
                () = stop.cancelled() => return,
                removed = self.remove_due() => removed,
            };
            match removed {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "no message can be removed now"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.poked.notified() => {}
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
    }

    /// How many were taken off the schedule.
    async fn remove_due(&self) -> Result<usize, Setback> {
        let due = self.schedule.list_due(self.clock.now(), BATCH).await?;
        // At once, so that a chat in which a call hangs holds up no other.
        let removed: Vec<usize> =
            stream::iter(due).map(|deletion| self.remove(deletion)).buffer_unordered(AT_ONCE).try_collect().await?;
        Ok(removed.into_iter().sum())
    }

    /// 1 if the message is off the schedule now, 0 if it must wait.
    async fn remove(&self, deletion: Deletion) -> Result<usize, Setback> {
        let wait = match self.api.delete_message(deletion.chat, deletion.message).await {
            Err(BotApiError::RetryAfter(wait)) => wait,
            Err(BotApiError::NoAnswer(_)) => INTERVAL,
            // Gone, or refused for good: either way nothing more can be done about it.
            Ok(()) | Err(_) => {
                self.schedule.remove(deletion.chat, deletion.message).await?;
                return Ok(1);
            }
        };
        self.put_off(deletion, self.clock.now().after(wait)).await?;
        Ok(0)
    }

    async fn put_off(&self, deletion: Deletion, due: Timestamp) -> Result<(), Setback> {
        self.schedule.remove(deletion.chat, deletion.message).await?;
        Ok(self.schedule.put(Deletion { due, ..deletion }).await?)
    }
}
