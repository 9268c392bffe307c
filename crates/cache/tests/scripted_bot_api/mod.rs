//! A Telegram that answers `getChatMember` as a test tells it to, when a test lets it, and `getChatAdministrators` with
//! somebody else each time.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, UserId,
    channel_reference::ChannelReference,
    chat_member::ChatMemberStatus,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    ports::{BotApi, BotApiError, CallbackAnswer, ChatMember, ChatPermissions, ChatProfile},
    sender::Person,
};
use tokio::sync::watch;

/// What `getChatMember` shall say.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// This status.
    Status(ChatMemberStatus),
    /// Flood control.
    RetryAfter(Duration),
    /// `PARTICIPANT_ID_INVALID` and its like.
    UserUnknown,
    /// A network in trouble.
    Nothing,
}

/// A Telegram that answers these two, and nothing else.
pub(crate) struct ScriptedBotApi {
    answers: Mutex<HashMap<(ChatId, UserId), Answer>>,
    calls: watch::Sender<usize>,
    held: watch::Sender<bool>,
    /// How often administrators have been asked for.
    lists: AtomicI64,
    for_presses: AtomicUsize,
}

impl ScriptedBotApi {
    pub(crate) fn new() -> Self {
        Self {
            answers: Mutex::default(),
            calls: watch::Sender::new(0),
            held: watch::Sender::new(false),
            lists: AtomicI64::new(0),
            for_presses: AtomicUsize::new(0),
        }
    }

    /// From now on, this is the answer; a call that has begun keeps the one of its beginning.
    pub(crate) fn answer(&self, user: UserId, channel: ChannelId, answer: Answer) {
        self.answers.lock().unwrap().insert((channel.into(), user), answer);
    }

    /// From now on, answers wait until `release`.
    pub(crate) fn hold(&self) {
        self.held.send_replace(true);
    }

    pub(crate) fn release(&self) {
        self.held.send_replace(false);
    }

    /// How many calls have begun.
    pub(crate) fn calls(&self) -> usize {
        *self.calls.borrow()
    }

    /// How many of them were for a press.
    pub(crate) fn for_presses(&self) -> usize {
        self.for_presses.load(Ordering::SeqCst)
    }

    /// Returns once so many calls have begun.
    pub(crate) async fn called(&self, times: usize) {
        self.calls.subscribe().wait_for(|calls| *calls >= times).await.unwrap();
    }
}

#[async_trait]
impl BotApi for ScriptedBotApi {
    async fn get_chat_member(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError> {
        let answer = self.answers.lock().unwrap().get(&(chat, user)).copied().unwrap_or(Answer::Nothing);
        self.calls.send_modify(|calls| *calls += 1);
        self.held.subscribe().wait_for(|held| !held).await.unwrap();
        match answer {
            Answer::Status(status) => Ok(status),
            Answer::RetryAfter(wait) => Err(BotApiError::RetryAfter(wait)),
            Answer::UserUnknown => Err(BotApiError::UserUnknown),
            Answer::Nothing => Err(BotApiError::NoAnswer("connection reset".into())),
        }
    }

    async fn get_username(&self, _: ChatId, _: UserId) -> Result<Option<String>, BotApiError> {
        unreachable!("memberships need no names")
    }

    async fn get_chat_member_for_press(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError> {
        self.for_presses.fetch_add(1, Ordering::SeqCst);
        self.get_chat_member(chat, user).await
    }

    async fn get_chat(&self, _: &ChannelReference) -> Result<ChatProfile, BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn get_chat_member_for_sweep(&self, chat: ChatId, user: UserId) -> Result<ChatMember, BotApiError> {
        let person = Person { id: user, name: "Somebody".to_owned(), username: None, language_code: None };
        self.get_chat_member(chat, user).await.map(|status| ChatMember { person, status })
    }

    async fn get_chat_administrators(&self, _: GroupId) -> Result<Vec<UserId>, BotApiError> {
        Ok(vec![UserId(self.lists.fetch_add(1, Ordering::SeqCst))])
    }

    async fn restrict_chat_member(&self, _: GroupId, _: UserId, _: ChatPermissions) -> Result<(), BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn ban_chat_member(&self, _: GroupId, _: UserId) -> Result<(), BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn delete_message(&self, _: ChatId, _: MessageId) -> Result<(), BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn send_message(&self, _: ChatId, _: &OutgoingMessage, _: SendPriority) -> Result<MessageId, BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn send_photo(
        &self,
        _: ChatId,
        _: &Picture,
        _: &OutgoingMessage,
        _: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn edit_message(
        &self,
        _: ChatId,
        _: MessageId,
        _: &OutgoingMessage,
        _: SendPriority,
    ) -> Result<(), BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn answer_callback_query(&self, _: &str, _: &CallbackAnswer) -> Result<(), BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn create_chat_invite_link(&self, _: ChannelId, _: &str) -> Result<String, BotApiError> {
        unreachable!("memberships need getChatMember only")
    }

    async fn edit_chat_invite_link(&self, _: ChannelId, _: &str, _: &str) -> Result<bool, BotApiError> {
        unreachable!("memberships need getChatMember only")
    }
}
