//! `/protect`: checks in turn, says which one failed, and stores nothing unless all pass.

use std::collections::HashSet;

use portcullis_domain::{
    ChannelId, UserId,
    channel_reference::{ChannelReference, InvalidReference},
    chat_member::ChatMemberStatus,
    event::{ChatKind, GroupMessage},
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{BotApiError, ChatProfile, Protection},
    sender::{Person, Sender},
};
use portcullis_messages::{ChannelLink, Language, ProtectRefusal as Refusal, ProtectedText};

use crate::{Gatekeeper, Setback};

/// How many channels a group can demand: each is a button under the notice and a look-up for each newcomer.
const MAX_CHANNELS: usize = 10;

/// The name under which the bot's invite links stand in a channel's list of links.
const INVITE_LINK_NAME: &str = "Portcullis";

/// Why a check did not pass: it failed, or could not be made now.
enum Obstacle {
    Refused(Refusal),
    Delayed(Setback),
}

impl From<Refusal> for Obstacle {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<Setback>> From<E> for Obstacle {
    fn from(error: E) -> Self {
        Self::Delayed(error.into())
    }
}

/// A channel that has passed all checks.
struct CheckedChannel {
    channel: EnforcedChannel,
    needs_link: bool,
}

impl Gatekeeper {
    /// Protects a group, or adds channels to it, or switches its gate on again; the text says what came of it.
    pub(crate) async fn protect(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let done = if words.is_empty() {
            self.resume(message, group).await
        } else {
            self.add_channels(message, group, words).await
        };
        match done {
            Ok(()) => self.confirm(message, words.is_empty()).await,
            Err(Obstacle::Refused(refusal)) => {
                Ok(self.ports.texts.protect_refused(language, &refusal, &self.ports.bot))
            }
            Err(Obstacle::Delayed(setback)) => Err(setback),
        }
    }

    async fn resume(&self, message: &GroupMessage, group: Option<&Group>) -> Result<(), Obstacle> {
        let group = group.ok_or(Refusal::Usage)?;
        if group.channels.is_empty() {
            return Err(Refusal::NothingToResume.into());
        }
        self.check_group(message).await?;
        self.ports.groups.note_can_enforce(group.id).await?;
        self.ports.groups.enable(group.id).await?;
        Ok(())
    }

    async fn add_channels(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
    ) -> Result<(), Obstacle> {
        let references = references(words)?;
        self.check_group(message).await?;
        let mut checked = Vec::new();
        for (word, reference) in words.iter().zip(&references) {
            checked.push(self.check_channel(message, word, reference).await?);
        }
        let demanded: HashSet<ChannelId> = checked.iter().map(|one| one.channel.id).collect();
        let kept = group.map_or(0, |group| group.channels.iter().filter(|one| !demanded.contains(&one.id)).count());
        if demanded.len() + kept > MAX_CHANNELS {
            return Err(Refusal::TooMany(MAX_CHANNELS).into());
        }
        let mut channels: Vec<EnforcedChannel> = Vec::new();
        for one in checked {
            // One channel may be named twice, by its name and by its id.
            if !channels.iter().any(|known| known.id == one.channel.id) {
                channels.push(self.with_invite_link(one, group).await?);
            }
        }
        self.store(message, channels).await
    }

    /// That the group can be enforced: a supergroup in which the bot may delete and restrict.
    async fn check_group(&self, message: &GroupMessage) -> Result<(), Obstacle> {
        if message.chat.kind == ChatKind::BasicGroup {
            return Err(Refusal::BasicGroup.into());
        }
        let status = self.ports.api.get_chat_member(message.chat.id, self.ports.bot.id).await;
        let status = status.map_err(Setback::in_group(message.group()))?;
        let rights = status.rights().ok_or(Refusal::BotIsNoAdministrator)?;
        if rights.can_enforce() { Ok(()) } else { Err(Refusal::BotLacks(rights.missing()).into()) }
    }

    /// That a channel exists, is one, that the bot is an admin there and, if it is private, the caller too.
    async fn check_channel(
        &self,
        message: &GroupMessage,
        word: &str,
        reference: &ChannelReference,
    ) -> Result<CheckedChannel, Obstacle> {
        let profile = match self.ports.api.get_chat(reference).await {
            Ok(profile) => profile,
            Err(BotApiError::ChatUnavailable(_)) => {
                // A channel that is named by id is one that the bot has never seen, rather than none.
                let name = word.to_owned();
                return Err(match reference {
                    ChannelReference::Username(_) => Refusal::NotFound(name),
                    ChannelReference::Id(_) => Refusal::BotNotInChannel(name),
                }
                .into());
            }
            Err(error) => return Err(error.into()),
        };
        let chat = &profile.chat;
        if chat.id == message.chat.id {
            return Err(Refusal::SameGroup(word.to_owned()).into());
        }
        if !matches!(chat.kind, ChatKind::Channel | ChatKind::Supergroup) {
            return Err(Refusal::NotAChannel(word.to_owned()).into());
        }
        let bot = self.status_in(&profile, self.ports.bot.id).await?;
        let Some(rights) = bot.and_then(ChatMemberStatus::rights) else {
            return Err(Refusal::BotNotInChannel(chat.title.clone()).into());
        };
        let is_private = chat.username.is_none();
        if is_private {
            self.check_caller(message, &profile).await?;
            if !rights.can_invite_users {
                return Err(Refusal::BotMayNotInvite(chat.title.clone()).into());
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
        let Sender::Person(caller) = &message.sender else { return Err(Refusal::AnonymousCaller(title).into()) };
        match self.status_in(channel, caller.id).await? {
            Some(status) if status.is_administrator() => Ok(()),
            _ => Err(Refusal::CallerNotInChannel(title).into()),
        }
    }

    /// `None` if the bot may not look.
    async fn status_in(&self, channel: &ChatProfile, user: UserId) -> Result<Option<ChatMemberStatus>, Obstacle> {
        match self.ports.api.get_chat_member(channel.chat.id, user).await {
            Ok(status) => Ok(Some(status)),
            Err(BotApiError::ChatUnavailable(_) | BotApiError::UserUnknown) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn with_invite_link(
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
        match self.ports.api.create_chat_invite_link(channel.id, INVITE_LINK_NAME).await {
            Ok(link) => Ok(EnforcedChannel { invite_link: Some(link), ..channel }),
            Err(BotApiError::NotEnoughRights(_)) => Err(Refusal::BotMayNotInvite(channel.title).into()),
            Err(error) => Err(error.into()),
        }
    }

    async fn store(&self, message: &GroupMessage, channels: Vec<EnforcedChannel>) -> Result<(), Obstacle> {
        let group = ChannelReference::Id(message.chat.id);
        let linked_channel = self.ports.api.get_chat(&group).await.map_err(Setback::in_group(message.group()))?;
        let protection = Protection {
            group: message.group(),
            title: message.chat.title.clone(),
            by: self.owner_of(message).await?,
            linked_channel: linked_channel.linked_chat,
            channels,
            at: self.ports.clock.now(),
        };
        Ok(self.ports.groups.protect(&protection).await?)
    }

    /// The caller; for an anonymous one the group's first administrator stands in, as nobody knows who it was.
    async fn owner_of(&self, message: &GroupMessage) -> Result<Person, Obstacle> {
        if let Sender::Person(person) = &message.sender {
            return Ok(person.clone());
        }
        let group = message.group();
        let administrators = self.ports.api.get_chat_administrators(group).await;
        let administrators = administrators.map_err(Setback::in_group(group))?;
        let id = administrators.into_iter().find(|user| *user != self.ports.bot.id).unwrap_or(self.ports.bot.id);
        Ok(Person { id, name: String::new(), username: None, language_code: None })
    }

    async fn confirm(&self, message: &GroupMessage, is_resumed: bool) -> Result<OutgoingMessage, Setback> {
        let Some(group) = self.ports.groups.find(message.group()).await? else {
            return Err(Setback::Fault("a group is gone that was just protected".into()));
        };
        let channels: Vec<ChannelLink> = group.channels.iter().map(ChannelLink::from).collect();
        let text = ProtectedText {
            group_title: &group.title,
            channels: &channels,
            policy: group.settings.policy,
            mode: group.settings.mode,
            mute_for_days: group.settings.mute_for_days,
            bot: &self.ports.bot,
            group: group.id,
        };
        let language = self.ports.texts.language_for(Some(&group), message.sender.person());
        Ok(if is_resumed {
            self.ports.texts.protected_again(language, &text)
        } else {
            self.ports.texts.protected(language, &text)
        })
    }
}

/// Reads the words of the command; the first that names no channel is refused.
fn references(words: &[String]) -> Result<Vec<ChannelReference>, Refusal> {
    if words.len() > MAX_CHANNELS {
        return Err(Refusal::TooMany(MAX_CHANNELS));
    }
    let read = |word: &String| {
        word.parse().map_err(|invalid| match invalid {
            InvalidReference::InviteLink => Refusal::InviteLink(word.clone()),
            InvalidReference::Unreadable => Refusal::Unreadable(word.clone()),
        })
    };
    words.iter().map(read).collect()
}
