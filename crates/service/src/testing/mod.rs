//! A world of mocks for the use cases' tests: every call that a test does not expect fails it.

mod held;
mod settable_clock;

use std::{collections::HashSet, sync::Arc, time::Duration};

use portcullis_domain::{
    CaseNumber, ChannelId, GroupId, MessageId, RestrictionId, Timestamp, UserId,
    administrators::AdministratorList,
    chat_member::{ChatMemberStatus, Membership, RestrictedMember},
    event::{Chat, ChatKind, ChatMemberUpdated, Event, GroupMessage},
    group::{EnforcedChannel, Group},
    message::Place,
    ports::{
        BotApi, BotIdentity, ChatPermissions, Clock, MockAdministrators, MockAnnouncements, MockBotApi, MockBrakes,
        MockChartRenderer, MockClock, MockDeletionSchedule, MockExemptionRepository, MockGateStatistics,
        MockGroupMemberRepository, MockGroupRepository, MockInbox, MockJobRepository, MockKnown, MockLookSchedule,
        MockMemberships, MockNoticeRefusals, MockNoticeTurns, MockPaceRepository, MockPendingJoinRequests,
        MockPersonalData, MockRestrictionRepository, MockSetupRepository, MockTenancyRepository, MockUpdateDecoder,
    },
    restriction::{LiftReason, NewRestriction, RestrictReason, Restriction},
    sender::{Person, Sender},
    settings::{GroupSettings, Mode, PendingJoinRequests},
    step::Step,
    tenancy::{AllowedGroups, Tenancy},
};
use portcullis_messages::Texts;

pub(crate) use self::{held::Held, settable_clock::SettableClock};
use crate::{
    Gatekeeper, Ports, Setback, UpdateDelivery,
    outgoing::{Deletions, Denials, Messenger},
    parts::Parts,
};

pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
pub(crate) const UNTIL: Timestamp = Timestamp::from_secs(1_800_000_000 + 7 * 86_400);
pub(crate) const BOT: UserId = UserId(999);
pub(crate) const OTHER_BOT: UserId = UserId(998);
pub(crate) const ADMIN: UserId = UserId(1);
pub(crate) const ANN: UserId = UserId(7);
pub(crate) const GROUP: GroupId = GroupId(-1_001);
pub(crate) const CHANNEL: ChannelId = ChannelId(-1_002);

/// The mocks, to be told what to expect.
pub(crate) struct World {
    pub(crate) api: MockBotApi,
    pub(crate) decoder: MockUpdateDecoder,
    pub(crate) known: MockKnown,
    pub(crate) memberships: MockMemberships,
    pub(crate) administrators: MockAdministrators,
    pub(crate) groups: MockGroupRepository,
    pub(crate) announcements: MockAnnouncements,
    pub(crate) brakes: MockBrakes,
    pub(crate) exemptions: MockExemptionRepository,
    pub(crate) restrictions: MockRestrictionRepository,
    pub(crate) statistics: MockGateStatistics,
    pub(crate) charts: MockChartRenderer,
    pub(crate) group_members: MockGroupMemberRepository,
    pub(crate) inbox: MockInbox,
    pub(crate) jobs: MockJobRepository,
    pub(crate) deletions: MockDeletionSchedule,
    /// Where a test says nothing of it, no notice was ever refused.
    pub(crate) notice_refusals: MockNoticeRefusals,
    /// Where a test says nothing of it, the turn is always this instance's.
    pub(crate) paces: MockPaceRepository,
    pub(crate) notice_turns: MockNoticeTurns,
    /// Where a test says nothing of it, requests may end that nobody has made.
    pub(crate) pending_join_requests: MockPendingJoinRequests,
    pub(crate) looks: MockLookSchedule,
    pub(crate) setups: MockSetupRepository,
    /// Where a test says nothing of them, all are.
    pub(crate) allowed_groups: AllowedGroups,
    /// Where a test says nothing of it, nothing is remembered.
    pub(crate) tenancies: MockTenancyRepository,
}

impl World {
    /// A world in which nothing is expected.
    pub(crate) fn empty() -> Self {
        let mut decoder = MockUpdateDecoder::new();
        // Tests say what an update is, and their JSON is empty.
        decoder.expect_plain_message().returning(|_| None);
        let mut setups = MockSetupRepository::new();
        setups.expect_remove_greeting().returning(|_, _| Ok(false));
        Self {
            api: MockBotApi::new(),
            decoder,
            known: MockKnown::new(),
            memberships: MockMemberships::new(),
            administrators: MockAdministrators::new(),
            groups: MockGroupRepository::new(),
            announcements: MockAnnouncements::new(),
            brakes: MockBrakes::new(),
            exemptions: MockExemptionRepository::new(),
            restrictions: MockRestrictionRepository::new(),
            statistics: MockGateStatistics::new(),
            charts: MockChartRenderer::new(),
            group_members: MockGroupMemberRepository::new(),
            inbox: MockInbox::new(),
            jobs: MockJobRepository::new(),
            paces: MockPaceRepository::new(),
            deletions: MockDeletionSchedule::new(),
            notice_refusals: MockNoticeRefusals::new(),
            notice_turns: MockNoticeTurns::new(),
            pending_join_requests: MockPendingJoinRequests::new(),
            looks: MockLookSchedule::new(),
            setups,
            allowed_groups: AllowedGroups::All,
            tenancies: MockTenancyRepository::new(),
        }
    }

    /// A world with one group, administered by [`ADMIN`].
    pub(crate) fn with(group: Group) -> Self {
        let mut world = Self::empty();
        let group = Arc::new(group);
        let known = group.clone();
        world.groups.expect_find().returning(move |id| Ok((id == known.id).then(|| known.clone())));
        let current = group;
        world.groups.expect_find_fresh().returning(move |id| Ok((id == current.id).then(|| current.clone())));
        let administrators = || Arc::new(AdministratorList::from_iter([ADMIN]));
        world.administrators.expect_get().returning(move |_| Ok(administrators()));
        world
    }

    /// The same, and [`ANN`] is in the channel, or not, or nobody knows.
    pub(crate) fn and_ann_is(mut self, membership: Membership) -> Self {
        let all = move |channels: &[ChannelId]| Ok(channels.iter().map(|channel| (*channel, membership)).collect());
        self.memberships.expect_get().returning(move |_, channels| all(channels));
        self.memberships.expect_get_confirmed().returning(move |_, channels| all(channels));
        self
    }

    /// The same, and Telegram says this of [`ANN`] in the group.
    pub(crate) fn and_ann_has(mut self, status: ChatMemberStatus) -> Self {
        self.api.expect_get_chat_member().withf(|_, user| *user == ANN).returning(move |_, _| Ok(status));
        self
    }

    /// The same, and [`ANN`] has asked to join these channels.
    pub(crate) fn and_ann_asked_to_join(mut self, channels: &[ChannelId]) -> Self {
        let channels = channels.to_vec();
        self.pending_join_requests.expect_list_of().returning(move |_, _, _| Ok(channels.clone()));
        self
    }

    /// Expects that one restriction ends, for this reason.
    pub(crate) fn expect_close(&mut self, reason: LiftReason) {
        self.restrictions
            .expect_close()
            .times(1)
            .withf(move |_, why, _| *why == reason)
            .returning(|_, _, _| Ok(Some(open_restriction())));
    }

    /// The same, where [`ANN`] is un-muted, once.
    pub(crate) fn and_ann_is_unmuted(mut self) -> Self {
        self.api
            .expect_restrict_chat_member()
            .times(1)
            .withf(|group, user, permissions| (*group, *user, *permissions) == (GROUP, ANN, ChatPermissions::All))
            .returning(|_, _, _| Ok(()));
        self
    }

    /// The same, and this restriction of [`ANN`] is open.
    pub(crate) fn and_open(mut self, open: Option<Restriction>) -> Self {
        self.restrictions.expect_find_open().returning(move |_, _| Ok(open.clone()));
        self
    }

    /// The same, where a notice may be asked for; nobody waits for one by the time it is looked up.
    pub(crate) fn and_notices(mut self) -> Self {
        self.restrictions.expect_list_for_notice().returning(|_, _| Ok(Vec::new()));
        self
    }

    /// The gatekeeper of this world.
    pub(crate) fn gatekeeper(self) -> Arc<Gatekeeper> {
        Arc::new(Gatekeeper::new(self.ports()))
    }

    /// What its gatekeeper makes of an event.
    pub(crate) async fn handle(self, event: Event) -> Result<(), Setback> {
        let ports = self.ports();
        let outcome = Box::pin(Gatekeeper::new(ports.clone()).handle(&event)).await;
        end(ports).await;
        outcome
    }

    /// What the parts of its gatekeeper make of something.
    pub(crate) async fn act<T>(self, act: impl AsyncFnOnce(&Parts) -> T) -> T {
        let ports = self.ports();
        let outcome = act(&Parts::new(&ports)).await;
        end(ports).await;
        outcome
    }

    /// The parts of its gatekeeper.
    pub(crate) fn parts(self) -> Parts {
        Parts::new(&self.ports())
    }

    /// This world as the use cases see it.
    pub(crate) fn ports(mut self) -> Ports {
        self.notice_refusals.expect_find().returning(|_| Ok(None));
        self.tenancies.expect_find().returning(|_| Ok(Tenancy::default()));
        self.notice_turns.expect_take().returning(|_, _| Ok(true));
        self.pending_join_requests.expect_end().returning(|_, _, _| Ok(()));
        Ports {
            bot: BotIdentity { id: BOT, name: "Portcullis".to_owned(), username: "PortcullisBot".to_owned() },
            delivery: UpdateDelivery::Polling,
            api: Arc::new(self.api),
            decoder: Arc::new(self.decoder),
            known: Arc::new(self.known),
            memberships: Arc::new(self.memberships),
            administrators: Arc::new(self.administrators),
            groups: Arc::new(self.groups),
            announcements: Arc::new(self.announcements),
            brakes: Arc::new(self.brakes),
            exemptions: Arc::new(self.exemptions),
            restrictions: Arc::new(self.restrictions),
            statistics: Arc::new(self.statistics),
            charts: Arc::new(self.charts),
            group_members: Arc::new(self.group_members),
            inbox: Arc::new(self.inbox),
            jobs: Arc::new(self.jobs),
            paces: Arc::new(self.paces),
            notice_turns: Arc::new(self.notice_turns),
            notice_refusals: Arc::new(self.notice_refusals),
            pending_join_requests: Arc::new(self.pending_join_requests),
            deletions: Arc::new(self.deletions),
            looks: Arc::new(self.looks),
            personal_data: Arc::new(MockPersonalData::new()),
            member_retention: Duration::from_hours(90 * 24),
            allowed_groups: self.allowed_groups,
            tenancies: Arc::new(self.tenancies),
            setups: Arc::new(self.setups),
            suspicions: Arc::default(),
            texts: Texts::load().unwrap(),
            clock: clock(),
        }
    }
}

/// Waits until no task is at work in this world any more, and ends it. A mock that a task were the last to hold would fail
/// no test, whatever it missed.
///
/// # Panics
///
/// If a task does not end, or a call that was expected has not come.
pub(crate) async fn end(ports: Ports) {
    let ended = async {
        while Arc::strong_count(&ports.restrictions) > 1 || Arc::strong_count(&ports.api) > 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(20), ended).await.is_ok(), "a task goes on for ever");
}

/// A clock that stands still.
pub(crate) fn clock() -> Arc<dyn Clock> {
    let mut clock = MockClock::new();
    clock.expect_now().returning(|| NOW);
    clock.expect_is_known_to_be_wrong().returning(|| false);
    clock.expect_note_date_of_update().returning(|_| ());
    Arc::new(clock)
}

/// A clock that goes with the runtime's, from [`NOW`] on.
pub(crate) fn running_clock() -> Arc<dyn Clock> {
    let (mut clock, begun) = (MockClock::new(), tokio::time::Instant::now());
    clock.expect_now().returning(move || NOW.after(begun.elapsed()));
    clock.expect_is_known_to_be_wrong().returning(|| false);
    Arc::new(clock)
}

/// A clock that stands still and is known to be wrong.
pub(crate) fn wrong_clock() -> Arc<dyn Clock> {
    let mut clock = MockClock::new();
    clock.expect_now().returning(|| NOW);
    clock.expect_is_known_to_be_wrong().returning(|| true);
    Arc::new(clock)
}

/// Deletions in a world of which no group is known.
pub(crate) fn deletions(api: MockBotApi, schedule: MockDeletionSchedule) -> Deletions {
    let mut groups = MockGroupRepository::new();
    groups.expect_find().returning(|_| Ok(None));
    Deletions::new(Arc::new(api), Arc::new(schedule), Arc::new(groups), Texts::load().unwrap(), clock())
}

/// Denials of a bot that serves these groups, and of which nothing is blocked.
pub(crate) fn denials(allowed: AllowedGroups, api: Arc<dyn BotApi>) -> Arc<Denials> {
    let mut tenancies = MockTenancyRepository::new();
    tenancies.expect_find().returning(|_| Ok(Tenancy::default()));
    let (tenancies, texts) = (Arc::new(tenancies), Texts::load().unwrap());
    Arc::new(Denials { allowed, tenancies, messenger: Messenger::new(api), texts, clock: clock() })
}

/// A protected group with one channel.
pub(crate) fn group() -> Group {
    Group {
        id: GROUP,
        owner: ADMIN,
        owner_language_code: None,
        title: "Tea".to_owned(),
        enabled: true,
        can_enforce: true,
        settings: GroupSettings::default(),
        channels: vec![EnforcedChannel {
            id: CHANNEL,
            title: "Tea news".to_owned(),
            username: Some("tea_news".to_owned()),
            invite_link: None,
            can_check: true,
        }],
        linked_channel: None,
        exempt: HashSet::new(),
        braked_at: None,
        created_at: NOW,
        switched_on_at: NOW,
        denied: None,
    }
}

/// The same, in which a request to join the channel counts as being in it.
pub(crate) fn accepting_group() -> Group {
    let settings = GroupSettings { pending_join_requests: PendingJoinRequests::Accept, ..GroupSettings::default() };
    Group { settings, ..group() }
}

pub(crate) fn observing_group() -> Group {
    let settings = GroupSettings { mode: Mode::Observe, ..GroupSettings::default() };
    Group { settings, ..group() }
}

pub(crate) fn person(id: UserId) -> Person {
    Person { id, name: format!("N{id}"), username: None, language_code: None }
}

pub(crate) fn message(sender: Sender, text: &str) -> GroupMessage {
    GroupMessage {
        chat: chat(),
        id: MessageId(5),
        thread: None,
        root: None,
        sender,
        date: NOW,
        edited: false,
        text: Some(text.to_owned()),
        reply_to: Vec::new(),
    }
}

pub(crate) fn ann_says(text: &str) -> GroupMessage {
    message(Sender::Person(person(ANN)), text)
}

pub(crate) fn chat() -> Chat {
    Chat { id: GROUP.into(), kind: ChatKind::Supergroup, title: "Tea".to_owned(), username: None }
}

/// A change of Ann's status in the group by somebody.
pub(crate) fn ann_changes(by: UserId, old: ChatMemberStatus, new: ChatMemberStatus) -> ChatMemberUpdated {
    ChatMemberUpdated {
        chat: chat(),
        by,
        by_language_code: None,
        is_by_bot: by == BOT || by == OTHER_BOT,
        person: person(ANN),
        is_bot: false,
        old,
        new,
        date: NOW,
    }
}

/// Ann's open restriction, confirmed by Telegram a minute ago.
pub(crate) fn open_restriction() -> Restriction {
    Restriction {
        id: RestrictionId(3),
        case_number: Some(CaseNumber(17)),
        group: GROUP,
        user: ANN,
        name: "Ann".to_owned(),
        language_code: None,
        reason: RestrictReason::Spoke,
        missing: vec![CHANNEL],
        mode: Mode::Enforce,
        step: Step::Mute,
        message: None,
        place: Place::default(),
        notice: None,
        notice_posted_at: None,
        restricted_at: Timestamp(NOW.0 - 60_000),
        until: UNTIL,
        muted_at: Some(Timestamp(NOW.0 - 60_000)),
        lifted: None,
    }
}

/// What storing a new restriction gives back.
pub(crate) fn stored(new: &NewRestriction) -> Restriction {
    Restriction {
        id: RestrictionId(3),
        case_number: Some(CaseNumber(17)),
        group: new.group,
        user: new.user,
        name: new.name.clone(),
        language_code: new.language_code.clone(),
        reason: new.reason,
        missing: new.missing.clone(),
        mode: new.mode,
        step: new.step,
        message: new.message,
        place: new.place,
        notice: None,
        notice_posted_at: None,
        restricted_at: new.restricted_at,
        until: new.until,
        muted_at: None,
        lifted: None,
    }
}

pub(crate) fn muted_until(until: Option<Timestamp>) -> ChatMemberStatus {
    ChatMemberStatus::Restricted(RestrictedMember { is_member: true, can_send_messages: false, until })
}
