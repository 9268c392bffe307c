//! Answers to commands; in groups they go again after a while, and the commands with them.

use std::time::Duration;

use portcullis_domain::{
    ChatId,
    event::GroupMessage,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    sender::Person,
    settings::GroupSettings,
};

use crate::{Gatekeeper, outgoing::SendOutcome};

impl Gatekeeper {
    /// Answers a command in its group. The command is carried out by now: an answer that must wait is sent later, and
    /// never makes the command be carried out again.
    pub(crate) fn reply(&self, command: &GroupMessage, group: Option<&Group>, answer: OutgoingMessage) {
        let chat = command.chat.id;
        let answer = answer.in_reply_to(command.id).in_thread(command.thread);
        let (messenger, deletions, asked) = (self.parts.messenger.clone(), self.parts.deletions.clone(), command.id);
        let stays = Self::stay_of_answers(group);
        let clock = self.ports.clock.clone();
        self.parts.messenger.spawn(async move {
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
    pub(crate) fn answer_in_private(&self, person: &Person, answers: Vec<OutgoingMessage>) {
        let (messenger, chat) = (self.parts.messenger.clone(), ChatId::from(person.id));
        self.parts.messenger.spawn(async move {
            for answer in answers {
                messenger.send(chat, &answer, SendPriority::Answer).await;
            }
        });
    }

    /// How long a command and its answer stay; `None`: for ever.
    fn stay_of_answers(group: Option<&Group>) -> Option<Duration> {
        let defaults = GroupSettings::default();
        let settings = group.map_or(&defaults, |group| &group.settings);
        let seconds = settings.command_delete_after_seconds.get();
        (seconds > 0).then(|| Duration::from_secs(seconds.into()))
    }
}
