//! One call with its further tries.

use std::{fmt, time::Duration};

use backon::{ExponentialBuilder, Retryable};
use frankenstein::{AsyncTelegramApi, response::MethodResponse};
use portcullis_domain::{
    ChatId, MessageId, ThreadId,
    message::{OutgoingMessage, SendPriority},
    ports::BotApiError,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{FrankensteinBotApi, classify::meaning, flood_holds::Hold, outgoing};
use crate::client::CallFailure;

/// How many times a call is tried again.
const FURTHER_TRIES: usize = 3;

/// All of a sent message that matters: a message must not count as unsent for a field that does not decode.
#[derive(Deserialize)]
struct SentMessage {
    message_id: i32,
}

impl FrankensteinBotApi {
    /// Calls a method that may be repeated without harm.
    pub(super) async fn call<Params, Output>(
        &self,
        method: &'static str,
        chat: Option<String>,
        params: &Params,
    ) -> Result<Output, BotApiError>
    where
        Params: Serialize + fmt::Debug + Sync,
        Output: DeserializeOwned,
    {
        self.call_for_failure(method, chat, params).await.map_err(|failure| meaning(method, failure))
    }

    /// Calls a method that may be repeated only after another look: what it would overwrite may have changed meanwhile.
    pub(super) async fn call_once<Params, Output>(
        &self,
        method: &'static str,
        chat: Option<String>,
        params: &Params,
    ) -> Result<Output, BotApiError>
    where
        Params: Serialize + fmt::Debug + Sync,
        Output: DeserializeOwned,
    {
        self.try_once(&Hold { method, chat }, params).await.map_err(|failure| meaning(method, failure))
    }

    /// As [`call`](Self::call), for who wants to look at a failure.
    pub(super) async fn call_for_failure<Params, Output>(
        &self,
        method: &'static str,
        chat: Option<String>,
        params: &Params,
    ) -> Result<Output, CallFailure>
    where
        Params: Serialize + fmt::Debug + Sync,
        Output: DeserializeOwned,
    {
        let hold = Hold { method, chat };
        (|| self.try_once(&hold, params))
            .retry(self.pauses())
            .when(CallFailure::is_transient)
            .notify(|failure, pause| note(method, failure, pause))
            .await
    }

    /// Sends a message: again only after a failure that proves that none was sent.
    pub(super) async fn send(
        &self,
        chat: ChatId,
        message: &OutgoingMessage,
        thread: Option<ThreadId>,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        let method = "sendMessage";
        let hold = Hold { method, chat: Some(chat.to_string()) };
        let params = outgoing::message(chat, message, thread);
        let try_once = || async {
            // A chat that rests must not use up the messages of the others.
            self.is_free(&hold)?;
            self.limiter.acquire(chat, priority).await;
            self.try_once::<_, SentMessage>(&hold, &params).await
        };
        let sent = try_once
            .retry(self.pauses())
            .when(CallFailure::is_transient_and_undone)
            .notify(|failure, pause| note(method, failure, pause))
            .await;
        sent.map(|sent| MessageId(sent.message_id)).map_err(|failure| meaning(method, failure))
    }

    async fn try_once<Params, Output>(&self, hold: &Hold, params: &Params) -> Result<Output, CallFailure>
    where
        Params: Serialize + fmt::Debug + Sync,
        Output: DeserializeOwned,
    {
        self.is_free(hold)?;
        let answer = self.client.request::<_, MethodResponse<Output>>(hold.method, Some(params)).await;
        if let Err(CallFailure::Flood(wait)) = &answer {
            self.holds.begin(hold, *wait);
        }
        answer.map(|answer| answer.result)
    }

    fn is_free(&self, hold: &Hold) -> Result<(), CallFailure> {
        self.holds.remaining(hold).map_or(Ok(()), |left| Err(CallFailure::Flood(left)))
    }

    fn pauses(&self) -> ExponentialBuilder {
        ExponentialBuilder::new().with_min_delay(self.first_pause).with_max_times(FURTHER_TRIES).with_jitter()
    }
}

fn note(method: &str, failure: &CallFailure, pause: Duration) {
    tracing::debug!(method, %failure, ?pause, "trying a Bot API call again");
}
