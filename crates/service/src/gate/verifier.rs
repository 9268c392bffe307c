//! One person before one group's gate: gather the facts, ask the domain.

use std::{sync::Arc, time::Instant};

use portcullis_domain::{
    ChannelId, UserId,
    administrators::AdministratorList,
    chat_member::Membership,
    exemption::{exemption, person_exemption},
    gate::{Allowed, Decision, Facts, Review, decide, review},
    group::Group,
    ports::{Administrators, BotApiError, Memberships},
    sender::Sender,
};

use super::{FactFinder, WaitingRequests, channel_look_up::look_up};
use crate::{Setback, metrics::Metrics};

/// Finds out what the gate says, asking Telegram for whatever is not known.
pub(crate) struct Verifier {
    facts: Arc<FactFinder>,
    administrators: Arc<dyn Administrators>,
    memberships: Arc<dyn Memberships>,
    requests: Arc<WaitingRequests>,
    metrics: Arc<Metrics>,
}

impl Verifier {
    pub(crate) fn new(
        facts: Arc<FactFinder>,
        administrators: Arc<dyn Administrators>,
        memberships: Arc<dyn Memberships>,
        requests: Arc<WaitingRequests>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self { facts, administrators, memberships, requests, metrics }
    }

    /// What the gate of `group` says of a sender.
    pub(crate) async fn verify_sender(&self, group: &Group, sender: &Sender) -> Result<Decision, Setback> {
        if let Sender::Person(person) = sender {
            return self.verify(group, person.id).await;
        }
        if let Some(settled) = Facts::of_everybody_in(group) {
            return Ok(decide((&group.settings).into(), &settled));
        }
        // Only a person can be in a channel; of all others the kind alone decides.
        Ok(match exemption(sender, group, &AdministratorList::default()) {
            Some(exemption) => Decision::Allow(Allowed::Exempt(exemption)),
            None => Decision::Restrict { missing: group.channel_ids() },
        })
    }

    /// Whether a person passes the gate of `group` who is judged by another event of their own.
    pub(crate) async fn passes(&self, group: &Group, user: UserId) -> Result<bool, Setback> {
        let facts = self.facts.find(group, user).await?;
        Ok(facts.is_none_or(|facts| matches!(decide((&group.settings).into(), &facts), Decision::Allow(_))))
    }

    /// What the gate of `group` says of a person.
    pub(crate) async fn verify(&self, group: &Group, user: UserId) -> Result<Decision, Setback> {
        let begun = Instant::now();
        let facts = self.facts.find(group, user).await?;
        let decision =
            facts.map_or(Decision::Allow(Allowed::Unknown), |facts| decide((&group.settings).into(), &facts));
        self.metrics.count_decision(&decision);
        self.metrics.record_latency(begun.elapsed());
        Ok(decision)
    }

    /// What the gate of `group` says of a person in a sweep, whose look-up waits for its `turn`.
    pub(crate) async fn verify_for_sweep(
        &self,
        group: &Group,
        user: UserId,
        turn: impl Future<Output = ()>,
    ) -> Result<Decision, Setback> {
        let facts = self.facts.find_for_sweep(group, user, turn).await?;
        let decision =
            facts.map_or(Decision::Allow(Allowed::Unknown), |facts| decide((&group.settings).into(), &facts));
        self.metrics.count_decision(&decision);
        Ok(decision)
    }

    /// What there is to know of a person before a gate that is tried out, once it is their `turn`; `None`: nobody can tell.
    pub(crate) async fn facts_for_preview(
        &self,
        group: &Group,
        user: UserId,
        turn: impl Future<Output = ()>,
    ) -> Result<Option<Facts>, Setback> {
        self.facts.find_for_preview(group, user, turn).await
    }

    /// What the gate of `group` says of a muted person with these memberships, be it switched on or not: a group that was
    /// switched off with `keep` leaves its people muted until they join.
    pub(crate) async fn review(
        &self,
        group: &Group,
        user: UserId,
        memberships: &[(ChannelId, Membership)],
    ) -> Result<Review, Setback> {
        let administrators = match self.administrators.get(group.id).await {
            Ok(administrators) => administrators,
            // A group that threw the bot out: what holds a person there must not hold them up elsewhere.
            Err(BotApiError::ChatUnavailable(_)) => return Ok(Review::CannotTell),
            Err(error) => return Err(Setback::in_group(group.id)(error)),
        };
        Ok(match person_exemption(user, group, &administrators) {
            Some(_) => Review::Free,
            None => review(group, memberships),
        })
    }

    /// The person's memberships of the channels of `group` that the bot may look into, as many as its policy needs, with
    /// their requests to join counted.
    pub(crate) async fn memberships(
        &self,
        group: &Group,
        user: UserId,
    ) -> Result<Vec<(ChannelId, Membership)>, Setback> {
        let ask = |channels: Vec<ChannelId>| async move { self.memberships.get(user, &channels).await };
        let known = look_up(group, group.checkable_channels(), ask).await?;
        self.count_requests(group, user, known).await
    }

    /// Memberships that were found out otherwise, with the person's requests to join counted as the group's admins chose.
    pub(crate) async fn count_requests(
        &self,
        group: &Group,
        user: UserId,
        known: Vec<(ChannelId, Membership)>,
    ) -> Result<Vec<(ChannelId, Membership)>, Setback> {
        Ok(self.requests.count(group, user, known).await?)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        exemption::Exemption,
        ports::{FloodWait, MockAdministrators, MockBotApi, MockMemberships, MockPendingJoinRequests},
        sender::SenderChannel,
    };

    use super::*;
    use crate::{
        UpdateDelivery,
        gate::MemberStatuses,
        testing::{ADMIN, ANN, CHANNEL, accepting_group, clock, group, observing_group},
    };

    fn administrators() -> MockAdministrators {
        let mut administrators = MockAdministrators::new();
        administrators.expect_get().returning(|_| Ok(Arc::new(AdministratorList::from_iter([ADMIN]))));
        administrators
    }

    fn memberships(membership: Membership) -> MockMemberships {
        let mut memberships = MockMemberships::new();
        memberships
            .expect_get_confirmed()
            .times(1)
            .withf(|user, channels| *user == ANN && channels == [CHANNEL])
            .returning(move |_, channels| Ok(channels.iter().map(|channel| (*channel, membership)).collect()));
        memberships
    }

    fn verifier(administrators: MockAdministrators, memberships: MockMemberships) -> Verifier {
        verifier_with(MockPendingJoinRequests::new(), administrators, memberships)
    }

    fn verifier_with(
        requests: MockPendingJoinRequests,
        administrators: MockAdministrators,
        memberships: MockMemberships,
    ) -> Verifier {
        let (administrators, memberships) = (Arc::new(administrators), Arc::new(memberships));
        let statuses = Arc::new(MemberStatuses::new(Arc::new(MockBotApi::new()), UpdateDelivery::Polling, clock()));
        let requests = Arc::new(WaitingRequests::new(Arc::new(requests), clock()));
        let facts =
            Arc::new(FactFinder::new(administrators.clone(), memberships.clone(), statuses, requests.clone(), clock()));
        Verifier::new(facts, administrators, memberships, requests, Arc::new(Metrics::new()))
    }

    #[tokio::test]
    async fn a_membership_is_looked_up_and_decided_by() {
        for (membership, decision) in [
            (Membership::Member, Decision::Allow(Allowed::Met)),
            (Membership::Unknown, Decision::Allow(Allowed::Unknown)),
            (Membership::NotMember, Decision::Restrict { missing: vec![CHANNEL] }),
        ] {
            let verifier = verifier(administrators(), memberships(membership));
            assert_eq!(verifier.verify(&group(), ANN).await.unwrap(), decision);
        }
    }

    #[tokio::test]
    async fn a_request_to_join_counts_where_somebody_would_be_restricted_and_is_asked_for_nowhere_else() {
        let asked = |times, requested: Vec<ChannelId>| {
            let mut requests = MockPendingJoinRequests::new();
            requests.expect_list_of().times(times).returning(move |_, _, _| Ok(requested.clone()));
            requests
        };
        let missing = || Decision::Restrict { missing: vec![CHANNEL] };
        for (group, membership, requests, decision) in [
            (accepting_group(), Membership::NotMember, asked(1, vec![CHANNEL]), Decision::Allow(Allowed::Met)),
            (accepting_group(), Membership::NotMember, asked(1, vec![]), missing()),
            (accepting_group(), Membership::Unknown, asked(0, vec![]), Decision::Allow(Allowed::Unknown)),
            (accepting_group(), Membership::Member, asked(0, vec![]), Decision::Allow(Allowed::Met)),
            (group(), Membership::NotMember, asked(0, vec![]), missing()),
        ] {
            let verifier = verifier_with(requests, administrators(), memberships(membership));
            assert_eq!(verifier.verify(&group, ANN).await.unwrap(), decision);
        }
    }

    #[tokio::test]
    async fn nobody_is_asked_about_an_administrator_or_where_the_gate_is_off() {
        let exempt = verifier(administrators(), MockMemberships::new());
        let decision = exempt.verify(&group(), ADMIN).await.unwrap();
        assert_eq!(decision, Decision::Allow(Allowed::Exempt(Exemption::Administrator)));
        let off = verifier(MockAdministrators::new(), MockMemberships::new());
        let decision = off.verify(&Group { enabled: false, ..group() }, ANN).await.unwrap();
        assert_eq!(decision, Decision::Allow(Allowed::NotProtected));
    }

    #[tokio::test]
    async fn nobody_is_asked_about_while_the_brake_holds_the_gate_back() {
        let braked = Group { braked_at: Some(crate::testing::NOW), ..group() };
        let verifier = verifier(MockAdministrators::new(), MockMemberships::new());
        assert_eq!(verifier.verify(&braked, ANN).await.unwrap(), Decision::Allow(Allowed::Braked));
        let channel = Sender::Channel(SenderChannel { id: CHANNEL.into(), title: "Other".to_owned() });
        let decision = verifier.verify_sender(&braked, &channel).await.unwrap();
        assert_eq!(decision, Decision::Allow(Allowed::Braked));
    }

    #[tokio::test]
    async fn what_only_observes_asks_nobody_again() {
        let mut cached = MockMemberships::new();
        cached.expect_get().times(1).returning(|_, _| Ok(vec![(CHANNEL, Membership::NotMember)]));
        let decision = verifier(administrators(), cached).verify(&observing_group(), ANN).await.unwrap();
        assert_eq!(decision, Decision::Restrict { missing: vec![CHANNEL] });
    }

    #[tokio::test]
    async fn administrators_who_are_not_known_restrict_nobody() {
        let mut unknown = MockAdministrators::new();
        unknown.expect_get().returning(|_| Err(BotApiError::NoAnswer("away".into())));
        let decision = verifier(unknown, MockMemberships::new()).verify(&group(), ANN).await.unwrap();
        assert_eq!(decision, Decision::Allow(Allowed::Unknown));
    }

    #[tokio::test]
    async fn a_group_that_threw_the_bot_out_is_no_reason_to_fail() {
        let mut lost = MockAdministrators::new();
        lost.expect_get().returning(|_| Err(BotApiError::ChatUnavailable("bot was kicked".to_owned())));
        let verifier = verifier(lost, MockMemberships::new());
        let review = verifier.review(&group(), ANN, &[(CHANNEL, Membership::Member)]).await.unwrap();
        assert_eq!(review, Review::CannotTell);
    }

    #[tokio::test]
    async fn what_telegram_makes_wait_is_no_decision() {
        let wait = std::time::Duration::from_secs(7);
        let mut slow = MockAdministrators::new();
        slow.expect_get().returning(move |_| Err(BotApiError::RetryAfter(wait)));
        let setback = verifier(slow, MockMemberships::new()).verify(&group(), ANN).await.unwrap_err();
        assert!(matches!(setback, Setback::FloodWait(told) if told == wait));
        let mut slow = MockMemberships::new();
        slow.expect_get_confirmed().returning(move |_, _| Err(FloodWait(wait)));
        let setback = verifier(administrators(), slow).verify(&group(), ANN).await.unwrap_err();
        assert!(matches!(setback, Setback::FloodWait(told) if told == wait));
    }

    #[tokio::test]
    async fn memberships_at_hand_decide_also_where_the_gate_is_off() {
        let off = Group { enabled: false, ..group() };
        let verifier = verifier(administrators(), MockMemberships::new());
        let outside = verifier.review(&off, ANN, &[(CHANNEL, Membership::NotMember)]).await.unwrap();
        assert_eq!(outside, Review::Held { missing: vec![CHANNEL] });
        let inside = verifier.review(&off, ANN, &[(CHANNEL, Membership::Member)]).await.unwrap();
        assert_eq!(inside, Review::Free);
        let administrator = verifier.review(&off, ADMIN, &[(CHANNEL, Membership::NotMember)]).await.unwrap();
        assert_eq!(administrator, Review::Free);
    }
}
