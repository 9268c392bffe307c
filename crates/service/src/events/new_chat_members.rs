//! The service message that people joined a group.

use std::sync::Arc;

use portcullis_domain::{event::NewChatMembers, ports::GroupRepository};

use crate::{Setback, gate::Newcomers, outgoing::SeenMembers};

/// Judges people whom a service message says to have joined.
pub(crate) struct NewChatMembersHandler {
    groups: Arc<dyn GroupRepository>,
    newcomers: Arc<Newcomers>,
    seen: Arc<SeenMembers>,
}

impl NewChatMembersHandler {
    pub(crate) fn new(groups: Arc<dyn GroupRepository>, newcomers: Arc<Newcomers>, seen: Arc<SeenMembers>) -> Self {
        Self { groups, newcomers, seen }
    }

    /// Judges everybody whom a service message says to have joined.
    pub(crate) async fn handle(&self, joined: &NewChatMembers) -> Result<(), Setback> {
        let id = joined.chat.id.into();
        let Some(group) = self.groups.find(id).await? else {
            joined.people.iter().for_each(|person| self.seen.note_without_gate(id, person.id));
            return Ok(());
        };
        let mut ended = Ok(());
        for person in &joined.people {
            ended = ended.and(self.newcomers.judge(&group, person, joined.date, joined.line.as_ref()).await);
        }
        ended
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        GroupId,
        chat_member::{ChatMemberStatus, Membership},
        event::{Chat, Event},
        ports::FloodWait,
    };

    use super::*;
    use crate::testing::{ADMIN, ANN, NOW, World, chat, group, person, stored};

    fn joined(chat: Chat) -> Event {
        Event::NewChatMembers(NewChatMembers { chat, people: vec![person(ADMIN), person(ANN)], date: NOW, line: None })
    }

    #[tokio::test]
    async fn each_of_those_who_joined_is_judged_for_themselves() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_open(None).and_notices();
        world = world.and_ann_has(ChatMemberStatus::Member);
        world
            .restrictions
            .expect_open_unless_braked()
            .times(1)
            .withf(|new, _| new.user == ANN)
            .returning(|new, _| Ok(Some(stored(new))));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        world.handle(joined(chat())).await.unwrap();
    }

    #[tokio::test]
    async fn one_who_must_wait_holds_up_no_other_and_is_tried_again() {
        let mut world = World::with(group());
        let wait = std::time::Duration::from_secs(7);
        world.memberships.expect_get_confirmed().times(1).returning(move |_, _| Err(FloodWait(wait)));
        let two = vec![person(ANN), person(ADMIN)];
        let event = Event::NewChatMembers(NewChatMembers { chat: chat(), people: two, date: NOW, line: None });
        assert!(matches!(world.handle(event).await, Err(Setback::FloodWait(told)) if told == wait));
    }

    #[tokio::test]
    async fn a_group_that_nobody_has_protected_judges_nobody() {
        World::with(group()).handle(joined(Chat { id: GroupId(-5).into(), ..chat() })).await.unwrap();
    }
}
