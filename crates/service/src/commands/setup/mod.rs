//! Setting a group up without typing: a person opens a link from the group, and taps the channel.

mod greeting;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId,
    channel_reference::ChannelReference,
    event::{CallbackQuery, ChatShared},
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError, BotIdentity, CallbackAnswer, ChatProfile, Clock, GroupRepository, SetupRepository},
    sender::{Person, Sender},
};
use portcullis_messages::{Language, LinkedChannel, ProtectRefusal, ProtectedText, Texts};

pub(crate) use self::greeting::Greeter;
use super::{
    authority::{self, Authority},
    protect::{Obstacle, ProtectCommand, ProtectRequest},
    reply::MAX_SILENT_WAIT,
};
use crate::{
    Setback,
    outgoing::{Denials, Messenger},
};

/// What a deep link into a group's set-up begins with; the group's id follows.
const SETUP: &str = "setup_";

/// How often it is looked whether the bot has become an admin of a channel that was just chosen: Telegram's app appoints it
/// at the same moment.
const TIMES_LOOKED: u32 = 3;

/// How long after a look the next one is.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(700);

/// The group into whose set-up a deep link leads; `None` if it leads elsewhere.
pub(super) fn group_of(payload: &str) -> Option<GroupId> {
    payload.strip_prefix(SETUP)?.parse().ok().map(GroupId)
}

/// Sets groups up by taps.
pub(crate) struct SetupCommand {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) authority: Arc<Authority>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) setups: Arc<dyn SetupRepository>,
    pub(crate) protect: Arc<ProtectCommand>,
    pub(crate) denials: Arc<Denials>,
    pub(crate) messenger: Messenger,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

/// A channel that somebody chose.
#[derive(Clone, Copy)]
struct Choice<'a> {
    channel: ChannelId,
    /// Empty where nobody knows it.
    title: &'a str,
}

/// What came of a choice.
enum Outcome {
    /// The channel is enforced.
    Done(Vec<OutgoingMessage>),
    /// A check failed: why, and what to do.
    Refused(Vec<OutgoingMessage>),
    /// The channel is enforced, and somebody else says so.
    DoneElsewhere,
}

impl SetupCommand {
    /// Offers the channels to whoever came from the group by its link.
    pub(super) async fn begin(&self, group: GroupId, person: &Person) -> Result<Vec<OutgoingMessage>, Setback> {
        let language = self.language(group, person).await?;
        if !self.authority.administers(group, person.id).await? {
            return Ok(vec![self.texts.setup_administrators_only(language)]);
        }
        let profile = self.profile(group).await?;
        let by = Sender::Person(person.clone());
        let request = ProtectRequest { chat: &profile.chat, by: &by };
        match self.protect.checks.check_group(request).await {
            Ok(()) => {}
            Err(Obstacle::Refused(refusal)) => return Ok(vec![self.refused(language, &refusal, group)]),
            Err(Obstacle::Delayed(setback)) => return Err(setback),
        }
        let mut messages = Vec::new();
        if let Some(linked) = profile.linked_chat {
            let linked = LinkedChannel { title: title_of(&*self.api, linked.into()).await? };
            messages.push(self.texts.setup_linked(language, &profile.chat.title, &linked, group));
        }
        let setup = self.setups.begin(person, group, self.clock.now()).await?;
        messages.push(self.texts.setup_choose(language, &profile.chat.title, setup));
        Ok(messages)
    }

    /// Protects the group with the channel that a person chose for it.
    pub(super) async fn take_shared_chat(&self, shared: &ChatShared) -> Result<Vec<OutgoingMessage>, Setback> {
        let person = &shared.from;
        let Some(group) = self.setups.find_group(person.id, shared.setup, self.clock.now()).await? else {
            let language = self.texts.language_for(None, Some(person));
            return Ok(vec![self.texts.setup_outdated(language)]);
        };
        let choice = Choice { channel: shared.channel, title: shared.title.as_deref().unwrap_or_default() };
        Ok(match self.choose(group, person, choice, TIMES_LOOKED).await? {
            Outcome::Done(messages) | Outcome::Refused(messages) => messages,
            Outcome::DoneElsewhere => Vec::new(),
        })
    }

    /// Protects the group with the channel whose discussion group it is; the answer to the press, and what else there is to
    /// say to whoever pressed.
    pub(super) async fn use_linked_channel(
        &self,
        group: GroupId,
        query: &CallbackQuery,
    ) -> Result<(CallbackAnswer, Vec<OutgoingMessage>), Setback> {
        let person = &query.from;
        let language = self.language(group, person).await?;
        if !self.authority.administers(group, person.id).await? {
            return Ok((self.texts.setup_press_of_administrators_only(language), Vec::new()));
        }
        let Some(linked) = self.profile(group).await?.linked_chat else {
            return Ok((self.texts.setup_nothing_linked(language), Vec::new()));
        };
        let title = title_of(&*self.api, linked.into()).await?;
        let choice = Choice { channel: linked.into(), title: title.as_deref().unwrap_or_default() };
        let is_private = query.chat == Some(person.id.into());
        Ok(match self.choose(group, person, choice, 1).await? {
            // In the group a line tells everybody.
            Outcome::Done(messages) => {
                (self.texts.setup_press_done(language), if is_private { messages } else { Vec::new() })
            }
            Outcome::DoneElsewhere => (self.texts.setup_press_done(language), Vec::new()),
            Outcome::Refused(messages) => (self.texts.setup_press_refused(language), messages),
        })
    }

    /// Goes on with the set-ups that waited for the bot to be an admin of this channel: what there is to say to whom, and the
    /// first setback, for whose sake those that are left are to be tried again.
    pub(super) async fn go_on(
        &self,
        channel: ChannelId,
        title: &str,
    ) -> (Vec<(Person, Vec<OutgoingMessage>)>, Result<(), Setback>) {
        let waiting = match self.setups.list_waiting(channel, self.clock.now()).await {
            Ok(waiting) => waiting,
            Err(error) => return (Vec::new(), Err(error.into())),
        };
        let (mut said, mut ended) = (Vec::new(), Ok(()));
        for waiting in waiting {
            let choice = Choice { channel, title };
            match self.try_choice(waiting.group, &waiting.by, choice, 1).await {
                Ok(Outcome::Done(messages) | Outcome::Refused(messages)) => said.push((waiting.by, messages)),
                Ok(Outcome::DoneElsewhere) => {}
                Err(setback) => ended = ended.and(Err(setback)),
            }
        }
        (said, ended)
    }

    async fn choose(
        &self,
        group: GroupId,
        person: &Person,
        choice: Choice<'_>,
        times_looked: u32,
    ) -> Result<Outcome, Setback> {
        // Before the checks: the bot may be appointed at this very moment, and who sees that must find what waits for it.
        self.setups.wait_for(person, group, choice.channel, self.clock.now()).await?;
        self.try_choice(group, person, choice, times_looked).await
    }

    /// Protects the group with the channel if all checks pass. Whatever led here, the person is asked about anew.
    async fn try_choice(
        &self,
        group: GroupId,
        person: &Person,
        choice: Choice<'_>,
        times_looked: u32,
    ) -> Result<Outcome, Setback> {
        let language = self.language(group, person).await?;
        if let Some(denial) = self.denials.find(group).await? {
            self.setups.end_wait(person.id, group, choice.channel).await?;
            return Ok(Outcome::Refused(vec![self.texts.denied(language, denial, group)]));
        }
        if !authority::is_administrator(&*self.api, group, person.id).await? {
            self.setups.end_wait(person.id, group, choice.channel).await?;
            return Ok(Outcome::Refused(vec![self.texts.setup_administrators_only(language)]));
        }
        let chat = self.profile(group).await?.chat;
        let by = Sender::Person(person.clone());
        let request = ProtectRequest { chat: &chat, by: &by };
        let before = self.groups.find_fresh(group).await?;
        let is_enforced = |known: &Group| known.channels.iter().any(|one| one.id == choice.channel);
        let was_in_force = before.as_deref().is_some_and(|known| known.is_protected() && is_enforced(known));
        let mut looked = 1;
        let refusal = loop {
            match self.protect.add_channel(request, before.as_deref(), choice.title, choice.channel).await {
                Ok(()) => return self.done(request, person, choice, was_in_force).await,
                Err(Obstacle::Refused(ProtectRefusal::BotNotInChannel(_))) if looked < times_looked => {
                    looked += 1;
                    tokio::time::sleep(LOOK_AGAIN_AFTER).await;
                }
                Err(Obstacle::Refused(refusal)) => break refusal,
                Err(Obstacle::Delayed(Setback::FloodWait(wait))) if wait > MAX_SILENT_WAIT => {
                    break ProtectRefusal::MustWait(wait);
                }
                Err(Obstacle::Delayed(setback)) => return Err(setback),
            }
        };
        let goes_on = matches!(refusal, ProtectRefusal::BotNotInChannel(_) | ProtectRefusal::BotMayNotInvite(_));
        if !goes_on {
            self.setups.end_wait(person.id, group, choice.channel).await?;
        }
        Ok(Outcome::Refused(vec![self.refused(language, &refusal, group)]))
    }

    /// Says that a channel is enforced: to the person, and where it is news to the group. Of two who find out at once, the
    /// one who ends the wait says it.
    async fn done(
        &self,
        request: ProtectRequest<'_>,
        person: &Person,
        choice: Choice<'_>,
        was_in_force: bool,
    ) -> Result<Outcome, Setback> {
        let group: GroupId = request.chat.id.into();
        if !self.setups.end_wait(person.id, group, choice.channel).await? {
            return Ok(Outcome::DoneElsewhere);
        }
        let say = |texts: &Texts, language: Language, protected: &ProtectedText<'_>| {
            let messages = vec![texts.setup_done(language), texts.setup_protected(language, protected)];
            (messages, texts.setup_gate_on(language, protected))
        };
        let (messages, line) = self.protect.confirm(request, say).await?;
        if !was_in_force {
            self.messenger.send_later(request.chat.id, line, SendPriority::AdministratorAnswer);
        }
        Ok(Outcome::Done(messages))
    }

    fn refused(&self, language: Language, refusal: &ProtectRefusal, group: GroupId) -> OutgoingMessage {
        self.texts.setup_refused(language, refusal, &self.bot, group)
    }

    async fn profile(&self, group: GroupId) -> Result<ChatProfile, Setback> {
        self.api.get_chat(&ChannelReference::Id(group.into())).await.map_err(Setback::in_group(group))
    }

    async fn language(&self, group: GroupId, person: &Person) -> Result<Language, Setback> {
        Ok(self.texts.language_for(self.groups.find(group).await?.as_deref(), Some(person)))
    }
}

/// The title of a channel, which the bot may not see before it is there.
async fn title_of(api: &dyn BotApi, channel: ChannelId) -> Result<Option<String>, Setback> {
    match api.get_chat(&ChannelReference::Id(channel.into())).await {
        Ok(profile) => Ok(Some(profile.chat.title)),
        Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_))) => Err(error.into()),
        Err(_) => Ok(None),
    }
}
