//! The look-ups after which memory may be able to decide.

use std::sync::Arc;

use portcullis_domain::{GroupId, event::Event, group::Group, ports::GroupRepository, sender::Sender};

use crate::gate::FactFinder;

/// Looks up what memory lacks of whoever speaks or joins. It has no effect, so it may be done before an update is stored.
pub(crate) struct RecallHandler {
    pub(crate) username: String,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) facts: Arc<FactFinder>,
}

impl RecallHandler {
    /// Whether look-ups alone may be enough for an event like this.
    pub(crate) fn can_recall(&self, event: &Event) -> bool {
        match event {
            Event::GroupMessage(message) => message.command(&self.username).is_none(),
            Event::NewChatMembers(_) => true,
            _ => false,
        }
    }

    /// Looks up what is not cached. What fails is no matter here: whoever carries the event out meets it again.
    pub(crate) async fn recall(&self, event: &Event) {
        match event {
            Event::GroupMessage(message) => {
                let Some(group) = self.gating(message.group()).await else { return };
                if let Sender::Person(person) = &message.sender {
                    self.facts.recall_speaker(&group, person.id).await;
                }
            }
            Event::NewChatMembers(joined) => {
                let Some(group) = self.gating(joined.chat.id.into()).await else { return };
                for person in &joined.people {
                    self.facts.recall(&group, person.id).await;
                }
            }
            _ => {}
        }
    }

    /// A group, if anybody is gated there.
    async fn gating(&self, group: GroupId) -> Option<Arc<Group>> {
        let group = self.groups.find(group).await.ok()??;
        (group.is_protected() && group.can_enforce).then_some(group)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::chat_member::Membership;

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ADMIN, ANN, World, ann_says, group, message, person},
    };

    fn recall(world: World) -> RecallHandler {
        let ports = world.ports();
        RecallHandler {
            username: ports.bot.username.clone(),
            groups: ports.groups.clone(),
            facts: Parts::new(&ports).facts,
        }
    }

    #[tokio::test]
    async fn whoever_speaks_or_joins_is_looked_up() {
        let mut world = World::with(group());
        let asked = world.memberships.expect_get_confirmed().times(1).withf(|user, _| *user == ANN);
        asked.returning(|_, channels| Ok(channels.iter().map(|channel| (*channel, Membership::Member)).collect()));
        recall(world).recall(&Event::GroupMessage(ann_says("hi"))).await;
    }

    #[tokio::test]
    async fn nobody_is_looked_up_who_is_an_administrator_or_where_the_gate_does_nothing() {
        let says = |id| Event::GroupMessage(message(Sender::Person(person(id)), "hi"));
        recall(World::with(group())).recall(&says(ADMIN)).await;
        for group in [Group { enabled: false, ..group() }, Group { can_enforce: false, ..group() }] {
            recall(World::with(group)).recall(&says(ANN)).await;
        }
    }

    #[test]
    fn a_command_is_no_matter_of_look_ups() {
        let recall = recall(World::empty());
        assert!(recall.can_recall(&Event::GroupMessage(ann_says("hi"))));
        assert!(!recall.can_recall(&Event::GroupMessage(ann_says("/status"))));
        assert!(!recall.can_recall(&Event::Other));
    }
}
