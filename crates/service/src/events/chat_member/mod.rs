//! Somebody's status in a chat changed: in a protected group, in an enforced channel, or in a chat that is both.

mod in_channel;
mod in_group;

use std::sync::Arc;

use portcullis_domain::{ChannelId, event::ChatMemberUpdated, ports::GroupRepository};

pub(crate) use self::{in_channel::ChannelMemberHandler, in_group::GroupMemberHandler};
use crate::Setback;

/// Takes a change of somebody's status for what it means in each role of the chat.
pub(crate) struct ChatMemberHandler {
    groups: Arc<dyn GroupRepository>,
    in_group: GroupMemberHandler,
    in_channel: ChannelMemberHandler,
}

impl ChatMemberHandler {
    pub(crate) fn new(
        groups: Arc<dyn GroupRepository>,
        in_group: GroupMemberHandler,
        in_channel: ChannelMemberHandler,
    ) -> Self {
        Self { groups, in_group, in_channel }
    }

    /// Handles a change: first as one in a group, then as one in a channel.
    pub(crate) async fn handle(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind.is_group()
            && let Some(group) = self.groups.find(change.chat.id.into()).await?
        {
            self.in_group.handle(&group, change).await?;
        }
        // Named by any group, be its gate on or off: one that was switched off with `keep` has muted people who may still
        // join.
        let channel = ChannelId::from(change.chat.id);
        if self.groups.find_channel(channel).await?.is_some() {
            self.in_channel.handle(channel, change).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId,
        administrator_rights::AdministratorRights,
        chat_member::{ChatMemberStatus, Membership},
        event::{Chat, ChatKind, Event},
        restriction::LiftReason,
    };

    use super::*;
    use crate::testing::{ADMIN, ANN, BOT, CHANNEL, UNTIL, World, ann_changes, group, muted_until, open_restriction};

    const MUTED: ChatMemberStatus = muted();

    const fn muted() -> ChatMemberStatus {
        ChatMemberStatus::Restricted(portcullis_domain::chat_member::RestrictedMember {
            is_member: true,
            can_send_messages: false,
            until: Some(UNTIL),
        })
    }

    fn in_group(mut world: World) -> World {
        world.groups.expect_find_channel().returning(|_| Ok(None));
        world
    }

    fn in_channel(new: ChatMemberStatus) -> ChatMemberUpdated {
        let chat = Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title: String::new(), username: None };
        ChatMemberUpdated { chat, ..ann_changes(ANN, ChatMemberStatus::Left, new) }
    }

    fn expect_close(world: &mut World, reason: LiftReason) {
        world.restrictions.expect_lift().times(1).withf(move |_, why, _| *why == reason).returning(|_, _, _| Ok(true));
    }

    #[tokio::test]
    async fn an_administrators_unmute_of_somebody_outside_is_an_exemption() {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::NotMember);
        world.exemptions.expect_put().times(1).withf(|exempted| exempted.by == ADMIN).returning(|_| Ok(true));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(1)));
        expect_close(&mut world, LiftReason::Exempted);
        world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_unmute_of_somebody_inside_only_closes_the_record() {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::Member);
        expect_close(&mut world, LiftReason::AdministratorActed);
        world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_longer_mute_or_ban_closes_the_record() {
        for new in [muted_until(None), ChatMemberStatus::Kicked] {
            let mut world = in_group(World::with(group())).and_open(Some(open_restriction()));
            expect_close(&mut world, LiftReason::AdministratorActed);
            world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, new))).await.unwrap();
        }
    }

    #[tokio::test]
    async fn the_bots_own_mute_is_no_administrators_word() {
        let world = in_group(World::with(group()));
        world.handle(Event::ChatMember(ann_changes(BOT, ChatMemberStatus::Member, MUTED))).await.unwrap();
    }

    #[tokio::test]
    async fn a_muted_person_who_leaves_the_group_keeps_the_record() {
        let world = in_group(World::with(group()));
        world.handle(Event::ChatMember(ann_changes(ANN, MUTED, ChatMemberStatus::Left))).await.unwrap();
    }

    #[tokio::test]
    async fn joining_a_channel_lifts_what_it_settles_in_every_group() {
        let mut world = World::with(group())
            .and_ann_is(Membership::Member)
            .and_ann_has(muted_until(Some(UNTIL)))
            .and_open(Some(open_restriction()));
        world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
        world.memberships.expect_record().times(1).returning(|_, _, _| ());
        world.restrictions.expect_list_open_of().times(1).returning(|_| Ok(vec![open_restriction()]));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        expect_close(&mut world, LiftReason::JoinedChannel);
        world.handle(Event::ChatMember(in_channel(ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn leaving_a_channel_concerns_only_groups_in_which_the_person_was_seen() {
        let mut world = World::with(group());
        world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
        world.memberships.expect_record().times(1).returning(|_, _, _| ());
        world.group_members.expect_list_seen_in().times(1).returning(|_, _| Ok(Vec::new()));
        world.handle(Event::ChatMember(in_channel(ChatMemberStatus::Left))).await.unwrap();
    }

    #[tokio::test]
    async fn a_promotion_makes_the_list_of_administrators_forgotten() {
        let mut world = in_group(World::with(group())).and_open(None);
        world.administrators.expect_forget().times(1).returning(|_| ());
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::default());
        let promotion = ann_changes(ADMIN, ChatMemberStatus::Member, administrator);
        world.handle(Event::ChatMember(promotion)).await.unwrap();
    }

    #[tokio::test]
    async fn a_channel_that_nobody_enforces_is_not_remembered() {
        let world = in_group(World::empty());
        world.handle(Event::ChatMember(in_channel(ChatMemberStatus::Left))).await.unwrap();
    }
}
