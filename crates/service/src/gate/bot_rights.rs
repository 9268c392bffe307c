//! What the bot may do in a group, and whether it may look into a channel.

use portcullis_domain::{
    ChannelId, GroupId,
    administrator_rights::AdministratorRights,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::BotApiError,
};
use portcullis_messages::ChannelLink;

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// The bot can no longer act in `group`: asks Telegram what rights it still has, and says so if they do not suffice.
    pub(crate) async fn lost_rights(&self, group: GroupId) -> Result<(), Setback> {
        let rights = match self.ports.api.get_chat_member(group.into(), self.ports.bot.id).await {
            Ok(status) => status.rights().unwrap_or_default(),
            Err(BotApiError::ChatUnavailable(_)) => AdministratorRights::default(),
            Err(error) => return Err(Setback::in_group(group)(error)),
        };
        self.note_rights_in_group(group, rights).await
    }

    /// Notes whether the bot can enforce a group.
    pub(crate) async fn note_rights_in_group(
        &self,
        group: GroupId,
        rights: AdministratorRights,
    ) -> Result<(), Setback> {
        if rights.can_enforce() {
            // Whoever could not be let go while the rights were missing is let go now.
            self.order_release(group).await?;
        }
        let groups = &self.ports.groups;
        let is_news = if rights.can_enforce() {
            groups.note_can_enforce(group).await?
        } else {
            groups.note_cannot_enforce(group).await?
        };
        if !is_news {
            return Ok(());
        }
        let Some(group) = self.ports.groups.find(group).await? else { return Ok(()) };
        if !group.is_protected() {
            return Ok(());
        }
        let language = self.language(Some(&group), None);
        let texts = &self.ports.texts;
        let text = if rights.can_enforce() {
            texts.can_enforce_again(language, &group.title)
        } else {
            texts.cannot_enforce(language, &group.title, &rights.missing())
        };
        self.tell_admins(&group, text);
        Ok(())
    }

    /// Notes whether the bot may look into a channel. Where it no longer may, nobody is gated on it, and whoever was
    /// muted for its sake alone is let go.
    pub(crate) async fn note_sight_of_channel(&self, channel: ChannelId, can_check: bool) -> Result<(), Setback> {
        let is_news = if can_check {
            self.ports.groups.note_can_check(channel).await?
        } else {
            self.ports.groups.note_cannot_check(channel).await?
        };
        let groups = self.ports.groups.list_requiring(channel).await?;
        if !can_check {
            // Ordered whether it is news or not: a try that died right after noting it must not leave anybody muted.
            self.ports.memberships.forget_channel(channel).await;
            for group in &groups {
                self.order_release(*group).await?;
            }
        }
        if is_news {
            for group in groups {
                self.tell_about_channel(group, channel, can_check).await?;
            }
        }
        Ok(())
    }

    async fn tell_about_channel(&self, group: GroupId, channel: ChannelId, can_check: bool) -> Result<(), Setback> {
        let Some(group) = self.ports.groups.find(group).await? else { return Ok(()) };
        let Some(enforced) = group.channels.iter().find(|enforced| enforced.id == channel) else { return Ok(()) };
        let (language, link) = (self.language(Some(&group), None), ChannelLink::from(enforced));
        let text = if can_check {
            self.ports.texts.can_check_again(language, &link, &group.title)
        } else {
            self.ports.texts.cannot_check(language, &link, &group.title)
        };
        self.tell_admins(&group, text);
        Ok(())
    }

    /// Tells a group's admins something: in the group or, where the bot may not write, its owner in private.
    fn tell_admins(&self, group: &Group, text: OutgoingMessage) {
        self.teller.tell(group.id.into(), Some(group.owner.into()), text, SendPriority::Notice);
    }
}
