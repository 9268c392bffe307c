//! What the bot may do in a group, and whether it may look into a channel.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, GroupId, UserId,
    administrator_rights::AdministratorRights,
    group::{EnforcedChannel, Group},
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError, GroupRepository, Memberships},
};
use portcullis_messages::Texts;

use crate::{
    Setback,
    outgoing::{Messenger, Releases},
};

/// Notes what the bot may do; where that is less or more than before, the group's admins are told once.
pub(crate) struct BotRights {
    pub(crate) bot: UserId,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) messenger: Messenger,
    pub(crate) texts: Texts,
}

impl BotRights {
    /// Asks Telegram what the bot may do in `group`, where it could not act just now.
    pub(crate) async fn look_up(&self, group: GroupId) -> Result<(), Setback> {
        let rights = match self.api.get_chat_member(group.into(), self.bot).await {
            Ok(status) => status.rights().unwrap_or_default(),
            Err(BotApiError::ChatUnavailable(_)) => AdministratorRights::default(),
            Err(error) => return Err(Setback::in_group(group)(error)),
        };
        self.note_in_group(group, rights).await
    }

    /// Notes what the bot may do in a group.
    pub(crate) async fn note_in_group(&self, group: GroupId, rights: AdministratorRights) -> Result<(), Setback> {
        let is_news = if rights.can_enforce() {
            // Whoever could not be let go while the rights were missing is let go now.
            self.releases.order(group).await?;
            self.groups.note_can_enforce(group).await?
        } else {
            self.groups.note_cannot_enforce(group).await?
        };
        if !is_news {
            return Ok(());
        }
        let Some(group) = self.groups.find(group).await?.filter(|group| group.is_protected()) else { return Ok(()) };
        let language = self.texts.language_for(Some(&group), None);
        let text = if rights.can_enforce() {
            self.texts.can_enforce_again(language, &group.title)
        } else {
            self.texts.cannot_enforce(language, &group.title, &rights.missing())
        };
        self.tell_admins(&group, text);
        Ok(())
    }

    /// Notes that the bot may look into a channel.
    pub(crate) async fn note_can_check(&self, channel: ChannelId) -> Result<(), Setback> {
        if !self.groups.note_can_check(channel).await? {
            return Ok(());
        }
        let groups = self.groups.list_requiring(channel).await?;
        self.tell_admins_of(&groups, channel, |group, enforced| {
            let language = self.texts.language_for(Some(group), None);
            self.texts.can_check_again(language, &enforced.into(), &group.title)
        })
        .await
    }

    /// Notes that the bot may not look into a channel: nobody is gated on it, and whoever was muted for its sake alone is
    /// let go.
    pub(crate) async fn note_cannot_check(&self, channel: ChannelId) -> Result<(), Setback> {
        let is_news = self.groups.note_cannot_check(channel).await?;
        let groups = self.groups.list_requiring(channel).await?;
        // Ordered whether it is news or not: a try that died right after noting it must not leave anybody muted.
        self.memberships.forget_channel(channel).await;
        for group in &groups {
            self.releases.order(*group).await?;
        }
        if !is_news {
            return Ok(());
        }
        self.tell_admins_of(&groups, channel, |group, enforced| {
            let language = self.texts.language_for(Some(group), None);
            self.texts.cannot_check(language, &enforced.into(), &group.title)
        })
        .await
    }

    async fn tell_admins_of(
        &self,
        groups: &[GroupId],
        channel: ChannelId,
        text: impl Fn(&Group, &EnforcedChannel) -> OutgoingMessage + Send + Sync,
    ) -> Result<(), Setback> {
        for group in groups {
            let Some(group) = self.groups.find(*group).await? else { continue };
            let Some(enforced) = group.channels.iter().find(|enforced| enforced.id == channel) else { continue };
            self.tell_admins(&group, text(&group, enforced));
        }
        Ok(())
    }

    /// Tells a group's admins something: in the group or, where the bot may not write, its owner in private.
    fn tell_admins(&self, group: &Group, text: OutgoingMessage) {
        self.messenger.send_later_or(group.id.into(), group.owner.into(), text, SendPriority::Notice);
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{JobId, MessageId, chat_member::ChatMemberStatus};
    use portcullis_messages::{ChannelLink, Language};

    use super::*;
    use crate::testing::{BOT, CHANNEL, GROUP, World, group};

    fn expect_release(world: &mut World) {
        world.jobs.expect_put().times(1).withf(|_, group, _| *group == GROUP).returning(|_, _, _| Ok(JobId(1)));
    }

    /// The group is told this, once.
    fn expect_word(world: &mut World, text: impl FnOnce(&Texts) -> OutgoingMessage) {
        let expected = text(&Texts::load().unwrap());
        world
            .api
            .expect_send_message()
            .times(1)
            .withf(move |chat, text, _| *chat == GROUP.into() && *text == expected)
            .returning(|_, _, _| Ok(MessageId(1)));
    }

    /// Does something with the rights, and waits until the admins have been told.
    async fn with_rights(world: World, act: impl AsyncFnOnce(&BotRights) -> Result<(), Setback>) {
        let parts = world.parts();
        act(&parts.bot_rights).await.unwrap();
        parts.messenger.finish().await;
    }

    #[tokio::test]
    async fn rights_that_came_back_let_the_muted_go_and_are_told_only_if_that_is_news() {
        for is_news in [true, false] {
            let mut world = World::with(group());
            expect_release(&mut world);
            world.groups.expect_note_can_enforce().times(1).returning(move |_| Ok(is_news));
            if is_news {
                expect_word(&mut world, |texts| texts.can_enforce_again(Language::ENGLISH, "Tea"));
            }
            with_rights(world, async |rights| rights.note_in_group(GROUP, AdministratorRights::ALL).await).await;
        }
    }

    #[tokio::test]
    async fn rights_that_are_lost_are_looked_up_and_told_once() {
        for is_news in [true, false] {
            let mut world = World::with(group());
            world
                .api
                .expect_get_chat_member()
                .times(1)
                .withf(|_, user| *user == BOT)
                .returning(|_, _| Ok(ChatMemberStatus::Member));
            world.groups.expect_note_cannot_enforce().times(1).returning(move |_| Ok(is_news));
            if is_news {
                let missing = AdministratorRights::default().missing();
                expect_word(&mut world, |texts| texts.cannot_enforce(Language::ENGLISH, "Tea", &missing));
            }
            with_rights(world, async |rights| rights.look_up(GROUP).await).await;
        }
    }

    #[tokio::test]
    async fn a_group_without_a_gate_hears_nothing_of_rights() {
        let mut world = World::with(Group { enabled: false, ..group() });
        world.groups.expect_note_cannot_enforce().times(1).returning(|_| Ok(true));
        with_rights(world, async |rights| rights.note_in_group(GROUP, AdministratorRights::default()).await).await;
    }

    #[tokio::test]
    async fn a_channel_that_is_lost_lets_its_muted_go_whether_that_is_news_or_not() {
        for is_news in [true, false] {
            let mut world = World::with(group());
            world.groups.expect_note_cannot_check().times(1).returning(move |_| Ok(is_news));
            world.groups.expect_list_requiring().times(1).returning(|_| Ok(vec![GROUP]));
            world.memberships.expect_forget_channel().times(1).withf(|channel| *channel == CHANNEL).returning(|_| ());
            expect_release(&mut world);
            if is_news {
                let link = ChannelLink::from(&group().channels[0]);
                expect_word(&mut world, |texts| texts.cannot_check(Language::ENGLISH, &link, "Tea"));
            }
            with_rights(world, async |rights| rights.note_cannot_check(CHANNEL).await).await;
        }
    }

    #[tokio::test]
    async fn a_channel_that_came_back_is_told_once() {
        for is_news in [true, false] {
            let mut world = World::with(group());
            world.groups.expect_note_can_check().times(1).returning(move |_| Ok(is_news));
            if is_news {
                world.groups.expect_list_requiring().times(1).returning(|_| Ok(vec![GROUP]));
                let link = ChannelLink::from(&group().channels[0]);
                expect_word(&mut world, |texts| texts.can_check_again(Language::ENGLISH, &link, "Tea"));
            }
            with_rights(world, async |rights| rights.note_can_check(CHANNEL).await).await;
        }
    }
}
