//! A person presses «I have joined».

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId, UserId,
    event::CallbackQuery,
    gate::Review,
    group::Group,
    message::CallbackData,
    ports::{BotApi, BotApiError, CallbackAnswer, Clock, GroupRepository, Memberships, RestrictionRepository},
    restriction::{LiftReason, Restriction},
    sender::Person,
};
use portcullis_messages::{ChannelLink, Language, Texts};

use crate::{
    Setback,
    gate::{Enforcer, Lift, Reviewer, Verifier},
};

/// How far apart fresh checks of one person are that are made because of a press.
const PRESS_INTERVAL: Duration = Duration::from_secs(3);

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
    pub(crate) presses: Presses,
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
    pub(crate) async fn handle(&self, query: &CallbackQuery) -> Result<(), Setback> {
        let answer = match query.data.as_deref().and_then(CallbackData::decode) {
            Some(CallbackData::Joined(group)) => self.check_again(group, &query.from).await?,
            None => self.texts.outdated_button(self.texts.language_for(None, Some(&query.from))),
        };
        self.answer(query, &answer).await
    }

    async fn check_again(&self, group: GroupId, person: &Person) -> Result<CallbackAnswer, Setback> {
        let group = self.groups.find(group).await?;
        let language = self.texts.language_for(group.as_deref(), Some(person));
        let Some(group) = group else { return Ok(self.texts.outdated_button(language)) };
        match self.restrictions.find_open(group.id, person.id).await? {
            Some(restriction) => self.recheck(&group, person, restriction, language).await,
            None => self.explain_no_restriction(&group, person, language).await,
        }
    }

    async fn recheck(
        &self,
        group: &Group,
        person: &Person,
        restriction: Restriction,
        language: Language,
    ) -> Result<CallbackAnswer, Setback> {
        let texts = &self.texts;
        // Nobody is told to join what nothing demands any more.
        if let Some(reason) = self.reviewer.freed_by_group(Some(group), &restriction).await? {
            return self.lift(group, &restriction, reason, language).await;
        }
        let channels = group.checkable_channels();
        let memberships = if self.presses.may_check_fresh(person.id) {
            self.memberships.get_fresh(person.id, &channels).await?
        } else {
            self.memberships.get(person.id, &channels).await?
        };
        match self.verifier.review(group, person.id, &memberships).await? {
            Review::CannotTell => Ok(texts.could_not_check(language)),
            Review::Free => self.lift(group, &restriction, LiftReason::Pressed, language).await,
            Review::Held { missing } => {
                let links: Vec<ChannelLink> = group.channels_among(&missing).map(ChannelLink::from).collect();
                Ok(texts.still_missing(language, &links, group.settings.policy))
            }
        }
    }

    /// Lets a person go, and tells them what came of it.
    async fn lift(
        &self,
        group: &Group,
        restriction: &Restriction,
        reason: LiftReason,
        language: Language,
    ) -> Result<CallbackAnswer, Setback> {
        Ok(match self.enforcer.lift(restriction, reason).await? {
            Lift::Free | Lift::NotYetMuted => self.texts.passed(language, &group.title),
            Lift::HeldByAdministrator => self.texts.restricted_by_administrator(language),
            Lift::Refused => self.texts.could_not_unmute(language, &group.title),
        })
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
            Ok(status) if status.restriction(self.clock.now()).is_some() => texts.restricted_by_administrator(language),
            Err(error @ BotApiError::RetryAfter(_)) => return Err(error.into()),
            Ok(_) => texts.not_restricted(language),
            Err(_) => texts.could_not_check(language),
        })
    }

    async fn answer(&self, query: &CallbackQuery, answer: &CallbackAnswer) -> Result<(), Setback> {
        match self.api.answer_callback_query(&query.id, answer).await {
            // Everything that mattered is done; an answer that comes too late helps nobody.
            Ok(()) | Err(BotApiError::QueryExpired | BotApiError::NoAnswer(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use portcullis_domain::{
        GroupId,
        chat_member::{ChatMemberStatus, Membership},
        event::Event,
    };

    use super::*;
    use crate::testing::{ANN, CHANNEL, GROUP, UNTIL, World, group, muted_until, open_restriction, person, update};

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
        world
            .memberships
            .expect_get_fresh()
            .times(1)
            .returning(move |_, channels| Ok(channels.iter().map(|channel| (*channel, membership)).collect()));
    }

    #[tokio::test]
    async fn whoever_has_joined_speaks_again() {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
        expect_fresh(&mut world, Membership::Member);
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world
            .restrictions
            .expect_lift()
            .times(1)
            .withf(|_, reason, _| *reason == LiftReason::Pressed)
            .returning(|_, _, _| Ok(true));
        let answer = expect_answer(&mut world);
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    }

    #[tokio::test]
    async fn whoever_has_not_is_told_which_channel_is_missing() {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
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

    #[tokio::test]
    async fn a_press_right_after_another_is_answered_from_what_is_known() {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        expect_fresh(&mut world, Membership::NotMember);
        world.memberships.expect_get().times(2).returning(|_, _| Ok(vec![(CHANNEL, Membership::NotMember)]));
        world.api.expect_answer_callback_query().times(3).returning(|_, _| Ok(()));
        let gatekeeper = world.gatekeeper();
        for _ in 0..3 {
            gatekeeper.handle(&update(Event::CallbackQuery(press()))).await.unwrap();
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
