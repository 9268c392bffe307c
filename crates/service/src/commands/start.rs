//! `/start` in private: what the bot is; and for a muted person, why.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId,
    chat_member::Membership,
    gate::{Allowed, Decision, Facts, decide},
    group::Group,
    message::OutgoingMessage,
    ports::{BotApi, BotApiError, BotIdentity, Clock, GroupMemberRepository, GroupRepository, RestrictionRepository},
    restriction::Restriction,
    sender::Person,
    settings::Mode,
};
use portcullis_messages::{ChannelLink, Language, OwnRestriction, Texts};

use crate::{
    Setback,
    gate::{Enforcer, Lift, Reviewer, Verifier},
    outgoing::SeenMembers,
};

/// In how many groups a person is looked up who asks why they are muted.
const GROUPS_ASKED: u64 = 10;

/// Tells what the bot is and, to a muted person, why.
pub(crate) struct StartCommand {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl StartCommand {
    /// The answers to `/start`, in order.
    pub(crate) async fn answer(&self, person: &Person, language: Language) -> Result<Vec<OutgoingMessage>, Setback> {
        let mut answers = self.explain_mutes(person, language).await?;
        if answers.is_empty() {
            answers.push(self.texts.start(language, &self.bot));
        }
        Ok(answers)
    }

    async fn explain_mutes(&self, person: &Person, language: Language) -> Result<Vec<OutgoingMessage>, Setback> {
        let mut answers = Vec::new();
        let mut own = Vec::new();
        for restriction in self.restrictions.list_open_of(person.id).await? {
            if restriction.mode == Mode::Enforce && restriction.is_of_mute() && !self.is_freed(&restriction).await? {
                own.extend(self.own_restriction(&restriction).await?);
            }
        }
        if !own.is_empty() {
            answers.push(self.texts.restrictions_of(language, &own));
        }
        let by_administrator = self.restricted_by_administrator(person, &own).await?;
        if !by_administrator.is_empty() {
            answers.push(self.texts.restricted_by_administrator_in(language, &by_administrator));
        }
        Ok(answers)
    }

    /// Whether the gate lets the person go whatever they are in, and so they are free now.
    async fn is_freed(&self, restriction: &Restriction) -> Result<bool, Setback> {
        let group = self.groups.find(restriction.group).await?;
        match self.reviewer.freed_by_group(group.as_deref(), restriction).await? {
            Some(reason) => Ok(self.enforcer.lift(restriction, reason).await? != Lift::Refused),
            None => Ok(false),
        }
    }

    async fn own_restriction(&self, restriction: &Restriction) -> Result<Option<OwnRestriction>, Setback> {
        let Some(group) = self.groups.find(restriction.group).await? else { return Ok(None) };
        let missing = self.missing_now(&group, restriction).await;
        Ok(Some(OwnRestriction {
            group_title: group.title.clone(),
            group: group.id,
            channels: group.channels_among(&missing).map(ChannelLink::from).collect(),
            since: restriction.restricted_at,
            case: restriction.case_number,
            policy: group.settings.policy,
        }))
    }

    /// The channels that the person is to join now; where nobody can tell, those that were missing when the mute began.
    async fn missing_now(&self, group: &Group, restriction: &Restriction) -> Vec<ChannelId> {
        match self.verifier.memberships(group, restriction.user).await {
            Ok(memberships) => missing_by(group, &restriction.missing, &memberships),
            Err(_) => restriction.missing.clone(),
        }
    }

    /// The titles of groups in which somebody else than the gate restricts the person.
    async fn restricted_by_administrator(
        &self,
        person: &Person,
        own: &[OwnRestriction],
    ) -> Result<Vec<String>, Setback> {
        let mut titles = Vec::new();
        // Sightings are written in batches, so those of the last seconds are asked for too.
        self.seen.flush().await?;
        let seen_in = self.group_members.list_groups_of(person.id, GROUPS_ASKED).await?;
        for group in seen_in.into_iter().filter(|group| own.iter().all(|one| one.group != *group)) {
            // Of a group without a row nobody could tell the title; and in one that is not served the bot asks nothing.
            let Some(known) = self.groups.find(group).await?.filter(|known| known.denied.is_none()) else { continue };
            let status = match self.api.get_chat_member(group.into(), person.id).await {
                Ok(status) => status,
                Err(error @ BotApiError::RetryAfter(_)) => return Err(Setback::in_group(group)(error)),
                Err(_) => continue,
            };
            if status.is_muted(self.clock.now()) {
                titles.push(known.title.clone());
            }
        }
        Ok(titles)
    }
}

/// The channels that a person with these memberships is to join, of whom `before` were missing when the mute began.
fn missing_by(group: &Group, before: &[ChannelId], memberships: &[(ChannelId, Membership)]) -> Vec<ChannelId> {
    match decide((&group.settings).into(), &Facts::of(group, memberships)) {
        Decision::Restrict { missing } => missing,
        Decision::Allow(Allowed::Unknown) => {
            let is_joined = |channel: &ChannelId| memberships.contains(&(*channel, Membership::Member));
            before.iter().copied().filter(|channel| !is_joined(channel)).collect()
        }
        Decision::Allow(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::group::EnforcedChannel;

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ANN, CHANNEL, World, accepting_group, group, open_restriction, person},
    };

    const OTHER: ChannelId = ChannelId(-1_003);

    #[test]
    fn what_is_missing_now_is_listed_and_not_what_was_when_the_mute_began() {
        let other = EnforcedChannel { id: OTHER, ..group().channels[0].clone() };
        let group = Group { channels: vec![group().channels[0].clone(), other], ..group() };
        let missing = |here, there| missing_by(&group, &[CHANNEL], &[(CHANNEL, here), (OTHER, there)]);
        assert_eq!(missing(Membership::Member, Membership::NotMember), [OTHER]);
        assert_eq!(missing(Membership::Member, Membership::Member), []);
        assert_eq!(missing(Membership::Unknown, Membership::Member), [CHANNEL]);
        assert_eq!(missing(Membership::Member, Membership::Unknown), []);
    }

    #[tokio::test]
    async fn a_muted_person_reads_what_is_missing_now() {
        let other = EnforcedChannel { id: OTHER, title: "Cake news".to_owned(), ..group().channels[0].clone() };
        let mut world = World::with(Group { channels: vec![group().channels[0].clone(), other], ..group() });
        world.restrictions.expect_list_open_of().returning(|_| Ok(vec![open_restriction()]));
        let now = [(CHANNEL, Membership::Member), (OTHER, Membership::NotMember)];
        world.memberships.expect_get().times(1).returning(move |_, _| Ok(now.to_vec()));
        world.group_members.expect_list_groups_of().returning(|_, _| Ok(Vec::new()));
        let ports = world.ports();
        let commands = Parts::new(&ports).commands(&ports);
        let answers = commands.start.answer(&person(ANN), Language::ENGLISH).await.unwrap();
        let said = answers[0].html.to_string();
        assert!(said.contains("Cake news") && !said.contains("Tea news"), "{said}");
    }

    #[tokio::test]
    async fn nobody_reads_that_they_are_to_join_what_they_have_asked_to_join_where_that_counts() {
        let other = EnforcedChannel { id: OTHER, title: "Cake news".to_owned(), ..group().channels[0].clone() };
        let accepting = accepting_group();
        let mut world = World::with(Group { channels: vec![accepting.channels[0].clone(), other], ..accepting });
        world = world.and_ann_is(Membership::NotMember).and_ann_asked_to_join(&[CHANNEL]);
        world.restrictions.expect_list_open_of().returning(|_| Ok(vec![open_restriction()]));
        world.group_members.expect_list_groups_of().returning(|_, _| Ok(Vec::new()));
        let ports = world.ports();
        let commands = Parts::new(&ports).commands(&ports);
        let answers = commands.start.answer(&person(ANN), Language::ENGLISH).await.unwrap();
        let said = answers[0].html.to_string();
        assert!(said.contains("Cake news") && !said.contains("Tea news"), "{said}");
    }
}
