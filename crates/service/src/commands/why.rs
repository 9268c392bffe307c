//! `/why`: what the gate thinks of a person now. It looks, and changes nothing.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    command::PersonReference,
    event::GroupMessage,
    gate::{Decision, Facts},
    group::Group,
    judgement::{Judgement, MemberState, facts_of, judge},
    ladder::{GRACE, NextStep},
    message::OutgoingMessage,
    ports::{Administrators, BotApi, BotApiError, Clock, FloodWait, Memberships, RestrictionRepository},
    restriction::{RestrictReason, Restriction},
    settings::Mode,
};
use portcullis_messages::{Language, Texts, WhyText};

use super::person::{PersonFinder, PersonMeant};
use crate::{Setback, gate::Steps};

/// How many of a person's last cases are told.
const CASES: u64 = 5;

/// How far apart fresh look-ups of one person are, as those for presses are.
const LOOK_INTERVAL: Duration = Duration::from_secs(3);

/// How many people's last look-ups are remembered.
const REMEMBERED_LOOKS: u64 = 10_000;

/// Tells what the gate thinks of a person.
pub(crate) struct WhyCommand {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) people: PersonFinder,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) administrators: Arc<dyn Administrators>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) steps: Arc<Steps>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) looks: RecentLooks,
}

/// Who was looked up afresh within the last seconds.
pub(crate) struct RecentLooks(moka::sync::Cache<UserId, ()>);

impl Default for RecentLooks {
    fn default() -> Self {
        Self(moka::sync::Cache::builder().max_capacity(REMEMBERED_LOOKS).time_to_live(LOOK_INTERVAL).build())
    }
}

impl WhyCommand {
    /// What the gate thinks of the person who is meant.
    pub(crate) async fn answer(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        reference: PersonReference,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        match self.people.find(message, reference).await? {
            PersonMeant::Known(user, name) => self.explain(group, user, name, language).await,
            PersonMeant::Nobody => Ok(texts.why_usage(language)),
            PersonMeant::Unclear(person) => Ok(person.explain(texts, language, "/why")),
        }
    }

    async fn explain(
        &self,
        group: &Group,
        user: UserId,
        name: Option<String>,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        // Read the facts.
        let cases = self.restrictions.list_cases(group.id, user, CASES).await?;
        let open = self.restrictions.find_open(group.id, user).await?;
        let status = match self.api.get_chat_member(group.id.into(), user).await {
            Err(error @ BotApiError::MigratedTo(_)) => return Err(Setback::in_group(group.id)(error)),
            status => status,
        };
        let state = match &status {
            Ok(status) => MemberState::of(*status, open.as_ref(), self.clock.now()),
            Err(BotApiError::UserUnknown) => MemberState::NotKnown,
            Err(_) => MemberState::CannotTell,
        };
        let memberships = self.look_up(group, user).await;
        let is_seen = memberships.iter().any(|(_, membership)| *membership == Membership::Member);
        if state == MemberState::NotKnown && cases.is_empty() && !is_seen && !group.exempt.contains(&user) {
            return Ok(self.texts.why_unknown(language, user));
        }
        let status = status.ok();
        let administrators = match status {
            None if Facts::of_everybody_in(group).is_none() => self.administrators.get(group.id).await.ok(),
            _ => None,
        };
        let facts = facts_of(group, user, status, administrators.as_deref(), &memberships);

        let judgement = judge((&group.settings).into(), facts.as_ref());
        let next = self.next_step(group, user, state, &judgement, open.as_ref()).await?;

        let name = name.as_deref().or_else(|| cases.first().map(|case| case.name.as_str()));
        let why = WhyText {
            group,
            user,
            name,
            state,
            memberships: &memberships,
            judgement: &judgement,
            next,
            open: open.as_ref(),
            cases: &cases,
        };
        Ok(self.texts.why(language, &why))
    }

    /// What follows what they write next, where anything but a mute may, and they are not muted already.
    async fn next_step(
        &self,
        group: &Group,
        user: UserId,
        state: MemberState,
        judgement: &Judgement,
        open: Option<&Restriction>,
    ) -> Result<Option<NextStep>, Setback> {
        let may_write = matches!(state, MemberState::Member | MemberState::Absent);
        let is_enforced = group.has_steps() && group.can_enforce && group.settings.mode == Mode::Enforce;
        if !may_write || !is_enforced || !matches!(judgement.decision, Decision::Restrict { .. }) {
            return Ok(None);
        }
        // Not what is written within the grace of the last step.
        let at = self.clock.now().after(GRACE);
        Ok(Some(self.steps.next(group, user, RestrictReason::Spoke, at, open).await?))
    }

    /// The person's memberships of the channels that the bot may look into, asked for afresh once in a while; those that
    /// Telegram makes wait are left out.
    async fn look_up(&self, group: &Group, user: UserId) -> Vec<(ChannelId, Membership)> {
        let channels = group.checkable_channels();
        let known = if self.looks.0.entry(user).or_insert(()).is_fresh() {
            self.memberships.get_fresh_for_press(user, &channels).await
        } else {
            self.memberships.get(user, &channels).await
        };
        known.unwrap_or_else(|FloodWait(_)| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        chat_member::ChatMemberStatus,
        restriction::Restriction,
        sender::{Person, Sender},
        settings::Mode,
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{
            ADMIN, ANN, CHANNEL, UNTIL, World, group, message, muted_until, observing_group, open_restriction, person,
        },
    };

    fn asked(reply_to: Vec<Person>) -> GroupMessage {
        GroupMessage { reply_to, ..message(Sender::Person(person(ADMIN)), "/why") }
    }

    /// A world in which Ann is so in the group's channel, freshly asked, and has these cases.
    fn world(group: Group, membership: Membership, cases: Vec<Restriction>) -> World {
        let mut world = World::with(group);
        world
            .memberships
            .expect_get_fresh_for_press()
            .times(1)
            .returning(move |_, channels| Ok(channels.iter().map(|channel| (*channel, membership)).collect()));
        let open = cases.first().filter(|case| case.lifted.is_none()).cloned();
        world.restrictions.expect_list_cases().returning(move |_, _, _| Ok(cases.clone()));
        world.and_open(open)
    }

    /// What is answered about Ann. Whatever would mute or lift fails the test: no mock expects it.
    async fn answer(world: World, group: Option<&Group>, reference: PersonReference) -> String {
        let ports = world.ports();
        let commands = Parts::new(&ports).commands(&ports);
        let said = commands.why.answer(&asked(Vec::new()), group, reference, Language::ENGLISH).await.unwrap();
        said.html.to_string()
    }

    #[tokio::test]
    async fn a_muted_person_is_told_with_facts_rule_decision_and_case() {
        let world =
            world(group(), Membership::NotMember, vec![open_restriction()]).and_ann_has(muted_until(Some(UNTIL)));
        let said = answer(world, Some(&group()), PersonReference::User(ANN)).await;
        for words in ["Ann", "muted by me", "Tea news", "not in", "in all of these", "may not write until", "Case 17"] {
            assert!(said.contains(words), "«{words}» is missing in {said}");
        }
    }

    #[tokio::test]
    async fn doubt_is_said_as_doubt() {
        let mut world = world(group(), Membership::Unknown, Vec::new());
        world.api.expect_get_chat_member().returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
        let said = answer(world, Some(&group()), PersonReference::User(ANN)).await;
        assert_eq!(said.matches("I can’t tell right now").count(), 2, "{said}");
        assert!(said.contains("they may write") && said.contains("No cases"), "{said}");
    }

    #[tokio::test]
    async fn where_nobody_can_tell_who_administers_the_group_nobody_is_muted_and_that_is_the_rule() {
        let mut world = World::empty().and_open(None);
        world.memberships.expect_get_fresh_for_press().returning(|_, _| Ok(vec![(CHANNEL, Membership::NotMember)]));
        world.restrictions.expect_list_cases().returning(|_, _, _| Ok(Vec::new()));
        world.api.expect_get_chat_member().returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
        world.administrators.expect_get().returning(|_| Err(BotApiError::NoAnswer("away".into())));
        let said = answer(world, Some(&group()), PersonReference::User(ANN)).await;
        assert!(said.contains("whether they are an admin") && said.contains("they may write"), "{said}");
    }

    #[tokio::test]
    async fn whoever_is_exempt_or_an_admin_or_only_watched_is_said_to_be_so() {
        let exempt = Group { exempt: [ANN].into(), ..group() };
        let member = ChatMemberStatus::Member;
        let said = |group: Group, status: ChatMemberStatus| async move {
            let world = world(group.clone(), Membership::NotMember, Vec::new()).and_ann_has(status);
            answer(world, Some(&group), PersonReference::User(ANN)).await
        };
        assert!(said(exempt, member).await.contains("an admin has exempted them"));
        assert!(said(group(), ChatMemberStatus::Creator).await.contains("admins are never checked"));
        assert!(said(observing_group(), member).await.contains("The gate is on trial"));
        assert!(said(Group { enabled: false, ..group() }, member).await.contains("the gate is off here"));
        assert!(said(Group { can_enforce: false, ..group() }, member).await.contains("missing a right"));
    }

    #[tokio::test]
    async fn an_id_that_nobody_knows_gets_a_friendly_answer_and_no_id_the_way_to_ask() {
        let mut unknown = world(group(), Membership::NotMember, Vec::new());
        unknown.api.expect_get_chat_member().returning(|_, _| Err(BotApiError::UserUnknown));
        let said = answer(unknown, Some(&group()), PersonReference::User(ANN)).await;
        assert!(said.contains("doesn’t show me anyone"), "{said}");
        let usage = answer(World::empty(), Some(&group()), PersonReference::Replied).await;
        assert!(usage.contains("Whom do you mean"), "{usage}");
        let nowhere = answer(World::empty(), None, PersonReference::User(ANN)).await;
        assert!(nowhere.contains("No gate is set up"), "{nowhere}");
    }

    #[tokio::test]
    async fn a_second_question_within_seconds_is_answered_from_what_is_known() {
        let group = group();
        let world = world(group.clone(), Membership::NotMember, Vec::new())
            .and_ann_has(ChatMemberStatus::Member)
            .and_ann_is(Membership::Member);
        let ports = world.ports();
        let commands = Parts::new(&ports).commands(&ports);
        for words in ["not in", "they may write"] {
            let question = asked(vec![person(ANN)]);
            let said = commands.why.answer(&question, Some(&group), PersonReference::Replied, Language::ENGLISH);
            let said = said.await.unwrap().html.to_string();
            assert!(said.contains(words), "{said}");
        }
    }

    #[tokio::test]
    async fn what_was_only_noted_is_no_mute() {
        let observed = Restriction { mode: Mode::Observe, ..open_restriction() };
        let world =
            world(observing_group(), Membership::NotMember, vec![observed]).and_ann_has(ChatMemberStatus::Member);
        let said = answer(world, Some(&observing_group()), PersonReference::User(ANN)).await;
        assert!(said.contains("Noted on trial") && said.contains("(on trial, not muted)"), "{said}");
    }
}
