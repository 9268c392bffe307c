//! Answers to commands; in groups they go again after a while, and the commands with them.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId,
    event::GroupMessage,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::Clock,
    sender::Person,
    settings::GroupSettings,
};

use crate::outgoing::{Deletions, Messenger, SendOutcome};

/// For how long Telegram may make a command wait without a word (429).
pub(super) const MAX_SILENT_WAIT: Duration = Duration::from_secs(5);

/// Sends answers to commands.
pub(crate) struct Replies {
    messenger: Messenger,
    deletions: Arc<Deletions>,
    clock: Arc<dyn Clock>,
}

impl Replies {
    pub(crate) fn new(messenger: Messenger, deletions: Arc<Deletions>, clock: Arc<dyn Clock>) -> Self {
        Self { messenger, deletions, clock }
    }

    /// Answers a command in its group. The command is carried out by now: an answer that must wait is sent later, and
    /// never makes the command be carried out again.
    pub(crate) fn send(&self, command: &GroupMessage, group: Option<&Group>, answer: OutgoingMessage) {
        let chat = command.chat.id;
        let answer = answer.in_reply_to(command.id).in_thread(command.thread);
        let (messenger, deletions, asked) = (self.messenger.clone(), self.deletions.clone(), command.id);
        let stays = Self::answers_stay_for(group);
        let clock = self.clock.clone();
        self.messenger.spawn(async move {
            let answered = match messenger.send(chat, &answer, SendPriority::Answer).await {
                SendOutcome::Sent(message) => Some(message),
                SendOutcome::Unknown | SendOutcome::Refused => None,
            };
            let Some(stays) = stays else { return };
            for message in [Some(asked), answered].into_iter().flatten() {
                if let Err(error) = deletions.schedule(chat, message, clock.now().after(stays)).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "an answer will stay in its group");
                }
            }
        });
    }

    /// Answers a person in private.
    pub(crate) fn send_in_private(&self, person: &Person, answers: Vec<OutgoingMessage>) {
        let (messenger, chat) = (self.messenger.clone(), ChatId::from(person.id));
        self.messenger.spawn(async move {
            for answer in answers {
                messenger.send(chat, &answer, SendPriority::Answer).await;
            }
        });
    }

    /// How long a command and its answer stay; `None`: for ever.
    fn answers_stay_for(group: Option<&Group>) -> Option<Duration> {
        let defaults = GroupSettings::default();
        let settings = group.map_or(&defaults, |group| &group.settings);
        let seconds = settings.command_delete_after_seconds.get();
        (seconds > 0).then(|| Duration::from_secs(seconds.into()))
    }
}
