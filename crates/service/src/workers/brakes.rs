//! Brakes that have tripped: the admins are told once, and it is looked whether the doubt is over.

use std::{pin::pin, sync::Arc, time::Duration};

use futures::future::join_all;
use portcullis_domain::{
    ChatId, MessageId, Timestamp,
    brake::{BRAKE_LEASE, Brake, BrakeEnd, BrakeLook, SAMPLE, next_look},
    gate::{Review, review},
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError, Brakes, Clock, GroupRepository, Memberships},
};
use portcullis_messages::{MOST_NAMED, Texts};
use tokio_util::sync::CancellationToken;

use crate::{
    Setback,
    gate::{Braking, GroupMigration, Verifier},
    wakeup::RETRY_DELAY,
};

/// How often the hold on a brake is renewed while it is worked on.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(3);

/// When it is tried again to do what could not be done, or may or may not have been.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// How many brakes are worked on at once: a group whose messages must wait holds up only a few others.
const PAGE: u64 = 4;

/// Works on brakes.
pub(crate) struct BrakeWorker {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) brakes: Arc<dyn Brakes>,
    pub(crate) braking: Arc<Braking>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl BrakeWorker {
    /// Does what is due, as it becomes due, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let next = self.do_due(stop).await.unwrap_or_else(|setback| {
                tracing::warn!(error = &setback as &dyn std::error::Error, "brakes can't be looked at now");
                Some(self.clock.now().after(RETRY_DELAY))
            });
            stop.run_until_cancelled(self.braking.wait(next)).await;
        }
    }

    /// Does everything that is due; when there is next something to do.
    pub(crate) async fn do_due(&self, stop: &CancellationToken) -> Result<Option<Timestamp>, Setback> {
        loop {
            let (now, next) = (self.clock.now(), self.brakes.next_due().await?);
            if stop.is_cancelled() || next.is_none_or(|due| due > now) {
                return Ok(next);
            }
            let claimed = self.brakes.claim(now, PAGE).await?;
            if claimed.is_empty() {
                return Ok(next);
            }
            for done in join_all(claimed.into_iter().map(|brake| self.work_on_held(brake))).await {
                done?;
            }
        }
    }

    /// Works on a brake, and keeps its hold for as long as that takes.
    async fn work_on_held(&self, brake: Brake) -> Result<(), Setback> {
        let mut held = brake.clone();
        let worked = {
            let mut working = pin!(self.work_on(&brake));
            loop {
                tokio::select! {
                    worked = &mut working => break worked,
                    () = tokio::time::sleep(RENEWAL_INTERVAL) => {
                        let until = self.clock.now().after(BRAKE_LEASE);
                        if let Ok(true) = self.brakes.put_off(&held, Some(until)).await {
                            held.lease = until;
                        }
                    }
                }
            }
        };
        let until = match worked {
            Ok(next) => next,
            // Its row has another id now, and is due under that.
            Err(Setback::Migrated(migration)) => return Ok(self.migration.run(migration).await?),
            Err(setback) => {
                tracing::info!(chat_id = brake.group.0, error = &setback as &dyn std::error::Error, "a brake waits");
                Some(self.clock.now().after(setback.wait_or(RETRY_AFTER)))
            }
        };
        self.brakes.put_off(&held, until).await?;
        Ok(())
    }

    /// Does what is next about a brake; when there is something to do about it again.
    async fn work_on(&self, brake: &Brake) -> Result<Option<Timestamp>, Setback> {
        let Some(group) = self.groups.find_fresh(brake.group).await? else { return Ok(None) };
        if let Some(end) = &brake.end {
            if group.denied.is_none() {
                self.tell_end(&group, brake, end).await?;
            }
            return Ok(None);
        }
        if !group.has_brake() {
            return self.end(brake, &BrakeEnd::SwitchedOff).await;
        }
        if !brake.is_told {
            let message = self.tell(&group, brake).await?;
            self.brakes.put_message(brake, message).await?;
        }
        let now = self.clock.now();
        if now < brake.look_at {
            return Ok(Some(brake.look_at));
        }
        if self.look(&group, brake).await?.is_over() {
            tracing::info!(chat_id = group.id.0, "known members pass again: people are muted again");
            return self.end(brake, &BrakeEnd::Recovered).await;
        }
        let next = next_look(brake.looks.saturating_add(1), self.clock.now());
        self.brakes.put_look(brake, next).await?;
        Ok(Some(next))
    }

    /// Ends a brake, by which it is due again: the admins are told then.
    async fn end(&self, brake: &Brake, end: &BrakeEnd) -> Result<Option<Timestamp>, Setback> {
        let now = self.clock.now();
        self.brakes.end(brake.group, end, now).await?;
        Ok(Some(now))
    }

    /// Asks Telegram anew about those who failed, past whatever is cached of them.
    async fn look(&self, group: &Group, brake: &Brake) -> Result<BrakeLook, Setback> {
        let mut look = BrakeLook::default();
        for member in self.brakes.list_failed(brake, SAMPLE).await? {
            let known = self.memberships.get_fresh(member.user, &group.checkable_channels()).await?;
            let known = self.verifier.count_requests(group, member.user, known).await?;
            match review(group, &known) {
                Review::Free => look.passing += 1,
                Review::Held { .. } => look.failing += 1,
                Review::CannotTell => {}
            }
        }
        Ok(look)
    }

    /// Tells the admins, in the group or else its owner in private; `None` if nobody can be told.
    async fn tell(&self, group: &Group, brake: &Brake) -> Result<Option<(ChatId, MessageId)>, Setback> {
        let failed = self.brakes.list_failed(brake, MOST_NAMED as u64).await?;
        let language = self.texts.language_for(Some(group), None);
        let text = self.texts.brake_tripped(language, &group.title, brake, &failed);
        for chat in [group.id.into(), group.owner.into()] {
            if let Some(message) = self.send(group, chat, &text).await? {
                return Ok(Some((chat, message)));
            }
        }
        Ok(None)
    }

    /// Sends a message; `None` if the bot may not write there.
    async fn send(&self, group: &Group, chat: ChatId, text: &OutgoingMessage) -> Result<Option<MessageId>, Setback> {
        match self.api.send_message(chat, text, SendPriority::Notice).await {
            Ok(message) => Ok(Some(message)),
            Err(error) if is_passing(&error) => Err(Setback::in_group(group.id)(error)),
            Err(error) => {
                tracing::info!(
                    chat_id = chat.0,
                    error = &error as &dyn std::error::Error,
                    "the bot may not write there"
                );
                Ok(None)
            }
        }
    }

    /// What the admins read says from now on that it is over. Whoever was told nothing has nothing to read.
    async fn tell_end(&self, group: &Group, brake: &Brake, end: &BrakeEnd) -> Result<(), Setback> {
        let Some((chat, message)) = brake.message else { return Ok(()) };
        let text = self.texts.brake_over(self.texts.language_for(Some(group), None), &group.title, end);
        match self.api.edit_message(chat, message, &text, SendPriority::Notice).await {
            Err(error) if is_passing(&error) => Err(Setback::in_group(group.id)(error)),
            Err(error) => {
                tracing::info!(chat_id = chat.0, error = &error as &dyn std::error::Error, "a message keeps its text");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Whether the same call may well succeed later.
const fn is_passing(error: &BotApiError) -> bool {
    matches!(
        error,
        BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_) | BotApiError::Unauthorized | BotApiError::MigratedTo(_)
    )
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        UserId,
        brake::FailedMember,
        chat_member::Membership,
        settings::{GroupSettings, Mode},
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ADMIN, ANN, CHANNEL, GROUP, NOW, World, group},
    };

    fn brake() -> Brake {
        Brake {
            group: GROUP,
            tripped_at: NOW,
            failed: 11,
            freed: 10,
            end: None,
            looks: 0,
            look_at: next_look(0, NOW),
            is_told: false,
            message: None,
            lease: NOW.after(BRAKE_LEASE),
        }
    }

    /// Told, and to be looked at now.
    fn to_look_at() -> Brake {
        Brake { is_told: true, message: Some((GROUP.into(), MessageId(9))), look_at: NOW, ..brake() }
    }

    /// The world in which this brake is due once, and is left alone until `next` then.
    fn due(group: Group, brake: Brake, next: Option<Timestamp>) -> World {
        let mut world = World::with(Group { braked_at: Some(NOW), ..group });
        world.brakes.expect_next_due().times(1).returning(|| Ok(Some(NOW)));
        world.brakes.expect_claim().times(1).return_once(|_, _| Ok(vec![brake]));
        world.brakes.expect_next_due().returning(|| Ok(None));
        world.brakes.expect_put_off().times(1).withf(move |_, until| *until == next).returning(|_, _| Ok(true));
        let failed = || (1..=10).map(|user| FailedMember { user: UserId(user), name: format!("N{user}") }).collect();
        world.brakes.expect_list_failed().returning(move |_, _| Ok(failed()));
        world
    }

    async fn work(world: World) {
        let ports = world.ports();
        let worker = Parts::new(&ports).workers(&ports).brakes;
        assert_eq!(worker.do_due(&CancellationToken::new()).await.unwrap(), None);
    }

    /// Telegram says of so many that they have left, and of the others that they have not.
    fn where_so_many_left(mut world: World, left: i64) -> World {
        world.memberships.expect_get_fresh().returning(move |user, channels| {
            let membership = if user.0 <= left { Membership::NotMember } else { Membership::Member };
            Ok(channels.iter().map(|channel| (*channel, membership)).collect())
        });
        world
    }

    #[tokio::test]
    async fn the_admins_are_told_once_in_the_group_or_else_the_owner_in_private() {
        for refusals in [0, 1, 2] {
            let mut world = due(group(), brake(), Some(next_look(0, NOW)));
            let chats: [ChatId; 2] = [GROUP.into(), ADMIN.into()];
            for (number, chat) in chats.into_iter().enumerate().take(refusals + 1) {
                let said = world.api.expect_send_message().times(1).withf(move |to, text, _| {
                    *to == chat && text.html.to_string().contains("N1") && text.keyboard.0.len() == 1
                });
                said.returning(move |_, _, _| {
                    if number < refusals {
                        Err(BotApiError::ChatUnavailable("no".to_owned()))
                    } else {
                        Ok(MessageId(9))
                    }
                });
            }
            let told = chats.get(refusals).map(|chat| (*chat, MessageId(9)));
            let put = world.brakes.expect_put_message().times(1);
            put.withf(move |_, message| *message == told).returning(|_, _| Ok(()));
            work(world).await;
        }
    }

    #[tokio::test]
    async fn a_look_that_finds_more_than_a_fifth_failing_is_followed_by_another() {
        let next = next_look(1, NOW);
        let mut world = where_so_many_left(due(group(), to_look_at(), Some(next)), 3);
        world.brakes.expect_put_look().times(1).withf(move |_, at| *at == next).returning(|_, _| Ok(()));
        work(world).await;
    }

    #[tokio::test]
    async fn it_is_over_once_no_more_than_a_fifth_fail() {
        let mut world = where_so_many_left(due(group(), to_look_at(), Some(NOW)), 2);
        world.brakes.expect_end().times(1).withf(|_, end, _| *end == BrakeEnd::Recovered).returning(|_, _, _| Ok(true));
        work(world).await;
    }

    #[tokio::test]
    async fn where_nobody_can_tell_it_is_not_over() {
        let mut world = due(group(), to_look_at(), Some(next_look(1, NOW)));
        world.memberships.expect_get_fresh().returning(|_, _| Ok(vec![(CHANNEL, Membership::Unknown)]));
        world.brakes.expect_put_look().times(1).returning(|_, _| Ok(()));
        work(world).await;
    }

    #[tokio::test]
    async fn where_the_admins_have_switched_it_off_it_is_over() {
        let without = GroupSettings { brake: false, ..GroupSettings::default() };
        let observing = GroupSettings { mode: Mode::Observe, ..GroupSettings::default() };
        let off = [without, observing].map(|settings| Group { settings, ..group() });
        for group in off.into_iter().chain([Group { enabled: false, ..group() }]) {
            let mut world = due(group, brake(), Some(NOW));
            let end = world.brakes.expect_end().times(1).withf(|_, end, _| *end == BrakeEnd::SwitchedOff);
            end.returning(|_, _, _| Ok(true));
            work(world).await;
        }
    }

    #[tokio::test]
    async fn what_the_admins_read_says_that_it_is_over() {
        let over = Brake { end: Some(BrakeEnd::Overridden { by: ANN, name: "Ann".to_owned() }), ..to_look_at() };
        let mut world = due(group(), over, None);
        let edit = world.api.expect_edit_message().times(1);
        edit.withf(|_, message, text, _| *message == MessageId(9) && text.html.to_string().contains("Ann"))
            .returning(|_, _, _, _| Ok(()));
        work(world).await;
    }

    #[tokio::test]
    async fn what_was_over_before_anybody_was_told_is_told_to_nobody() {
        work(due(group(), Brake { end: Some(BrakeEnd::Recovered), ..brake() }, None)).await;
    }

    #[tokio::test]
    async fn what_telegram_makes_wait_is_due_again_then() {
        let mut world = World::with(Group { braked_at: Some(NOW), ..group() });
        world.brakes.expect_next_due().times(1).returning(|| Ok(Some(NOW)));
        world.brakes.expect_claim().times(1).return_once(|_, _| Ok(vec![brake()]));
        world.brakes.expect_next_due().returning(|| Ok(None));
        world.brakes.expect_list_failed().returning(|_, _| Ok(Vec::new()));
        let wait = Duration::from_secs(7);
        world.api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        let put_off = world.brakes.expect_put_off().times(1);
        put_off.withf(move |_, until| *until == Some(NOW.after(wait))).returning(|_, _| Ok(true));
        work(world).await;
    }
}
