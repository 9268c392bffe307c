//! Titles, public names and links, taken over from whatever update or answer tells of them.

use std::sync::Arc;

use portcullis_domain::{
    ChatId,
    administrator_rights::AdministratorRights,
    event::{Chat, ChatMemberUpdated, Event},
    group::{EnforcedChannel, Group, describes_now},
    ports::{BotApi, BotApiError, Clock, GroupRepository},
};

use crate::{Setback, outgoing::NoticeBoard};

/// The name under which the bot's invite links stand in a channel's list of links.
pub(crate) const INVITE_LINK_NAME: &str = "Portcullis";

/// Takes over what is new of a chat; what is known already costs no statement.
pub(crate) struct ChatProfiles {
    api: Arc<dyn BotApi>,
    groups: Arc<dyn GroupRepository>,
    notices: Arc<NoticeBoard>,
    clock: Arc<dyn Clock>,
}

impl ChatProfiles {
    pub(crate) fn new(
        api: Arc<dyn BotApi>,
        groups: Arc<dyn GroupRepository>,
        notices: Arc<NoticeBoard>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { api, groups, notices, clock }
    }

    /// Takes over the title of the group in which an event happened.
    pub(crate) async fn note_event(&self, event: &Event) -> Result<(), Setback> {
        match event.described_chat() {
            Some((chat, at)) if chat.kind.is_group() && describes_now(at, self.clock.now()) => {
                match self.groups.find(chat.id.into()).await? {
                    Some(known) => self.note_group(&known, chat).await,
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Takes over the title and the public name of the channel in which somebody's status changed.
    pub(crate) async fn note_change(&self, known: &EnforcedChannel, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if describes_now(change.date, self.clock.now()) {
            self.note_channel(known, &change.chat).await?;
        }
        Ok(())
    }

    /// Takes over a group's title.
    pub(crate) async fn note_group(&self, known: &Group, chat: &Chat) -> Result<(), Setback> {
        if known.is_renamed_by(&chat.title) {
            self.groups.put_title(known.id, &chat.title).await?;
        }
        Ok(())
    }

    /// Takes over the channel whose discussion group this is; `None`: it is none's any more.
    pub(crate) async fn note_linked_channel(&self, known: &Group, linked: Option<ChatId>) -> Result<(), Setback> {
        if known.linked_channel != linked {
            self.groups.put_linked_channel(known.id, linked).await?;
        }
        Ok(())
    }

    /// Takes over a channel's title and public name; how it is known then.
    pub(crate) async fn note_channel(&self, known: &EnforcedChannel, chat: &Chat) -> Result<EnforcedChannel, Setback> {
        let new = known.renamed(chat);
        if new != *known {
            self.put(&new).await?;
        }
        Ok(new)
    }

    /// Sees that a private channel has an invite link that works, if the bot may make one.
    pub(crate) async fn renew_link(&self, known: &EnforcedChannel, rights: AdministratorRights) -> Result<(), Setback> {
        if known.username.is_some() || !rights.can_invite_users {
            return Ok(());
        }
        if let Some(link) = &known.invite_link
            && self.is_usable(known, link).await?
        {
            return Ok(());
        }
        match self.api.create_chat_invite_link(known.id, INVITE_LINK_NAME).await {
            Ok(link) => {
                let linked = EnforcedChannel { invite_link: Some(link), ..known.clone() };
                self.put(&linked).await
            }
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_))) => Err(error.into()),
            Err(error) => {
                tracing::warn!(
                    channel_id = known.id.0,
                    error = &error as &dyn std::error::Error,
                    "no invite link can be made"
                );
                Ok(())
            }
        }
    }

    async fn put(&self, channel: &EnforcedChannel) -> Result<(), Setback> {
        self.groups.put_channel(channel).await?;
        // Where people join by another link now, the notices with the old one are gone from the database.
        self.notices.rescan();
        Ok(())
    }

    /// Whether people can still join by a link; one of which nobody can tell is kept, since notices on show carry it.
    async fn is_usable(&self, known: &EnforcedChannel, link: &str) -> Result<bool, Setback> {
        match self.api.edit_chat_invite_link(known.id, link, INVITE_LINK_NAME).await {
            Ok(is_usable) => Ok(is_usable),
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_))) => Err(error.into()),
            Err(error) => {
                tracing::info!(
                    channel_id = known.id.0,
                    error = &error as &dyn std::error::Error,
                    "an invite link can't be checked"
                );
                Ok(true)
            }
        }
    }
}
