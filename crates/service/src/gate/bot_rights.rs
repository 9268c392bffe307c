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
