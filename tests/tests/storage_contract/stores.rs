//! Each test's own database with all repositories on it, and the macro that runs a suite on both kinds.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId, MessageId, RestrictionId, ThreadId, Timestamp, UserId,
    group::EnforcedChannel,
    lease::Holder,
    message::Place,
    notice::PostedNotice,
    ports::{
        Announcements, Brakes, Clock, DeletionSchedule, ExemptionRepository, GateStatistics, GroupMemberRepository,
        GroupRepository, Inbox, JobRepository, LookSchedule, Protection, RestrictionRepository, SettingsUpdated,
    },
    restriction::{NewRestriction, RestrictReason, Restriction},
    sender::Person,
    setting::{Setting, SettingChange, SettingsUpdate},
    settings::Mode,
    step::Step,
};
use portcullis_storage::{
    Database, DatabaseSettings, DatabaseUrl, SqlAnnouncements, SqlBrakes, SqlDeletionSchedule, SqlExemptionRepository,
    SqlGateStatistics, SqlGroupMemberRepository, SqlGroupRepository, SqlInbox, SqlJobRepository, SqlLookSchedule,
    SqlRestrictionRepository,
};
use tempfile::TempDir;

/// Runs each case on an adapter of its own.
macro_rules! run_each {
    ($adapter:ident, $fresh:expr, $($case:ident),*) => {
        mod $adapter {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() { super::$case($fresh).await; })*
        }
    };
}

/// Runs each case on a fresh SQLite database and on a fresh PostgreSQL database.
macro_rules! on_both_databases {
    ($($case:ident),* $(,)?) => {
        crate::storage_contract::stores::run_each!(sqlite, &crate::storage_contract::stores::Stores::sqlite().await, $($case),*);
        crate::storage_contract::stores::run_each!(postgres, &crate::storage_contract::stores::Stores::postgres().await, $($case),*);
    };
}
pub(crate) use {on_both_databases, run_each};

pub(crate) const NOW: Timestamp = Timestamp(1_700_000_000_123);
pub(crate) const GROUP: GroupId = GroupId(-1_001);
pub(crate) const OTHER_GROUP: GroupId = GroupId(-1_002);
pub(crate) const ABSENT_GROUP: GroupId = GroupId(-1_999);
pub(crate) const NEWS: ChannelId = ChannelId(-2_001);
pub(crate) const SHOP: ChannelId = ChannelId(-2_002);
pub(crate) const ADMIN: UserId = UserId(11);
pub(crate) const OTHER_ADMIN: UserId = UserId(12);
/// As large as Telegram's ids get.
pub(crate) const MEMBER: UserId = UserId((1 << 52) - 1);
pub(crate) const OTHER_MEMBER: UserId = UserId(14);

pub(crate) struct Stores {
    pub(crate) database: Database,
    pub(crate) url: DatabaseUrl,
    /// The same, for statements past the repositories.
    pub(crate) address: String,
    pub(crate) groups: Box<dyn GroupRepository>,
    pub(crate) restrictions: Box<dyn RestrictionRepository>,
    pub(crate) statistics: Box<dyn GateStatistics>,
    pub(crate) members: Box<dyn GroupMemberRepository>,
    pub(crate) exemptions: Box<dyn ExemptionRepository>,
    pub(crate) inbox: Arc<dyn Inbox>,
    pub(crate) jobs: Arc<dyn JobRepository>,
    pub(crate) deletions: Box<dyn DeletionSchedule>,
    pub(crate) announcements: Box<dyn Announcements>,
    pub(crate) brakes: Box<dyn Brakes>,
    pub(crate) looks: Box<dyn LookSchedule>,
    _folder: Option<TempDir>,
}

impl Stores {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::on(file_in(&folder), Some(folder)).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::on(portcullis_tests::postgres::fresh_database(), None).await
    }

    async fn on(address: String, folder: Option<TempDir>) -> Self {
        let url = DatabaseUrl::from(address.as_str());
        let database = connect(url.clone()).await;
        database.migrate().await.unwrap();
        Self {
            groups: Box::new(SqlGroupRepository::new(database.clone(), Arc::new(StoppedClock))),
            restrictions: Box::new(SqlRestrictionRepository::new(database.clone())),
            statistics: Box::new(SqlGateStatistics::new(database.clone())),
            members: Box::new(SqlGroupMemberRepository::new(database.clone())),
            exemptions: Box::new(SqlExemptionRepository::new(database.clone())),
            inbox: Arc::new(SqlInbox::new(database.clone())),
            jobs: Arc::new(SqlJobRepository::new(database.clone())),
            deletions: Box::new(SqlDeletionSchedule::new(database.clone())),
            announcements: Box::new(SqlAnnouncements::new(database.clone())),
            brakes: Box::new(SqlBrakes::new(database.clone())),
            looks: Box::new(SqlLookSchedule::new(database.clone())),
            database,
            url,
            address,
            _folder: folder,
        }
    }

    /// A protected group with these channels.
    pub(crate) async fn protect(&self, group: GroupId, channels: &[ChannelId]) {
        self.groups.protect(&protection(group, channels)).await.unwrap();
    }

    /// Changes one setting of a group.
    pub(crate) async fn change(&self, group: GroupId, setting: Setting, value: &str) -> SettingsUpdated {
        let change = SettingsUpdate::Change(SettingChange::new(setting, value).unwrap());
        self.groups.update_settings(group, &change).await.unwrap().unwrap()
    }

    /// An open restriction.
    pub(crate) async fn restrict(&self, group: GroupId, user: UserId) -> Restriction {
        self.restrictions.open(&restriction(group, user)).await.unwrap()
    }
}

/// A file that does not exist yet; it goes with its folder.
pub(crate) fn sqlite_url() -> (DatabaseUrl, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (file_in(&folder).into(), folder)
}

fn file_in(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("test.db").display())
}

pub(crate) async fn connect(url: DatabaseUrl) -> Database {
    Database::connect(&DatabaseSettings { url, max_connections: 8 }).await.unwrap()
}

pub(crate) fn protection(group: GroupId, channels: &[ChannelId]) -> Protection {
    Protection {
        group,
        title: "Tea".to_owned(),
        by: Person { id: ADMIN, name: "Ada".to_owned(), username: Some("ada".to_owned()), language_code: None },
        linked_channel: None,
        channels: channels.iter().copied().map(channel).collect(),
        at: NOW,
    }
}

pub(crate) fn channel(id: ChannelId) -> EnforcedChannel {
    EnforcedChannel { id, title: format!("C{id}"), username: None, invite_link: None, can_check: true }
}

pub(crate) fn restriction(group: GroupId, user: UserId) -> NewRestriction {
    NewRestriction {
        group,
        user,
        name: "Mo".to_owned(),
        language_code: Some("pt-br".to_owned()),
        reason: RestrictReason::Spoke,
        missing: vec![NEWS, SHOP],
        mode: Mode::Enforce,
        step: Step::Mute,
        message: None,
        place: Place { thread: Some(ThreadId(4)), root: Some(MessageId(5)) },
        restricted_at: NOW,
        until: later(1_000),
    }
}

/// A notice in [`GROUP`] that serves these restrictions and replaces nothing.
pub(crate) fn serving(ids: &[RestrictionId], message: MessageId, at: Timestamp) -> PostedNotice {
    let (serves, replaces) = (ids.to_vec(), Vec::new());
    PostedNotice { group: GROUP, message, at, serves, replaces, takes_over: false }
}

/// A holder of leases by this name.
pub(crate) fn holder(name: &str) -> Holder {
    Holder(name.to_owned())
}

/// So many seconds after [`NOW`].
pub(crate) fn later(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

pub(crate) struct StoppedClock;

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        NOW
    }
}
