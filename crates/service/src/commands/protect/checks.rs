//! The checks of `/protect`, in turn.

use std::sync::Arc;

use portcullis_domain::{
    UserId,
    channel_reference::{ChannelReference, InvalidReference},
    chat_member::ChatMemberStatus,
    event::{ChatKind, GroupMessage},
    group::{EnforcedChannel, Group},
    ports::{BotApi, BotApiError, ChatProfile},
    sender::Sender,
};
use portcullis_messages::ProtectRefusal;

use crate::Setback;

/// How many channels a group can demand: each is a button under the notice and a look-up for each newcomer.
pub(super) const MAX_CHANNELS: usize = 10;

/// The name under which the bot's invite links stand in a channel's list of links.
const INVITE_LINK_NAME: &str = "Portcullis";

/// Why a check did not pass: it failed, or could not be made now.
pub(super) enum Obstacle {
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

/// A channel that has passed all checks.
pub(super) struct CheckedChannel {
    pub(super) channel: EnforcedChannel,
    needs_link: bool,
}

/// Checks that a group and its channels can be enforced.
pub(crate) struct ProtectChecks {
    bot: UserId,
    api: Arc<dyn BotApi>,
}

impl ProtectChecks {
    pub(crate) fn new(bot: UserId, api: Arc<dyn BotApi>) -> Self {
        Self { bot, api }
    }

    /// That the group can be enforced: a supergroup in which the bot may delete and restrict.
    pub(super) async fn check_group(&self, message: &GroupMessage) -> Result<(), Obstacle> {
        if message.chat.kind == ChatKind::BasicGroup {
            return Err(ProtectRefusal::BasicGroup.into());
        }
        let status = self.api.get_chat_member(message.chat.id, self.bot).await;
        let status = status.map_err(Setback::in_group(message.group()))?;
        let rights = status.rights().ok_or(ProtectRefusal::BotIsNoAdministrator)?;
        if rights.can_enforce() { Ok(()) } else { Err(ProtectRefusal::BotLacks(rights.missing()).into()) }
    }

    /// That a channel exists, is one, that the bot is an admin there and, if it is private, the caller too.
    pub(super) async fn check_channel(
        &self,
        message: &GroupMessage,
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
        if chat.id == message.chat.id {
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
            self.check_caller(message, &profile).await?;
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
    async fn check_caller(&self, message: &GroupMessage, channel: &ChatProfile) -> Result<(), Obstacle> {
        let title = channel.chat.title.clone();
        let Sender::Person(caller) = &message.sender else { return Err(ProtectRefusal::AnonymousCaller(title).into()) };
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
        let has_link = group.is_some_and(|group| {
            group.channels.iter().any(|known| known.id == channel.id && known.invite_link.is_some())
        });
        if !needs_link || has_link {
            return Ok(channel);
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
