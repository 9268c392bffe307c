//! The look-ups after which memory may be able to decide.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, event::Event, group::Group, ports::GroupRepository, restriction::RestrictReason, sender::Sender,
};

use crate::gate::FactFinder;

/// Looks up what memory lacks of whoever speaks or joins. It has no effect, so it may be done before an update is stored.
pub(crate) struct RecallHandler {
    pub(crate) username: String,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) facts: Arc<FactFinder>,
}

impl RecallHandler {
    /// Whether look-ups alone may be enough for an event like this, or are what takes longest of it.
    pub(crate) fn can_recall(&self, event: &Event) -> bool {
        match event {
            Event::GroupMessage(message) => message.command(&self.username).is_none(),
            Event::NewChatMembers(_) => true,
            Event::ChatMember(change) => change.chat.kind.is_group() && change.is_join(),
            _ => false,
        }
    }

    /// Looks up what is not cached. What fails is no matter here: whoever carries the event out meets it again.
    pub(crate) async fn recall(&self, event: &Event) {
        match event {
            Event::GroupMessage(message) => {
                let Some(group) = self.gating(message.group()).await else { return };
                if let Sender::Person(person) = &message.sender {
                    self.facts.recall(&group, person.id, RestrictReason::Spoke).await;
                }
            }
            Event::NewChatMembers(joined) => {
                let Some(group) = self.gating(joined.chat.id.into()).await else { return };
                if !group.settings.gate_on_join {
                    return;
                }
                for person in &joined.people {
                    self.facts.recall(&group, person.id, RestrictReason::JoinedGroup).await;
                }
            }
            Event::ChatMember(change) => {
                let Some(group) = self.gating(change.chat.id.into()).await else { return };
                if group.settings.gate_on_join {
                    self.facts.recall(&group, change.person.id, RestrictReason::JoinedGroup).await;
                }
            }
            _ => {}
        }
    }

    /// Forgets what was asked ahead for an event that is over, and not used.
    pub(crate) fn forget_asked_ahead(&self, event: &Event) {
        match event {
            Event::GroupMessage(message) => {
                if let Sender::Person(person) = &message.sender {
                    self.facts.forget_asked_ahead(message.group(), person.id);
                }
            }
            Event::NewChatMembers(joined) => {
                for person in &joined.people {
                    self.facts.forget_asked_ahead(joined.chat.id.into(), person.id);
                }
            }
            Event::ChatMember(change) => self.facts.forget_asked_ahead(change.chat.id.into(), change.person.id),
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
    use futures::{FutureExt, future::poll_immediate};
    use portcullis_domain::{
        chat_member::{ChatMemberStatus, Membership},
        event::NewChatMembers,
        settings::GroupSettings,
    };

    use super::*;
    use crate::{
        Ports, UpdateDelivery,
        parts::Parts,
        testing::{ADMIN, ANN, Held, NOW, World, ann_changes, ann_says, chat, group, message, person},
    };

    fn recall_by(ports: &Ports) -> RecallHandler {
        RecallHandler {
            username: ports.bot.username.clone(),
            groups: ports.groups.clone(),
            facts: Parts::new(ports).facts,
        }
    }

    fn recall(world: World) -> RecallHandler {
        recall_by(&world.ports())
    }

    fn ann_joins() -> Event {
        Event::ChatMember(ann_changes(ANN, ChatMemberStatus::Left, ChatMemberStatus::Member))
    }

    fn ann_has_joined() -> Event {
        Event::NewChatMembers(NewChatMembers { chat: chat(), people: vec![person(ANN)], date: NOW, line: None })
    }

    /// A world in which Ann is looked up so many times.
    fn looked_up(world: World, times: usize, membership: Membership) -> World {
        let mut world = world;
        let asked = world.memberships.expect_get_confirmed().times(times).withf(|user, _| *user == ANN);
        asked.returning(move |_, channels| Ok(channels.iter().map(|channel| (*channel, membership)).collect()));
        world
    }

    #[tokio::test]
    async fn whoever_speaks_or_joins_is_looked_up() {
        for event in [Event::GroupMessage(ann_says("hi")), ann_joins(), ann_has_joined()] {
            recall(looked_up(World::with(group()), 1, Membership::Member)).recall(&event).await;
        }
    }

    #[tokio::test]
    async fn nobody_is_looked_up_who_is_an_administrator_or_where_the_gate_does_nothing() {
        let says = |id| Event::GroupMessage(message(Sender::Person(person(id)), "hi"));
        recall(World::with(group())).recall(&says(ADMIN)).await;
        for group in [Group { enabled: false, ..group() }, Group { can_enforce: false, ..group() }] {
            for event in [says(ANN), ann_joins(), ann_has_joined()] {
                recall(World::with(group.clone())).recall(&event).await;
            }
        }
        let settings = GroupSettings { gate_on_join: false, ..GroupSettings::default() };
        for event in [ann_joins(), ann_has_joined()] {
            recall(World::with(Group { settings: settings.clone(), ..group() })).recall(&event).await;
        }
    }

    #[tokio::test]
    async fn an_administrator_who_speaks_is_looked_up_nowhere_while_the_list_is_on_its_way() {
        let mut world = World::with(group());
        let held = Arc::new(Held::new(std::mem::take(&mut world.administrators)));
        let recall = recall_by(&Ports { administrators: held.clone(), ..world.ports() });
        let says = Event::GroupMessage(message(Sender::Person(person(ADMIN)), "hi"));
        let mut recalled = recall.recall(&says).boxed();
        assert_eq!(poll_immediate(&mut recalled).await, None);
        held.release();
        recalled.await;
    }

    #[tokio::test]
    async fn where_a_mute_is_likely_and_needs_a_question_it_is_asked_while_the_look_up_is_on_its_way() {
        let speaks = || Event::GroupMessage(ann_says("hi"));
        for (delivery, event, questions) in [
            (UpdateDelivery::Polling, speaks(), 1),
            (UpdateDelivery::Polling, ann_joins(), 0),
            (UpdateDelivery::Webhook, speaks(), 1),
            (UpdateDelivery::Webhook, ann_joins(), 1),
            (UpdateDelivery::Webhook, ann_has_joined(), 1),
        ] {
            let mut world = looked_up(World::with(group()), 2, Membership::NotMember);
            let asked = world.api.expect_get_chat_member().times(questions);
            asked.returning(|_, _| Ok(ChatMemberStatus::Member));
            let held = Arc::new(Held::new(std::mem::take(&mut world.memberships)));
            let recall = recall_by(&Ports { delivery, memberships: held.clone(), ..world.ports() });
            // Nobody was muted so far, so nothing is asked.
            let first = speaks();
            let mut first = recall.recall(&first).boxed();
            assert_eq!(poll_immediate(&mut first).await, None);
            held.release();
            first.await;

            held.hold();
            let mut second = recall.recall(&event).boxed();
            assert_eq!(poll_immediate(&mut second).await, None);
            drop(second);
        }
    }

    #[test]
    fn look_ups_are_no_matter_of_a_command_or_of_whoever_leaves() {
        let recall = recall(World::empty());
        assert!(recall.can_recall(&Event::GroupMessage(ann_says("hi"))));
        assert!(recall.can_recall(&ann_joins()));
        assert!(!recall.can_recall(&Event::GroupMessage(ann_says("/status"))));
        let leaves = ann_changes(ANN, ChatMemberStatus::Member, ChatMemberStatus::Left);
        assert!(!recall.can_recall(&Event::ChatMember(leaves)));
        assert!(!recall.can_recall(&Event::Other));
    }
}
