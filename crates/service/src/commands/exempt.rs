//! `/exempt` and `/unexempt`: people whom the gate never checks.

use std::sync::Arc;

use portcullis_domain::{
    command::PersonReference,
    event::GroupMessage,
    group::Group,
    message::OutgoingMessage,
    ports::{Clock, ExemptionRecord, ExemptionRepository, RestrictionRepository},
    restriction::LiftReason,
};
use portcullis_messages::{Language, Texts};

use super::{
    exemption_list::ExemptionList,
    person::{PersonFinder, PersonMeant},
};
use crate::{Setback, gate::Enforcer};

/// Exempts people, and ends their exemptions.
pub(crate) struct ExemptCommand {
    pub(crate) exemptions: Arc<dyn ExemptionRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) people: PersonFinder,
    pub(crate) list: ExemptionList,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ExemptCommand {
    /// Exempts a person and un-mutes them; without a person, lists who is exempt.
    pub(crate) async fn exempt(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        target: PersonReference,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        let (user, name) = match self.people.find(message, target).await? {
            PersonMeant::Known(user, name) => (user, name),
            PersonMeant::Nobody => return Ok(self.list.first_page(group, language).await?),
            PersonMeant::Unclear(person) => return Ok(person.explain(texts, language, "/exempt")),
        };
        // An anonymous admin acts in the group's name, and so in its owner's.
        let by = message.sender.person().map_or(group.owner, |admin| admin.id);
        let exempted = ExemptionRecord { group: group.id, user, by, at: self.clock.now() };
        let is_new = self.exemptions.put(exempted).await?;
        if let Some(open) = self.restrictions.find_open(group.id, user).await? {
            self.enforcer.lift(&open, LiftReason::Exempted).await?;
        }
        Ok(if is_new {
            texts.exempted(language, user, name.as_deref())
        } else {
            texts.already_exempt(language, user, name.as_deref())
        })
    }

    /// Ends an exemption: the person is gated again at the next message.
    pub(crate) async fn unexempt(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        target: PersonReference,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        match self.people.find(message, target).await? {
            PersonMeant::Known(user, name) => {
                let was_exempt = self.exemptions.remove(group.id, user).await?;
                Ok(if was_exempt {
                    texts.unexempted(language, user, name.as_deref())
                } else {
                    texts.was_not_exempt(language, user, name.as_deref())
                })
            }
            PersonMeant::Nobody => Ok(self.list.first_page(group, language).await?),
            PersonMeant::Unclear(person) => Ok(person.explain(texts, language, "/unexempt")),
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        UserId,
        sender::{Person, Sender},
    };

    use super::*;
    use crate::testing::{ADMIN, ANN, GROUP, NOW, UNTIL, World, group, message, muted_until, open_restriction, person};

    fn by_admin(reply_to: Vec<Person>) -> GroupMessage {
        GroupMessage { reply_to, ..message(Sender::Person(person(ADMIN)), "/exempt") }
    }

    /// The command of this world, given as `/exempt`.
    async fn exempt(world: World, message: &GroupMessage, target: PersonReference) -> String {
        command(world).exempt(message, Some(&group()), target, Language::ENGLISH).await.unwrap().html.to_string()
    }

    fn command(world: World) -> ExemptCommand {
        let ports = world.ports();
        crate::parts::Parts::new(&ports).commands(&ports).exempt
    }

    fn with_ann_exempt() -> Group {
        Group { exempt: [ANN].into(), ..group() }
    }

    fn expect_put(world: &mut World) {
        let record = ExemptionRecord { group: GROUP, user: ANN, by: ADMIN, at: NOW };
        world.exemptions.expect_put().times(1).withf(move |put| *put == record).returning(|_| Ok(true));
    }

    #[tokio::test]
    async fn a_person_is_exempted_by_reply_and_by_id() {
        for (reply_to, target) in
            [(vec![person(ANN)], PersonReference::Replied), (Vec::new(), PersonReference::User(ANN))]
        {
            let mut world = World::empty().and_open(None);
            expect_put(&mut world);
            exempt(world, &by_admin(reply_to), target).await;
        }
    }

    #[tokio::test]
    async fn a_person_is_exempted_by_a_name_that_was_seen_in_the_group_and_nobody_by_another() {
        let name = || PersonReference::Username("Ann_7".to_owned());
        let mut world = World::empty().and_open(None);
        expect_put(&mut world);
        let asked = world.group_members.expect_find_by_username().times(1);
        asked.withf(|group, name| (*group, name) == (GROUP, "Ann_7")).returning(|_, _| Ok(Some(ANN)));
        world.api.expect_get_username().times(1).returning(|_, _| Ok(Some("ann_7".to_owned())));
        let said = exempt(world, &by_admin(Vec::new()), name()).await;
        assert!(said.contains("@Ann_7"), "{said}");
        // Nobody was seen by it, or whoever was has another name by now, or none.
        for (seen, now) in [(None, None), (Some(ANN), Some("ann_the_second")), (Some(ANN), None)] {
            let mut world = World::empty();
            world.group_members.expect_find_by_username().returning(move |_, _| Ok(seen));
            world.api.expect_get_username().returning(move |_, _| Ok(now.map(str::to_owned)));
            let said = exempt(world, &by_admin(Vec::new()), name()).await;
            assert!(said.contains("I haven’t seen") && said.contains("Ann_7"), "{said}");
        }
    }

    #[tokio::test]
    async fn of_several_people_nobody_is_exempted_and_the_answer_asks_which() {
        let several = by_admin(vec![person(ANN), person(UserId(8))]);
        let asked = exempt(World::empty(), &several, PersonReference::Replied).await;
        for word in ["N7", "<code>/exempt 7</code>", "N8", "<code>/exempt 8</code>"] {
            assert!(asked.contains(word), "{asked}");
        }
        let (group, language) = (group(), Language::ENGLISH);
        let unexempt = command(World::empty());
        let asked = unexempt.unexempt(&several, Some(&group), PersonReference::Replied, language).await.unwrap();
        assert!(asked.html.to_string().contains("<code>/unexempt 8</code>"), "{}", asked.html);
    }

    #[tokio::test]
    async fn whoever_is_exempted_while_muted_is_un_muted() {
        let mut world = World::empty().and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
        expect_put(&mut world);
        world = world.and_ann_is_unmuted();
        world
            .restrictions
            .expect_close()
            .times(1)
            .withf(|_, reason, _| *reason == LiftReason::Exempted)
            .returning(|_, _, _| Ok(Some(open_restriction())));
        exempt(world, &by_admin(Vec::new()), PersonReference::User(ANN)).await;
    }

    #[tokio::test]
    async fn without_a_person_the_exempt_are_listed_and_an_unreadable_word_is_named() {
        let mut world = World::empty();
        let record = ExemptionRecord { group: GROUP, user: ANN, by: ADMIN, at: NOW };
        world.group_members.expect_list_usernames().returning(|_| Ok(vec![(ANN, "ann_7".to_owned())]));
        world.exemptions.expect_list().times(1).returning(move |_, _, _| Ok(vec![record]));
        let (message, group) = (by_admin(Vec::new()), with_ann_exempt());
        let listed = command(world).exempt(&message, Some(&group), PersonReference::Replied, Language::ENGLISH).await;
        let listed = listed.unwrap().html.to_string();
        assert!(listed.contains(&ANN.to_string()), "{listed}");
        let refused =
            exempt(World::empty(), &by_admin(Vec::new()), PersonReference::Unreadable("ann".to_owned())).await;
        assert!(refused.contains("ann"), "{refused}");
    }

    #[tokio::test]
    async fn an_anonymous_admin_exempts_in_the_owners_name() {
        let mut world = World::empty().and_open(None);
        let owner = UserId(77);
        world.exemptions.expect_put().times(1).withf(move |put| put.by == owner).returning(|_| Ok(true));
        let (message, group) = (message(Sender::AnonymousAdministrator, "/exempt"), Group { owner, ..group() });
        let target = PersonReference::User(ANN);
        command(world).exempt(&message, Some(&group), target, Language::ENGLISH).await.unwrap();
    }

    #[tokio::test]
    async fn an_exemption_ends_and_one_that_was_none_is_said_to_be_none() {
        let mut answers = Vec::new();
        for was_exempt in [true, false] {
            let mut world = World::empty();
            world.exemptions.expect_remove().times(1).returning(move |_, _| Ok(was_exempt));
            let (message, target) = (by_admin(Vec::new()), PersonReference::User(ANN));
            let answer = command(world).unexempt(&message, Some(&group()), target, Language::ENGLISH).await.unwrap();
            answers.push(answer.html.to_string());
        }
        assert_ne!(answers[0], answers[1]);
    }

    #[tokio::test]
    async fn unexempt_lists_without_a_person_too_and_names_an_unreadable_word() {
        let mut world = World::empty();
        let record = ExemptionRecord { group: GROUP, user: ANN, by: ADMIN, at: NOW };
        world.group_members.expect_list_usernames().returning(|_| Ok(vec![(ANN, "ann_7".to_owned())]));
        world.exemptions.expect_list().times(1).returning(move |_, _, _| Ok(vec![record]));
        let (message, group) = (by_admin(Vec::new()), with_ann_exempt());
        let unexempt = command(world);
        for (target, word) in [
            (PersonReference::Replied, ANN.to_string()),
            (PersonReference::Unreadable("ann".to_owned()), "ann".to_owned()),
        ] {
            let answer = unexempt.unexempt(&message, Some(&group), target, Language::ENGLISH).await.unwrap();
            assert!(answer.html.to_string().contains(&word), "{}", answer.html);
        }
    }
}
