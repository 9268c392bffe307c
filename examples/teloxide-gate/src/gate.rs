//! The gate: what it knows, what it decides, what it does. The rules are `portcullis-domain`'s, the calls teloxide's.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use portcullis_domain::{
    ChannelId, ChatId, GroupId, Timestamp, UserId,
    chat_member::{ChatMemberStatus, Membership},
    gate::{Decision, Review, decide, review},
    group::{EnforcedChannel, Group},
    judgement::facts_of,
    ports::Clock,
    restriction::{MutePlan, RestrictReason, mute_until, plan_mute},
};
use teloxide::{
    payloads::RestrictChatMemberSetters,
    prelude::{Bot, ChatMemberUpdated, Message, Requester, ResponseResult},
    types::ChatPermissions,
};

use crate::teloxide_types::{self as types, teloxide_chat, teloxide_date, teloxide_user};

/// One group's gate.
pub(crate) struct Gate {
    group: Group,
    clock: Box<dyn Clock>,
    /// Whom the bot has muted, and until when. A bot of yours keeps them where its other data are; here a restart forgets
    /// them, and a mute that is forgotten ends by itself.
    mutes: Mutex<HashMap<UserId, Timestamp>>,
}

impl Gate {
    /// A gate before `group`, for people who are in `channel`.
    pub(crate) fn new(group: GroupId, channel: ChannelId, clock: impl Clock + 'static) -> Self {
        // Who owns the group matters to no rule that is used here.
        let group = Group::new(group, UserId(0), vec![EnforcedChannel::new(channel, String::new())], clock.now());
        Self { group, clock: Box::new(clock), mutes: Mutex::default() }
    }

    /// Judges whoever speaks in the group: people who are not in its channels are muted, and told why.
    pub(crate) async fn judge(&self, bot: &Bot, message: &Message) -> ResponseResult<()> {
        let Some(speaker) = types::speaker(message).filter(|_| message.chat.id.0 == self.group.id.0) else {
            return Ok(());
        };
        // The facts.
        let status = status(bot, self.group.id, speaker).await?;
        let facts = facts_of(&self.group, speaker, Some(status), None, &self.memberships(bot, speaker).await);

        // The decision.
        let now = self.clock.now();
        let decision = facts.map(|facts| decide((&self.group.settings).into(), &facts));
        let plan = plan_mute(None, status, RestrictReason::Spoke, now);
        let (Some(Decision::Restrict { .. }), MutePlan::Mute) = (decision, plan) else { return Ok(()) };

        // The effects. The mute is noted before it stands, or nobody would know later whose it is.
        let until = mute_until(now, self.group.settings.mute_for_days);
        self.mutes().insert(speaker, until);
        // Somebody else may have deleted it meanwhile.
        let _ = bot.delete_message(message.chat.id, message.id).await;
        let mute = bot.restrict_chat_member(message.chat.id, teloxide_user(speaker), ChatPermissions::empty());
        mute.until_date(teloxide_date(until)).await?;
        bot.send_message(message.chat.id, "Join our channel: then you can write here.").await?;
        Ok(())
    }

    /// Lets go of whoever has joined what they were missing.
    pub(crate) async fn review(&self, bot: &Bot, change: &ChatMemberUpdated) -> ResponseResult<()> {
        let (chat, user) = (ChannelId(change.chat.id.0), types::user(change.new_chat_member.user.id));
        let mute = self.mutes().get(&user).copied().filter(|_| self.group.channel_ids().contains(&chat));
        let Some(until) = mute else { return Ok(()) };
        if review(&self.group, &self.memberships(bot, user).await) != Review::Free {
            return Ok(());
        }
        // What an admin has made of it meanwhile stands.
        if status(bot, self.group.id, user).await?.is_muted_until(until, self.clock.now()) {
            let group = teloxide_chat(self.group.id);
            bot.restrict_chat_member(group, teloxide_user(user), ChatPermissions::all()).await?;
        }
        self.mutes().remove(&user);
        Ok(())
    }

    /// What is known of a person in the group's channels.
    async fn memberships(&self, bot: &Bot, user: UserId) -> Vec<(ChannelId, Membership)> {
        let mut memberships = Vec::new();
        for channel in self.group.checkable_channels() {
            // A look-up that failed proves nothing: it is `Unknown`, never `NotMember`.
            let status = status(bot, channel, user).await;
            memberships.push((channel, status.map_or(Membership::Unknown, ChatMemberStatus::membership)));
        }
        memberships
    }

    fn mutes(&self) -> MutexGuard<'_, HashMap<UserId, Timestamp>> {
        // Nothing can be half-way noted, so that a panic elsewhere leaves a sound table behind.
        self.mutes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn status(bot: &Bot, chat: impl Into<ChatId>, user: UserId) -> ResponseResult<ChatMemberStatus> {
    let member = bot.get_chat_member(teloxide_chat(chat), teloxide_user(user)).await?;
    Ok(types::status(&member.kind))
}
