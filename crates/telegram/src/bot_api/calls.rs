//! One call with its further tries.

use std::{error::Error, fmt};

use backon::{ExponentialBuilder, Retryable};
use frankenstein::{AsyncTelegramApi, response::MethodResponse};
use portcullis_domain::{
    ChatId, MessageId,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    ports::BotApiError,
};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, IgnoredAny},
};

use super::{
    FrankensteinBotApi,
    classify::{is_done_already, meaning},
    flood_holds::Hold,
    outgoing,
};
use crate::client::{ApiClient, CallFailure, Upload};

/// How many times a call is tried again.
const FURTHER_TRIES: usize = 3;

/// After which failures a call is tried again.
#[derive(Clone, Copy)]
pub(super) enum Repeat {
    /// None: what the call would overwrite may have changed meanwhile.
    Never,
    /// Those that may pass: the call may be repeated without harm.
    WhenTransient,
    /// Those that may pass and prove that nothing was done: carried out twice, the call would do harm.
    WhenUndone,
}

impl Repeat {
    const fn is_allowed_after(self, failure: &CallFailure) -> bool {
        match self {
            Self::Never => false,
            Self::WhenTransient => failure.is_transient(),
            Self::WhenUndone => failure.is_transient_and_undone(),
        }
    }
}

/// All of a sent message that matters: a message must not count as unsent for a field that does not decode.
#[derive(Deserialize)]
struct SentMessage {
    message_id: i32,
}

impl FrankensteinBotApi {
    /// Calls a method that may be repeated without harm.
    pub(super) async fn call<Output: DeserializeOwned>(
        &self,
        method: &'static str,
        chat: Option<String>,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, BotApiError> {
        let answer = self.call_with(Repeat::WhenTransient, method, chat, params).await;
        answer.map_err(|failure| meaning(method, failure))
    }

    /// The same for somebody who has pressed a button: the call waits for no call that is for nobody's press.
    pub(super) async fn call_for_press<Output: DeserializeOwned>(
        &self,
        method: &'static str,
        chat: Option<String>,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, BotApiError> {
        let (hold, client) = (Hold::new(method, chat), self.client.for_presses());
        let answer =
            self.repeated(Repeat::WhenTransient, method, || self.try_once_through(&client, &hold, params)).await;
        answer.map_err(|failure| meaning(method, failure))
    }

    /// The same for a sweep: the call waits while anybody else asks the same, and what Telegram refuses to it holds nobody
    /// who is waited for.
    pub(super) async fn call_for_sweep<Output: DeserializeOwned>(
        &self,
        method: &'static str,
        chat: Option<String>,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, BotApiError> {
        let (hold, client) = (Hold::for_sweeps(method, chat), self.client.for_sweeps());
        let answer =
            self.repeated(Repeat::WhenTransient, method, || self.try_once_through(&client, &hold, params)).await;
        answer.map_err(|failure| meaning(method, failure))
    }

    /// Calls a method, and again after the failures that `repeat` names.
    pub(super) async fn call_with<Output: DeserializeOwned>(
        &self,
        repeat: Repeat,
        method: &'static str,
        chat: Option<String>,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, CallFailure> {
        let hold = Hold::new(method, chat);
        self.repeated(repeat, method, || self.try_once(&hold, params)).await
    }

    /// Sends a message, each time as the limiter allows.
    pub(super) async fn send(
        &self,
        chat: ChatId,
        message: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        let method = "sendMessage";
        let hold = Hold::new(method, Some(chat.to_string()));
        let params = outgoing::message(chat, message);
        let try_once = || self.try_once_as_allowed::<SentMessage>(&hold, chat, priority, &params);
        let sent = self.repeated(Repeat::WhenUndone, method, try_once).await;
        sent.map(|sent| MessageId(sent.message_id)).map_err(|failure| meaning(method, failure))
    }

    /// Sends a picture, each time as the limiter allows: Telegram counts it as it counts messages.
    pub(super) async fn send_picture(
        &self,
        chat: ChatId,
        picture: &Picture,
        caption: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        let method = "sendPhoto";
        let hold = Hold::new(method, Some(chat.to_string()));
        let params = outgoing::photo(chat, caption);
        let file = Upload { parameter: outgoing::PHOTO, file_name: "chart.png", bytes: picture.as_bytes() };
        let try_once = async || {
            // What is held anyway must not use up the messages of the other chats.
            self.refuse_held(&hold)?;
            self.limiter.acquire(chat, priority).await;
            self.refuse_held(&hold)?;
            let answer = self.client.upload::<MethodResponse<SentMessage>>(method, &params, file).await;
            self.unwrapped(&hold, answer)
        };
        let sent = self.repeated(Repeat::WhenUndone, method, try_once).await;
        sent.map(|sent| MessageId(sent.message_id)).map_err(|failure| meaning(method, failure))
    }

    /// Edits a message, each time as the limiter allows: Telegram counts edits as it counts messages.
    pub(super) async fn edit(
        &self,
        chat: ChatId,
        message: MessageId,
        text: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<(), BotApiError> {
        let method = "editMessageText";
        let hold = Hold::new(method, Some(chat.to_string()));
        let params = outgoing::edit(chat, message, text);
        let try_once = || self.try_once_as_allowed::<IgnoredAny>(&hold, chat, priority, &params);
        match self.repeated(Repeat::WhenTransient, method, try_once).await {
            Ok(_) => Ok(()),
            Err(CallFailure::Refused(refusal)) if is_done_already(method, &refusal) => Ok(()),
            Err(failure) => Err(meaning(method, failure)),
        }
    }

    async fn try_once_as_allowed<Output: DeserializeOwned>(
        &self,
        hold: &Hold,
        chat: ChatId,
        priority: SendPriority,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, CallFailure> {
        // What is held anyway must not use up the messages of the other chats.
        self.refuse_held(hold)?;
        self.limiter.acquire(chat, priority).await;
        self.try_once(hold, params).await
    }

    async fn repeated<Output, Answer: Future<Output = Result<Output, CallFailure>>>(
        &self,
        repeat: Repeat,
        method: &'static str,
        try_once: impl FnMut() -> Answer,
    ) -> Result<Output, CallFailure> {
        let pauses =
            ExponentialBuilder::new().with_min_delay(self.first_pause).with_max_times(FURTHER_TRIES).with_jitter();
        try_once
            .retry(pauses)
            .when(|failure| repeat.is_allowed_after(failure))
            .notify(|failure, pause| {
                tracing::debug!(method, error = failure as &dyn Error, ?pause, "trying a Bot API call again");
            })
            .await
    }

    async fn try_once<Output: DeserializeOwned>(
        &self,
        hold: &Hold,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, CallFailure> {
        self.try_once_through(&self.client, hold, params).await
    }

    async fn try_once_through<Output: DeserializeOwned>(
        &self,
        client: &ApiClient,
        hold: &Hold,
        params: &(impl Serialize + fmt::Debug + Sync),
    ) -> Result<Output, CallFailure> {
        self.refuse_held(hold)?;
        let answer = client.request::<_, MethodResponse<Output>>(hold.method, Some(params)).await;
        self.unwrapped(hold, answer)
    }

    /// The result of an answer; a flood wait holds the calls that follow.
    fn unwrapped<Output>(
        &self,
        hold: &Hold,
        answer: Result<MethodResponse<Output>, CallFailure>,
    ) -> Result<Output, CallFailure> {
        if let Err(CallFailure::Flood(wait)) = &answer {
            self.holds.begin(hold, *wait);
        }
        answer.map(|answer| answer.result)
    }

    fn refuse_held(&self, hold: &Hold) -> Result<(), CallFailure> {
        self.holds.remaining(hold).map_or(Ok(()), |left| Err(CallFailure::Flood(left)))
    }
}
