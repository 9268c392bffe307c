//! Answers to commands; in groups they go again after a while, and the commands with them.

use std::time::Duration;

use portcullis_domain::{
    ChatId, Timestamp,
    event::GroupMessage,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::BotApiError,
    sender::Person,
    settings::GroupSettings,
};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Answers a command in its group.
    pub(crate) async fn reply(
        &self,
        command: &GroupMessage,
        group: Option<&Group>,
        answer: OutgoingMessage,
    ) -> Result<(), Setback> {
        let chat = command.chat.id;
        let answer = answer.in_reply_to(command.id).in_thread(command.thread);
        let sent = match self.ports.api.send_message(chat, &answer, SendPriority::Answer).await {
            Ok(sent) => Some(sent),
            Err(error @ BotApiError::RetryAfter(_)) => return Err(Setback::in_group(chat.into())(error)),
            Err(error) => {
                // The command itself is carried out; an answer whose fate is unknown is not sent twice.
                tracing::info!(error = &error as &dyn std::error::Error, "a command stays without an answer");
                None
            }
        };
        let Some(due) = self.deletion_of_answers(group) else { return Ok(()) };
        for message in [Some(command.id), sent].into_iter().flatten() {
            self.deletions.schedule(chat, message, due).await?;
        }
        Ok(())
    }

    /// Answers a person in private.
    pub(crate) async fn answer_in_private(
        &self,
        person: &Person,
        answers: Vec<OutgoingMessage>,
    ) -> Result<(), Setback> {
        for answer in answers {
            let sent = self.ports.api.send_message(ChatId::from(person.id), &answer, SendPriority::Answer).await;
            // Somebody who has blocked the bot meanwhile gets no answer.
            if let Err(error @ BotApiError::RetryAfter(_)) = sent {
                return Err(error.into());
            }
        }
        Ok(())
    }

    fn deletion_of_answers(&self, group: Option<&Group>) -> Option<Timestamp> {
        let after = group.map_or(GroupSettings::default().command_delete_after_seconds, |group| {
            group.settings.command_delete_after_seconds
        });
        let after = after.get();
        (after > 0).then(|| self.ports.clock.now().after(Duration::from_secs(after.into())))
    }
}
