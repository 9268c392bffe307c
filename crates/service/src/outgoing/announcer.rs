//! What a group's admins are told about the bot's own abilities. What is due stands in the database from the moment
//! that an ability changed, so that neither a crash nor a failed statement makes «once» to «never».

use std::{pin::pin, sync::Arc, time::Duration};

use futures::future::join_all;
use portcullis_domain::{
    ChatId, Timestamp, UserId,
    administrator_rights::AdministratorRights,
    announcement::{ANNOUNCEMENT_LEASE, Ability, Announcement},
    group::Group,
    message::{OutgoingMessage, SendPriority},
    ports::{Announcements, BotApi, BotApiError, Clock, GroupRepository},
};
use portcullis_messages::{ChannelLink, Texts};
use tokio_util::sync::CancellationToken;

use crate::{
    Setback,
    wakeup::{RETRY_DELAY, Wakeup},
};

/// How often the hold on an announcement is renewed while its message waits to be sent.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(3);

/// When an announcement is made again whose message may or may not have been sent, or could not be written.
const RESEND_DELAY: Duration = Duration::from_mins(1);

/// How many announcements of each kind are made at once: a group whose messages must wait holds up only a few others.
const PAGE: u64 = 4;

/// Tells admins what the bot can't do any more, and what it can again.
pub(crate) struct Announcer {
    pub(crate) bot: UserId,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) announcements: Arc<dyn Announcements>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) wakeup: Wakeup,
}

impl Announcer {
    /// Has what is due looked at now: an ability of the bot has changed, or a gate was switched on.
    pub(crate) fn wake(&self) {
        self.wakeup.wake();
    }

    /// Makes what is due, as it becomes due, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let next = self.make_due(stop).await.unwrap_or_else(|setback| {
                tracing::warn!(error = &setback as &dyn std::error::Error, "announcements can't be made now");
                Some(self.clock.now().after(RETRY_DELAY))
            });
            stop.run_until_cancelled(self.wakeup.wait(&*self.clock, next)).await;
        }
    }

    /// Makes everything that is due; when the next is.
    pub(crate) async fn make_due(&self, stop: &CancellationToken) -> Result<Option<Timestamp>, Setback> {
        loop {
            let (now, next) = (self.clock.now(), self.announcements.next_due().await?);
            if stop.is_cancelled() || next.is_none_or(|due| due > now) {
                return Ok(next);
            }
            let claimed = self.announcements.claim(now, PAGE).await?;
            if claimed.is_empty() {
                return Ok(next);
            }
            for made in join_all(claimed.into_iter().map(|announcement| self.make_held(announcement))).await {
                made?;
            }
        }
    }

    /// Makes an announcement, and keeps its hold for as long as that takes.
    async fn make_held(&self, mut announcement: Announcement) -> Result<(), Setback> {
        let made = {
            let mut making = pin!(self.make(announcement));
            loop {
                tokio::select! {
                    made = &mut making => break made,
                    () = tokio::time::sleep(RENEWAL_INTERVAL) => {
                        let until = self.clock.now().after(ANNOUNCEMENT_LEASE);
                        // One that is not renewed for once may be made twice, which is better than never.
                        if let Ok(true) = self.announcements.put_off(&announcement, until).await {
                            announcement.lease = until;
                        }
                    }
                }
            }
        };
        match made {
            Ok(is_announced_held) => self.announcements.finish(&announcement, is_announced_held).await?,
            Err(setback) => {
                tracing::info!(
                    chat_id = announcement.group.0,
                    error = &setback as &dyn std::error::Error,
                    "an announcement waits"
                );
                let wait = setback.wait_or(RESEND_DELAY);
                self.announcements.put_off(&announcement, self.clock.now().after(wait)).await?;
            }
        }
        Ok(())
    }

    /// Makes an announcement if it is news; what the admins know then.
    async fn make(&self, announcement: Announcement) -> Result<bool, Setback> {
        let Announcement { is_held, was_announced_held, .. } = announcement;
        // Past the cache: another instance may have switched the gate on a moment ago.
        let group = self.groups.find_fresh(announcement.group).await?.filter(|group| group.is_protected());
        let Some(group) = group.filter(|_| announcement.is_news()) else { return Ok(was_announced_held) };
        let Some(text) = self.text(&group, &announcement).await? else { return Ok(was_announced_held) };
        // Where the bot may write to neither, nobody can be told: told again, they would hear of it no more.
        if !self.send(group.id.into(), &text).await? {
            self.send(group.owner.into(), &text).await?;
        }
        Ok(is_held)
    }

    /// What is announced; `None` if there is nothing to say of it any more.
    async fn text(&self, group: &Group, announcement: &Announcement) -> Result<Option<OutgoingMessage>, Setback> {
        let language = self.texts.language_for(Some(group), None);
        let channel = match announcement.ability {
            Ability::Enforce if announcement.is_held => {
                return Ok(Some(self.texts.can_enforce_again(language, &group.title)));
            }
            Ability::Enforce => {
                let rights = self.rights_in(group).await?;
                let missing = rights.map(AdministratorRights::missing).unwrap_or_default();
                let is_whole = rights.is_some_and(AdministratorRights::can_enforce);
                return Ok((!is_whole).then(|| self.texts.cannot_enforce(language, &group.title, &missing)));
            }
            Ability::Check(channel) => channel,
        };
        let Some(enforced) = group.channels.iter().find(|enforced| enforced.id == channel) else { return Ok(None) };
        let link = ChannelLink::from(enforced);
        Ok(Some(if announcement.is_held {
            self.texts.can_check_again(language, &link, &group.title)
        } else {
            self.texts.cannot_check(language, &link, &group.title)
        }))
    }

    /// What the bot may do in a group by now, so that the admins read what is missing when they read it; `None` if it is no
    /// administrator there.
    async fn rights_in(&self, group: &Group) -> Result<Option<AdministratorRights>, Setback> {
        match self.api.get_chat_member(group.id.into(), self.bot).await {
            Ok(status) => Ok(status.rights()),
            Err(BotApiError::ChatUnavailable(_) | BotApiError::UserUnknown) => Ok(None),
            Err(error) => Err(Setback::in_group(group.id)(error)),
        }
    }

    /// Sends a message; `false` if the bot may not write there.
    async fn send(&self, chat: ChatId, text: &OutgoingMessage) -> Result<bool, Setback> {
        match self.api.send_message(chat, text, SendPriority::Notice).await {
            Ok(_) => Ok(true),
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::NoAnswer(_) | BotApiError::Unauthorized)) => {
                Err(error.into())
            }
            Err(error) => {
                tracing::info!(
                    chat_id = chat.0,
                    error = &error as &dyn std::error::Error,
                    "the bot may not write there"
                );
                Ok(false)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use portcullis_domain::{MessageId, chat_member::ChatMemberStatus, ports::StoreError};
    use portcullis_messages::Language;

    use super::*;
    use crate::testing::{ADMIN, CHANNEL, GROUP, NOW, World, group};

    const LOST: Announcement = Announcement {
        group: GROUP,
        ability: Ability::Check(CHANNEL),
        is_held: false,
        was_announced_held: true,
        lease: NOW,
    };

    /// A world in which this is due, once.
    fn due(announcement: Announcement) -> World {
        with_due(World::with(group()), announcement)
    }

    fn with_due(mut world: World, announcement: Announcement) -> World {
        world.announcements.expect_next_due().times(1).returning(|| Ok(Some(NOW)));
        world.announcements.expect_next_due().returning(|| Ok(None));
        world.announcements.expect_claim().times(1).returning(move |_, _| Ok(vec![announcement]));
        world
    }

    /// Afterwards the admins know this.
    fn expect_finish(world: &mut World, announcement: Announcement, is_held: bool) {
        world
            .announcements
            .expect_finish()
            .times(1)
            .withf(move |finished, known| *finished == announcement && *known == is_held)
            .returning(|_, _| Ok(()));
    }

    /// This chat is told this, or refuses it.
    fn expect_word(world: &mut World, to: ChatId, answer: Result<MessageId, BotApiError>, text: &OutgoingMessage) {
        let (answer, text) = (Mutex::new(Some(answer)), text.clone());
        world
            .api
            .expect_send_message()
            .times(1)
            .withf(move |chat, said, priority| *chat == to && *said == text && *priority == SendPriority::Notice)
            .returning(move |_, _, _| answer.lock().unwrap().take().unwrap());
    }

    fn text(say: impl FnOnce(&Texts, &ChannelLink) -> OutgoingMessage) -> OutgoingMessage {
        say(&Texts::load().unwrap(), &ChannelLink::from(&group().channels[0]))
    }

    fn cannot_check() -> OutgoingMessage {
        text(|texts, channel| texts.cannot_check(Language::ENGLISH, channel, "Tea"))
    }

    async fn make_due(world: World) -> Result<Option<Timestamp>, Setback> {
        world.parts().announcer.make_due(&CancellationToken::new()).await
    }

    #[tokio::test]
    async fn a_lost_channel_and_one_that_came_back_are_told() {
        let mut world = due(LOST);
        expect_word(&mut world, GROUP.into(), Ok(MessageId(1)), &cannot_check());
        expect_finish(&mut world, LOST, false);
        make_due(world).await.unwrap();

        let back = Announcement { is_held: true, was_announced_held: false, ..LOST };
        let mut world = due(back);
        let again = text(|texts, channel| texts.can_check_again(Language::ENGLISH, channel, "Tea"));
        expect_word(&mut world, GROUP.into(), Ok(MessageId(1)), &again);
        expect_finish(&mut world, back, true);
        make_due(world).await.unwrap();
    }

    #[tokio::test]
    async fn lost_rights_are_told_by_what_is_missing_when_the_admins_read_of_it() {
        let lost = Announcement { ability: Ability::Enforce, ..LOST };
        let some = AdministratorRights { can_delete_messages: false, ..AdministratorRights::ALL };
        for (status, missing) in
            [(ChatMemberStatus::Administrator(some), some.missing()), (ChatMemberStatus::Member, Vec::new())]
        {
            let mut world = due(lost);
            world.api.expect_get_chat_member().times(1).returning(move |_, _| Ok(status));
            let expected = text(|texts, _| texts.cannot_enforce(Language::ENGLISH, "Tea", &missing));
            expect_word(&mut world, GROUP.into(), Ok(MessageId(1)), &expected);
            expect_finish(&mut world, lost, false);
            make_due(world).await.unwrap();
        }
    }

    #[tokio::test]
    async fn what_is_no_news_any_more_is_told_to_nobody() {
        let back_already = Announcement { is_held: true, ..LOST };
        let mut world = due(back_already);
        expect_finish(&mut world, back_already, true);
        make_due(world).await.unwrap();

        let rights = Announcement { ability: Ability::Enforce, ..LOST };
        let mut world = due(rights);
        world.api.expect_get_chat_member().returning(|_, _| Ok(ChatMemberStatus::Creator));
        expect_finish(&mut world, rights, true);
        make_due(world).await.unwrap();
    }

    #[tokio::test]
    async fn a_group_whose_gate_is_off_is_told_nothing_for_the_time() {
        let mut world = with_due(World::with(Group { enabled: false, ..group() }), LOST);
        expect_finish(&mut world, LOST, true);
        make_due(world).await.unwrap();
    }

    #[tokio::test]
    async fn what_a_group_refuses_goes_to_its_owner() {
        let mut world = due(LOST);
        let refused = Err(BotApiError::CannotWrite("no rights".to_owned()));
        expect_word(&mut world, GROUP.into(), refused, &cannot_check());
        expect_word(&mut world, ADMIN.into(), Ok(MessageId(1)), &cannot_check());
        expect_finish(&mut world, LOST, false);
        make_due(world).await.unwrap();
    }

    #[tokio::test]
    async fn what_could_not_be_sent_now_is_put_off_and_not_forgotten() {
        let minute = Duration::from_secs(40);
        for (error, wait) in
            [(BotApiError::RetryAfter(minute), minute), (BotApiError::NoAnswer("away".into()), RESEND_DELAY)]
        {
            let mut world = due(LOST);
            expect_word(&mut world, GROUP.into(), Err(error), &cannot_check());
            world
                .announcements
                .expect_put_off()
                .times(1)
                .withf(move |put_off, until| *put_off == LOST && *until == NOW.after(wait))
                .returning(|_, _| Ok(true));
            make_due(world).await.unwrap();
        }
    }

    #[tokio::test]
    async fn what_the_database_did_not_note_is_told_again() {
        let mut world = due(LOST);
        expect_word(&mut world, GROUP.into(), Ok(MessageId(1)), &cannot_check());
        world.announcements.expect_finish().returning(|_, _| Err(StoreError::Unavailable("away".into())));
        assert!(make_due(world).await.is_err(), "nothing is noted, and its hold runs out");
    }
}
