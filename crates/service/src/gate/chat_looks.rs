//! The bot looks for itself at a group or a channel: what it may do there, what it is called, how people join it. What it
//! finds is as good as an update.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, ChatId, GroupId, UserId,
    channel_reference::ChannelReference,
    chat_member::{ChatMemberStatus, Membership},
    look::is_believed,
    ports::{BotApi, BotApiError, ChatProfile, GroupRepository},
};

use super::{BotRights, ChatProfiles};
use crate::Setback;

/// Looks at chats.
pub(crate) struct ChatLooks {
    bot: UserId,
    api: Arc<dyn BotApi>,
    groups: Arc<dyn GroupRepository>,
    bot_rights: Arc<BotRights>,
    profiles: Arc<ChatProfiles>,
}

/// What a look has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LookOutcome {
    /// The bot can work there, or need not.
    Able,
    /// The bot can't work there, which is noted.
    Unable,
    /// The chat is lost by this one answer: nothing is noted, and it must be asked again.
    Doubtful,
}

impl ChatLooks {
    pub(crate) fn new(
        bot: UserId,
        api: Arc<dyn BotApi>,
        groups: Arc<dyn GroupRepository>,
        bot_rights: Arc<BotRights>,
        profiles: Arc<ChatProfiles>,
    ) -> Self {
        Self { bot, api, groups, bot_rights, profiles }
    }

    /// Looks at a group in which so many answers in a row have said that it is lost.
    pub(crate) async fn look_at_group(&self, group: GroupId, misses: u32) -> Result<LookOutcome, Setback> {
        let Some(known) = self.groups.find(group).await?.filter(|known| known.is_protected()) else {
            return Ok(LookOutcome::Able);
        };
        let in_group = Setback::in_group(group);
        let Some(status) = self.own_status(group.into(), misses).await.map_err(&in_group)? else {
            return Ok(LookOutcome::Doubtful);
        };
        self.bot_rights.note_in_group(group, status).await?;
        if status.membership() == Membership::NotMember {
            return Ok(LookOutcome::Unable);
        }
        if let Some(profile) = self.profile(group.into()).await.map_err(&in_group)? {
            self.profiles.note_group(&known, &profile.chat).await?;
            self.profiles.note_linked_channel(&known, profile.linked_chat).await?;
        }
        let can_enforce = status.rights().unwrap_or_default().can_enforce();
        Ok(if can_enforce { LookOutcome::Able } else { LookOutcome::Unable })
    }

    /// Looks at a channel about which so many answers in a row have said that it is lost.
    pub(crate) async fn look_at_channel(&self, channel: ChannelId, misses: u32) -> Result<LookOutcome, Setback> {
        let Some(known) = self.groups.find_channel(channel).await? else { return Ok(LookOutcome::Able) };
        let Some(status) = self.own_status(channel.into(), misses).await? else { return Ok(LookOutcome::Doubtful) };
        let Some(rights) = status.rights() else {
            self.bot_rights.note_cannot_check(channel).await?;
            return Ok(LookOutcome::Unable);
        };
        self.bot_rights.note_can_check(channel).await?;
        if let Some(profile) = self.profile(channel.into()).await? {
            let known = self.profiles.note_channel(&known, &profile.chat).await?;
            self.profiles.renew_link(&known, rights).await?;
        }
        Ok(LookOutcome::Able)
    }

    /// Whether updates tell the bot of requests to join a channel, which takes a right of its own.
    pub(crate) async fn hears_of_requests(&self, channel: ChannelId) -> Result<bool, Setback> {
        let status = self.own_status(channel.into(), 0).await?;
        Ok(status.is_some_and(|status| status.rights().unwrap_or_default().can_invite_users))
    }

    /// What the bot itself is in a chat; `None` if Telegram says that there is none, and is not believed yet.
    async fn own_status(&self, chat: ChatId, misses: u32) -> Result<Option<ChatMemberStatus>, BotApiError> {
        match self.api.get_chat_member(chat, self.bot).await {
            Ok(status) => Ok(Some(status)),
            Err(BotApiError::ChatUnavailable(reason)) => {
                tracing::info!(chat_id = chat.0, reason, misses, "a chat is not available to the bot");
                Ok(is_believed(misses).then_some(ChatMemberStatus::Left))
            }
            Err(error) => Err(error),
        }
    }

    /// What a chat is called; `None` if Telegram does not say, which says nothing about the bot.
    async fn profile(&self, chat: ChatId) -> Result<Option<ChatProfile>, BotApiError> {
        match self.api.get_chat(&ChannelReference::Id(chat)).await {
            Ok(profile) => Ok(Some(profile)),
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_) | BotApiError::MigratedTo(_))) => {
                Err(error)
            }
            Err(error) => {
                tracing::warn!(
                    chat_id = chat.0,
                    error = &error as &dyn std::error::Error,
                    "a chat's title can't be looked up"
                );
                Ok(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        administrator_rights::AdministratorRights,
        event::{Chat, ChatKind},
        group::{EnforcedChannel, Group},
    };

    use super::*;
    use crate::testing::{BOT, CHANNEL, GROUP, World, chat, group};

    const ALL_RIGHTS: ChatMemberStatus = ChatMemberStatus::Administrator(AdministratorRights::ALL);

    /// The bot is asked once what it is in the chat, and is this.
    fn expect_own_status(world: &mut World, answer: Result<ChatMemberStatus, BotApiError>) {
        world.api.expect_get_chat_member().times(1).withf(|_, user| *user == BOT).return_once(move |_, _| answer);
    }

    fn expect_profile(world: &mut World, chat: Chat, linked_chat: Option<ChatId>) {
        world.api.expect_get_chat().times(1).return_once(move |_| Ok(ChatProfile { chat, linked_chat }));
    }

    fn unavailable() -> BotApiError {
        BotApiError::ChatUnavailable("chat not found".to_owned())
    }

    fn channel_chat(title: &str, username: Option<&str>) -> Chat {
        let username = username.map(str::to_owned);
        Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title: title.to_owned(), username }
    }

    fn with_channel(channel: EnforcedChannel) -> World {
        let mut world = World::empty();
        world.groups.expect_find_channel().returning(move |_| Ok(Some(channel.clone())));
        world
    }

    async fn look_at_channel(world: World, misses: u32) -> LookOutcome {
        world.parts().looks.look_at_channel(CHANNEL, misses).await.unwrap()
    }

    #[tokio::test]
    async fn one_odd_answer_alone_marks_nothing_and_a_second_does() {
        let mut world = with_channel(group().channels[0].clone());
        expect_own_status(&mut world, Err(unavailable()));
        assert_eq!(look_at_channel(world, 0).await, LookOutcome::Doubtful);

        let mut world = with_channel(group().channels[0].clone());
        expect_own_status(&mut world, Err(unavailable()));
        world.memberships.expect_forget_channel().times(1).returning(|_| ());
        world.groups.expect_note_cannot_check().times(1).returning(|_| Ok(true));
        assert_eq!(look_at_channel(world, 1).await, LookOutcome::Unable);
    }

    #[tokio::test]
    async fn a_channel_that_is_as_it_was_costs_no_write() {
        let mut world = with_channel(group().channels[0].clone());
        expect_own_status(&mut world, Ok(ALL_RIGHTS));
        world.groups.expect_note_can_check().times(1).returning(|_| Ok(false));
        expect_profile(&mut world, channel_chat("Tea news", Some("tea_news")), None);
        assert_eq!(look_at_channel(world, 0).await, LookOutcome::Able);
    }

    #[tokio::test]
    async fn requests_to_join_are_heard_of_with_the_right_to_invite_alone() {
        let deletes = AdministratorRights { can_invite_users: false, ..AdministratorRights::ALL };
        for (status, hears) in [
            (ALL_RIGHTS, true),
            (ChatMemberStatus::Creator, true),
            (ChatMemberStatus::Administrator(deletes), false),
            (ChatMemberStatus::Left, false),
        ] {
            let mut world = World::empty();
            expect_own_status(&mut world, Ok(status));
            assert_eq!(world.parts().looks.hears_of_requests(CHANNEL).await.unwrap(), hears);
        }
    }

    #[tokio::test]
    async fn a_channel_that_lost_its_public_name_gets_an_invite_link() {
        let mut world = with_channel(group().channels[0].clone());
        expect_own_status(&mut world, Ok(ALL_RIGHTS));
        world.groups.expect_note_can_check().returning(|_| Ok(false));
        expect_profile(&mut world, channel_chat("Tea news", None), None);
        world.api.expect_create_chat_invite_link().times(1).returning(|_, _| Ok("https://t.me/+x".to_owned()));
        let nameless = |put: &EnforcedChannel| put.username.is_none() && put.invite_link.is_none();
        world.groups.expect_put_channel().times(1).withf(nameless).returning(|_| Ok(()));
        let linked = |put: &EnforcedChannel| put.join_url().as_deref() == Some("https://t.me/+x");
        world.groups.expect_put_channel().times(1).withf(linked).returning(|_| Ok(()));
        assert_eq!(look_at_channel(world, 0).await, LookOutcome::Able);
    }

    #[tokio::test]
    async fn a_dead_invite_link_is_made_anew_and_a_good_one_kept() {
        for is_usable in [true, false] {
            let link = Some("https://t.me/+x".to_owned());
            let mut world =
                with_channel(EnforcedChannel { username: None, invite_link: link, ..group().channels[0].clone() });
            expect_own_status(&mut world, Ok(ALL_RIGHTS));
            world.groups.expect_note_can_check().returning(|_| Ok(false));
            expect_profile(&mut world, channel_chat("Tea news", None), None);
            world.api.expect_edit_chat_invite_link().times(1).returning(move |_, _, _| Ok(is_usable));
            let times = usize::from(!is_usable);
            world.api.expect_create_chat_invite_link().times(times).returning(|_, _| Ok("https://t.me/+y".to_owned()));
            world.groups.expect_put_channel().times(times).returning(|_| Ok(()));
            look_at_channel(world, 0).await;
        }
    }

    #[tokio::test]
    async fn a_channel_that_nobody_demands_any_more_is_not_asked_about() {
        let mut world = World::empty();
        world.groups.expect_find_channel().returning(|_| Ok(None));
        assert_eq!(look_at_channel(world, 0).await, LookOutcome::Able);
        let off = World::with(Group { enabled: false, ..group() });
        assert_eq!(off.parts().looks.look_at_group(GROUP, 0).await.unwrap(), LookOutcome::Able);
    }

    #[tokio::test]
    async fn a_groups_rights_title_and_linked_channel_are_taken_over() {
        let mut world = World::with(group());
        expect_own_status(&mut world, Ok(ALL_RIGHTS));
        world.groups.expect_note_can_enforce().times(1).returning(|_| Ok(true));
        expect_profile(&mut world, Chat { title: "Coffee".to_owned(), ..chat() }, Some(CHANNEL.into()));
        world.groups.expect_put_title().times(1).withf(|_, title| title == "Coffee").returning(|_, _| Ok(()));
        let linked = |_: &GroupId, linked: &Option<ChatId>| *linked == Some(CHANNEL.into());
        world.groups.expect_put_linked_channel().times(1).withf(linked).returning(|_, _| Ok(()));
        assert_eq!(world.parts().looks.look_at_group(GROUP, 0).await.unwrap(), LookOutcome::Able);
    }

    #[tokio::test]
    async fn a_linked_channel_is_unlearned() {
        let mut world = World::with(Group { linked_channel: Some(CHANNEL.into()), ..group() });
        expect_own_status(&mut world, Ok(ALL_RIGHTS));
        world.groups.expect_note_can_enforce().returning(|_| Ok(false));
        expect_profile(&mut world, chat(), None);
        world.groups.expect_put_linked_channel().times(1).withf(|_, linked| linked.is_none()).returning(|_, _| Ok(()));
        world.parts().looks.look_at_group(GROUP, 0).await.unwrap();
    }

    #[tokio::test]
    async fn a_group_that_is_gone_ends_its_restrictions_once_that_is_sure() {
        let mut world = World::with(group());
        expect_own_status(&mut world, Err(unavailable()));
        assert_eq!(world.parts().looks.look_at_group(GROUP, 0).await.unwrap(), LookOutcome::Doubtful);

        let mut world = World::with(group());
        expect_own_status(&mut world, Err(unavailable()));
        world.groups.expect_note_removed().times(1).returning(|_| Ok(3));
        assert_eq!(world.parts().looks.look_at_group(GROUP, 1).await.unwrap(), LookOutcome::Unable);
    }
}
