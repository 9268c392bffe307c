//! Messages that nothing depends on: they are sent when there is room for them, and hold up nobody meanwhile.

use std::sync::Arc;

use portcullis_domain::{
    ChatId, MessageId,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    ports::{BotApi, BotApiError},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Sends what nothing depends on.
#[derive(Clone)]
pub(crate) struct Messenger {
    api: Arc<dyn BotApi>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Messenger {
    pub(crate) fn new(api: Arc<dyn BotApi>) -> Self {
        Self { api, tasks: TaskTracker::new(), stop: CancellationToken::new() }
    }

    /// Sends a message in a task of its own.
    pub(crate) fn send_later(&self, chat: ChatId, text: OutgoingMessage, priority: SendPriority) {
        let messenger = self.clone();
        self.tasks.spawn(async move { messenger.send(chat, &text, priority).await });
    }

    /// Runs `work` in a task of its own, unless the bot stops first.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move { stop.run_until_cancelled(work).await });
    }

    /// Sends a message, waiting out every flood wait. It is sent once: one whose fate is unknown is not sent again.
    pub(crate) async fn send(&self, chat: ChatId, text: &OutgoingMessage, priority: SendPriority) -> SendOutcome {
        self.send_with(chat, text, None, priority).await
    }

    /// The same, with a picture over the text; where the picture is refused, the text goes alone.
    pub(crate) async fn send_with(
        &self,
        chat: ChatId,
        text: &OutgoingMessage,
        mut picture: Option<&Picture>,
        priority: SendPriority,
    ) -> SendOutcome {
        let mut text = text.clone();
        loop {
            let sent = match picture {
                Some(picture) => self.api.send_photo(chat, picture, &text, priority).await,
                None => self.api.send_message(chat, &text, priority).await,
            };
            match sent {
                Ok(message) => return SendOutcome::Sent(message),
                Err(BotApiError::NoAnswer(_) | BotApiError::Unreadable(_)) => return SendOutcome::Unknown,
                Err(BotApiError::RetryAfter(wait)) => {
                    if self.stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
                        return SendOutcome::Unknown;
                    }
                }
                // In the general topic the message is still seen.
                Err(BotApiError::TopicClosed | BotApiError::ThreadNotFound) if text.thread.is_some() => {
                    text = text.in_thread(None);
                }
                // Where pictures may not be sent, words may.
                Err(error) if picture.is_some() => {
                    tracing::info!(
                        chat_id = chat.0,
                        error = &error as &dyn std::error::Error,
                        "the bot may not send a picture there"
                    );
                    picture = None;
                }
                Err(error) => {
                    tracing::info!(
                        chat_id = chat.0,
                        error = &error as &dyn std::error::Error,
                        "the bot may not write there"
                    );
                    return SendOutcome::Refused;
                }
            }
        }
    }

    /// Waits until everything is sent.
    #[cfg(test)]
    pub(crate) async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Gives up what still waits, and ends what is on its way.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SendOutcome {
    /// It stands in the chat under this id.
    Sent(MessageId),
    /// Nobody knows.
    Unknown,
    /// Telegram refuses it.
    Refused,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{ThreadId, html::Html, ports::MockBotApi};

    use super::*;

    const GROUP: ChatId = ChatId(-1);

    fn text() -> OutgoingMessage {
        OutgoingMessage::text(Html::escape("hello"))
    }

    async fn all_sent(api: MockBotApi, send: impl FnOnce(&Messenger)) {
        let messenger = Messenger::new(Arc::new(api));
        send(&messenger);
        messenger.finish().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_is_waited_out_and_the_message_sent_once() {
        let mut api = MockBotApi::new();
        let wait = Duration::from_secs(40);
        api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(1)));
        all_sent(api, |messenger| messenger.send_later(GROUP, text(), SendPriority::Answer)).await;
    }

    #[tokio::test]
    async fn a_word_into_a_closed_topic_goes_to_the_general_one() {
        let mut api = MockBotApi::new();
        let topic = |text: &OutgoingMessage| text.thread == Some(ThreadId(7));
        api.expect_send_message()
            .times(1)
            .withf(move |_, text, _| topic(text))
            .returning(|_, _, _| Err(BotApiError::TopicClosed));
        api.expect_send_message()
            .times(1)
            .withf(|_, text, _| text.thread.is_none())
            .returning(|_, _, _| Ok(MessageId(1)));
        let word = text().in_thread(Some(ThreadId(7)));
        all_sent(api, |messenger| messenger.send_later(GROUP, word, SendPriority::Answer)).await;
    }

    #[tokio::test]
    async fn a_picture_that_is_refused_leaves_its_text() {
        let mut api = MockBotApi::new();
        let refused = || BotApiError::CannotWrite("not enough rights to send photos".to_owned());
        api.expect_send_photo().times(1).returning(move |_, _, _, _| Err(refused()));
        api.expect_send_message().times(1).withf(|_, sent, _| *sent == text()).returning(|_, _, _| Ok(MessageId(1)));
        let picture = Picture::png(vec![1]);
        let sent = Messenger::new(Arc::new(api)).send_with(GROUP, &text(), Some(&picture), SendPriority::Answer).await;
        assert_eq!(sent, SendOutcome::Sent(MessageId(1)));
    }

    #[tokio::test]
    async fn a_picture_whose_fate_is_unknown_is_not_followed_by_its_text() {
        let mut api = MockBotApi::new();
        api.expect_send_photo().times(1).returning(|_, _, _, _| Err(BotApiError::NoAnswer("away".into())));
        let picture = Picture::png(vec![1]);
        let sent = Messenger::new(Arc::new(api)).send_with(GROUP, &text(), Some(&picture), SendPriority::Answer).await;
        assert_eq!(sent, SendOutcome::Unknown);
    }

    #[tokio::test]
    async fn a_message_whose_fate_is_unknown_is_not_sent_again() {
        let mut api = MockBotApi::new();
        api.expect_send_message().times(1).returning(|_, _, _| Err(BotApiError::NoAnswer("away".into())));
        all_sent(api, |messenger| messenger.send_later(GROUP, text(), SendPriority::Notice)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_waits_when_the_bot_stops_is_given_up() {
        let mut api = MockBotApi::new();
        let wait = Duration::from_hours(1);
        api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        let messenger = Messenger::new(Arc::new(api));
        messenger.send_later(GROUP, text(), SendPriority::Answer);
        tokio::task::yield_now().await;
        messenger.stop().await;
    }
}
