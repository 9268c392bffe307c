//! A person speaks in a group.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId,
    event::GroupMessage,
    gate::{Allowed, Decision},
    group::Group,
    ports::GroupRepository,
    sender::{Person, Sender, SenderChannel},
    settings::Mode,
};

use crate::{
    Setback,
    commands::Commands,
    gate::{Enforcer, Verifier},
    outgoing::{NoticeBoard, SeenMembers},
};

/// Judges what people say in a group.
pub(crate) struct MessageHandler {
    pub(crate) username: String,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) commands: Arc<Commands>,
}

impl MessageHandler {
    /// Judges a message and enforces the decision. Commands are messages: one from a gated person is not carried out.
    pub(crate) async fn handle(&self, message: &GroupMessage) -> Result<(), Setback> {
        let group = self.groups.find(message.chat.id.into()).await?;
        if group.as_ref().is_some_and(|group| group.denied.is_some()) {
            return self.obey(message, group.as_deref()).await;
        }
        if let (Some(group), Some(thread)) = (&group, message.thread) {
            self.notices.note_topic(group.id, thread);
        }
        if let Some(group) = &group {
            self.note_linked_channel(group, &message.sender).await?;
        }
        let decision = match &group {
            Some(group) if group.can_enforce => self.verifier.verify_sender(group, &message.sender).await?,
            _ => Decision::Allow(Allowed::NotProtected),
        };
        match (group, decision) {
            (Some(group), Decision::Restrict { missing }) => match &message.sender {
                Sender::Person(person) => self.enforce_on_person(&group, message, person, missing).await,
                Sender::Channel(channel) => self.enforce_on_channel(&group, message, channel).await,
                _ => Ok(()),
            },
            (group, _) => {
                match (&group, message.sender.person()) {
                    (Some(group), Some(person)) => self.seen.note_person(group, person),
                    (None, Some(person)) => self.seen.note_without_gate(message.group(), person.id),
                    (_, None) => {}
                }
                self.obey(message, group.as_deref()).await
            }
        }
    }

    async fn enforce_on_person(
        &self,
        group: &Group,
        message: &GroupMessage,
        person: &Person,
        missing: Vec<ChannelId>,
    ) -> Result<(), Setback> {
        self.seen.note_person(group, person);
        self.enforcer.restrict_speaker(group, person, missing, message).await?;
        if group.settings.mode == Mode::Observe {
            return self.obey(message, Some(group)).await;
        }
        Ok(())
    }

    /// A channel can't be muted, so its messages go one by one.
    async fn enforce_on_channel(
        &self,
        group: &Group,
        message: &GroupMessage,
        channel: &SenderChannel,
    ) -> Result<(), Setback> {
        if group.settings.mode == Mode::Observe {
            return Ok(());
        }
        // Nothing goes without a word.
        if self.notices.is_refused(group.id).await? {
            return Ok(());
        }
        self.enforcer.delete(group, message.id).await?;
        self.notices.request_for_channel(group.id, channel, message.place());
        Ok(())
    }

    /// Carries out the command in a message, if there is one and this is its first version.
    async fn obey(&self, message: &GroupMessage, group: Option<&Group>) -> Result<(), Setback> {
        match message.command(&self.username) {
            Some(command) => self.commands.answer_in_group(command, message, group).await,
            None => Ok(()),
        }
    }

    /// An automatic forward shows which channel is linked: its owner may have linked it after `/protect`.
    async fn note_linked_channel(&self, group: &Group, sender: &Sender) -> Result<(), Setback> {
        match sender {
            Sender::LinkedChannel(channel) if group.linked_channel != Some(*channel) => {
                Ok(self.groups.put_linked_channel(group.id, Some(*channel)).await?)
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{
        ChatId, MessageId,
        chat_member::{ChatMemberStatus, Membership},
        event::Event,
        notice::NoticeRefusal,
        ports::{BotApiError, ChatPermissions, FloodWait, StoreError},
        settings::GroupSettings,
        tenancy::{Block, Denial, Tenancy},
    };

    use super::*;
    use crate::testing::{
        ADMIN, ANN, BOT, NOW, UNTIL, World, ann_says, group, message, observing_group, open_restriction, person, stored,
    };

    fn away() -> BotApiError {
        BotApiError::NoAnswer("away".into())
    }

    #[tokio::test]
    async fn whoever_is_in_the_channel_speaks_and_nothing_is_sent() {
        let gatekeeper = World::with(group()).and_ann_is(Membership::Member).gatekeeper();
        gatekeeper.handle(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn whoever_is_not_is_recorded_deleted_and_muted_in_this_order() {
        let mut order = mockall::Sequence::new();
        let mut world = World::with(group())
            .and_ann_is(Membership::NotMember)
            .and_ann_has(ChatMemberStatus::Member)
            .and_open(None)
            .and_notices();
        world
            .restrictions
            .expect_open_unless_braked()
            .times(1)
            .in_sequence(&mut order)
            .returning(|new, _| Ok(Some(stored(new))));
        world.api.expect_delete_message().times(1).in_sequence(&mut order).returning(|_, _| Ok(()));
        world
            .api
            .expect_restrict_chat_member()
            .times(1)
            .in_sequence(&mut order)
            .withf(|_, user, permissions| *user == ANN && *permissions == ChatPermissions::NoneUntil(UNTIL))
            .returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).in_sequence(&mut order).returning(|_, _| Ok(true));
        world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_gated_persons_command_is_not_carried_out() {
        let mut world =
            World::with(group()).and_ann_is(Membership::NotMember).and_open(Some(open_restriction())).and_notices();
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        let late = ann_says("/help buy this");
        let in_the_burst = GroupMessage { date: open_restriction().restricted_at, ..late };
        world.handle(Event::GroupMessage(in_the_burst)).await.unwrap();
    }

    #[tokio::test]
    async fn a_failed_look_up_mutes_nobody() {
        let gatekeeper = World::with(group()).and_ann_is(Membership::Unknown).gatekeeper();
        gatekeeper.handle(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_look_up_that_must_wait_is_tried_again_and_mutes_nobody_meanwhile() {
        let mut world = World::with(group());
        let wait = Duration::from_secs(7);
        world.memberships.expect_get_confirmed().returning(move |_, _| Err(FloodWait(wait)));
        let setback = world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap_err();
        assert!(matches!(setback, Setback::FloodWait(seven) if seven == wait));
    }

    #[tokio::test]
    async fn administrators_who_cannot_be_listed_mute_nobody() {
        let mut world = World::empty();
        let group = std::sync::Arc::new(group());
        world.groups.expect_find().returning(move |_| Ok(Some(group.clone())));
        world.administrators.expect_get().returning(|_| Err(away()));
        world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_database_that_is_away_mutes_nobody() {
        let mut world = World::empty();
        world.groups.expect_find().returning(|_| Err(StoreError::Unavailable("away".into())));
        let setback = world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap_err();
        assert!(matches!(setback, Setback::StoreAway(_)));
    }

    #[tokio::test]
    async fn an_administrator_is_not_looked_up() {
        let gatekeeper = World::with(group()).gatekeeper();
        gatekeeper.handle(&Event::GroupMessage(message(Sender::Person(person(ADMIN)), "hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_bot_is_not_looked_up() {
        let gatekeeper = World::with(group()).gatekeeper();
        gatekeeper.handle(&Event::GroupMessage(message(Sender::Bot(BOT), "hi"))).await.unwrap();
    }

    /// A world in which the operator has blocked the group, and it was not told yet, or was.
    fn blocked(is_told: bool) -> World {
        let mut world = World::with(Group { denied: Some(Denial::Blocked), ..group() });
        let block = Block { at: NOW, reason: Some("raids".to_owned()) };
        let tenancy = Tenancy { former_id: None, block: Some(block) };
        world.tenancies.expect_find().returning(move |_| Ok(tenancy.clone()));
        world.tenancies.expect_claim_denial().returning(move |_, _, _| Ok(!is_told));
        world
    }

    #[tokio::test]
    async fn a_command_in_a_group_that_is_not_served_is_answered_by_one_word_and_nobody_is_looked_up() {
        for (is_told, words) in [(false, 1), (true, 0)] {
            for text in ["/status", "/protect @tea_news", "/start", "/help"] {
                let mut world = blocked(is_told);
                world.api.expect_send_message().times(words).returning(|_, _, _| Ok(MessageId(9)));
                world.handle(Event::GroupMessage(ann_says(text))).await.unwrap();
            }
        }
    }

    #[tokio::test]
    async fn whoever_writes_in_a_group_that_is_not_served_is_let_be_and_not_noted() {
        blocked(false).handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
        let channel = SenderChannel { id: ChatId(-5), title: "News".to_owned() };
        blocked(false).handle(Event::GroupMessage(message(Sender::Channel(channel), "hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn an_unprotected_group_is_left_alone() {
        let gatekeeper = World::with(Group { enabled: false, ..group() }).gatekeeper();
        gatekeeper.handle(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_channel_may_speak_in_an_unprotected_group() {
        let gatekeeper = World::with(Group { enabled: false, ..group() }).gatekeeper();
        let channel = SenderChannel { id: ChatId(-5), title: "News".to_owned() };
        gatekeeper.handle(&Event::GroupMessage(message(Sender::Channel(channel), "hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_group_without_the_rights_is_left_alone() {
        let gatekeeper = World::with(Group { can_enforce: false, ..group() }).gatekeeper();
        gatekeeper.handle(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn observing_records_and_does_nothing_to_anyone() {
        let mut world = World::with(observing_group()).and_ann_is(Membership::NotMember).and_open(None);
        world
            .restrictions
            .expect_open()
            .times(1)
            .withf(|new| new.mode == Mode::Observe)
            .returning(|new| Ok(stored(new)));
        world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_message_in_a_channels_name_is_deleted_and_nobody_is_muted() {
        let mut world = World::with(group()).and_notices();
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        let channel = SenderChannel { id: ChatId(-5), title: "Spam".to_owned() };
        world.handle(Event::GroupMessage(message(Sender::Channel(channel), "buy"))).await.unwrap();
    }

    #[tokio::test]
    async fn an_automatic_forward_tells_which_channel_is_linked() {
        let mut world = World::with(group());
        let linked = ChatId(-6);
        world
            .groups
            .expect_put_linked_channel()
            .times(1)
            .withf(move |_, channel| *channel == Some(linked))
            .returning(|_, _| Ok(()));
        world.handle(Event::GroupMessage(message(Sender::LinkedChannel(linked), "post"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_delete_that_must_wait_is_scheduled_and_holds_up_nothing() {
        let mut world = World::with(group())
            .and_ann_is(Membership::NotMember)
            .and_ann_has(ChatMemberStatus::Member)
            .and_open(None)
            .and_notices();
        world.api.expect_delete_message().returning(|_, _| Err(BotApiError::RetryAfter(Duration::from_secs(9))));
        world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().returning(|_, _| Ok(true));
        let in_nine_seconds = crate::testing::NOW.after(Duration::from_secs(9));
        world.deletions.expect_put().times(1).withf(move |put| put.due == in_nine_seconds).returning(|_| Ok(()));
        world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_policy_that_is_strict_about_the_unknown_restricts() {
        let settings =
            GroupSettings { on_unknown: portcullis_domain::settings::OnUnknown::Restrict, ..GroupSettings::default() };
        let mut world = World::with(Group { settings, ..group() })
            .and_ann_is(Membership::Unknown)
            .and_ann_has(ChatMemberStatus::Member)
            .and_open(None)
            .and_notices();
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().returning(|_, _| Ok(true));
        world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_message_in_a_channels_name_stays_where_no_notice_can_be_posted() {
        let mut world = World::with(group());
        let refusal = NoticeRefusal { group: group().id, at: NOW, is_owner_told: true };
        world.notice_refusals.expect_find().returning(move |_| Ok(Some(refusal)));
        let channel = SenderChannel { id: ChatId(-5), title: "News".to_owned() };
        world.handle(Event::GroupMessage(message(Sender::Channel(channel), "hi"))).await.unwrap();
    }
}
