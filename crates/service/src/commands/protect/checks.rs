//! The checks of `/protect`, in turn.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, UserId,
    channel_reference::{ChannelReference, InvalidReference},
    chat_member::ChatMemberStatus,
    event::{Chat, ChatKind, GroupMessage},
    group::{EnforcedChannel, Group},
    ports::{BotApi, BotApiError, ChatProfile},
    sender::Sender,
};
use portcullis_messages::ProtectRefusal;

use crate::{Setback, gate::INVITE_LINK_NAME, outgoing::AdministeredGroups};

/// How many channels a group can demand: each is a button under the notice and a look-up for each newcomer.
pub(super) const MAX_CHANNELS: usize = 10;

/// Why a check did not pass: it failed, or could not be made now.
pub(crate) enum Obstacle {
    /// It failed.
    Refused(ProtectRefusal),
    /// It could not be made now.
    Delayed(Setback),
}

impl From<ProtectRefusal> for Obstacle {
    fn from(refusal: ProtectRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<Setback>> From<E> for Obstacle {
    fn from(error: E) -> Self {
        Self::Delayed(error.into())
    }
}

/// A group that somebody wants to protect: by a command in it, or by taps.
#[derive(Clone, Copy)]
pub(crate) struct ProtectRequest<'a> {
    /// The group.
    pub(crate) chat: &'a Chat,
    /// Whoever wants it, and administers the group.
    pub(crate) by: &'a Sender,
}

impl<'a> From<&'a GroupMessage> for ProtectRequest<'a> {
    fn from(message: &'a GroupMessage) -> Self {
        Self { chat: &message.chat, by: &message.sender }
    }
}

impl ProtectRequest<'_> {
    pub(super) fn group(&self) -> GroupId {
        self.chat.id.into()
    }
}

/// A channel that has passed all checks.
pub(super) struct CheckedChannel {
    pub(super) channel: EnforcedChannel,
    needs_link: bool,
}

/// Checks that a group and its channels can be enforced.
pub(crate) struct ProtectChecks {
    bot: UserId,
    api: Arc<dyn BotApi>,
    administered: Arc<AdministeredGroups>,
}

impl ProtectChecks {
    pub(crate) fn new(bot: UserId, api: Arc<dyn BotApi>, administered: Arc<AdministeredGroups>) -> Self {
        Self { bot, api, administered }
    }

    /// That the group can be enforced: a supergroup in which the bot may delete and restrict.
    pub(crate) async fn check_group(&self, request: ProtectRequest<'_>) -> Result<(), Obstacle> {
        if request.chat.kind == ChatKind::BasicGroup {
            return Err(ProtectRefusal::BasicGroup.into());
        }
        let status = self.api.get_chat_member(request.chat.id, self.bot).await;
        let status = status.map_err(Setback::in_group(request.group()))?;
        let rights = status.rights().ok_or(ProtectRefusal::BotIsNoAdministrator)?;
        // Whoever has written there until now is noted.
        self.administered.note_appointed(request.group());
        if rights.can_enforce() { Ok(()) } else { Err(ProtectRefusal::BotLacks(rights.missing()).into()) }
    }

    /// That a channel exists, is one, that the bot is an admin there and, if it is private, the caller too.
    pub(super) async fn check_channel(
        &self,
        request: ProtectRequest<'_>,
        word: &str,
        reference: &ChannelReference,
    ) -> Result<CheckedChannel, Obstacle> {
        let profile = match self.api.get_chat(reference).await {
            Ok(profile) => profile,
            Err(BotApiError::ChatUnavailable(_)) => {
                // A channel that is named by id is one that the bot has never seen, rather than none.
                let name = word.to_owned();
                return Err(match reference {
                    ChannelReference::Username(_) => ProtectRefusal::NotFound(name),
                    ChannelReference::Id(_) => ProtectRefusal::BotNotInChannel(name),
                }
                .into());
            }
            Err(error) => return Err(error.into()),
        };
        let chat = &profile.chat;
        if chat.id == request.chat.id {
            return Err(ProtectRefusal::SameGroup(word.to_owned()).into());
        }
        if !matches!(chat.kind, ChatKind::Channel | ChatKind::Supergroup) {
            return Err(ProtectRefusal::NotAChannel(word.to_owned()).into());
        }
        let bot = self.status_in(&profile, self.bot).await?;
        let Some(rights) = bot.and_then(ChatMemberStatus::rights) else {
            return Err(ProtectRefusal::BotNotInChannel(chat.title.clone()).into());
        };
        let is_private = chat.username.is_none();
        if is_private {
            self.check_caller(request, &profile).await?;
            if !rights.can_invite_users {
                return Err(ProtectRefusal::BotMayNotInvite(chat.title.clone()).into());
            }
        }
        let channel = EnforcedChannel {
            id: chat.id.into(),
            title: chat.title.clone(),
            username: chat.username.clone(),
            invite_link: None,
            can_check: true,
        };
        Ok(CheckedChannel { channel, needs_link: is_private })
    }

    /// Otherwise anybody could get an invite link to a stranger's private channel.
    async fn check_caller(&self, request: ProtectRequest<'_>, channel: &ChatProfile) -> Result<(), Obstacle> {
        let title = channel.chat.title.clone();
        let Sender::Person(caller) = request.by else { return Err(ProtectRefusal::AnonymousCaller(title).into()) };
        match self.status_in(channel, caller.id).await? {
            Some(status) if status.is_administrator() => Ok(()),
            _ => Err(ProtectRefusal::CallerNotInChannel(title).into()),
        }
    }

    /// `None` if the bot may not look.
    async fn status_in(&self, channel: &ChatProfile, user: UserId) -> Result<Option<ChatMemberStatus>, Obstacle> {
        match self.api.get_chat_member(channel.chat.id, user).await {
            Ok(status) => Ok(Some(status)),
            Err(BotApiError::ChatUnavailable(_) | BotApiError::UserUnknown) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The channel with the link by which it is joined: a private one gets an invite link, unless it has one already.
    pub(super) async fn with_invite_link(
        &self,
        CheckedChannel { channel, needs_link }: CheckedChannel,
        group: Option<&Group>,
    ) -> Result<EnforcedChannel, Obstacle> {
        if !needs_link {
            return Ok(channel);
        }
        let known = group.and_then(|group| group.channels.iter().find(|known| known.id == channel.id));
        if let Some(link) = known.and_then(|known| known.invite_link.as_deref()) {
            // A dead link is made anew; one of which nobody can tell is kept, since notices on show carry it.
            match self.api.edit_chat_invite_link(channel.id, link, INVITE_LINK_NAME).await {
                Ok(false) => {}
                Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_))) => return Err(error.into()),
                Ok(true) | Err(_) => return Ok(channel),
            }
        }
        match self.api.create_chat_invite_link(channel.id, INVITE_LINK_NAME).await {
            Ok(link) => Ok(EnforcedChannel { invite_link: Some(link), ..channel }),
            Err(BotApiError::NotEnoughRights(_)) => Err(ProtectRefusal::BotMayNotInvite(channel.title).into()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Reads the words of the command; the first that names no channel is refused.
pub(super) fn references(words: &[String]) -> Result<Vec<ChannelReference>, ProtectRefusal> {
    if words.len() > MAX_CHANNELS {
        return Err(ProtectRefusal::TooMany(MAX_CHANNELS));
    }
    let read = |word: &String| {
        word.parse().map_err(|invalid| match invalid {
            InvalidReference::InviteLink => ProtectRefusal::InviteLink(word.clone()),
            InvalidReference::Unreadable => ProtectRefusal::Unreadable(word.clone()),
        })
    };
    words.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{
        ChatId,
        administrator_rights::{AdministratorRights, MissingRight},
        event::Chat,
        ports::MockBotApi,
        tenancy::AllowedGroups,
    };

    use super::*;
    use crate::testing::{ADMIN, BOT, CHANNEL, chat, denials, group, message, person};

    const ALL_RIGHTS: ChatMemberStatus = ChatMemberStatus::Administrator(AdministratorRights::ALL);

    fn protect(sender: Sender) -> GroupMessage {
        message(sender, "/protect @tea_news")
    }

    fn by_admin() -> GroupMessage {
        protect(Sender::Person(person(ADMIN)))
    }

    /// An API that says this of the bot, wherever it is asked.
    fn bot_is(status: ChatMemberStatus) -> MockBotApi {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().withf(|_, user| *user == BOT).returning(move |_, _| Ok(status));
        api
    }

    /// The same, and the channel is this one.
    fn and_channel(mut api: MockBotApi, kind: ChatKind, username: Option<&str>) -> MockBotApi {
        let username = username.map(str::to_owned);
        let chat = Chat { id: CHANNEL.into(), kind, title: "Tea news".to_owned(), username };
        api.expect_get_chat().times(1).returning(move |_| Ok(ChatProfile { chat: chat.clone(), linked_chat: None }));
        api
    }

    /// The same, and the caller has this status in the channel.
    fn and_caller_is(mut api: MockBotApi, status: ChatMemberStatus) -> MockBotApi {
        api.expect_get_chat_member().times(1).withf(|_, user| *user == ADMIN).returning(move |_, _| Ok(status));
        api
    }

    fn checks(api: MockBotApi) -> ProtectChecks {
        let api: Arc<dyn BotApi> = Arc::new(api);
        let denials = denials(AllowedGroups::All, api.clone());
        ProtectChecks::new(BOT, api.clone(), Arc::new(AdministeredGroups::new(BOT, api, denials)))
    }

    fn refused<T>(result: Result<T, Obstacle>) -> ProtectRefusal {
        match result {
            Err(Obstacle::Refused(refusal)) => refusal,
            Err(Obstacle::Delayed(setback)) => panic!("{setback}"),
            Ok(_) => panic!("nothing was refused"),
        }
    }

    async fn group_refusal(api: MockBotApi, message: &GroupMessage) -> ProtectRefusal {
        refused(checks(api).check_group(message.into()).await)
    }

    async fn channel_refusal(api: MockBotApi, message: &GroupMessage) -> ProtectRefusal {
        let reference = ChannelReference::Username("tea_news".to_owned());
        refused(checks(api).check_channel(message.into(), "@tea_news", &reference).await)
    }

    #[tokio::test]
    async fn a_basic_group_is_refused_without_a_call() {
        let basic = GroupMessage { chat: Chat { kind: ChatKind::BasicGroup, ..chat() }, ..by_admin() };
        assert_eq!(group_refusal(MockBotApi::new(), &basic).await, ProtectRefusal::BasicGroup);
    }

    #[tokio::test]
    async fn a_bot_that_is_no_administrator_of_the_group_is_refused() {
        let refusal = group_refusal(bot_is(ChatMemberStatus::Member), &by_admin()).await;
        assert_eq!(refusal, ProtectRefusal::BotIsNoAdministrator);
    }

    #[tokio::test]
    async fn the_rights_that_the_bot_lacks_in_the_group_are_named() {
        let rights = AdministratorRights { can_restrict_members: false, ..AdministratorRights::ALL };
        let refusal = group_refusal(bot_is(ChatMemberStatus::Administrator(rights)), &by_admin()).await;
        assert_eq!(refusal, ProtectRefusal::BotLacks(vec![MissingRight::RestrictMembers]));
    }

    #[tokio::test]
    async fn a_name_that_leads_nowhere_is_refused_and_an_id_the_bot_has_never_seen_too() {
        let unseen = || {
            let mut api = MockBotApi::new();
            api.expect_get_chat().times(1).returning(|_| Err(BotApiError::ChatUnavailable("not found".to_owned())));
            api
        };
        let named = channel_refusal(unseen(), &by_admin()).await;
        assert_eq!(named, ProtectRefusal::NotFound("@tea_news".to_owned()));
        let reference = ChannelReference::Id(ChatId(-1_009));
        let by_id = refused(checks(unseen()).check_channel((&by_admin()).into(), "-1009", &reference).await);
        assert_eq!(by_id, ProtectRefusal::BotNotInChannel("-1009".to_owned()));
    }

    #[tokio::test]
    async fn a_private_chat_is_no_channel() {
        let api = and_channel(MockBotApi::new(), ChatKind::Private, Some("tea_news"));
        let refusal = channel_refusal(api, &by_admin()).await;
        assert_eq!(refusal, ProtectRefusal::NotAChannel("@tea_news".to_owned()));
    }

    #[tokio::test]
    async fn a_group_cannot_demand_itself() {
        let mut api = MockBotApi::new();
        api.expect_get_chat().returning(|_| Ok(ChatProfile { chat: chat(), linked_chat: None }));
        assert_eq!(channel_refusal(api, &by_admin()).await, ProtectRefusal::SameGroup("@tea_news".to_owned()));
    }

    #[tokio::test]
    async fn a_channel_in_which_the_bot_is_no_administrator_is_refused() {
        let api = and_channel(bot_is(ChatMemberStatus::Left), ChatKind::Channel, Some("tea_news"));
        let refusal = channel_refusal(api, &by_admin()).await;
        assert_eq!(refusal, ProtectRefusal::BotNotInChannel("Tea news".to_owned()));
    }

    #[tokio::test]
    async fn a_private_channel_of_which_the_caller_is_no_administrator_is_refused() {
        let api = and_channel(bot_is(ALL_RIGHTS), ChatKind::Channel, None);
        let api = and_caller_is(api, ChatMemberStatus::Member);
        let refusal = channel_refusal(api, &by_admin()).await;
        assert_eq!(refusal, ProtectRefusal::CallerNotInChannel("Tea news".to_owned()));
    }

    #[tokio::test]
    async fn an_anonymous_caller_cannot_name_a_private_channel() {
        let api = and_channel(bot_is(ALL_RIGHTS), ChatKind::Channel, None);
        let refusal = channel_refusal(api, &protect(Sender::AnonymousAdministrator)).await;
        assert_eq!(refusal, ProtectRefusal::AnonymousCaller("Tea news".to_owned()));
    }

    #[tokio::test]
    async fn a_private_channel_to_which_the_bot_may_not_invite_is_refused() {
        let rights = AdministratorRights { can_invite_users: false, ..AdministratorRights::ALL };
        let api = and_channel(bot_is(ChatMemberStatus::Administrator(rights)), ChatKind::Channel, None);
        let refusal = channel_refusal(and_caller_is(api, ChatMemberStatus::Creator), &by_admin()).await;
        assert_eq!(refusal, ProtectRefusal::BotMayNotInvite("Tea news".to_owned()));
    }

    #[tokio::test]
    async fn a_private_channel_gets_one_invite_link_and_keeps_it() {
        let mut api = and_channel(bot_is(ALL_RIGHTS), ChatKind::Channel, None);
        api.expect_create_chat_invite_link().times(1).returning(|_, _| Ok("https://t.me/+x".to_owned()));
        api.expect_edit_chat_invite_link()
            .times(1)
            .withf(|_, link, _| link == "https://t.me/+x")
            .returning(|_, _, _| Ok(true));
        let checks = checks(and_caller_is(api, ChatMemberStatus::Creator));
        let reference = ChannelReference::Id(CHANNEL.into());
        let Ok(checked) = checks.check_channel((&by_admin()).into(), "-1002", &reference).await else {
            panic!("refused")
        };
        let Ok(linked) = checks.with_invite_link(checked, None).await else { panic!("refused") };
        assert_eq!(linked.invite_link.as_deref(), Some("https://t.me/+x"));

        let with_link = Group { channels: vec![linked.clone()], ..group() };
        let again = CheckedChannel { channel: EnforcedChannel { invite_link: None, ..linked }, needs_link: true };
        assert!(checks.with_invite_link(again, Some(&with_link)).await.is_ok(), "no second link is made");
    }

    #[tokio::test]
    async fn a_link_that_works_no_more_is_made_anew() {
        let mut api = MockBotApi::new();
        api.expect_edit_chat_invite_link().times(1).returning(|_, _, _| Ok(false));
        api.expect_create_chat_invite_link().times(1).returning(|_, _| Ok("https://t.me/+y".to_owned()));
        let dead = Some("https://t.me/+x".to_owned());
        let channel = EnforcedChannel { username: None, invite_link: dead, ..group().channels[0].clone() };
        let known = Group { channels: vec![channel.clone()], ..group() };
        let again = CheckedChannel { channel: EnforcedChannel { invite_link: None, ..channel }, needs_link: true };
        let Ok(linked) = checks(api).with_invite_link(again, Some(&known)).await else { panic!("refused") };
        assert_eq!(linked.invite_link.as_deref(), Some("https://t.me/+y"));
    }

    #[tokio::test]
    async fn a_right_to_invite_that_is_lost_meanwhile_is_a_refusal() {
        let mut api = MockBotApi::new();
        api.expect_create_chat_invite_link().returning(|_, _| Err(BotApiError::NotEnoughRights("no".to_owned())));
        let channel = EnforcedChannel { username: None, ..group().channels[0].clone() };
        let refusal = refused(checks(api).with_invite_link(CheckedChannel { channel, needs_link: true }, None).await);
        assert_eq!(refusal, ProtectRefusal::BotMayNotInvite("Tea news".to_owned()));
    }

    #[tokio::test]
    async fn what_telegram_makes_wait_is_no_refusal() {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().returning(|_, _| Err(BotApiError::RetryAfter(Duration::from_secs(7))));
        let outcome = checks(api).check_group((&by_admin()).into()).await;
        assert!(matches!(outcome, Err(Obstacle::Delayed(Setback::FloodWait(wait))) if wait.as_secs() == 7));
    }

    #[tokio::test]
    async fn a_channel_that_telegram_makes_wait_is_no_refusal_at_any_of_its_calls() {
        let slow = || BotApiError::RetryAfter(Duration::from_secs(7));
        let reference = ChannelReference::Username("tea_news".to_owned());
        let mut unseen = MockBotApi::new();
        unseen.expect_get_chat().returning(move |_| Err(slow()));
        let mut unknown = and_channel(MockBotApi::new(), ChatKind::Channel, Some("tea_news"));
        unknown.expect_get_chat_member().returning(move |_, _| Err(slow()));
        for api in [unseen, unknown] {
            let outcome = checks(api).check_channel((&by_admin()).into(), "@tea_news", &reference).await;
            assert!(matches!(outcome, Err(Obstacle::Delayed(Setback::FloodWait(_)))));
        }
        let mut no_link = MockBotApi::new();
        no_link.expect_create_chat_invite_link().returning(move |_, _| Err(slow()));
        let channel = EnforcedChannel { username: None, ..group().channels[0].clone() };
        let outcome = checks(no_link).with_invite_link(CheckedChannel { channel, needs_link: true }, None).await;
        assert!(matches!(outcome, Err(Obstacle::Delayed(Setback::FloodWait(_)))));
    }

    #[tokio::test]
    async fn a_bot_that_may_not_look_into_a_channel_is_not_in_it() {
        for error in [BotApiError::ChatUnavailable("kicked".to_owned()), BotApiError::UserUnknown] {
            let mut api = and_channel(MockBotApi::new(), ChatKind::Channel, Some("tea_news"));
            api.expect_get_chat_member().times(1).return_once(move |_, _| Err(error));
            let refusal = channel_refusal(api, &by_admin()).await;
            assert_eq!(refusal, ProtectRefusal::BotNotInChannel("Tea news".to_owned()));
        }
    }

    #[test]
    fn words_that_name_no_channel_are_refused_by_what_they_are() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let refusal = |given: &[&str]| references(&words(given)).unwrap_err();
        assert_eq!(refusal(&["@tea_news", "???"]), ProtectRefusal::Unreadable("???".to_owned()));
        let invite = "https://t.me/+abcdefghijklmnop";
        assert_eq!(refusal(&[invite]), ProtectRefusal::InviteLink(invite.to_owned()));
        assert_eq!(refusal(&["@tea_news"; MAX_CHANNELS + 1]), ProtectRefusal::TooMany(MAX_CHANNELS));
        assert_eq!(references(&words(&["@tea_news"; MAX_CHANNELS])).unwrap().len(), MAX_CHANNELS);
    }
}
