//! Messages that nothing depends on: they are sent when there is room for them, and hold up nobody meanwhile.

use std::sync::Arc;

use portcullis_domain::{
    ChatId, MessageId,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::Ports;

/// Sends what nothing depends on.
#[derive(Clone)]
pub(crate) struct Teller {
    api: Arc<dyn BotApi>,
    telling: TaskTracker,
    stop: CancellationToken,
}

impl Teller {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self { api: ports.api.clone(), telling: TaskTracker::new(), stop: CancellationToken::new() }
    }

    /// Tells a chat something; where the bot may not write there, it tells `instead`.
    pub(crate) fn tell(&self, chat: ChatId, instead: Option<ChatId>, text: OutgoingMessage, priority: SendPriority) {
        let teller = self.clone();
        self.telling.spawn(async move {
            let told = teller.send(chat, &text, priority).await;
            if let (Told::Refused, Some(instead)) = (told, instead) {
                teller.send(instead, &text, priority).await;
            }
        });
    }

    /// Does `work` beside everything else, unless the bot stops first.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.telling.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = work => {}
            }
        });
    }

    /// Sends a message, waiting out every flood wait. It is sent once: one whose fate is unknown is not sent again.
    pub(crate) async fn send(&self, chat: ChatId, text: &OutgoingMessage, priority: SendPriority) -> Told {
        loop {
            match self.api.send_message(chat, text, priority).await {
                Ok(message) => return Told::As(message),
                Err(BotApiError::NoAnswer(_)) => return Told::Perhaps,
                Err(BotApiError::RetryAfter(wait)) => {
                    tokio::select! {
                        () = self.stop.cancelled() => return Told::Perhaps,
                        () = tokio::time::sleep(wait) => {}
                    }
                }
                Err(error) => {
                    tracing::info!(%chat, error = &error as &dyn std::error::Error, "the bot may not write there");
                    return Told::Refused;
                }
            }
        }
    }

    /// Gives up what still waits, and ends what is on its way.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.telling.close();
        self.telling.wait().await;
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It stands in the chat under this id.
    As(MessageId),
    /// Nobody knows.
    Perhaps,
    /// Telegram refuses it.
    Refused,
}
