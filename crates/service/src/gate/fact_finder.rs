//! What the gate must know of a person, from memory where it is there, else from Telegram.

use std::{pin::pin, sync::Arc};

use futures::future::{Either, poll_immediate, ready, select};
use portcullis_domain::{
    ChannelId, GroupId, UserId,
    administrators::AdministratorList,
    chat_member::Membership,
    exemption::person_exemption,
    gate::{Allowed, Decision, Facts, decide},
    group::Group,
    ports::{Administrators, BotApiError, Clock, Memberships},
    restriction::RestrictReason,
    settings::Mode,
};

use super::{
    channel_look_up::look_up, member_statuses::MemberStatuses, outsider_forecast::OutsiderForecast,
    recent_passes::RecentPasses, waiting_requests::WaitingRequests,
};
use crate::Setback;

/// Finds out what the gate must know of a person.
pub(crate) struct FactFinder {
    administrators: Arc<dyn Administrators>,
    memberships: Arc<dyn Memberships>,
    statuses: Arc<MemberStatuses>,
    requests: Arc<WaitingRequests>,
    passes: RecentPasses,
    forecast: OutsiderForecast,
}

impl FactFinder {
    pub(crate) fn new(
        administrators: Arc<dyn Administrators>,
        memberships: Arc<dyn Memberships>,
        statuses: Arc<MemberStatuses>,
        requests: Arc<WaitingRequests>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let passes = RecentPasses::new(clock);
        Self { administrators, memberships, statuses, requests, passes, forecast: OutsiderForecast::default() }
    }

    /// What there is to know of a person before the gate of `group`; `None` if nobody can tell whether they are an
    /// administrator: then nobody is restricted.
    ///
    /// Nobody is looked up in a channel who turns out to be exempt.
    pub(super) async fn find(&self, group: &Group, user: UserId) -> Result<Option<Facts>, Setback> {
        if let Some(facts) = facts_by_group(group, user) {
            return Ok(Some(facts));
        }
        let administrators = self.administrators.get(group.id).await;
        facts(group, user, administrators, self.memberships(group, user)).await
    }

    /// The same for a sweep, whose look-up waits for its `turn`.
    pub(super) async fn find_for_sweep(
        &self,
        group: &Group,
        user: UserId,
        turn: impl Future<Output = ()>,
    ) -> Result<Option<Facts>, Setback> {
        if let Some(facts) = facts_by_group(group, user) {
            return Ok(Some(facts));
        }
        let administrators = self.administrators.get(group.id).await;
        let look_up = async {
            turn.await;
            let ask = |channels: Vec<ChannelId>| async move {
                self.memberships.get_confirmed_for_sweep(user, &channels).await
            };
            let known = look_up(group, group.checkable_channels(), ask).await?;
            self.judge(group, user, known, Source::Telegram).await
        };
        facts(group, user, administrators, look_up).await
    }

    /// The same for a preview: all channels are asked about, whatever the policy needs, and nobody who passes counts for the
    /// group's brake, since its own gate may demand something else.
    pub(super) async fn find_for_preview(
        &self,
        group: &Group,
        user: UserId,
        turn: impl Future<Output = ()>,
    ) -> Result<Option<Facts>, Setback> {
        if let Some(facts) = facts_by_group(group, user) {
            return Ok(Some(facts));
        }
        let administrators = self.administrators.get(group.id).await;
        let look_up = async {
            turn.await;
            let known = self.memberships.get_confirmed_for_sweep(user, &group.checkable_channels()).await?;
            Ok(self.requests.count(group, user, known).await?)
        };
        facts(group, user, administrators, look_up).await
    }

    /// The same of somebody who has joined, and so as no administrator: they are looked up while the administrators are
    /// asked for. Should they be one by now, nobody waits for that.
    async fn find_newcomer(&self, group: &Group, user: UserId) -> Result<Option<Facts>, Setback> {
        if let Some(facts) = facts_by_group(group, user) {
            return Ok(Some(facts));
        }
        let look_up = pin!(self.memberships(group, user));
        match select(self.administrators.get(group.id), look_up).await {
            Either::Left((administrators, look_up)) => facts(group, user, administrators, look_up).await,
            Either::Right((memberships, administrators)) => {
                facts(group, user, administrators.await, ready(memberships)).await
            }
        }
    }

    /// Looks up what memory lacks of somebody who has spoken or joined. What fails is no matter here: whoever carries the
    /// event out meets it again.
    ///
    /// Where whoever has to be looked up is probably muted, and that needs to know what they are in the group, it is asked
    /// beside the look-up. Once the event is over, that is to be [forgotten](Self::forget_asked_ahead).
    pub(crate) async fn recall(&self, group: &Group, user: UserId, reason: RestrictReason) {
        let mut facts = pin!(async {
            match reason {
                RestrictReason::JoinedGroup => self.find_newcomer(group, user).await,
                RestrictReason::Spoke | RestrictReason::LeftChannel | RestrictReason::Swept => {
                    self.find(group, user).await
                }
            }
        });
        if poll_immediate(&mut facts).await.is_some() {
            return;
        }
        let may_mute = group.settings.mode == Mode::Enforce && self.forecast.expects_an_outsider(group.id);
        if !may_mute || !self.statuses.must_be_asked(reason) {
            self.note(group, &facts.await);
            return;
        }
        match select(facts, pin!(self.statuses.ask_ahead(group.id, user))).await {
            Either::Left((facts, status)) => {
                // Nobody waits for it who may speak.
                if self.note(group, &facts) {
                    status.await;
                }
            }
            Either::Right(((), facts)) => {
                self.note(group, &facts.await);
            }
        }
    }

    /// How many have passed in a group within the last minutes, by what Telegram said of them then.
    pub(super) fn recent_passes(&self, group: GroupId) -> u64 {
        self.passes.count(group)
    }

    /// Forgets what was asked of a person for an event that is over.
    pub(crate) fn forget_asked_ahead(&self, group: GroupId, user: UserId) {
        self.statuses.forget(group, user);
    }

    /// Takes note of what came of a look-up; whether the person is to be muted.
    fn note(&self, group: &Group, facts: &Result<Option<Facts>, Setback>) -> bool {
        let Ok(Some(facts)) = facts else { return false };
        match decide((&group.settings).into(), facts) {
            Decision::Restrict { .. } => {
                self.forecast.note_outsider(group.id);
                true
            }
            Decision::Allow(Allowed::Met) => {
                self.forecast.note_member(group.id);
                false
            }
            Decision::Allow(_) => false,
        }
    }

    /// Whoever is to be muted must not be so for what was cached before they joined: another instance may have been told
    /// of it, or nobody. Nor may they be so while a request of theirs counts.
    async fn memberships(&self, group: &Group, user: UserId) -> Result<Vec<(ChannelId, Membership)>, Setback> {
        let ask = |channels: Vec<ChannelId>| async move {
            match group.settings.mode {
                Mode::Enforce => self.memberships.get_confirmed(user, &channels).await,
                Mode::Observe => self.memberships.get(user, &channels).await,
            }
        };
        let mut look_up = pin!(look_up(group, group.checkable_channels(), ask));
        let (known, source) = match poll_immediate(&mut look_up).await {
            Some(known) => (known?, Source::Memory),
            None => (look_up.await?, Source::Telegram),
        };
        self.judge(group, user, known, source).await
    }

    /// Counts a person's requests to join where that may keep them from being muted, and whoever was asked about and passes.
    async fn judge(
        &self,
        group: &Group,
        user: UserId,
        known: Vec<(ChannelId, Membership)>,
        source: Source,
    ) -> Result<Vec<(ChannelId, Membership)>, Setback> {
        match decide((&group.settings).into(), &Facts::of(group, &known)) {
            Decision::Allow(allowed) => {
                if allowed == Allowed::Met && source == Source::Telegram {
                    self.passes.note(group.id);
                }
                Ok(known)
            }
            Decision::Restrict { .. } => Ok(self.requests.count(group, user, known).await?),
        }
    }
}

/// Where memberships come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// What is cached.
    Memory,
    /// What was just asked.
    Telegram,
}

/// What there is to know where the group itself settles it, whoever administers it.
fn facts_by_group(group: &Group, user: UserId) -> Option<Facts> {
    let exempt = || person_exemption(user, group, &AdministratorList::default()).map(Facts::Exempt);
    Facts::of_everybody_in(group).or_else(exempt)
}

/// What there is to know where the administrators settle it, or else what the look-up finds; `None` if nobody can tell.
async fn facts(
    group: &Group,
    user: UserId,
    administrators: Result<Arc<AdministratorList>, BotApiError>,
    look_up: impl Future<Output = Result<Vec<(ChannelId, Membership)>, Setback>>,
) -> Result<Option<Facts>, Setback> {
    let Some(administrators) = known_administrators(group, administrators)? else { return Ok(None) };
    if let Some(exemption) = person_exemption(user, group, &administrators) {
        return Ok(Some(Facts::Exempt(exemption)));
    }
    Ok(Some(Facts::of(group, &look_up.await?)))
}

/// `None` if nobody can tell.
fn known_administrators(
    group: &Group,
    administrators: Result<Arc<AdministratorList>, BotApiError>,
) -> Result<Option<Arc<AdministratorList>>, Setback> {
    match administrators {
        Ok(administrators) => Ok(Some(administrators)),
        Err(error @ (BotApiError::RetryAfter(_) | BotApiError::MigratedTo(_))) => {
            Err(Setback::in_group(group.id)(error))
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the administrators are not known");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use futures::FutureExt;
    use portcullis_domain::{
        exemption::Exemption,
        group::EnforcedChannel,
        ports::{MockAdministrators, MockBotApi, MockMemberships, MockPendingJoinRequests},
        settings::{GroupSettings, Policy},
    };

    use super::*;
    use crate::{
        UpdateDelivery,
        testing::{ADMIN, ANN, CHANNEL, Held, clock, group},
    };

    const SILENT: ChannelId = ChannelId(-1_003);

    fn facts(administrators: Arc<dyn Administrators>, memberships: Arc<dyn Memberships>) -> FactFinder {
        let statuses = MemberStatuses::new(Arc::new(MockBotApi::new()), UpdateDelivery::Polling, clock());
        let requests = WaitingRequests::new(Arc::new(MockPendingJoinRequests::new()), clock());
        let clock = clock();
        FactFinder::new(administrators, memberships, Arc::new(statuses), Arc::new(requests), clock)
    }

    fn administrators() -> MockAdministrators {
        let mut administrators = MockAdministrators::new();
        administrators.expect_get().returning(|_| Ok(Arc::new(AdministratorList::from_iter([ADMIN]))));
        administrators
    }

    fn is_in(membership: Membership, channels: &[ChannelId]) -> Vec<(ChannelId, Membership)> {
        channels.iter().map(|channel| (*channel, membership)).collect()
    }

    #[tokio::test]
    async fn whoever_passes_by_a_look_up_is_counted_and_whoever_passes_by_memory_is_not() {
        let in_the_channel = || {
            let mut memberships = MockMemberships::new();
            memberships.expect_get_confirmed().returning(|_, channels| Ok(is_in(Membership::Member, channels)));
            memberships
        };
        let remembering = facts(Arc::new(administrators()), Arc::new(in_the_channel()));
        remembering.find(&group(), ANN).await.unwrap();
        assert_eq!(remembering.recent_passes(group().id), 0);

        let held = Arc::new(Held::new(in_the_channel()));
        let (asking, group) = (facts(Arc::new(administrators()), held.clone()), group());
        let mut find = pin!(asking.find(&group, ANN));
        assert!(poll_immediate(&mut find).await.is_none());
        held.release();
        find.await.unwrap();
        assert_eq!(asking.recent_passes(group.id), 1);
    }

    #[tokio::test]
    async fn whoever_the_groups_admins_have_exempted_is_so_and_nobody_is_asked_about_anybody() {
        let exempt = Group { exempt: [ANN].into(), ..group() };
        let nobody = facts(Arc::new(MockAdministrators::new()), Arc::new(MockMemberships::new()));
        assert_eq!(nobody.find(&exempt, ANN).await.unwrap(), Some(Facts::Exempt(Exemption::ByAdmin)));
        nobody.recall(&exempt, ANN, RestrictReason::JoinedGroup).await;
        assert_eq!(nobody.find(&Group { enabled: false, ..group() }, ANN).await.unwrap(), Some(Facts::NotProtected));
    }

    #[tokio::test]
    async fn while_the_administrators_are_asked_for_nobody_is_looked_up_who_may_be_one() {
        let (held, is_known) = (Arc::new(Held::new(administrators())), Arc::new(AtomicBool::new(false)));
        let (mut memberships, is_known_by_then) = (MockMemberships::new(), is_known.clone());
        let asked = memberships.expect_get_confirmed().times(1);
        asked
            .withf(move |user, _| *user == ANN && is_known_by_then.load(Ordering::SeqCst))
            .returning(|_, channels| Ok(is_in(Membership::NotMember, channels)));
        let (facts, group) = (facts(held.clone(), Arc::new(memberships)), group());
        let [mut administrator, mut stranger] = [ADMIN, ANN].map(|user| facts.find(&group, user).boxed());
        assert!(poll_immediate(&mut administrator).await.is_none());
        assert!(poll_immediate(&mut stranger).await.is_none());
        is_known.store(true, Ordering::SeqCst);
        held.release();
        assert_eq!(administrator.await.unwrap(), Some(Facts::Exempt(Exemption::Administrator)));
        assert_eq!(stranger.await.unwrap(), Some(Facts::Memberships(vec![(CHANNEL, Membership::NotMember)])));
    }

    #[tokio::test]
    async fn whoever_joins_is_looked_up_meanwhile_and_an_administrator_waits_for_no_look_up() {
        let mut memberships = MockMemberships::new();
        let asked = memberships.expect_get_confirmed().times(1).withf(|user, _| *user == ADMIN);
        asked.returning(|_, channels| Ok(is_in(Membership::NotMember, channels)));
        let held = Arc::new(Held::new(administrators()));
        let facts = facts(held.clone(), Arc::new(Held::new(memberships)));
        let group = group();
        let mut recall = facts.recall(&group, ADMIN, RestrictReason::JoinedGroup).boxed();
        assert!(poll_immediate(&mut recall).await.is_none());
        held.release();
        assert!(poll_immediate(&mut recall).await.is_some(), "the look-up never ends");
    }

    #[tokio::test]
    async fn where_any_channel_is_enough_the_first_that_somebody_is_in_lets_them_speak() {
        let silent = EnforcedChannel { id: SILENT, ..group().channels[0].clone() };
        let settings = GroupSettings { policy: Policy::Any, ..GroupSettings::default() };
        let both = Group { channels: vec![silent, group().channels[0].clone()], settings, ..group() };
        let mut memberships = MockMemberships::new();
        let asked = memberships.expect_get_confirmed().times(2);
        asked.returning(|_, channels| Ok(is_in(Membership::Member, channels)));
        let never_ends = Held::about(SILENT, memberships);
        let facts = facts(Arc::new(administrators()), Arc::new(never_ends));
        let found = poll_immediate(facts.find(&both, ANN)).await.unwrap().unwrap().unwrap();
        let known = vec![(SILENT, Membership::Unknown), (CHANNEL, Membership::Member)];
        assert_eq!(found, Facts::Memberships(known));
        assert_eq!(decide((&both.settings).into(), &found), Decision::Allow(Allowed::Met));
    }
}
