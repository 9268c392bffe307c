//! Somebody asks to join a channel: in groups whose admins chose so, that counts as being in it.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId,
    event::ChatJoinRequest,
    pending_join_request::PendingJoinRequest,
    ports::{GroupRepository, PendingJoinRequests, RestrictionRepository},
};

use crate::{Setback, gate::SatisfiedRestrictions};

/// Remembers requests to join channels, and lets go whoever needed no more. Requests to join a group stay with its admins.
pub(crate) struct ChatJoinRequestHandler {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) pending_join_requests: Arc<dyn PendingJoinRequests>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) satisfied: Arc<SatisfiedRestrictions>,
}

impl ChatJoinRequestHandler {
    /// Remembers a request to join a channel that some group names, also where it does not count: it would as soon as an
    /// admin says so.
    pub(crate) async fn handle(&self, request: &ChatJoinRequest) -> Result<(), Setback> {
        let (channel, user) = (ChannelId::from(request.chat.id), request.from.id);
        if self.groups.find_channel(channel).await?.is_none() {
            return Ok(());
        }
        self.pending_join_requests.put(PendingJoinRequest { channel, user, at: request.date }).await?;
        let mut held = Vec::new();
        for restriction in self.restrictions.list_open_of(user).await? {
            let group = self.groups.find(restriction.group).await?;
            if group.is_some_and(|group| group.accepts_requests_to(channel)) {
                held.push(restriction);
            }
        }
        self.satisfied.lift(&held).await
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        chat_member::Membership,
        event::{Chat, ChatKind, Event},
        group::Group,
        restriction::LiftReason,
    };

    use super::*;
    use crate::testing::{
        ANN, CHANNEL, NOW, UNTIL, World, accepting_group, group, muted_until, open_restriction, person,
    };

    fn ann_asks() -> Event {
        let (title, username) = ("Tea news".to_owned(), None);
        let chat = Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title, username };
        Event::ChatJoinRequest(ChatJoinRequest { chat, from: person(ANN), date: NOW })
    }

    /// A world in which Ann's request to join the channel is noted, and she is muted in this group.
    fn muted_in(group: Group) -> World {
        let mut world = World::with(group.clone()).and_open(Some(open_restriction()));
        world.groups.expect_find_channel().returning(move |_| Ok(Some(group.channels[0].clone())));
        let request = PendingJoinRequest { channel: CHANNEL, user: ANN, at: NOW };
        world.pending_join_requests.expect_put().times(1).withf(move |put| *put == request).returning(|_| Ok(()));
        world.restrictions.expect_list_open_of().returning(|_| Ok(vec![open_restriction()]));
        world
    }

    #[tokio::test]
    async fn whoever_asks_is_free_at_once_whatever_is_cached_of_them() {
        for cached in [Membership::NotMember, Membership::Unknown] {
            let mut world = muted_in(accepting_group()).and_ann_is(cached).and_ann_asked_to_join(&[CHANNEL]);
            world = world.and_ann_has(muted_until(Some(UNTIL))).and_ann_is_unmuted();
            world.expect_close(LiftReason::JoinedChannel);
            world.handle(ann_asks()).await.unwrap();
        }
    }

    #[tokio::test]
    async fn where_requests_do_not_count_it_is_noted_and_nobody_is_asked_about_anybody() {
        muted_in(group()).handle(ann_asks()).await.unwrap();
    }

    #[tokio::test]
    async fn a_request_to_join_what_no_group_names_is_not_remembered() {
        let mut world = World::empty();
        world.groups.expect_find_channel().times(1).returning(|_| Ok(None));
        world.handle(ann_asks()).await.unwrap();
    }
}
