//! The message of somebody who may not speak goes, and the line that says that they joined.

use futures::future::join;
use portcullis_domain::{MessageId, group::Group, ports::BotApiError, settings::Mode};

use super::Enforcer;
use crate::Setback;

impl Enforcer {
    /// Deletes the line that says that somebody joined, under the conditions on which anything of theirs is deleted.
    pub(crate) async fn delete_join_line(&self, group: &Group, line: MessageId) -> Result<(), Setback> {
        if group.settings.mode == Mode::Observe || self.must_not_mute() || self.cannot_tell(group).await? {
            return Ok(());
        }
        self.delete(group, line).await
    }

    /// Deletes a message of somebody who may not speak.
    pub(crate) async fn delete(&self, group: &Group, message: MessageId) -> Result<(), Setback> {
        match self.api.delete_message(group.id.into(), message).await {
            Err(BotApiError::NotEnoughRights(_) | BotApiError::ChatUnavailable(_)) => {
                self.bot_rights.look_up(group.id).await
            }
            // The person's next events, a press of the button among them, must not wait for it.
            Err(BotApiError::RetryAfter(wait)) => {
                let due = self.clock.now().after(wait);
                Ok(self.deletions.schedule(group.id.into(), message, due).await?)
            }
            // Too old, of a kind that nobody can delete, or the right is missing: trying again would not help. Which of these
            // it is, a look at the bot's own rights tells, which every such refusal brings about (`WatchedBotApi`).
            Err(error @ BotApiError::Undeletable) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a gated message stays");
                Ok(())
            }
            other => other.map_err(Setback::in_group(group.id)),
        }
    }

    /// Deletes what was written, if anything was, beside what is done about its author: neither holds up the other, nor
    /// keeps it from being done.
    pub(super) async fn beside_delete<T>(
        &self,
        group: &Group,
        written: Option<MessageId>,
        effect: impl Future<Output = Result<T, Setback>>,
    ) -> Result<T, Setback> {
        let Some(written) = written else { return effect.await };
        let (deleted, done) = join(self.delete(group, written), effect).await;
        deleted.and(done)
    }
}
