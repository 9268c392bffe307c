//! Welcomes to people who have passed the gate of a group for the first time: several together, a few a minute, and none
//! that anybody waits for.

mod queue;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    GroupId,
    group::Group,
    message::{Place, SendPriority},
    notice::NamedPerson,
    ports::{Clock, GroupMemberRepository, GroupRepository, NoticeRefusals, StoreError},
    restriction::Restriction,
    sender::Person,
};
use portcullis_messages::{ChannelLink, Texts, WelcomeText, check_notice_text};
use tokio::time::{Instant, sleep_until, timeout};

use self::queue::{Guest, Next, WelcomeQueue};
use super::Messenger;

/// For how long a welcome may wait to be sent: whoever came looks at something else by then.
const MAX_WAIT: Duration = Duration::from_secs(20);

/// Of how many groups it is remembered that their text was found to be no good.
const REMEMBERED_TEXTS: u64 = 10_000;

/// Welcomes people, each at most once in a group: that somebody is welcomed is written down before the welcome is sent, so
/// that neither a crash nor another instance does it again. One that is lost is not made up for.
#[derive(Clone)]
pub(crate) struct Welcomes {
    messenger: Messenger,
    groups: Arc<dyn GroupRepository>,
    group_members: Arc<dyn GroupMemberRepository>,
    refusals: Arc<dyn NoticeRefusals>,
    texts: Texts,
    clock: Arc<dyn Clock>,
    queue: Arc<Mutex<WelcomeQueue>>,
    /// The texts of which it was logged that Telegram would refuse them.
    unsound: moka::sync::Cache<GroupId, String>,
}

impl Welcomes {
    pub(crate) fn new(
        messenger: Messenger,
        groups: Arc<dyn GroupRepository>,
        group_members: Arc<dyn GroupMemberRepository>,
        refusals: Arc<dyn NoticeRefusals>,
        texts: Texts,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let unsound = moka::sync::Cache::new(REMEMBERED_TEXTS);
        Self { messenger, groups, group_members, refusals, texts, clock, queue: Arc::default(), unsound }
    }

    /// Has somebody welcomed who has joined `group` and is in its channels. It waits for nothing.
    pub(crate) fn greet(&self, group: &Group, person: &Person) {
        let named = NamedPerson { user: person.id, name: person.name.clone() };
        self.push(group, named, person.language_code.as_deref(), Place::default());
    }

    /// Has somebody welcomed who was muted in `group`, and is in its channels now.
    pub(crate) fn greet_freed(&self, group: &Group, restriction: &Restriction) {
        let named = NamedPerson { user: restriction.user, name: restriction.name.clone() };
        self.push(group, named, restriction.language_code.as_deref(), restriction.place);
    }

    fn push(&self, group: &Group, person: NamedPerson, language_code: Option<&str>, place: Place) {
        if !group.welcomes_people() {
            return;
        }
        let guest = Guest { person, language_code: language_code.map(str::to_owned), place };
        if self.queue().push(group.id, guest, Instant::now()) {
            let (welcomes, group) = (self.clone(), group.id);
            self.messenger.spawn(async move { welcomes.work(group).await });
        }
    }

    async fn work(&self, group: GroupId) {
        loop {
            let next = self.queue().next(group, Instant::now());
            match next {
                Next::Welcome(guests) => {
                    if let Err(error) = self.welcome(group, guests).await {
                        tracing::warn!(
                            chat_id = group.0,
                            error = &error as &dyn std::error::Error,
                            "nobody is welcomed now"
                        );
                    }
                }
                Next::Wait(until) => sleep_until(until).await,
                Next::End => return,
            }
        }
    }

    /// Welcomes those of the guests who were not welcomed before, if the group still wants it.
    async fn welcome(&self, group: GroupId, mut guests: Vec<Guest>) -> Result<(), StoreError> {
        let group = self.groups.find(group).await?.filter(|group| group.welcomes_people() && self.is_sound(group));
        let Some(group) = group else { return Ok(()) };
        if self.refusals.find(group.id).await?.is_some_and(|refusal| refusal.holds(self.clock.now())) {
            return Ok(());
        }
        let users: Vec<_> = guests.iter().map(|guest| guest.person.user).collect();
        let claimed = self.group_members.claim_welcomes(group.id, &users, self.clock.now()).await?;
        let claimed: HashSet<_> = claimed.into_iter().collect();
        guests.retain(|guest| claimed.contains(&guest.person.user));
        self.send(&group, &guests).await;
        Ok(())
    }

    /// Sends a welcome where the last of the guests was told what to do, or in "General".
    async fn send(&self, group: &Group, guests: &[Guest]) {
        let Some(last) = guests.last() else { return };
        let named: Vec<NamedPerson> = guests.iter().map(|guest| guest.person.clone()).collect();
        let channels: Vec<ChannelLink> = group.channels.iter().map(ChannelLink::from).collect();
        let language = self.texts.language(&group.settings.language, last.language_code.as_deref());
        let text = WelcomeText {
            group_title: &group.title,
            named: &named,
            channels: &channels,
            policy: group.settings.policy,
            custom: &group.settings.welcome_text,
        };
        let Ok(message) = self.texts.welcome(language, &text) else { return };
        let message = message.at(group.reachable(last.place));
        let sending = self.messenger.send(group.id.into(), &message, SendPriority::Welcome);
        if timeout(MAX_WAIT, sending).await.is_err() {
            tracing::debug!(chat_id = group.id.0, "a welcome has waited too long and is dropped");
        }
    }

    /// Whether Telegram would take the group's text; what is wrong with it is logged once.
    fn is_sound(&self, group: &Group) -> bool {
        let text = &group.settings.welcome_text;
        let Err(error) = check_notice_text(text) else { return true };
        if self.unsound.get(&group.id).as_ref() != Some(text) {
            self.unsound.insert(group.id, text.clone());
            tracing::warn!(
                chat_id = group.id.0,
                error = &error as &dyn std::error::Error,
                "the text of the welcome is not used"
            );
        }
        false
    }

    fn queue(&self) -> MutexGuard<'_, WelcomeQueue> {
        // Whatever panics while it holds the lock leaves at worst somebody unwelcomed.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId, ThreadId, UserId,
        notice::NoticeRefusal,
        ports::BotApiError,
        settings::{GroupSettings, LanguageChoice},
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ANN, GROUP, NOW, World, group, open_restriction, person},
    };

    const BEN: UserId = UserId(8);

    fn welcoming(welcome_text: &str) -> Group {
        let settings = GroupSettings {
            welcome_text: welcome_text.to_owned(),
            language: LanguageChoice::Code("es".to_owned()),
            ..GroupSettings::default()
        };
        Group { settings, ..group() }
    }

    /// A world with this group, in which everybody is welcomed for the first time, `times` together.
    fn world(group: Group, times: usize) -> World {
        let mut world = World::with(group);
        let claim = world.group_members.expect_claim_welcomes().times(times);
        claim.withf(|group, _, at| (*group, *at) == (GROUP, NOW)).returning(|_, people, _| Ok(people.to_vec()));
        world
    }

    fn expect_sent(world: &mut World, fits: impl Fn(&str, Option<ThreadId>) -> bool + Send + 'static) {
        world
            .api
            .expect_send_message()
            .times(1)
            .withf(move |chat, text, priority| {
                (*chat, *priority) == (GROUP.into(), SendPriority::Welcome) && fits(text.html.as_str(), text.thread)
            })
            .returning(|_, _, _| Ok(MessageId(9)));
    }

    /// Does something with the welcomes of a world, until nobody waits for one.
    async fn until_done(world: World, act: impl FnOnce(&Parts)) {
        let parts = world.parts();
        act(&parts);
        parts.messenger.finish().await;
    }

    #[tokio::test(start_paused = true)]
    async fn several_are_welcomed_together_by_name_in_the_groups_language() {
        let group = welcoming("Hi {name}! <b>{group}</b>, {channels}");
        let mut world = world(group.clone(), 1);
        expect_sent(&mut world, |html, thread| {
            html.contains(">N7</a> y ") && html.contains(">N8</a>") && html.contains("Tea news") && thread.is_none()
        });
        until_done(world, |parts| {
            for user in [ANN, BEN, ANN] {
                parts.welcomes.greet(&group, &person(user));
            }
        })
        .await;
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_was_welcomed_before_is_left_out_and_nothing_is_sent_where_nobody_is_left() {
        for (new, sent) in [(vec![BEN], 1), (vec![], 0)] {
            let group = welcoming("Hi {name}");
            let mut world = World::with(group.clone());
            world.group_members.expect_claim_welcomes().times(1).returning(move |_, _, _| Ok(new.clone()));
            for _ in 0..sent {
                expect_sent(&mut world, |html, _| html.contains("N8") && !html.contains("N7"));
            }
            until_done(world, |parts| {
                parts.welcomes.greet(&group, &person(ANN));
                parts.welcomes.greet(&group, &person(BEN));
            })
            .await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_welcome_waits_for_its_turn() {
        let group = welcoming("Hi {name}");
        let mut world = world(group.clone(), 2);
        expect_sent(&mut world, |html, _| html.contains("N7"));
        expect_sent(&mut world, |html, _| html.contains("N8"));
        let begun = Instant::now();
        let parts = world.parts();
        parts.welcomes.greet(&group, &person(ANN));
        tokio::time::sleep(Duration::from_secs(5)).await;
        parts.welcomes.greet(&group, &person(BEN));
        parts.messenger.finish().await;
        assert_eq!(begun.elapsed().as_secs(), 32);
    }

    #[tokio::test(start_paused = true)]
    async fn a_welcome_that_can_not_be_sent_soon_is_dropped_and_not_made_up_for() {
        let group = welcoming("Hi {name}");
        let mut world = world(group.clone(), 1);
        let wait = Duration::from_hours(1);
        world.api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        let begun = Instant::now();
        until_done(world, |parts| parts.welcomes.greet(&group, &person(ANN))).await;
        assert_eq!(begun.elapsed().as_secs(), 22);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_was_muted_is_welcomed_where_they_were_told_why() {
        let group = welcoming("Hi {name}");
        let mut world = world(group.clone(), 1);
        expect_sent(&mut world, |html, thread| html.contains("Ann") && thread == Some(ThreadId(5)));
        let place = Place { thread: Some(ThreadId(5)), root: Some(MessageId(4)) };
        until_done(world, |parts| {
            parts.welcomes.greet_freed(&group, &Restriction { place, ..open_restriction() });
        })
        .await;
    }

    #[tokio::test(start_paused = true)]
    async fn where_nobody_is_to_be_welcomed_nothing_is_asked_or_begun() {
        for group in [
            welcoming(""),
            welcoming(" \n"),
            Group { enabled: false, ..welcoming("Hi") },
            Group { can_enforce: false, ..welcoming("Hi") },
        ] {
            until_done(World::empty(), |parts| parts.welcomes.greet(&group, &person(ANN))).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_noted_as_welcomed_where_it_turns_out_that_nothing_can_be_sent() {
        let refused = |mut world: World| {
            let refusal = NoticeRefusal { group: GROUP, at: NOW, is_owner_told: true };
            world.notice_refusals.expect_find().returning(move |_| Ok(Some(refusal)));
            world
        };
        for world in [
            World::with(welcoming("<b>Hi {name}")),
            World::with(welcoming("")),
            World::with(Group { can_enforce: false, ..welcoming("Hi") }),
            refused(World::with(welcoming("Hi"))),
        ] {
            until_done(world, |parts| parts.welcomes.greet(&welcoming("Hi"), &person(ANN))).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_text_that_telegram_would_refuse_is_logged_once_until_it_changes() {
        let welcomes = World::empty().parts().welcomes;
        for text in ["<b>Hi", "<b>Hi", "Hi {nobody}"] {
            assert!(!welcomes.is_sound(&welcoming(text)));
            assert_eq!(welcomes.unsound.get(&GROUP).as_deref(), Some(text));
        }
        assert!(welcomes.is_sound(&welcoming("Hi {name}")));
    }

    #[tokio::test(start_paused = true)]
    async fn while_the_database_is_away_nobody_is_welcomed() {
        let mut world = World::with(welcoming("Hi"));
        let away = || StoreError::Unavailable("away".into());
        world.group_members.expect_claim_welcomes().times(1).returning(move |_, _, _| Err(away()));
        until_done(world, |parts| parts.welcomes.greet(&welcoming("Hi"), &person(ANN))).await;
    }
}
