//! Each hot statement, on both databases, through the ports of the storage: one caller, one after the other.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use portcullis_bench::{
    ids,
    stage::{Population, Servers, StoreKind},
    updates::{Happening, Kind},
};
use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, Timestamp, UpdateId, UserId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, NewInboxUpdate, RawUpdate},
    lease::Holder,
    message::Place,
    ports::{
        Clock, Deletion, DeletionSchedule, ExemptionRepository, GroupMemberRepository, GroupRepository, Inbox,
        RestrictionRepository, Sighting,
    },
    restriction::{LiftReason, NewRestriction, RestrictReason},
    settings::Mode,
    step::Step,
};
use portcullis_runtime::SystemClock;
use portcullis_storage::{
    Database, DatabaseSettings, SqlDeletionSchedule, SqlExemptionRepository, SqlGroupMemberRepository,
    SqlGroupRepository, SqlInbox, SqlRestrictionRepository,
};
use tokio::runtime::Runtime;

/// How many rows are written together where the bot writes many.
const BATCH: i64 = 100;

const GROUP: GroupId = GroupId(ids::group(0));

/// Numbers that nobody has had.
static NEXT: AtomicI64 = AtomicI64::new(1);

fn next() -> i64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let runtime = crate::runtime();
    let mut servers = Servers::default();
    for (name, kind) in [("SQLite", StoreKind::Sqlite), ("PostgreSQL", StoreKind::Postgres)] {
        let folder = tempfile::tempdir().unwrap();
        let population = Population { groups: 1_000, seen_members: 10_000 };
        let database = runtime.block_on(async {
            let store = servers.store(kind, folder.path(), population).await.unwrap();
            Database::connect(&DatabaseSettings { url: store.url.into(), max_connections: 4 }).await.unwrap()
        });
        let mut group = criterion.benchmark_group(format!("statements/{name}"));
        reads(&mut group, &runtime, &database);
        inbox(&mut group, &runtime, &SqlInbox::new(database.clone()));
        writes(&mut group, &runtime, &database);
        group.finish();
        runtime.block_on(database.close()).unwrap();
    }
}

fn reads(group: &mut BenchmarkGroup<'_, WallTime>, runtime: &Runtime, database: &Database) {
    let groups = SqlGroupRepository::new(database.clone(), Arc::new(SystemClock));
    group.bench_function("a group", |bencher| bencher.to_async(runtime).iter(|| groups.find(GROUP)));
    let exemptions = SqlExemptionRepository::new(database.clone());
    group.bench_function("a group's exemptions", |bencher| {
        bencher.to_async(runtime).iter(|| exemptions.list(GROUP, 0, 10));
    });
    let restrictions = SqlRestrictionRepository::new(database.clone());
    let user = UserId(ids::member(0));
    group.bench_function("an open restriction", |bencher| {
        bencher.to_async(runtime).iter(|| restrictions.find_open(GROUP, user));
    });
}

fn inbox(group: &mut BenchmarkGroup<'_, WallTime>, runtime: &Runtime, inbox: &SqlInbox) {
    let (holder, limit) =
        (Holder("bench".to_owned()), ClaimLimit { lanes: 1, updates_per_lane: 1_000, updates: 1_000, bytes: 1 << 26 });
    group.bench_function("an update stored and removed", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            let placed = inbox.put(&[update(next())], &holder, SystemClock.now()).await.unwrap();
            let drained = placed.iter().map(|placed| (Lane(placed.id.0), placed.position)).collect();
            let done = DoneUpdates { ids: placed.iter().map(|placed| placed.id).collect(), drained };
            inbox.remove(&done, &holder, SystemClock.now()).await.unwrap();
        });
    });
    group.bench_function("an update put aside, claimed and removed", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            inbox.put_aside(&[update(next())], SystemClock.now()).await.unwrap();
            let claimed = inbox.claim(&holder, SystemClock.now(), limit).await.unwrap();
            let drained = claimed.iter().map(|claimed| (claimed.lane, claimed.position)).collect();
            let done = DoneUpdates { ids: claimed.iter().map(|claimed| claimed.update.id).collect(), drained };
            inbox.remove(&done, &holder, SystemClock.now()).await.unwrap();
        });
    });
    group.bench_function("when the next lane is due", |bencher| {
        bencher.to_async(runtime).iter(|| inbox.next_due());
    });
    group.bench_function("a hundred updates stored", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            let updates: Vec<_> = (0..BATCH).map(|_| update(next())).collect();
            inbox.put(&updates, &holder, SystemClock.now()).await.unwrap();
        });
    });
}

fn writes(group: &mut BenchmarkGroup<'_, WallTime>, runtime: &Runtime, database: &Database) {
    let restrictions = SqlRestrictionRepository::new(database.clone());
    group.bench_function("a restriction opened, confirmed and closed", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            let (now, restriction) = (SystemClock.now(), restriction(next()));
            let open = restrictions.open(&restriction).await.unwrap();
            restrictions.set_muted(open.id, now).await.unwrap();
            restrictions.close(open.id, LiftReason::Pressed, now).await.unwrap();
        });
    });
    let deletions = SqlDeletionSchedule::new(database.clone());
    group.bench_function("one small row, which is one commit", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            let message = MessageId(i32::try_from(next()).unwrap());
            let deletion = Deletion { chat: ChatId(GROUP.0), message, due: SystemClock.now() };
            deletions.put(deletion).await.unwrap();
        });
    });
    let members = SqlGroupMemberRepository::new(database.clone());
    group.bench_function("a hundred sightings", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            let at = SystemClock.now();
            let sighting = |_| Sighting { group: GROUP, user: UserId(next()), at };
            let sightings: Vec<_> = (0..BATCH).map(sighting).collect();
            members.record(&sightings).await.unwrap();
        });
    });
}

fn update(number: i64) -> NewInboxUpdate {
    let mut json = String::new();
    Happening { kind: Kind::Message, chat: GROUP.0, person: number }.write(number, &mut json);
    let update = RawUpdate { id: UpdateId(number), json };
    NewInboxUpdate { update, lane: Lane(number), received_at: SystemClock.now() }
}

fn restriction(user: i64) -> NewRestriction {
    let now = SystemClock.now();
    NewRestriction {
        group: GROUP,
        user: UserId(user),
        name: "Mia".to_owned(),
        language_code: None,
        reason: RestrictReason::Spoke,
        missing: vec![ChannelId(ids::channel(0))],
        mode: Mode::Enforce,
        step: Step::Mute,
        message: None,
        place: Place::default(),
        restricted_at: now,
        until: Timestamp(now.0 + 7 * 24 * 3_600_000),
    }
}
