//! What the bot may do in a group, and whether it may look into a channel.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, GroupId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::{BotApi, BotApiError, GroupRepository, Memberships},
    restriction::LiftReason,
};

use crate::{
    Setback,
    metrics::Metrics,
    outgoing::{Announcer, Releases},
};

/// Notes what the bot may do; where that is less or more than before, the group's admins are told once.
pub(crate) struct BotRights {
    pub(crate) bot: UserId,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) announcer: Arc<Announcer>,
    pub(crate) metrics: Arc<Metrics>,
}

impl BotRights {
    /// Asks Telegram what the bot may do in `group`, where it could not act just now: the answer is the second to say so.
    pub(crate) async fn look_up(&self, group: GroupId) -> Result<(), Setback> {
        let status = match self.api.get_chat_member(group.into(), self.bot).await {
            Ok(status) => status,
            Err(BotApiError::ChatUnavailable(_)) => ChatMemberStatus::Left,
            Err(error) => return Err(Setback::in_group(group)(error)),
        };
        self.note_in_group(group, status).await
    }

    /// Notes what the bot is in a group.
    pub(crate) async fn note_in_group(&self, group: GroupId, status: ChatMemberStatus) -> Result<(), Setback> {
        if status.membership() == Membership::NotMember {
            let ended = self.groups.note_removed(group).await?;
            self.metrics.count_lifts(LiftReason::BotRemoved, ended);
        } else if status.rights().unwrap_or_default().can_enforce() {
            if self.groups.note_can_enforce(group).await? {
                // Whoever could not be let go while the rights were missing is let go now.
                self.releases.wake();
            }
        } else {
            self.groups.note_cannot_enforce(group).await?;
        }
        self.announcer.wake();
        Ok(())
    }

    /// Orders that everybody in a group is let go whom nothing holds any more: the bot was given rights there. Where the
    /// gate is off, a release that was ordered goes on by itself, and whoever was kept muted stays so.
    pub(crate) async fn order_release(&self, group: GroupId) -> Result<(), Setback> {
        if self.groups.find(group).await?.is_some_and(|group| group.enabled) {
            self.releases.order(group).await?;
        }
        Ok(())
    }

    /// Notes that the bot may look into a channel: whoever joined it unseen is let go.
    pub(crate) async fn note_can_check(&self, channel: ChannelId) -> Result<(), Setback> {
        if self.groups.note_can_check(channel).await? {
            self.releases.wake();
            self.announcer.wake();
        }
        Ok(())
    }

    /// Notes that the bot may not look into a channel: nobody is gated on it, and whoever was muted for its sake alone is
    /// let go.
    pub(crate) async fn note_cannot_check(&self, channel: ChannelId) -> Result<(), Setback> {
        let known = self.groups.find_channel(channel).await?;
        if !known.is_some_and(|known| known.can_check) {
            return Ok(());
        }
        // Before it is noted: what nobody tells of any more must not be remembered until the bot may look again.
        self.memberships.forget_channel(channel).await;
        if self.groups.note_cannot_check(channel).await? {
            self.releases.wake();
            self.announcer.wake();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{administrator_rights::AdministratorRights, group::EnforcedChannel};

    use super::*;
    use crate::testing::{BOT, CHANNEL, GROUP, World, group};

    const ALL_RIGHTS: ChatMemberStatus = ChatMemberStatus::Administrator(AdministratorRights::ALL);

    #[tokio::test]
    async fn rights_that_are_lost_are_looked_up() {
        let mut world = World::empty();
        world
            .api
            .expect_get_chat_member()
            .times(1)
            .withf(|_, user| *user == BOT)
            .returning(|_, _| Ok(ChatMemberStatus::Member));
        world.groups.expect_note_cannot_enforce().times(1).returning(|_| Ok(true));
        world.parts().bot_rights.look_up(GROUP).await.unwrap();
    }

    #[tokio::test]
    async fn rights_that_came_back_are_noted() {
        let mut world = World::empty();
        world.groups.expect_note_can_enforce().times(1).returning(|_| Ok(true));
        world.parts().bot_rights.note_in_group(GROUP, ALL_RIGHTS).await.unwrap();
    }

    #[tokio::test]
    async fn a_group_that_threw_the_bot_out_is_noted_as_one() {
        for answer in [Ok(ChatMemberStatus::Kicked), Err(BotApiError::ChatUnavailable("kicked".to_owned()))] {
            let mut world = World::empty();
            world.api.expect_get_chat_member().times(1).return_once(move |_, _| answer);
            world.groups.expect_note_removed().times(1).withf(|group| *group == GROUP).returning(|_| Ok(2));
            world.parts().bot_rights.look_up(GROUP).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_channel_that_is_lost_is_forgotten_before_that_is_noted_and_only_once() {
        for can_check in [true, false] {
            let (mut world, mut order) = (World::empty(), mockall::Sequence::new());
            let known = EnforcedChannel { can_check, ..group().channels[0].clone() };
            world.groups.expect_find_channel().times(1).return_once(move |_| Ok(Some(known)));
            let times = usize::from(can_check);
            world.memberships.expect_forget_channel().times(times).in_sequence(&mut order).returning(|_| ());
            world.groups.expect_note_cannot_check().times(times).in_sequence(&mut order).returning(|_| Ok(true));
            world.parts().bot_rights.note_cannot_check(CHANNEL).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_chat_that_no_group_demands_is_no_channel() {
        let mut world = World::empty();
        world.groups.expect_find_channel().times(1).returning(|_| Ok(None));
        world.parts().bot_rights.note_cannot_check(CHANNEL).await.unwrap();
    }
}
