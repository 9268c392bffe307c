//! The greetings that stand in groups: one goes once what it asks for is done, or another takes its place.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, MessageId, UserId,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::{Clock, GroupRepository, SetupRepository, StoreError},
};

use crate::outgoing::{Deletions, Messenger, SendOutcome};

/// Posts greetings, and removes them.
pub(crate) struct Greetings {
    pub(crate) setups: Arc<dyn SetupRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) messenger: Messenger,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Greetings {
    /// Posts a greeting as soon as there is room for it; where the bot may not write, in a forum whose "General" is closed for
    /// example, whoever brought it there is told in private, if they ever wrote to it.
    pub(super) fn post(self: &Arc<Self>, group: GroupId, greeting: OutgoingMessage, brought_by: UserId) {
        let greetings = self.clone();
        self.messenger.spawn(async move {
            let (messenger, priority) = (&greetings.messenger, SendPriority::AdministratorAnswer);
            let message = match messenger.send(group.into(), &greeting, priority).await {
                SendOutcome::Sent(message) => message,
                SendOutcome::Refused => {
                    messenger.send(brought_by.into(), &greeting, priority).await;
                    return;
                }
                SendOutcome::Unknown => return,
            };
            if let Err(error) = greetings.note(group, message).await {
                warn_that_it_stays(group, &error);
            }
        });
    }

    /// Removes the greeting that stands in a group where the gate is on now. One that can't be removed does no harm.
    pub(super) async fn remove(&self, group: GroupId) {
        if let Err(error) = self.try_remove(group).await {
            warn_that_it_stays(group, &error);
        }
    }

    async fn note(&self, group: GroupId, message: MessageId) -> Result<(), StoreError> {
        self.setups.note_greeting(group, message, self.clock.now()).await?;
        self.deletions.wake();
        // The gate may have been switched on while the greeting was under way.
        if self.groups.find_fresh(group).await?.as_deref().is_some_and(Group::is_protected) {
            self.try_remove(group).await?;
        }
        Ok(())
    }

    async fn try_remove(&self, group: GroupId) -> Result<(), StoreError> {
        if self.setups.remove_greeting(group, self.clock.now()).await? {
            self.deletions.wake();
        }
        Ok(())
    }
}

fn warn_that_it_stays(group: GroupId, error: &StoreError) {
    tracing::warn!(chat_id = group.0, error = error as &dyn std::error::Error, "a greeting will stay in its group");
}

#[cfg(test)]
mod tests {
    use portcullis_domain::html::Html;

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ADMIN, GROUP, NOW, World, group},
    };

    const GREETING: MessageId = MessageId(5);

    async fn post(mut world: World) {
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(GREETING));
        world
            .setups
            .expect_note_greeting()
            .times(1)
            .withf(|group, message, at| (*group, *message, *at) == (GROUP, GREETING, NOW))
            .returning(|_, _, _| Ok(()));
        let ports = world.ports();
        let shared = Parts::new(&ports);
        shared.commands(&ports).greeter.greetings.post(GROUP, OutgoingMessage::text(Html::escape("hello")), ADMIN);
        shared.messenger.finish().await;
    }

    #[tokio::test]
    async fn a_greeting_is_noted_to_be_removed_later() {
        let mut world = World::empty();
        world.setups.checkpoint();
        world.setups.expect_remove_greeting().never();
        post(world).await;
    }

    #[tokio::test]
    async fn one_that_comes_when_the_gate_is_on_goes_at_once() {
        let mut world = World::with(group());
        world.setups.checkpoint();
        world.setups.expect_remove_greeting().times(1).returning(|_, _| Ok(true));
        post(world).await;
    }
}
