//! The bot's own rights change, in a group or in a channel.

use portcullis_domain::{
    ChannelId, ChatId, GroupId,
    administrator_rights::AdministratorRights,
    chat_member::Membership,
    event::{ChatKind, ChatMemberUpdated},
    group::Group,
    job::JobKind,
    message::{OutgoingMessage, SendPriority},
    ports::BotApiError,
};
use portcullis_messages::{ChannelLink, MissingRight};

use crate::{Gatekeeper, Setback, judge_message::is_group};

impl Gatekeeper {
    /// Notes what the bot may do in a chat now; where that is less or more than before, its admins are told once.
    pub(crate) async fn my_chat_member_updated(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind == ChatKind::Private {
            return Ok(());
        }
        if is_group(change.chat.kind) {
            let rights = change.new.rights().unwrap_or_default();
            if change.new.membership() == Membership::NotMember {
                self.ports.administrators.forget(change.chat.id.into()).await;
            }
            self.note_rights_in_group(change.chat.id.into(), rights).await?;
        }
        self.note_sight_of_channel(change.chat.id.into(), change.new.is_administrator()).await
    }

    /// Notes whether the bot can enforce a group.
    pub(crate) async fn note_rights_in_group(
        &self,
        group: GroupId,
        rights: AdministratorRights,
    ) -> Result<(), Setback> {
        if !self.ports.groups.set_can_enforce(group, rights.can_enforce()).await? {
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
            texts.cannot_enforce(language, &group.title, &missing_rights(rights))
        };
        self.tell_admins(&group, &text).await;
        Ok(())
    }

    /// Notes whether the bot may look into a channel. Where it no longer may, nobody is gated on it, and whoever was
    /// muted for its sake alone is let go.
    pub(crate) async fn note_sight_of_channel(&self, channel: ChannelId, can_check: bool) -> Result<(), Setback> {
        if !self.ports.groups.set_can_check(channel, can_check).await? {
            return Ok(());
        }
        self.ports.memberships.forget_channel(channel).await;
        for group in self.ports.groups.list_requiring(channel).await? {
            if !can_check {
                self.ports.jobs.put(JobKind::Release, group, self.ports.clock.now()).await?;
                self.releases.notify_one();
            }
            let Some(group) = self.ports.groups.find(group).await? else { continue };
            let Some(enforced) = group.channels.iter().find(|enforced| enforced.id == channel) else { continue };
            let (language, link) = (self.language(Some(&group), None), ChannelLink::from(enforced));
            let text = if can_check {
                self.ports.texts.can_check_again(language, &link, &group.title)
            } else {
                self.ports.texts.cannot_check(language, &link, &group.title)
            };
            self.tell_admins(&group, &text).await;
        }
        Ok(())
    }

    /// Tells a group's admins something: in the group or, where the bot may not write, its owner in private.
    async fn tell_admins(&self, group: &Group, text: &OutgoingMessage) {
        if !self.tell(group.id.into(), text, SendPriority::Notice).await {
            self.tell(ChatId::from(group.owner), text, SendPriority::Notice).await;
        }
    }

    /// Sends something that nothing depends on; `false` if the bot may not write there.
    ///
    /// It is said once: a message whose fate is unknown is not sent again.
    pub(crate) async fn tell(&self, chat: ChatId, text: &OutgoingMessage, priority: SendPriority) -> bool {
        let mut sent = self.ports.api.send_message(chat, text, priority).await;
        while let Err(BotApiError::RetryAfter(wait)) = sent {
            tokio::time::sleep(wait).await;
            sent = self.ports.api.send_message(chat, text, priority).await;
        }
        match sent {
            Ok(_) | Err(BotApiError::NoAnswer(_)) => true,
            Err(error) => {
                tracing::info!(%chat, error = &error as &dyn std::error::Error, "the bot may not write there");
                false
            }
        }
    }
}

/// The rights that a bot with `rights` lacks for enforcing a group.
pub(crate) fn missing_rights(rights: AdministratorRights) -> Vec<MissingRight> {
    let mut missing = Vec::new();
    if !rights.can_delete_messages {
        missing.push(MissingRight::DeleteMessages);
    }
    if !rights.can_restrict_members {
        missing.push(MissingRight::RestrictMembers);
    }
    missing
}
