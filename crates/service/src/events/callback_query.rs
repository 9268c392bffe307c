//! A person presses «I have joined».

use std::{pin::pin, sync::Arc, time::Duration};

use futures::future::{Either, select};
use portcullis_domain::{
    ChannelId, GroupId, UserId,
    chat_member::Membership,
    event::CallbackQuery,
    gate::{Decision, Facts, Review, decide, review},
    group::Group,
    message::CallbackData,
    ports::{BotApi, CallbackAnswer, Clock, FloodWait, GroupRepository, Memberships, RestrictionRepository},
    restriction::{LiftReason, Restriction},
    sender::Person,
    settings::Mode,
};
use portcullis_messages::{ChannelLink, Language, Texts};

use crate::{
    Setback,
    gate::{AskedStatus, Enforcer, Lift, MemberStatuses, OutsiderForecast, Reviewer, Verifier, look_up},
    outgoing::PressAnswers,
};

/// How far apart fresh checks of one person are that are made because of a press.
const PRESS_INTERVAL: Duration = Duration::from_secs(3);

/// How often Telegram is asked before a press is answered «not there yet».
const TIMES_ASKED: u32 = 3;

/// How long after an answer Telegram is asked again: all of it together stays within 1.5 s.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// How many people's last presses are remembered: some 400 bytes each.
const REMEMBERED_PRESSES: u64 = 50_000;

/// Answers presses of buttons.
pub(crate) struct CallbackQueryHandler {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) answers: Arc<PressAnswers>,
    pub(crate) presses: Presses,
    pub(crate) statuses: Arc<MemberStatuses>,
    /// Whether whoever presses has probably not joined.
    pub(crate) forecast: OutsiderForecast,
}

/// Who has pressed «I have joined» within the last seconds.
pub(crate) struct Presses(moka::sync::Cache<UserId, ()>);

impl Default for Presses {
    fn default() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(REMEMBERED_PRESSES).time_to_live(PRESS_INTERVAL).build())
    }
}

impl Presses {
    /// Whether a person's last fresh check is long enough ago; if so, this one counts.
    fn may_check_fresh(&self, user: UserId) -> bool {
        self.0.entry(user).or_insert(()).is_fresh()
    }
}

impl CallbackQueryHandler {
    /// Checks the presser's own restriction, past the cache, and nobody else's.
    ///
    /// A query does not live until the next try, so a press is answered at once, also if it can't be carried out now.
    pub(crate) async fn handle(&self, query: &CallbackQuery) -> Result<(), Setback> {
        let checked = match query.data.as_deref().and_then(CallbackData::decode) {
            Some(CallbackData::Joined(group)) => self.check_again(group, query).await,
            None => Ok(self.texts.outdated_button(self.texts.language_for(None, Some(&query.from)))),
        };
        match checked {
            Ok(answer) => {
                self.answers.answer(query, &answer).await;
                Ok(())
            }
            Err(setback) => {
                self.answers.answer_unchecked(query).await;
                Err(setback)
            }
        }
    }

    async fn check_again(&self, group: GroupId, query: &CallbackQuery) -> Result<CallbackAnswer, Setback> {
        let person = &query.from;
        let group = self.groups.find(group).await?;
        let language = self.texts.language_for(group.as_deref(), Some(person));
        let Some(group) = group else { return Ok(self.texts.outdated_button(language)) };
        match self.restrictions.find_open(group.id, person.id).await? {
            Some(restriction) => self.recheck(&group, query, restriction, language).await,
            None => self.explain_no_restriction(&group, person, language).await,
        }
    }

    async fn recheck(
        &self,
        group: &Group,
        query: &CallbackQuery,
        restriction: Restriction,
        language: Language,
    ) -> Result<CallbackAnswer, Setback> {
        let texts = &self.texts;
        // Nobody is told to join what nothing demands any more.
        if let Some(reason) = self.reviewer.freed_by_group(Some(group), &restriction).await? {
            let lift = self.enforcer.lift(&restriction, reason).await?;
            return Ok(self.tell(group, lift, language));
        }
        let (memberships, answer) = self.look_up_ahead(group, query, &restriction).await;
        let Some(memberships) = memberships else { return Ok(texts.could_not_check(language)) };
        match self.verifier.review(group, query.from.id, &memberships).await? {
            Review::CannotTell => Ok(texts.could_not_check(language)),
            Review::Free => {
                self.forecast.note_member(group.id);
                let lift = self.enforcer.lift_asked_ahead(&restriction, LiftReason::Pressed, answer).await?;
                Ok(self.tell(group, lift, language))
            }
            Review::Held { missing } => {
                self.forecast.note_outsider(group.id);
                let links: Vec<ChannelLink> = group.channels_among(&missing).map(ChannelLink::from).collect();
                Ok(texts.still_missing(language, &links, group.settings.policy))
            }
        }
    }

    /// What a person is told of what came of letting them go.
    fn tell(&self, group: &Group, lift: Lift, language: Language) -> CallbackAnswer {
        match lift {
            Lift::Free | Lift::NotYetMuted => self.texts.passed(language, &group.title),
            Lift::HeldByAdministrator => self.texts.restricted_by_administrator(language),
            Lift::Refused => self.texts.could_not_unmute(language, &group.title),
        }
    }

    /// As [`look_up`](Self::look_up). Where whoever presses has probably joined, what they are in the group is asked beside
    /// it, since an un-mute needs to know; elsewhere that would be a call for nothing. What Telegram answers serves this press
    /// alone.
    async fn look_up_ahead(
        &self,
        group: &Group,
        query: &CallbackQuery,
        restriction: &Restriction,
    ) -> (Option<Vec<(ChannelId, Membership)>>, Option<AskedStatus>) {
        let look_up = pin!(self.look_up(group, query));
        if restriction.mode == Mode::Observe || self.forecast.expects_an_outsider(group.id) {
            return (look_up.await, None);
        }
        match select(look_up, pin!(self.statuses.ask(group.id, query.from.id))).await {
            Either::Left((memberships, answer)) => {
                let is_met = |known: &Vec<(ChannelId, Membership)>| review(group, known) == Review::Free;
                let answer = if memberships.as_ref().is_some_and(is_met) { answer.await } else { None };
                (memberships, answer)
            }
            Either::Right((answer, look_up)) => (look_up.await, answer),
        }
    }

    /// The presser's memberships; `None` if Telegram can't be asked while the press lives.
    ///
    /// A fresh «left» can be stale right after the person has joined, so it is asked about again before it counts.
    async fn look_up(&self, group: &Group, query: &CallbackQuery) -> Option<Vec<(ChannelId, Membership)>> {
        let (user, channels) = (query.from.id, group.checkable_channels());
        if !self.presses.may_check_fresh(user) {
            return self.verifier.memberships(group, user).await.ok();
        }
        let mut memberships = self.ask(group, &channels, query).await?;
        for _ in 1..TIMES_ASKED {
            let Decision::Restrict { missing } = decide((&group.settings).into(), &Facts::of(group, &memberships))
            else {
                break;
            };
            tokio::time::sleep(ASK_AGAIN_AFTER).await;
            for (channel, newer) in self.ask(group, &missing, query).await? {
                memberships.iter_mut().filter(|(known, _)| *known == channel).for_each(|(_, is)| *is = newer);
            }
        }
        Some(memberships)
    }

    /// Asks Telegram; a flood wait is waited out if the press lives for so long.
    async fn ask(
        &self,
        group: &Group,
        channels: &[ChannelId],
        query: &CallbackQuery,
    ) -> Option<Vec<(ChannelId, Membership)>> {
        let user = query.from.id;
        let ask = |channels: Vec<ChannelId>| async move { self.memberships.get_fresh_for_press(user, &channels).await };
        loop {
            match look_up(group, channels.to_vec(), ask).await {
                Ok(memberships) => return Some(memberships),
                Err(FloodWait(wait)) if wait < self.answers.time_left(query) => tokio::time::sleep(wait).await,
                Err(FloodWait(_)) => return None,
            }
        }
    }

    /// A muted person must learn who muted them, even if it was not the gate.
    async fn explain_no_restriction(
        &self,
        group: &Group,
        person: &Person,
        language: Language,
    ) -> Result<CallbackAnswer, Setback> {
        let texts = &self.texts;
        let status = self.api.get_chat_member(group.id.into(), person.id).await;
        Ok(match status {
            Ok(status) if status.is_muted(self.clock.now()) => texts.restricted_by_administrator(language),
            Ok(_) => texts.not_restricted(language),
            Err(_) => texts.could_not_check(language),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    };

    use futures::{FutureExt, future::poll_immediate};
    use portcullis_domain::{
        GroupId,
        chat_member::{ChatMemberStatus, RestrictedMember},
        event::Event,
        ports::{BotApiError, StoreError},
    };

    use super::*;
    use crate::{
        Gatekeeper, Ports, UpdateDelivery,
        testing::{ANN, CHANNEL, GROUP, Held, UNTIL, World, ann_says, group, muted_until, open_restriction, person},
    };

    fn press() -> CallbackQuery {
        let data = CallbackData::Joined(GROUP).encode();
        CallbackQuery { id: "q".to_owned(), from: person(ANN), chat: Some(GROUP.into()), data: Some(data) }
    }

    /// Records the one answer that is given.
    fn expect_answer(world: &mut World) -> Arc<Mutex<Option<CallbackAnswer>>> {
        let given = Arc::new(Mutex::new(None));
        let kept = given.clone();
        world.api.expect_answer_callback_query().times(1).returning(move |_, answer| {
            *kept.lock().unwrap() = Some(answer.clone());
            Ok(())
        });
        given
    }

    fn expect_fresh(world: &mut World, membership: Membership) {
        let times = if membership == Membership::NotMember { 3 } else { 1 };
        world
            .memberships
            .expect_get_fresh_for_press()
            .times(times)
            .returning(move |_, channels| Ok(channels.iter().map(|channel| (*channel, membership)).collect()));
    }

    #[tokio::test]
    async fn whoever_has_joined_speaks_again() {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
        expect_fresh(&mut world, Membership::Member);
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world
            .restrictions
            .expect_close()
            .times(1)
            .withf(|_, reason, _| *reason == LiftReason::Pressed)
            .returning(|_, _, _| Ok(Some(open_restriction())));
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_has_joined_a_moment_ago_is_asked_about_again_before_the_answer_is_no() {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
        let begun = tokio::time::Instant::now();
        for membership in [Membership::NotMember, Membership::NotMember, Membership::Member] {
            world
                .memberships
                .expect_get_fresh_for_press()
                .times(1)
                .returning(move |_, _| Ok(vec![(CHANNEL, membership)]));
        }
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
        assert!(begun.elapsed() <= Duration::from_millis(1_500));
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_longer_than_the_press_lives_is_told_at_once_and_a_shorter_one_waited_out() {
        for (seconds, waited) in [(60, 0), (3, 3)] {
            let mut world = World::with(group()).and_open(Some(open_restriction()));
            world = world.and_ann_has(muted_until(Some(UNTIL)));
            let wait = FloodWait(Duration::from_secs(seconds));
            world.memberships.expect_get_fresh_for_press().times(1).returning(move |_, _| Err(wait));
            world.memberships.expect_get_fresh_for_press().returning(|_, _| Ok(vec![(CHANNEL, Membership::Unknown)]));
            let (answer, begun) = (expect_answer(&mut world), tokio::time::Instant::now());
            world.handle(Event::CallbackQuery(press())).await.unwrap();
            assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
            assert_eq!(begun.elapsed().as_secs(), waited);
        }
    }

    #[tokio::test]
    async fn a_press_that_can_not_be_carried_out_now_is_answered_and_tried_again() {
        let mut world = World::empty();
        let away = || StoreError::Unavailable("away".into());
        world.groups.expect_find().returning(move |_| Err(away()));
        let answer = expect_answer(&mut world);
        let setback = world.handle(Event::CallbackQuery(press())).await.unwrap_err();
        assert!(matches!(setback, Setback::StoreAway(_)));
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
    }

    #[tokio::test]
    async fn whoever_an_administrator_lets_write_in_part_is_not_told_to_be_muted() {
        let partial = RestrictedMember { is_member: true, can_send_messages: true, until: None };
        let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Restricted(partial));
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_has_not_is_told_which_channel_is_missing() {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
        expect_fresh(&mut world, Membership::NotMember);
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        let answer = answer.lock().unwrap();
        assert!(matches!(&*answer, Some(CallbackAnswer::Alert(text)) if text.contains("Tea news")), "{answer:?}");
    }

    #[tokio::test]
    async fn a_check_that_fails_changes_nothing() {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        expect_fresh(&mut world, Membership::Unknown);
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_press_right_after_another_is_answered_from_what_is_known() {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
        expect_fresh(&mut world, Membership::NotMember);
        world.memberships.expect_get().times(2).returning(|_, _| Ok(vec![(CHANNEL, Membership::NotMember)]));
        world.api.expect_answer_callback_query().times(3).returning(|_, _| Ok(()));
        let gatekeeper = world.gatekeeper();
        for _ in 0..3 {
            gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_asked_for_a_press_serves_no_message_that_comes_later() {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_is(Membership::NotMember);
        world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(muted_until(Some(UNTIL))));
        expect_fresh(&mut world, Membership::NotMember);
        let _answer = expect_answer(&mut world);
        // She was promoted since: what she writes stands.
        world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Creator));
        world.administrators.expect_forget().times(1).returning(|_| ());
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        let gatekeeper = world.gatekeeper();
        gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
        gatekeeper.handle(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_asked_before_a_mute_serves_no_press() {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
        world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(muted_until(Some(UNTIL))));
        world = world.and_ann_is_unmuted();
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        expect_fresh(&mut world, Membership::Member);
        let _answer = expect_answer(&mut world);
        let gatekeeper = world.gatekeeper();
        gatekeeper.callback_query.statuses.ask_ahead(GROUP, ANN).await;
        // So the press asks nothing ahead itself.
        gatekeeper.callback_query.forecast.note_outsider(GROUP);
        gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_presser_is_in_the_group_is_asked_once_more_where_the_look_up_took_much_longer() {
        for delivery in [UpdateDelivery::Polling, UpdateDelivery::Webhook] {
            let mut world = World::with(group()).and_open(Some(open_restriction()));
            world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
            world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(muted_until(Some(UNTIL))));
            world = world.and_ann_is_unmuted();
            world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
            for membership in [Membership::NotMember, Membership::Member] {
                let asked = world.memberships.expect_get_fresh_for_press().times(1);
                asked.returning(move |_, _| Ok(vec![(CHANNEL, membership)]));
            }
            let _answer = expect_answer(&mut world);
            let gatekeeper = Gatekeeper::new(Ports { delivery, ..world.ports() });
            gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_presser_is_in_the_group_is_asked_while_the_look_up_is_on_its_way_unless_others_had_not_joined() {
        for (is_expected, questions) in [(true, 1), (false, 0)] {
            let mut world = World::with(group()).and_open(Some(open_restriction()));
            let asked = Arc::new(AtomicUsize::new(0));
            let count = asked.clone();
            world.api.expect_get_chat_member().times(1).returning(move |_, _| {
                count.fetch_add(1, Ordering::SeqCst);
                Ok(muted_until(Some(UNTIL)))
            });
            world = world.and_ann_is_unmuted();
            world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
            expect_fresh(&mut world, Membership::Member);
            let answer = expect_answer(&mut world);
            let held = Arc::new(Held::new(std::mem::take(&mut world.memberships)));
            let gatekeeper = Gatekeeper::new(Ports { memberships: held.clone(), ..world.ports() });
            if !is_expected {
                gatekeeper.callback_query.forecast.note_outsider(GROUP);
            }
            let event = Event::CallbackQuery(press());
            let mut pressed = gatekeeper.handle(&event).boxed();
            assert!(poll_immediate(&mut pressed).await.is_none());
            assert_eq!(asked.load(Ordering::SeqCst), questions);
            held.release();
            pressed.await.unwrap();
            assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
        }
    }

    #[tokio::test]
    async fn somebody_elses_button_changes_nothing() {
        let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    }

    #[tokio::test]
    async fn whoever_an_administrator_has_muted_learns_that_it_was_not_the_gate() {
        let mut world = World::with(group()).and_open(None).and_ann_has(muted_until(None));
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
    }

    #[tokio::test]
    async fn forged_data_and_strange_groups_get_a_short_answer() {
        let strange = CallbackData::Joined(GroupId(-5)).encode();
        for data in [None, Some("joined:".to_owned()), Some("x".repeat(64)), Some(strange)] {
            let mut world = World::with(group());
            let answer = expect_answer(&mut world);
            let forged = CallbackQuery { data, ..press() };
            world.handle(Event::CallbackQuery(forged)).await.unwrap();
            assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
        }
    }

    #[tokio::test]
    async fn an_answer_that_comes_too_late_is_not_tried_again() {
        let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
        world.api.expect_answer_callback_query().returning(|_, _| Err(BotApiError::QueryExpired));
        world.handle(Event::CallbackQuery(press())).await.unwrap();
    }
}
