//! Calls that fail in a way that says that a chat is lost, or a right in it: news that no update may ever bring.
//!
//! Whoever makes such a call learns only that it failed, and some of the callers (the caches) do not pass the reason on.
//! So the calls themselves are watched: [`WatchedBotApi`] stands in front of Telegram, for every caller.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, Timestamp, UserId,
    channel_reference::ChannelReference,
    chat_member::ChatMemberStatus,
    look::look_after_failures,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    ports::{BotApi, BotApiError, CallbackAnswer, ChatPermissions, ChatProfile, Clock},
};

use crate::wakeup::Wakeup;

/// How long a chat is not looked at again for the sake of calls that go on failing.
const REST: Duration = Duration::from_mins(1);

/// How many chats are kept in mind before those are forgotten about which nothing is new.
const REMEMBERED: usize = 10_000;

/// The chats in which calls fail.
#[derive(Default)]
pub struct Suspicions {
    chats: Mutex<HashMap<ChatId, Suspicion>>,
    wakeup: Wakeup,
}

/// What is known of calls in one chat.
#[derive(Clone, Copy, Default)]
struct Suspicion {
    /// How many calls in a row have failed.
    failures: u32,
    /// When the chat is to be looked at, until somebody has taken note.
    due: Option<Timestamp>,
    /// When it was last due.
    last: Option<Timestamp>,
}

impl Suspicions {
    /// A call in `chat` failed: after one failure the chat is looked at soon, after a second at once.
    fn note_failure(&self, chat: ChatId, now: Timestamp) {
        let mut chats = self.chats();
        let suspicion = chats.entry(chat).or_default();
        suspicion.failures = suspicion.failures.saturating_add(1);
        let due = now.after(look_after_failures(suspicion.failures));
        let is_resting = suspicion.last.is_some_and(|last| last <= due && now < last.after(REST));
        if !is_resting {
            Self::raise(suspicion, due);
            self.wakeup.wake();
        }
        if chats.len() > REMEMBERED {
            chats.retain(|_, suspicion| suspicion.due.is_some());
        }
    }

    /// A call in `chat` said that something is wrong there: it is looked at at once.
    pub(crate) fn note_wrong(&self, chat: ChatId, now: Timestamp) {
        let mut chats = self.chats();
        let suspicion = chats.entry(chat).or_default();
        if suspicion.last.is_none_or(|last| last > now || now >= last.after(REST)) {
            Self::raise(suspicion, now);
            self.wakeup.wake();
        }
    }

    /// A call in `chat` was answered: it is there.
    fn note_success(&self, chat: ChatId) {
        if let Some(suspicion) = self.chats().get_mut(&chat) {
            suspicion.failures = 0;
        }
    }

    fn raise(suspicion: &mut Suspicion, due: Timestamp) {
        (suspicion.due, suspicion.last) = (Some(due), Some(due));
    }

    /// The chats that are to be looked at, and when; each is handed out once.
    pub(crate) fn take(&self) -> Vec<(ChatId, Timestamp)> {
        let mut chats = self.chats();
        chats.iter_mut().filter_map(|(chat, suspicion)| Some((*chat, suspicion.due.take()?))).collect()
    }

    /// Takes back what could not be written down.
    pub(crate) fn put_back(&self, taken: impl IntoIterator<Item = (ChatId, Timestamp)>) {
        let mut chats = self.chats();
        for (chat, due) in taken {
            chats.entry(chat).or_default().due.get_or_insert(due);
        }
    }

    /// Waits until there may be a chat to look at, of which the database knows `next`.
    pub(crate) async fn wait(&self, clock: &dyn Clock, next: Option<Timestamp>) {
        self.wakeup.wait(clock, next).await;
    }

    fn chats(&self) -> MutexGuard<'_, HashMap<ChatId, Suspicion>> {
        // Every change is made of single assignments, so a panic elsewhere leaves nothing half changed.
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Suspicions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suspicions").finish_non_exhaustive()
    }
}

/// Telegram, with its refusals watched: what says that a chat or a right in it is lost raises a suspicion.
pub struct WatchedBotApi {
    inner: Arc<dyn BotApi>,
    bot: UserId,
    clock: Arc<dyn Clock>,
    suspicions: Arc<Suspicions>,
}

impl WatchedBotApi {
    /// Watches the calls of `bot` to `inner`.
    #[must_use]
    pub fn new(inner: Arc<dyn BotApi>, bot: UserId, clock: Arc<dyn Clock>, suspicions: Arc<Suspicions>) -> Self {
        Self { inner, bot, clock, suspicions }
    }

    /// Takes note of what a look-up in a chat came to.
    fn watch_look_up<T>(&self, chat: ChatId, answer: &Result<T, BotApiError>) {
        match answer {
            Ok(_) | Err(BotApiError::UserUnknown) => self.suspicions.note_success(chat),
            Err(BotApiError::ChatUnavailable(_)) => self.suspicions.note_failure(chat, self.clock.now()),
            Err(_) => {}
        }
    }
}

#[async_trait]
impl BotApi for WatchedBotApi {
    async fn get_chat(&self, reference: &ChannelReference) -> Result<ChatProfile, BotApiError> {
        self.inner.get_chat(reference).await
    }

    async fn get_chat_member(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError> {
        let answer = self.inner.get_chat_member(chat, user).await;
        // Whoever asks about the bot itself looks already.
        if user != self.bot {
            self.watch_look_up(chat, &answer);
        }
        answer
    }

    async fn get_username(&self, chat: ChatId, user: UserId) -> Result<Option<String>, BotApiError> {
        let answer = self.inner.get_username(chat, user).await;
        self.watch_look_up(chat, &answer);
        answer
    }

    async fn get_chat_member_for_press(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError> {
        let answer = self.inner.get_chat_member_for_press(chat, user).await;
        self.watch_look_up(chat, &answer);
        answer
    }

    async fn get_chat_member_for_sweep(
        &self,
        chat: ChatId,
        user: UserId,
    ) -> Result<portcullis_domain::ports::ChatMember, BotApiError> {
        let answer = self.inner.get_chat_member_for_sweep(chat, user).await;
        self.watch_look_up(chat, &answer);
        answer
    }

    async fn get_chat_administrators(&self, group: GroupId) -> Result<Vec<UserId>, BotApiError> {
        let answer = self.inner.get_chat_administrators(group).await;
        self.watch_look_up(group.into(), &answer);
        answer
    }

    async fn restrict_chat_member(
        &self,
        group: GroupId,
        user: UserId,
        permissions: ChatPermissions,
    ) -> Result<(), BotApiError> {
        self.inner.restrict_chat_member(group, user, permissions).await
    }

    async fn ban_chat_member(&self, group: GroupId, user: UserId) -> Result<(), BotApiError> {
        self.inner.ban_chat_member(group, user).await
    }

    async fn delete_message(&self, chat: ChatId, message: MessageId) -> Result<(), BotApiError> {
        let answer = self.inner.delete_message(chat, message).await;
        let says_lost = matches!(
            answer,
            Err(BotApiError::Undeletable | BotApiError::NotEnoughRights(_) | BotApiError::ChatUnavailable(_))
        );
        if says_lost {
            // Of a message that is too old Telegram says the same: only the bot's own rights tell which it is.
            self.suspicions.note_wrong(chat, self.clock.now());
        }
        answer
    }

    async fn send_message(
        &self,
        chat: ChatId,
        message: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        let answer = self.inner.send_message(chat, message, priority).await;
        if matches!(answer, Err(BotApiError::ChatUnavailable(_))) {
            self.suspicions.note_failure(chat, self.clock.now());
        }
        answer
    }

    async fn send_photo(
        &self,
        chat: ChatId,
        picture: &Picture,
        caption: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        let answer = self.inner.send_photo(chat, picture, caption, priority).await;
        if matches!(answer, Err(BotApiError::ChatUnavailable(_))) {
            self.suspicions.note_failure(chat, self.clock.now());
        }
        answer
    }

    async fn edit_message(
        &self,
        chat: ChatId,
        message: MessageId,
        text: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<(), BotApiError> {
        self.inner.edit_message(chat, message, text, priority).await
    }

    async fn answer_callback_query(&self, id: &str, answer: &CallbackAnswer) -> Result<(), BotApiError> {
        self.inner.answer_callback_query(id, answer).await
    }

    async fn create_chat_invite_link(&self, channel: ChannelId, name: &str) -> Result<String, BotApiError> {
        self.inner.create_chat_invite_link(channel, name).await
    }

    async fn edit_chat_invite_link(&self, channel: ChannelId, link: &str, name: &str) -> Result<bool, BotApiError> {
        self.inner.edit_chat_invite_link(channel, link, name).await
    }
}

impl std::fmt::Debug for WatchedBotApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WatchedBotApi").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{html::Html, look::SECOND_LOOK_AFTER, ports::MockBotApi};

    use super::*;
    use crate::testing::{ANN, BOT, CHANNEL, GROUP, NOW, clock};

    fn unavailable() -> BotApiError {
        BotApiError::ChatUnavailable("chat not found".to_owned())
    }

    fn watched(api: MockBotApi) -> (WatchedBotApi, Arc<Suspicions>) {
        let suspicions = Arc::new(Suspicions::default());
        (WatchedBotApi::new(Arc::new(api), BOT, clock(), suspicions.clone()), suspicions)
    }

    #[test]
    fn what_could_not_be_written_down_is_still_to_be_looked_at() {
        let suspicions = Suspicions::default();
        suspicions.note_wrong(GROUP.into(), NOW);
        let taken = suspicions.take();
        assert_eq!((taken.len(), suspicions.take().len()), (1, 0));
        suspicions.put_back(taken.clone());
        assert_eq!(suspicions.take(), taken);
    }

    #[tokio::test]
    async fn one_failed_look_up_has_the_chat_looked_at_soon_a_second_at_once_and_more_not_again() {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().returning(|_, _| Err(unavailable()));
        let (api, suspicions) = watched(api);
        let mut raised = Vec::new();
        for _ in 0..9 {
            api.get_chat_member(CHANNEL.into(), ANN).await.unwrap_err();
            raised.push(suspicions.take());
        }
        assert_eq!(raised[0], [(CHANNEL.into(), NOW.after(SECOND_LOOK_AFTER))]);
        assert_eq!(raised[1], [(CHANNEL.into(), NOW)]);
        assert!(raised[2..].iter().all(Vec::is_empty), "{raised:?}");
    }

    #[tokio::test]
    async fn a_look_up_that_succeeds_in_between_ends_the_suspicion() {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().times(1).returning(|_, _| Err(unavailable()));
        api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Left));
        api.expect_get_chat_member().times(1).returning(|_, _| Err(unavailable()));
        let (api, suspicions) = watched(api);
        let _ = api.get_chat_member(CHANNEL.into(), ANN).await;
        suspicions.take();
        let _ = api.get_chat_member(CHANNEL.into(), ANN).await;
        let _ = api.get_chat_member(CHANNEL.into(), ANN).await;
        assert_eq!(suspicions.take(), [], "one after the other is no second in a row");
    }

    #[tokio::test]
    async fn a_question_about_the_bot_itself_raises_none_and_neither_does_an_outage() {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().withf(|_, user| *user == BOT).returning(|_, _| Err(unavailable()));
        api.expect_get_chat_member().returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
        let (api, suspicions) = watched(api);
        for user in [BOT, ANN, ANN] {
            api.get_chat_member(CHANNEL.into(), user).await.unwrap_err();
        }
        assert_eq!(suspicions.take(), []);
    }

    #[tokio::test]
    async fn a_message_that_cannot_be_deleted_has_the_rights_looked_at_at_once_and_once() {
        let mut api = MockBotApi::new();
        api.expect_delete_message().returning(|_, _| Err(BotApiError::Undeletable));
        let (api, suspicions) = watched(api);
        let mut raised = Vec::new();
        for _ in 0..3 {
            api.delete_message(GROUP.into(), MessageId(1)).await.unwrap_err();
            raised.push(suspicions.take().len());
        }
        assert_eq!(raised, [1, 0, 0]);
    }

    #[tokio::test]
    async fn a_message_that_finds_no_chat_and_administrators_who_can_not_be_listed_count_as_look_ups_that_fail() {
        let mut api = MockBotApi::new();
        api.expect_send_message().returning(|_, _, _| Err(unavailable()));
        api.expect_get_chat_administrators().returning(|_| Err(unavailable()));
        let (api, suspicions) = watched(api);
        let text = OutgoingMessage::text(Html::escape("hi"));
        api.send_message(GROUP.into(), &text, SendPriority::Notice).await.unwrap_err();
        assert_eq!(suspicions.take(), [(GROUP.into(), NOW.after(SECOND_LOOK_AFTER))]);
        api.get_chat_administrators(GROUP).await.unwrap_err();
        assert_eq!(suspicions.take(), [(GROUP.into(), NOW)]);
    }
}
