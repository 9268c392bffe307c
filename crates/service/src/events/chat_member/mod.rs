//! Somebody's status in a chat changed: in a protected group, in an enforced channel, or in a chat that is both.

mod changes;
mod in_channel;
mod in_group;

use std::sync::Arc;

use portcullis_domain::{ChannelId, event::ChatMemberUpdated, ports::GroupRepository};

pub(crate) use self::{changes::LastChanges, in_channel::ChannelMemberHandler, in_group::GroupMemberHandler};
use crate::{Setback, gate::ChatProfiles};

/// Takes a change of somebody's status for what it means in each role of the chat.
pub(crate) struct ChatMemberHandler {
    groups: Arc<dyn GroupRepository>,
    profiles: Arc<ChatProfiles>,
    in_group: GroupMemberHandler,
    in_channel: ChannelMemberHandler,
}

impl ChatMemberHandler {
    pub(crate) fn new(
        groups: Arc<dyn GroupRepository>,
        profiles: Arc<ChatProfiles>,
        in_group: GroupMemberHandler,
        in_channel: ChannelMemberHandler,
    ) -> Self {
        Self { groups, profiles, in_group, in_channel }
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
        if let Some(known) = self.groups.find_channel(channel).await? {
            self.profiles.note_change(&known, change).await?;
            self.in_channel.handle(channel, change).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId, RestrictionId, Timestamp, UserId,
        administrator_rights::AdministratorRights,
        chat_member::{ChatMemberStatus, Membership, RestrictedMember},
        event::{Chat, ChatKind, Event},
        group::DESCRIBED_FOR,
        ports::FloodWait,
        restriction::{LiftReason, Restriction},
        sender::GROUP_ANONYMOUS_BOT,
    };

    use super::*;
    use crate::testing::{
        ADMIN, ANN, BOT, CHANNEL, NOW, OTHER_BOT, UNTIL, World, ann_changes, group, muted_until, open_restriction,
    };

    const MUTED: ChatMemberStatus = muted();

    const fn muted() -> ChatMemberStatus {
        ChatMemberStatus::Restricted(RestrictedMember { is_member: true, can_send_messages: false, until: Some(UNTIL) })
    }

    fn in_group(mut world: World) -> World {
        world.groups.expect_find_channel().returning(|_| Ok(None));
        world
    }

    fn in_channel(new: ChatMemberStatus) -> ChatMemberUpdated {
        let (title, username) = ("Tea news".to_owned(), Some("tea_news".to_owned()));
        let chat = Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title, username };
        ChatMemberUpdated { chat, ..ann_changes(ANN, ChatMemberStatus::Left, new) }
    }

    #[tokio::test]
    async fn an_administrators_unmute_of_somebody_outside_is_an_exemption() {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::NotMember);
        world = world.and_ann_has(ChatMemberStatus::Member);
        world.exemptions.expect_put().times(1).withf(|exempted| exempted.by == ADMIN).returning(|_| Ok(true));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(1)));
        world.expect_close(LiftReason::Exempted);
        world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_unmute_of_somebody_inside_only_closes_the_record() {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::Member);
        world = world.and_ann_has(ChatMemberStatus::Member);
        world.expect_close(LiftReason::AdministratorActed);
        world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }

    /// An un-mute by this user, which must be taken for an exemption in the name of `name`.
    async fn expect_exemption(by: UserId, name: UserId, old: ChatMemberStatus, new: ChatMemberStatus) {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::NotMember);
        world = world.and_ann_has(new);
        world.exemptions.expect_put().times(1).withf(move |exempted| exempted.by == name).returning(|_| Ok(false));
        world.expect_close(LiftReason::Exempted);
        world.handle(Event::ChatMember(ann_changes(by, old, new))).await.unwrap();
    }

    #[tokio::test]
    async fn an_unmute_in_part_and_one_of_a_commenter_outside_the_group_are_exemptions_too() {
        let restricted = |is_member, can_send_messages| {
            ChatMemberStatus::Restricted(RestrictedMember { is_member, can_send_messages, until: Some(UNTIL) })
        };
        expect_exemption(ADMIN, ADMIN, MUTED, restricted(true, true)).await;
        expect_exemption(ADMIN, ADMIN, restricted(false, false), ChatMemberStatus::Left).await;
    }

    #[tokio::test]
    async fn an_anonymous_admins_unmute_is_an_exemption_in_the_owners_name() {
        expect_exemption(GROUP_ANONYMOUS_BOT, group().owner, MUTED, ChatMemberStatus::Member).await;
    }

    #[tokio::test]
    async fn another_bots_unmute_is_no_exemption() {
        let mut world = in_group(World::with(group())).and_open(Some(open_restriction()));
        world = world.and_ann_has(ChatMemberStatus::Member);
        world.expect_close(LiftReason::FoundFree);
        world.handle(Event::ChatMember(ann_changes(OTHER_BOT, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn whoever_was_muted_anew_before_the_unmute_was_told_is_un_muted_again() {
        let mut world =
            in_group(World::with(group())).and_open(Some(open_restriction())).and_ann_is(Membership::NotMember);
        world = world.and_ann_has(muted_until(Some(UNTIL)));
        world.exemptions.expect_put().times(1).returning(|_| Ok(false));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.expect_close(LiftReason::Exempted);
        world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_longer_mute_or_ban_closes_the_record() {
        for new in [muted_until(None), ChatMemberStatus::Kicked] {
            let mut world = in_group(World::with(group())).and_open(Some(open_restriction()));
            world.expect_close(LiftReason::AdministratorActed);
            world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, new))).await.unwrap();
        }
    }

    #[tokio::test]
    async fn the_bots_own_mute_is_no_administrators_word() {
        let world = in_group(World::with(group()));
        world.handle(Event::ChatMember(ann_changes(BOT, ChatMemberStatus::Member, MUTED))).await.unwrap();
    }

    #[tokio::test]
    async fn a_ban_that_our_mute_has_undone_is_made_again_and_the_record_closed() {
        let mut world = in_group(World::with(group())).and_ann_has(MUTED).and_open(Some(open_restriction()));
        world.api.expect_ban_chat_member().times(1).withf(|_, user| *user == ANN).returning(|_, _| Ok(()));
        world.expect_close(LiftReason::AdministratorActed);
        world.handle(Event::ChatMember(ann_changes(BOT, ChatMemberStatus::Kicked, MUTED))).await.unwrap();
    }

    #[tokio::test]
    async fn an_unban_that_came_after_our_mute_stands() {
        for status in [ChatMemberStatus::Kicked, ChatMemberStatus::Member, ChatMemberStatus::Left] {
            let world = in_group(World::with(group())).and_ann_has(status);
            world.handle(Event::ChatMember(ann_changes(BOT, ChatMemberStatus::Kicked, MUTED))).await.unwrap();
        }
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
        world.expect_close(LiftReason::JoinedChannel);
        world.handle(Event::ChatMember(in_channel(ChatMemberStatus::Member))).await.unwrap();
    }

    /// A world in which Ann joins a channel of the group, and these restrictions of hers are open.
    fn joining(membership: Membership, open: Vec<Restriction>) -> World {
        let mut world = World::with(group()).and_ann_is(membership).and_open(None);
        world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
        world.memberships.expect_record().times(1).returning(|_, _, _| ());
        world.restrictions.expect_list_open_of().times(1).return_once(move |_| Ok(open));
        world
    }

    #[tokio::test]
    async fn somebody_who_joins_while_nobody_can_tell_of_another_channel_is_looked_at_again() {
        let mut world = joining(Membership::Unknown, vec![open_restriction()]);
        world
            .restrictions
            .expect_look_again()
            .times(1)
            .withf(|ids, why, at| ids == [open_restriction().id] && *why == LiftReason::JoinedChannel && *at > NOW)
            .returning(|_, _, _| Ok(()));
        world.handle(Event::ChatMember(in_channel(ChatMemberStatus::Member))).await.unwrap();
    }

    #[tokio::test]
    async fn of_somebody_with_five_hundred_restrictions_a_few_are_lifted_and_the_others_left_to_the_worker() {
        let one = |id| Restriction { id: RestrictionId(id), ..open_restriction() };
        let mut world = joining(Membership::Member, (1..=500).map(one).collect()).and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_close().times(20).returning(|_, _, _| Ok(Some(open_restriction())));
        world
            .restrictions
            .expect_look_again()
            .times(1)
            .withf(|ids, _, at| ids.len() == 480 && *at == NOW)
            .returning(|_, _, _| Ok(()));
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

    /// Ann has been back in the channel since; the look-ups say so, and nothing may be written into the cache.
    fn back_in_the_channel(lookups: usize) -> World {
        let mut world = World::with(group());
        world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
        world
            .memberships
            .expect_get_fresh()
            .times(lookups)
            .withf(|user, channels| *user == ANN && channels == [CHANNEL])
            .returning(|_, _| Ok(vec![(CHANNEL, Membership::Member)]));
        world.restrictions.expect_list_open_of().returning(|_| Ok(Vec::new()));
        world
    }

    #[tokio::test]
    async fn an_update_of_an_hour_ago_that_somebody_left_is_looked_up_and_not_believed() {
        let world = back_in_the_channel(1);
        let date = Timestamp::from_secs(NOW.as_secs() - 3_600);
        let late = ChatMemberUpdated { date, ..in_channel(ChatMemberStatus::Left) };
        world.handle(Event::ChatMember(late)).await.unwrap();
    }

    #[tokio::test]
    async fn an_update_that_somebody_left_and_that_comes_again_is_looked_up_and_not_believed() {
        let mut world = back_in_the_channel(2);
        world.memberships.expect_record().times(2).returning(|_, _, _| ());
        world.group_members.expect_list_seen_in().times(1).returning(|_, _| Ok(Vec::new()));
        let gatekeeper = world.gatekeeper();
        let left = in_channel(ChatMemberStatus::Left);
        let date = Timestamp::from_secs(NOW.as_secs() + 1);
        let joined = ChatMemberUpdated { date, ..in_channel(ChatMemberStatus::Member) };
        for change in [&left, &left, &joined, &left] {
            gatekeeper.handle(&Event::ChatMember(change.clone())).await.unwrap();
        }
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
    async fn a_channels_new_name_is_taken_over_unless_the_update_has_waited() {
        let joined = in_channel(ChatMemberStatus::Left);
        let chat = Chat { username: Some("tea_time".to_owned()), ..joined.chat.clone() };
        for (date, times) in [(joined.date, 1), (joined.date.before(DESCRIBED_FOR), 0)] {
            let mut world = World::with(group());
            world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
            world
                .groups
                .expect_put_channel()
                .times(times)
                .withf(|put| put.username.as_deref() == Some("tea_time"))
                .returning(|_| Ok(()));
            world.memberships.expect_record().returning(|_, _, _| ());
            world.group_members.expect_list_seen_in().returning(|_, _| Ok(Vec::new()));
            let change = ChatMemberUpdated { chat: chat.clone(), date, ..joined.clone() };
            world.handle(Event::ChatMember(change)).await.unwrap();
        }
    }

    #[tokio::test]
    async fn whoever_joins_or_leaves_a_channel_has_no_request_there_from_before_any_more() {
        for status in [ChatMemberStatus::Member, ChatMemberStatus::Left, ChatMemberStatus::Kicked] {
            let mut world = World::with(group());
            world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
            world.memberships.expect_record().returning(|_, _, _| ());
            world.group_members.expect_list_seen_in().returning(|_, _| Ok(Vec::new()));
            world.restrictions.expect_list_open_of().returning(|_| Ok(Vec::new()));
            world
                .pending_join_requests
                .expect_end()
                .times(1)
                .withf(|channel, user, by| (*channel, *user, *by) == (CHANNEL, ANN, NOW))
                .returning(|_, _, _| Ok(()));
            world.handle(Event::ChatMember(in_channel(status))).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_channel_that_nobody_enforces_is_not_remembered() {
        let world = in_group(World::empty());
        world.handle(Event::ChatMember(in_channel(ChatMemberStatus::Left))).await.unwrap();
    }

    #[tokio::test]
    async fn of_an_old_update_about_which_nobody_can_tell_nothing_stays_remembered() {
        let mut world = World::with(group());
        world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
        world.memberships.expect_get_fresh().times(1).returning(|_, _| Ok(vec![(CHANNEL, Membership::Unknown)]));
        world
            .memberships
            .expect_record()
            .times(1)
            .withf(|_, _, membership| *membership == Membership::Unknown)
            .returning(|_, _, _| ());
        let date = Timestamp::from_secs(NOW.as_secs() - 3_600);
        let late = ChatMemberUpdated { date, ..in_channel(ChatMemberStatus::Left) };
        world.handle(Event::ChatMember(late)).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_unmute_is_an_exemption_also_while_look_ups_must_wait() {
        let mut world = in_group(World::with(group())).and_open(Some(open_restriction()));
        world = world.and_ann_has(ChatMemberStatus::Member);
        let wait = std::time::Duration::from_mins(10);
        world.memberships.expect_get_confirmed().returning(move |_, _| Err(FloodWait(wait)));
        world.exemptions.expect_put().times(1).returning(|_| Ok(false));
        world.expect_close(LiftReason::Exempted);
        world.handle(Event::ChatMember(ann_changes(ADMIN, MUTED, ChatMemberStatus::Member))).await.unwrap();
    }
}
