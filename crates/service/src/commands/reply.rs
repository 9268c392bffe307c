//! Answers to commands; in groups they go again after a while, and the commands with them.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId,
    event::GroupMessage,
    group::Group,
    message::OutgoingMessage,
    picture::Picture,
    ports::{Administrators, Clock},
    sender::{Person, Sender},
    settings::GroupSettings,
};
use tokio::time::Instant;

use crate::outgoing::{Answer, Answers, Audience, Deletions};

/// For how long what an admin leafs through stays in a group after it was last pressed, at least.
pub(super) const PANEL_STAYS: Duration = Duration::from_mins(5);

/// For how long Telegram may make a command wait without a word (429).
pub(super) const MAX_SILENT_WAIT: Duration = Duration::from_secs(5);

/// Sends answers to commands.
pub(crate) struct Replies {
    pub(crate) answers: Answers,
    pub(crate) administrators: Arc<dyn Administrators>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Replies {
    /// Answers a command in its group. The command is carried out by now: an answer that must wait is sent later, and
    /// never makes the command be carried out again.
    pub(crate) async fn send(&self, command: &GroupMessage, group: Option<&Group>, answer: OutgoingMessage) {
        self.send_with(command, group, answer, None, Duration::ZERO).await;
    }

    /// The same, with a picture over it; it stays for `at_least` so long though other answers may go before.
    pub(super) async fn send_with(
        &self,
        command: &GroupMessage,
        group: Option<&Group>,
        answer: OutgoingMessage,
        picture: Option<Picture>,
        at_least: Duration,
    ) {
        self.answers.send_later(Answer {
            chat: command.chat.id,
            asker: command.sender.person().map(|person| person.id),
            audience: self.audience(command).await,
            messages: vec![answer.in_reply_to(command.id).in_thread(command.thread)],
            picture,
            stays: Self::answers_stay_for(group).map(|stays| stays.max(at_least)),
            asked_at: Instant::now(),
        });
        self.let_go(command, group).await;
    }

    /// Lets a command disappear after a while, answered or not.
    pub(crate) async fn let_go(&self, command: &GroupMessage, group: Option<&Group>) {
        let Some(stays) = Self::answers_stay_for(group) else { return };
        let due = self.clock.now().after(stays);
        if let Err(error) = self.deletions.schedule(command.chat.id, command.id, due).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a command will stay in its group");
        }
    }

    /// Answers an admin's press in its group, where the answer goes again after a while.
    pub(crate) fn send_after_press(
        &self,
        chat: GroupId,
        group: Option<&Group>,
        person: &Person,
        messages: Vec<OutgoingMessage>,
    ) {
        self.answers.send_later(Answer {
            chat: chat.into(),
            asker: Some(person.id),
            audience: Audience::Administrator,
            messages,
            picture: None,
            stays: Self::answers_stay_for(group),
            asked_at: Instant::now(),
        });
    }

    /// Answers a person in private.
    pub(crate) fn send_in_private(&self, person: &Person, messages: Vec<OutgoingMessage>) {
        self.send_in_private_to(Audience::Anybody, person, messages);
    }

    /// The same to somebody who was found to be an admin just now: what has changed is not left unsaid.
    pub(super) fn send_to_administrator_in_private(&self, person: &Person, messages: Vec<OutgoingMessage>) {
        self.send_in_private_to(Audience::Administrator, person, messages);
    }

    fn send_in_private_to(&self, audience: Audience, person: &Person, messages: Vec<OutgoingMessage>) {
        if messages.is_empty() {
            return;
        }
        self.answers.send_later(Answer {
            chat: person.id.into(),
            asker: Some(person.id),
            audience,
            messages,
            picture: None,
            stays: None,
            asked_at: Instant::now(),
        });
    }

    /// Whom the answer is for. A list that is an hour old will do: nothing but the order depends on it.
    pub(super) async fn audience(&self, command: &GroupMessage) -> Audience {
        let is_administrator = match &command.sender {
            Sender::AnonymousAdministrator => true,
            Sender::Person(person) => {
                let list = self.administrators.get(command.group()).await;
                list.is_ok_and(|list| list.contains(person.id))
            }
            _ => false,
        };
        if is_administrator { Audience::Administrator } else { Audience::Anybody }
    }

    /// How long a command and its answer stay; `None`: for ever.
    fn answers_stay_for(group: Option<&Group>) -> Option<Duration> {
        let defaults = GroupSettings::default();
        let settings = group.map_or(&defaults, |group| &group.settings);
        let seconds = settings.command_delete_after_seconds.get();
        (seconds > 0).then(|| Duration::from_secs(seconds.into()))
    }
}
