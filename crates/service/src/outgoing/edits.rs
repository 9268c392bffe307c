//! New texts for messages of the bot's own: of a message that is to get several, only the newest is waited for.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    ChatId, MessageId,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError},
};
use tokio::sync::oneshot;

use super::Messenger;

/// How often an edit is tried again of which nobody knows what became.
const MOST_UNANSWERED: u32 = 2;

/// How long after.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// Gives messages of the bot's own another text.
#[derive(Clone)]
pub(crate) struct Edits {
    api: Arc<dyn BotApi>,
    messenger: Messenger,
    priority: SendPriority,
    /// The messages that a task is at work on, and what each is to say next.
    waiting: Arc<Mutex<HashMap<Edited, Option<NewText>>>>,
}

/// What a message is to say.
struct NewText {
    text: OutgoingMessage,
    /// Dropped with the text, once nothing more is to be done about it.
    _until_over: Option<oneshot::Sender<Infallible>>,
}

/// The message that is edited.
type Edited = (ChatId, MessageId);

impl Edits {
    pub(crate) fn new(api: Arc<dyn BotApi>, messenger: Messenger, priority: SendPriority) -> Self {
        Self { api, messenger, priority, waiting: Arc::default() }
    }

    /// Gives a message another text as soon as there is room for it; what it was to get before, and has not got, is dropped.
    pub(crate) fn edit_later(&self, chat: ChatId, message: MessageId, text: OutgoingMessage) {
        self.put((chat, message), NewText { text, _until_over: None });
    }

    /// The same, and waits until the message has the text, can't get it, or is to get a newer one. Whoever gives up waiting
    /// leaves the text to be given.
    pub(crate) async fn edit(&self, chat: ChatId, message: MessageId, text: OutgoingMessage) {
        let (until_over, over) = oneshot::channel();
        self.put((chat, message), NewText { text, _until_over: Some(until_over) });
        let _dropped = over.await;
    }

    fn put(&self, edited: Edited, text: NewText) {
        if self.waiting().insert(edited, Some(text)).is_none() {
            let edits = self.clone();
            self.messenger.spawn(async move {
                while let Some(text) = edits.next(edited) {
                    edits.give(edited, text).await;
                }
            });
        }
    }

    /// What a message is to say now; `None` ends the work on it.
    fn next(&self, edited: Edited) -> Option<NewText> {
        let mut waiting = self.waiting();
        let text = waiting.get_mut(&edited).and_then(Option::take);
        if text.is_none() {
            waiting.remove(&edited);
        }
        text
    }

    async fn give(&self, (chat, message): Edited, mut new: NewText) {
        let mut unanswered = 0;
        loop {
            match self.api.edit_message(chat, message, &new.text, self.priority).await {
                Ok(()) => return,
                // To give the same text again does no harm.
                Err(BotApiError::NoAnswer(_)) if unanswered < MOST_UNANSWERED => {
                    unanswered += 1;
                    tokio::time::sleep(RETRY_DELAY).await;
                }
                Err(BotApiError::RetryAfter(wait)) => tokio::time::sleep(wait).await,
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    return tracing::info!(chat_id = chat.0, error, "a message keeps its text");
                }
            }
            if let Some(newer) = self.waiting().get_mut(&(chat, message)).and_then(Option::take) {
                new = newer;
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<Edited, Option<NewText>>> {
        // Every change is a single insertion or removal, so a panic elsewhere leaves none half made.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{html::Html, ports::MockBotApi};

    use super::*;

    const CHAT: ChatId = ChatId(-1);
    const MESSAGE: MessageId = MessageId(4);

    fn text(words: &str) -> OutgoingMessage {
        OutgoingMessage::text(Html::escape(words))
    }

    fn edits(api: MockBotApi) -> (Edits, Messenger) {
        let api: Arc<dyn BotApi> = Arc::new(api);
        let messenger = Messenger::new(api.clone());
        (Edits::new(api, messenger.clone(), SendPriority::AdministratorAnswer), messenger)
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_flood_wait_only_the_newest_text_is_given() {
        let mut api = MockBotApi::new();
        let wait = Duration::from_secs(9);
        api.expect_edit_message().times(1).returning(move |_, _, _, _| Err(BotApiError::RetryAfter(wait)));
        api.expect_edit_message().times(1).withf(|_, _, given, _| *given == text("c")).returning(|_, _, _, _| Ok(()));
        let (edits, messenger) = edits(api);
        edits.edit_later(CHAT, MESSAGE, text("a"));
        tokio::task::yield_now().await;
        edits.edit_later(CHAT, MESSAGE, text("b"));
        edits.edit_later(CHAT, MESSAGE, text("c"));
        messenger.finish().await;
        assert!(edits.waiting().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_for_a_text_waits_until_it_is_given_or_another_is_to_be() {
        let mut api = MockBotApi::new();
        let wait = Duration::from_secs(9);
        api.expect_edit_message().times(2).returning(move |_, _, _, _| Err(BotApiError::RetryAfter(wait)));
        api.expect_edit_message().times(1).withf(|_, _, given, _| *given == text("b")).returning(|_, _, _, _| Ok(()));
        let (edits, _messenger) = edits(api);
        let begun = tokio::time::Instant::now();
        let first = async {
            edits.edit(CHAT, MESSAGE, text("a")).await;
            begun.elapsed()
        };
        let second = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            edits.edit(CHAT, MESSAGE, text("b")).await;
            begun.elapsed()
        };
        // The second stands in place of the first when the first wait is over.
        assert_eq!(tokio::join!(first, second), (wait, wait * 2));
    }

    #[tokio::test]
    async fn a_message_that_is_gone_ends_the_work_on_it() {
        let mut api = MockBotApi::new();
        let gone = || BotApiError::Refused { code: 400, description: "message to edit not found".to_owned() };
        api.expect_edit_message().times(1).returning(move |_, _, _, _| Err(gone()));
        let (edits, messenger) = edits(api);
        edits.edit(CHAT, MESSAGE, text("a")).await;
        messenger.finish().await;
        assert!(edits.waiting().is_empty());
    }
}
