//! The bot's own rights change, in a group or in a channel.

use std::sync::Arc;

use portcullis_domain::{
    administrator_rights::AdministratorRights,
    event::{ChatKind, ChatMemberUpdated},
    ports::{Administrators, GroupRepository},
};

use crate::{
    Setback,
    commands::Commands,
    gate::{BotRights, ChatProfiles},
    outgoing::{AdministeredGroups, Denials},
};

/// Notes what the bot may do in a chat now, and says what is next where it has just come.
pub(crate) struct MyChatMemberHandler {
    pub(crate) administrators: Arc<dyn Administrators>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) bot_rights: Arc<BotRights>,
    pub(crate) profiles: Arc<ChatProfiles>,
    pub(crate) commands: Arc<Commands>,
    pub(crate) administered: Arc<AdministeredGroups>,
    pub(crate) denials: Arc<Denials>,
}

impl MyChatMemberHandler {
    /// Notes what the bot may do in a chat now; where that is less or more than before, its admins are told once.
    pub(crate) async fn handle(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind == ChatKind::Private {
            return Ok(());
        }
        if change.chat.kind.is_group() {
            let group = change.chat.id.into();
            // While the bot was no administrator, nobody told it who else became one.
            self.administrators.forget(group).await;
            if change.new.is_administrator() && self.denials.find(group).await?.is_none() {
                self.administered.note_appointed(group);
            } else {
                self.administered.note_dismissed(group);
            }
            self.bot_rights.note_in_group(group, change.new).await?;
            if change.new.rights().is_some_and(AdministratorRights::can_enforce) {
                self.bot_rights.order_release(group).await?;
            }
        }
        if let Some(known) = self.groups.find_channel(change.chat.id.into()).await? {
            self.profiles.note_change(&known, change).await?;
        }
        if change.new.is_administrator() {
            self.bot_rights.note_can_check(change.chat.id.into()).await?;
        } else {
            self.bot_rights.note_cannot_check(change.chat.id.into()).await?;
        }
        self.commands.note_arrival(change).await
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        ChatId, GroupId, JobId, MessageId,
        chat_member::ChatMemberStatus,
        event::{Chat, Event},
        group::Group,
        ports::{BotApiError, MockAdministrators},
    };

    use super::*;
    use crate::testing::{ADMIN, BOT, CHANNEL, GROUP, World, ann_changes, chat, group, person};

    fn bot_becomes(new: ChatMemberStatus, chat: Chat) -> ChatMemberUpdated {
        let change = ann_changes(ADMIN, ChatMemberStatus::Member, new);
        ChatMemberUpdated { chat, person: person(BOT), is_bot: true, ..change }
    }

    /// A world in which nobody demands the group as a channel.
    fn world(administrators: MockAdministrators) -> World {
        world_with(administrators, None)
    }

    /// The same, and the group was protected.
    fn world_with(administrators: MockAdministrators, group_here: Option<Group>) -> World {
        let mut world = World { administrators, ..World::empty() };
        let group_here = group_here.map(Arc::new);
        world.groups.expect_find().returning(move |_| Ok(group_here.clone()));
        world
            .groups
            .expect_find_channel()
            .returning(|channel| Ok((channel == CHANNEL).then(|| group().channels[0].clone())));
        world
    }

    fn news() -> Chat {
        let (title, username) = ("Tea news".to_owned(), Some("tea_news".to_owned()));
        Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title, username }
    }

    fn expecting_forget(times: usize) -> MockAdministrators {
        let mut administrators = MockAdministrators::new();
        administrators.expect_forget().times(times).withf(|group| *group == GROUP).returning(|_| ());
        administrators
    }

    #[tokio::test]
    async fn a_private_chat_says_nothing_about_rights() {
        let private = Chat { id: ChatId(7), kind: ChatKind::Private, ..chat() };
        World::empty().handle(Event::MyChatMember(bot_becomes(ChatMemberStatus::Kicked, private))).await.unwrap();
    }

    #[tokio::test]
    async fn a_promotion_in_a_group_forgets_its_administrators_and_lets_the_muted_go_where_the_gate_is_on() {
        for enabled in [true, false] {
            let mut world = world_with(expecting_forget(1), Some(Group { enabled, ..group() }));
            world.jobs.expect_put().times(usize::from(enabled)).returning(|_, _, _| Ok(JobId(1)));
            world.groups.expect_note_can_enforce().times(1).returning(|_| Ok(false));
            // Where the gate is off, it is greeted, if that has not been done.
            let times = usize::from(!enabled);
            world.api.expect_get_chat().times(times).returning(|_| Err(BotApiError::BasicGroup));
            world.setups.expect_claim_greeting().times(times).returning(|_, _, _| Ok(false));
            world.groups.expect_note_can_check().times(1).returning(|_| Ok(false));
            let promoted = ChatMemberStatus::Administrator(AdministratorRights::ALL);
            world.handle(Event::MyChatMember(bot_becomes(promoted, chat()))).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_group_that_is_not_allowed_is_told_as_the_bot_comes_and_neither_greeted_nor_looked_at() {
        let mut world = world_with(expecting_forget(1), None);
        world.allowed_groups = [GroupId(-5)].into_iter().collect();
        world.groups.expect_note_can_enforce().times(1).returning(|_| Ok(false));
        world.groups.expect_note_can_check().times(1).returning(|_| Ok(false));
        world.tenancies.expect_claim_denial().times(1).returning(|_, _, _| Ok(true));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        let promoted = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        world.handle(Event::MyChatMember(bot_becomes(promoted, chat()))).await.unwrap();
    }

    #[tokio::test]
    async fn a_bot_that_was_thrown_out_of_a_group_can_neither_enforce_nor_look() {
        let mut world = world(expecting_forget(1));
        world.groups.expect_note_removed().times(1).returning(|_| Ok(0));
        world.handle(Event::MyChatMember(bot_becomes(ChatMemberStatus::Kicked, chat()))).await.unwrap();
    }

    #[tokio::test]
    async fn in_a_channel_only_the_right_to_look_is_noted() {
        let mut world = world(expecting_forget(0));
        world.groups.expect_note_can_check().times(1).withf(|channel| *channel == CHANNEL).returning(|_| Ok(false));
        world
            .setups
            .expect_list_waiting()
            .times(1)
            .withf(|channel, _| *channel == CHANNEL)
            .returning(|_, _| Ok(Vec::new()));
        let promoted = ChatMemberStatus::Administrator(AdministratorRights::default());
        world.handle(Event::MyChatMember(bot_becomes(promoted, news()))).await.unwrap();
    }

    #[tokio::test]
    async fn a_bot_that_is_no_longer_an_administrator_of_a_channel_may_not_look_there() {
        let mut world = world(expecting_forget(0));
        world.groups.expect_note_cannot_check().times(1).withf(|channel| *channel == CHANNEL).returning(|_| Ok(false));
        world.memberships.expect_forget_channel().times(1).withf(|channel| *channel == CHANNEL).returning(|_| ());
        world.handle(Event::MyChatMember(bot_becomes(ChatMemberStatus::Member, news()))).await.unwrap();
    }
}
