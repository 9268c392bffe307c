//! `/protect`: checks in turn, says which one failed, and stores nothing unless all pass.

mod checks;

use std::{collections::HashSet, sync::Arc};

use portcullis_domain::{
    ChannelId, ChatId,
    channel_reference::ChannelReference,
    event::GroupMessage,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{BotApi, BotIdentity, Clock, GroupRepository, Protection},
    sender::{Person, Sender},
};
use portcullis_messages::{ChannelLink, Language, ProtectRefusal, ProtectedText, Texts};

use self::checks::{CheckedChannel, MAX_CHANNELS, references};
pub(crate) use self::checks::{Obstacle, ProtectChecks, ProtectRequest};
use super::{Greetings, reply::MAX_SILENT_WAIT};
use crate::{
    Setback,
    outgoing::{Announcer, Releases},
};

/// Protects groups.
pub(crate) struct ProtectCommand {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) checks: ProtectChecks,
    pub(crate) announcer: Arc<Announcer>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) greetings: Arc<Greetings>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ProtectCommand {
    /// Protects a group, or adds channels to it, or switches its gate on again; the text says what came of it.
    pub(crate) async fn answer(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let is_resumed = words.is_empty();
        let request = message.into();
        let done =
            if is_resumed { self.resume(request, group).await } else { self.add_named(request, group, words).await };
        match done {
            Ok(()) if is_resumed => self.confirm(request, Texts::protected_again).await,
            Ok(()) => self.confirm(request, Texts::protected).await,
            Err(obstacle) => self.explain(obstacle, language),
        }
    }

    /// What is said to whoever has just given a command that a check keeps from being carried out.
    pub(super) fn explain(&self, obstacle: Obstacle, language: Language) -> Result<OutgoingMessage, Setback> {
        match obstacle {
            // Whoever set the gate up is there now, and can name the channel in another way.
            Obstacle::Delayed(Setback::FloodWait(wait)) if wait > MAX_SILENT_WAIT => {
                Ok(self.texts.protect_refused(language, &ProtectRefusal::MustWait(wait), &self.bot))
            }
            Obstacle::Refused(refusal) => Ok(self.texts.protect_refused(language, &refusal, &self.bot)),
            Obstacle::Delayed(setback) => Err(setback),
        }
    }

    /// The channels that are named, each once, if all checks pass: as they would be demanded, and nothing is stored, nor a link
    /// made.
    pub(super) async fn check_named(
        &self,
        request: ProtectRequest<'_>,
        words: &[String],
    ) -> Result<Vec<EnforcedChannel>, Obstacle> {
        let references = references(words)?;
        let named: Vec<_> = words.iter().map(String::as_str).zip(references).collect();
        let mut channels: Vec<EnforcedChannel> = Vec::new();
        for one in self.check(request, &named).await? {
            if !channels.iter().any(|known| known.id == one.channel.id) {
                channels.push(one.channel);
            }
        }
        Ok(channels)
    }

    /// Checks the group, and each channel in turn.
    async fn check(
        &self,
        request: ProtectRequest<'_>,
        named: &[(&str, ChannelReference)],
    ) -> Result<Vec<CheckedChannel>, Obstacle> {
        self.checks.check_group(request).await?;
        let mut checked = Vec::new();
        for (word, reference) in named {
            checked.push(self.checks.check_channel(request, word, reference).await?);
        }
        Ok(checked)
    }

    /// Adds one channel to a group, and switches its gate on; `title` is what the channel is called where it can't be seen.
    pub(crate) async fn add_channel(
        &self,
        request: ProtectRequest<'_>,
        group: Option<&Group>,
        title: &str,
        channel: ChannelId,
    ) -> Result<(), Obstacle> {
        self.add_channels(request, group, &[(title, ChannelReference::Id(channel.into()))]).await
    }

    async fn resume(&self, request: ProtectRequest<'_>, group: Option<&Group>) -> Result<(), Obstacle> {
        let group = group.ok_or(ProtectRefusal::Usage)?;
        if group.channels.is_empty() {
            return Err(ProtectRefusal::NothingToResume.into());
        }
        self.checks.check_group(request).await?;
        self.groups.enable(group.id).await?;
        self.groups.note_can_enforce(group.id).await?;
        self.releases.wake();
        self.announcer.wake();
        Ok(())
    }

    async fn add_named(
        &self,
        request: ProtectRequest<'_>,
        group: Option<&Group>,
        words: &[String],
    ) -> Result<(), Obstacle> {
        let references = references(words)?;
        let named: Vec<_> = words.iter().map(String::as_str).zip(references).collect();
        self.add_channels(request, group, &named).await
    }

    async fn add_channels(
        &self,
        request: ProtectRequest<'_>,
        group: Option<&Group>,
        named: &[(&str, ChannelReference)],
    ) -> Result<(), Obstacle> {
        let checked = self.check(request, named).await?;
        let demanded: HashSet<ChannelId> = checked.iter().map(|one| one.channel.id).collect();
        let kept = group.map_or(0, |group| group.channels.iter().filter(|one| !demanded.contains(&one.id)).count());
        if demanded.len() + kept > MAX_CHANNELS {
            return Err(ProtectRefusal::TooMany(MAX_CHANNELS).into());
        }
        let mut channels: Vec<EnforcedChannel> = Vec::new();
        for one in checked {
            // One channel may be named twice, by its name and by its id.
            if !channels.iter().any(|known| known.id == one.channel.id) {
                channels.push(self.checks.with_invite_link(one, group).await?);
            }
        }
        self.store(request, channels).await
    }

    async fn store(&self, request: ProtectRequest<'_>, channels: Vec<EnforcedChannel>) -> Result<(), Obstacle> {
        let protection = Protection {
            group: request.group(),
            title: request.chat.title.clone(),
            by: self.owner_of(request).await?,
            linked_channel: self.linked_channel(request).await?,
            channels,
            at: self.clock.now(),
        };
        self.groups.protect(&protection).await?;
        self.releases.wake();
        // Other groups have a channel of it, too, which may have been lost until now.
        self.announcer.wake();
        Ok(())
    }

    /// The channel whose discussion group it is.
    pub(super) async fn linked_channel(&self, request: ProtectRequest<'_>) -> Result<Option<ChatId>, Obstacle> {
        let group = ChannelReference::Id(request.chat.id);
        let profile = self.api.get_chat(&group).await.map_err(Setback::in_group(request.group()))?;
        Ok(profile.linked_chat)
    }

    /// The caller; for an anonymous one the group's first administrator stands in, as nobody knows who it was.
    async fn owner_of(&self, request: ProtectRequest<'_>) -> Result<Person, Obstacle> {
        if let Sender::Person(person) = request.by {
            return Ok(person.clone());
        }
        let group = request.group();
        let administrators = self.api.get_chat_administrators(group).await;
        let administrators = administrators.map_err(Setback::in_group(group))?;
        let id = administrators.into_iter().find(|user| *user != self.bot.id).unwrap_or(self.bot.id);
        Ok(Person { id, name: String::new(), username: None, language_code: None })
    }

    /// What is in force now, in the words of `say`; whatever asked for it in the group goes.
    pub(crate) async fn confirm<T>(
        &self,
        request: ProtectRequest<'_>,
        say: impl Fn(&Texts, Language, &ProtectedText<'_>) -> T + Send,
    ) -> Result<T, Setback> {
        let Some(group) = self.groups.find(request.group()).await? else {
            return Err(Setback::Fault("a group is gone that was just protected".into()));
        };
        self.greetings.remove(group.id).await;
        let channels: Vec<ChannelLink> = group.channels.iter().map(ChannelLink::from).collect();
        let text = ProtectedText {
            group_title: &group.title,
            channels: &channels,
            policy: group.settings.policy,
            mode: group.settings.mode,
            mute_for_days: group.settings.mute_for_days,
            bot: &self.bot,
            group: group.id,
        };
        let language = self.texts.language_for(Some(&group), request.by.person());
        Ok(say(&self.texts, language, &text))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{
        administrator_rights::AdministratorRights,
        chat_member::ChatMemberStatus,
        event::{Chat, ChatKind},
        ports::{BotApiError, ChatProfile},
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ADMIN, BOT, CHANNEL, GROUP, World, chat, group, message, person},
    };

    /// A world in which the bot has every right and every name is the public channel.
    fn world(group: Group) -> World {
        let mut world = World::with(group);
        let rights = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        world.api.expect_get_chat_member().withf(|_, user| *user == BOT).returning(move |_, _| Ok(rights));
        world.api.expect_get_chat().returning(|reference| {
            let username = Some("tea_news".to_owned());
            let channel = Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title: "Tea news".to_owned(), username };
            let is_group = *reference == ChannelReference::Id(GROUP.into());
            Ok(ChatProfile { chat: if is_group { chat() } else { channel }, linked_chat: None })
        });
        world
    }

    fn command(world: World) -> ProtectCommand {
        let ports = world.ports();
        let shared = Parts::new(&ports);
        let greetings = shared.commands(&ports).greeter.greetings;
        let Parts { announcer, releases, administered, .. } = shared;
        ProtectCommand {
            greetings,
            checks: ProtectChecks::new(BOT, ports.api.clone(), administered),
            announcer,
            releases,
            bot: ports.bot,
            api: ports.api,
            groups: ports.groups,
            texts: ports.texts,
            clock: ports.clock,
        }
    }

    async fn protect(world: World, sender: Sender, group: Option<&Group>, words: &[&str]) -> String {
        let command = command(world);
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let answer = command.answer(&message(sender, "/protect"), group, &words, Language::ENGLISH).await;
        answer.unwrap().html.to_string()
    }

    fn refusal(refusal: &ProtectRefusal) -> String {
        let ports = World::empty().ports();
        ports.texts.protect_refused(Language::ENGLISH, refusal, &ports.bot).html.to_string()
    }

    fn admin() -> Sender {
        Sender::Person(person(ADMIN))
    }

    #[tokio::test]
    async fn without_a_channel_only_a_group_that_has_one_is_switched_on_again() {
        assert_eq!(protect(World::empty(), admin(), None, &[]).await, refusal(&ProtectRefusal::Usage));
        let bare = Group { channels: Vec::new(), ..group() };
        let answer = protect(World::empty(), admin(), Some(&bare), &[]).await;
        assert_eq!(answer, refusal(&ProtectRefusal::NothingToResume));

        let off = Group { enabled: false, ..group() };
        let mut world = world(off.clone());
        world.groups.expect_note_can_enforce().times(1).returning(|_| Ok(true));
        world.groups.expect_enable().times(1).returning(|_| Ok(true));
        protect(world, admin(), Some(&off), &[]).await;
    }

    #[tokio::test]
    async fn one_channel_that_is_named_twice_is_stored_once() {
        let mut world = world(group());
        world
            .groups
            .expect_protect()
            .times(1)
            .withf(|put| put.channels.len() == 1 && put.channels[0].id == CHANNEL && put.by.id == ADMIN)
            .returning(|_| Ok(()));
        protect(world, admin(), None, &["@tea_news", "-1002"]).await;
    }

    #[tokio::test]
    async fn the_channels_that_are_there_count_for_the_most_that_a_group_can_demand() {
        let other = |id| EnforcedChannel { id: ChannelId(id), ..group().channels[0].clone() };
        let full = Group { channels: (-20..-10).map(other).collect(), ..group() };
        assert_eq!(full.channels.len(), MAX_CHANNELS);
        let answer = protect(world(group()), admin(), Some(&full), &["@tea_news"]).await;
        assert_eq!(answer, refusal(&ProtectRefusal::TooMany(MAX_CHANNELS)));
    }

    #[tokio::test]
    async fn a_long_flood_wait_is_told_at_once_and_a_short_one_is_waited_for() {
        let (long, short) = (Duration::from_hours(1), MAX_SILENT_WAIT);
        let held = |wait| {
            let mut world = World::empty();
            let rights = ChatMemberStatus::Administrator(AdministratorRights::ALL);
            world.api.expect_get_chat_member().returning(move |_, _| Ok(rights));
            world.api.expect_get_chat().times(1).returning(move |_| Err(BotApiError::RetryAfter(wait)));
            world
        };
        let answer = protect(held(long), admin(), None, &["@tea_news"]).await;
        assert_eq!(answer, refusal(&ProtectRefusal::MustWait(long)));
        let words = ["@tea_news".to_owned()];
        let message = message(admin(), "/protect");
        let waits = command(held(short)).answer(&message, None, &words, Language::ENGLISH).await;
        assert!(matches!(waits, Err(Setback::FloodWait(wait)) if wait == short));
    }

    #[tokio::test]
    async fn a_check_that_fails_stores_nothing() {
        let unreadable = protect(World::empty(), admin(), None, &["@tea_news", "???"]).await;
        assert_eq!(unreadable, refusal(&ProtectRefusal::Unreadable("???".to_owned())));
        // The first channel passes; no link is made and nothing is stored, since the second is the group itself.
        let group_id = GROUP.to_string();
        let second = protect(world(group()), admin(), None, &["@tea_news", &group_id]).await;
        assert_eq!(second, refusal(&ProtectRefusal::SameGroup(group_id)));
    }

    #[tokio::test]
    async fn an_anonymous_callers_group_belongs_to_its_first_administrator() {
        let mut world = world(group());
        world.api.expect_get_chat_administrators().times(1).returning(|_| Ok(vec![BOT, ADMIN]));
        world.groups.expect_protect().times(1).withf(|put| put.by.id == ADMIN).returning(|_| Ok(()));
        protect(world, Sender::AnonymousAdministrator, None, &["@tea_news"]).await;
    }
}
