//! Somebody's status in a chat changed: in a protected group, in an enforced channel, or in a chat that is both.

mod joined_channel;
mod left_channel;

use portcullis_domain::{
    ChannelId,
    chat_member::Membership,
    event::ChatMemberUpdated,
    group::Group,
    ports::StoreError,
    restriction::{LiftReason, Restriction},
};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Takes a change of somebody's status for what it means in each role of the chat.
    pub(crate) async fn chat_member_updated(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind.is_group()
            && let Some(group) = self.ports.groups.find(change.chat.id.into()).await?
        {
            self.group_member_updated(&group, change).await?;
        }
        if self.is_enforced(change.chat.id.into()).await? {
            self.channel_member_updated(change).await?;
        }
        Ok(())
    }

    /// Whether any group names the channel, be its gate on or off: one that was switched off with `keep` has muted people
    /// who may still join.
    async fn is_enforced(&self, channel: ChannelId) -> Result<bool, StoreError> {
        Ok(!self.ports.groups.list_with_channel(channel).await?.is_empty())
    }

    /// What Telegram tells unasked is the freshest truth: remembered before anything is decided by it.
    async fn channel_member_updated(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        let channel = ChannelId::from(change.chat.id);
        let membership = change.new.membership();
        self.ports.memberships.record(change.person.id, channel, membership).await;
        if change.is_bot {
            return Ok(());
        }
        match membership {
            Membership::Member => self.settle(change.person.id).await,
            Membership::NotMember => self.left_channel(channel, &change.person, change.date).await,
            Membership::Unknown => Ok(()),
        }
    }

    async fn group_member_updated(&self, group: &Group, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.old.is_administrator() || change.new.is_administrator() {
            self.ports.administrators.forget(group.id).await;
        }
        if change.is_bot {
            return Ok(());
        }
        let by_somebody_else = change.by != change.person.id && change.by != self.ports.bot.id;
        if by_somebody_else && let Some(open) = self.ports.restrictions.find_open(group.id, change.person.id).await? {
            return self.administrator_acted(group, change, open).await;
        }
        let joined = change.old.membership() == Membership::NotMember && change.new.membership() == Membership::Member;
        if joined && !change.new.is_administrator() {
            self.parts.newcomers.judge(group, &change.person, change.date).await?;
        }
        Ok(())
    }

    /// An admin changed the rights of somebody whom the bot had muted: the admin's word stands.
    async fn administrator_acted(
        &self,
        group: &Group,
        change: &ChatMemberUpdated,
        open: Restriction,
    ) -> Result<(), Setback> {
        let now = self.ports.clock.now();
        if open.is_the_mute_of(change.new, now) {
            // The mute itself is untouched: somebody only let the person in or out.
            return Ok(());
        }
        if change.is_unmute() {
            return self.parts.exemptions.exempt_unmuted(group, &change.person, Some(change.by)).await;
        }
        Ok(self.parts.records.close(&open, LiftReason::AdministratorActed).await?)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId,
        administrator_rights::AdministratorRights,
        chat_member::ChatMemberStatus,
        event::{Chat, ChatKind},
    };

    use super::*;
    use crate::testing::{
        ADMIN, ANN, BOT, CHANNEL, GROUP, UNTIL, World, ann_changes, group, muted_until, open_restriction,
    };

    const MUTED: ChatMemberStatus = muted();

    const fn muted() -> ChatMemberStatus {
        ChatMemberStatus::Restricted(portcullis_domain::chat_member::RestrictedMember {
            is_member: true,
            can_send_messages: false,
            until: Some(UNTIL),
        })
    }

    fn in_group(mut world: World) -> World {
        world.groups.expect_list_with_channel().returning(|_| Ok(Vec::new()));
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
        world.gatekeeper().chat_member_updated(&ann_changes(ADMIN, MUTED, ChatMemberStatus::Member)).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_unmute_of_somebody_inside_only_closes_the_record() {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::Member);
        expect_close(&mut world, LiftReason::AdministratorActed);
        world.gatekeeper().chat_member_updated(&ann_changes(ADMIN, MUTED, ChatMemberStatus::Member)).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_longer_mute_or_ban_closes_the_record() {
        for new in [muted_until(None), ChatMemberStatus::Kicked] {
            let mut world = in_group(World::with(group())).and_open(Some(open_restriction()));
            expect_close(&mut world, LiftReason::AdministratorActed);
            world.gatekeeper().chat_member_updated(&ann_changes(ADMIN, MUTED, new)).await.unwrap();
        }
    }

    #[tokio::test]
    async fn the_bots_own_mute_is_no_administrators_word() {
        let world = in_group(World::with(group()));
        world.gatekeeper().chat_member_updated(&ann_changes(BOT, ChatMemberStatus::Member, MUTED)).await.unwrap();
    }

    #[tokio::test]
    async fn a_muted_person_who_leaves_the_group_keeps_the_record() {
        let world = in_group(World::with(group()));
        world.gatekeeper().chat_member_updated(&ann_changes(ANN, MUTED, ChatMemberStatus::Left)).await.unwrap();
    }

    #[tokio::test]
    async fn joining_a_channel_lifts_what_it_settles_in_every_group() {
        let mut world = World::with(group())
            .and_ann_is(Membership::Member)
            .and_ann_has(muted_until(Some(UNTIL)))
            .and_open(Some(open_restriction()));
        world.groups.expect_list_with_channel().returning(|_| Ok(vec![GROUP]));
        world.groups.expect_list_requiring().returning(|_| Ok(vec![GROUP]));
        world.memberships.expect_record().times(1).returning(|_, _, _| ());
        world.restrictions.expect_list_open_of().times(1).returning(|_| Ok(vec![open_restriction()]));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        expect_close(&mut world, LiftReason::JoinedChannel);
        world.gatekeeper().chat_member_updated(&in_channel(ChatMemberStatus::Member)).await.unwrap();
    }

    #[tokio::test]
    async fn leaving_a_channel_concerns_only_groups_in_which_the_person_was_seen() {
        let mut world = World::with(group());
        world.groups.expect_list_with_channel().returning(|_| Ok(vec![GROUP]));
        world.groups.expect_list_requiring().returning(|_| Ok(vec![GROUP]));
        world.memberships.expect_record().times(1).returning(|_, _, _| ());
        world.group_members.expect_list_seen_in().times(1).returning(|_, _| Ok(Vec::new()));
        world.gatekeeper().chat_member_updated(&in_channel(ChatMemberStatus::Left)).await.unwrap();
    }

    #[tokio::test]
    async fn a_promotion_makes_the_list_of_administrators_forgotten() {
        let mut world = in_group(World::with(group())).and_open(None);
        world.administrators.expect_forget().times(1).returning(|_| ());
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::default());
        let promotion = ann_changes(ADMIN, ChatMemberStatus::Member, administrator);
        world.gatekeeper().chat_member_updated(&promotion).await.unwrap();
    }

    #[tokio::test]
    async fn a_channel_that_nobody_enforces_is_not_remembered() {
        let world = in_group(World::empty());
        world.gatekeeper().chat_member_updated(&in_channel(ChatMemberStatus::Left)).await.unwrap();
    }
}
