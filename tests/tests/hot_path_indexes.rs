//! Each statement of the hot path is answered by an index: what the databases say of those that the ports run, with as
//! many rows as a large installation has.
use std::sync::{Arc, Mutex};

use futures::future::join_all;
use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, RestrictionId, Timestamp, UpdateId, UserId,
    brake::BrakeLimit,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, NewInboxUpdate, Placed, Position, RawUpdate},
    job::{JobKind, JobProgress},
    lease::Holder,
    message::Place,
    notice::PostedNotice,
    pending_join_request::PendingJoinRequest,
    ports::{
        Announcements, Brakes, Deletion, DeletionSchedule, ExemptionRecord, ExemptionRepository, GateStatistics,
        GroupMemberRepository, GroupRepository, Inbox, JobRepository, LookSchedule, PendingJoinRequests,
        RestrictionRepository, SeenUsername, Sighting, TenancyRepository,
    },
    restriction::{LiftReason, NewRestriction, RestrictReason},
    settings::Mode,
    stats::Period,
    step::Step,
    tenancy::{DENIAL_REMEMBERED_FOR, Denial},
};
use portcullis_runtime::SystemClock;
use portcullis_storage::{
    Database, DatabaseSettings, SqlAnnouncements, SqlBrakes, SqlDeletionSchedule, SqlExemptionRepository,
    SqlGateStatistics, SqlGroupMemberRepository, SqlGroupRepository, SqlInbox, SqlJobRepository, SqlLookSchedule,
    SqlPendingJoinRequests, SqlRestrictionRepository, SqlTenancyRepository, TenantCursor,
};
use portcullis_tests::{postgres::PostgresServer, sql};

/// Most of what is generated is later than this.
const NOW: Timestamp = Timestamp(10);
const GROUP: GroupId = GroupId(-17);
const USER: UserId = UserId(17);
const CHANNEL: ChannelId = ChannelId(-17);

/// How many rows are generated.
#[derive(Clone, Copy)]
struct Size {
    groups: u64,
    members: u64,
}

impl Size {
    /// `PORTCULLIS_FULL_EXPLAIN=1` asks for a hundred thousand groups, three hundred thousand links and five million
    /// members.
    fn wanted() -> Self {
        if std::env::var_os("PORTCULLIS_FULL_EXPLAIN").is_some_and(|wish| wish == "1") {
            Self { groups: 100_000, members: 5_000_000 }
        } else {
            Self { groups: 2_000, members: 100_000 }
        }
    }

    /// Three channels for each group, two groups for each person, a long history of restrictions, and a backlog.
    fn rows(self) -> String {
        let Self { groups, members } = self;
        let (restrictions, links) = (members / 5, groups * 3);
        let number = |up_to: u64| {
            format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {up_to}) SELECT i FROM n) \
                 AS n"
            )
        };
        let inserts = [
            ("owners", "i, NULL, i, i", groups),
            (
                "protected_groups (group_id, owner_id, title, enabled, can_enforce, linked_channel_id, params, created_at, \
                 updated_at)",
                "-i, i, 'G', i % 10 > 0, TRUE, -i, '{}', i, i",
                groups,
            ),
            (
                "enforced_channels (channel_id, title, username, invite_link, can_check, created_at, updated_at)",
                "-i, 'C', NULL, NULL, TRUE, i, i",
                groups,
            ),
            ("group_channel_links (group_id, channel_id)", &format!("-1 - i / 3, -1 - (i * 7) % {groups}"), links - 1),
            (
                "group_members (group_id, user_id, first_seen, last_seen)",
                &format!("-1 - i % {groups}, i / 2, i, i"),
                members,
            ),
            ("exemptions", "-i, i, i, i", groups),
            ("usernames", "i, CASE WHEN i > 0 THEN 'n' END || i, i", members / 2),
            (
                "restrictions (group_id, user_id, name, reason, missing_channels, mode, notice_message_id, \
                 restricted_at, until, muted_at, lifted_at, lift_reason, known_failed_at)",
                &format!(
                    "-1 - i % {groups}, i, 'N', 'spoke', '[]', 'enforce', CASE WHEN i % 1000 > 0 THEN i END, i, i, i, \
                     CASE WHEN i % 50 > 0 THEN i END, CASE WHEN i % 50 > 0 THEN 'pressed' END, \
                     CASE WHEN i % 20 = 0 THEN i END"
                ),
                restrictions,
            ),
            (
                "brakes (group_id, tripped_at, failed, freed, ended_at, end_reason, looks, look_at, is_told, due_at)",
                "-i, i, 11, 10, CASE WHEN i % 100 > 0 THEN i END, CASE WHEN i % 100 > 0 THEN 'recovered' END, 1, i, \
                 TRUE, CASE WHEN i % 100 = 0 THEN i END",
                groups / 2,
            ),
            ("inbox", "i, i, i % 1000, '{}', i, 0, CASE WHEN i % 100 = 0 THEN i END", 5_000),
            ("inbox_lanes", "i - 1, 5000, NULL, i", 1_000),
            (
                "jobs (kind, group_id, state, counts, ordered_at, not_before)",
                "'release', -i, CASE WHEN i % 500 = 0 THEN 'open' ELSE 'done' END, '{}', i, i",
                groups,
            ),
            ("message_deletions", "-i, i, i", groups * 2),
            (
                "tenancies (group_id, former_id, blocked_at, not_allowed_told_at)",
                "-i, NULL, CASE WHEN i % 10 = 0 THEN i END, i",
                groups / 2,
            ),
            ("pending_join_requests", &format!("-1 - i % {groups}, i / 2, i"), groups * 5),
        ];
        let insert = |(table, values, rows)| format!("INSERT INTO {table} SELECT {values} FROM {};", number(rows));
        let inserts: Vec<String> = inserts.into_iter().map(insert).collect();
        format!("{} ANALYZE;", inserts.join("\n"))
    }
}

/// Everything that happens while updates are carried out.
async fn use_everything(database: &Database) {
    read_groups(database).await;
    note_people(database).await;
    use_restrictions(database).await;
    use_queues(database).await;
    use_tenancies(database).await;
}

async fn use_tenancies(database: &Database) {
    let tenancies = SqlTenancyRepository::new(database.clone());
    assert!(tenancies.block(GROUP, None, NOW).await.unwrap());
    assert!(tenancies.claim_denial(GROUP, Denial::Blocked, NOW).await.unwrap());
    assert!(tenancies.claim_denial(GroupId(-9_000_000), Denial::NotAllowed, NOW).await.unwrap());
    tenancies.prune_denials(NOW.before(DENIAL_REMEMBERED_FOR)).await.unwrap();
    assert!(tenancies.find(GROUP).await.unwrap().block.is_some());
    assert!(tenancies.unblock(GROUP, NOW).await.unwrap());
    assert_eq!(tenancies.list(Some(GroupId(-1_000)), 500).await.unwrap().len(), 500);
    for cursor in [TenantCursor::Beginning, TenantCursor::Protected(Timestamp(500), GROUP), TenantCursor::Blocked(None)]
    {
        database.list_tenants(cursor, 100).await.unwrap();
    }
    assert!(database.find_tenant(GROUP).await.unwrap().is_some());
}

async fn read_groups(database: &Database) {
    let groups = SqlGroupRepository::new(database.clone(), Arc::new(SystemClock));
    assert!(groups.find(GROUP).await.unwrap().is_some());
    // Many at once, as after a restart, and again, until PostgreSQL has chosen a plan for any number of them.
    for _ in 0..10 {
        let many = join_all((1..=300).map(|group| groups.find(GroupId(-group)))).await;
        assert!(many.into_iter().all(|group| group.unwrap().is_some()));
    }
    assert!(groups.find_channel(CHANNEL).await.unwrap().is_some());
    assert!(!groups.list_with_channel(CHANNEL).await.unwrap().is_empty());
    groups.note_cannot_enforce(GROUP).await.unwrap();
    groups.note_cannot_check(CHANNEL).await.unwrap();
    let exemptions = SqlExemptionRepository::new(database.clone());
    exemptions.list(GROUP, 0, 10).await.unwrap();
    exemptions.put(ExemptionRecord { group: GROUP, user: UserId(1), by: USER, at: NOW }).await.unwrap();
    exemptions.remove(GROUP, UserId(1)).await.unwrap();
}

async fn note_people(database: &Database) {
    let members = SqlGroupMemberRepository::new(database.clone());
    let seen: Vec<_> = (1..=100).map(|user| Sighting { group: GROUP, user: UserId(user), at: NOW }).collect();
    members.record(&seen).await.unwrap();
    members.first_seen(GROUP, USER).await.unwrap();
    members.list_seen_in(USER, CHANNEL).await.unwrap();
    members.list_groups_of(USER, 9).await.unwrap();
    members.count(GROUP).await.unwrap();
    let named = SeenUsername { user: USER, username: Some("mo".to_owned()), at: NOW };
    members.record_usernames(&[named, SeenUsername { user: UserId(18), username: None, at: NOW }]).await.unwrap();
    members.find_by_username(GROUP, "n20").await.unwrap();
    members.list_usernames(&[USER]).await.unwrap();
    assert_eq!(members.claim_welcomes(GROUP, &[USER, UserId(1)], NOW).await.unwrap().len(), 2);
    members.prune(NOW).await.unwrap();
    let requests = SqlPendingJoinRequests::new(database.clone());
    requests.put(PendingJoinRequest { channel: CHANNEL, user: USER, at: NOW }).await.unwrap();
    assert_eq!(requests.list_of(USER, &[CHANNEL], NOW).await.unwrap(), [CHANNEL]);
    requests.end(CHANNEL, USER, NOW).await.unwrap();
    requests.prune(NOW).await.unwrap();
}

async fn use_restrictions(database: &Database) {
    let restrictions = SqlRestrictionRepository::new(database.clone());
    let new = NewRestriction {
        group: GROUP,
        user: USER,
        name: "Mo".to_owned(),
        language_code: None,
        reason: RestrictReason::Spoke,
        missing: vec![CHANNEL],
        mode: Mode::Enforce,
        step: Step::Mute,
        message: None,
        place: Place::default(),
        restricted_at: NOW,
        until: Timestamp(i64::MAX),
    };
    let limit = BrakeLimit::new(NOW, 0);
    restrictions.open_unless_braked(&new, limit).await.unwrap();
    let brakes = SqlBrakes::new(database.clone());
    brakes.trip(GROUP, USER, limit, NOW).await.unwrap();
    brakes.next_due().await.unwrap();
    for brake in brakes.claim(NOW, 1).await.unwrap() {
        brakes.list_failed(&brake, 20).await.unwrap();
        brakes.put_off(&brake, None).await.unwrap();
    }
    let (id, notice) = (restrictions.open(&new).await.unwrap().id, MessageId(1));
    assert!(restrictions.find_open(GROUP, USER).await.unwrap().is_some());
    restrictions.list_open_of(USER).await.unwrap();
    restrictions.list_cases(GROUP, USER, 5).await.unwrap();
    restrictions.list_open_in(GROUP, Some(RestrictionId(1)), 9).await.unwrap();
    restrictions.list_run_out(NOW, 9).await.unwrap();
    restrictions.look_again(&[id], LiftReason::PolicyEased, NOW).await.unwrap();
    assert!(restrictions.is_to_be_lifted(id, LiftReason::PolicyEased).await.unwrap());
    assert_eq!(restrictions.next_look().await.unwrap(), Some(NOW));
    assert!(!restrictions.take_looks(NOW, 9).await.unwrap().is_empty());
    restrictions.settle(id).await.unwrap();
    restrictions.set_muted(id, NOW).await.unwrap();
    let posted = PostedNotice {
        group: GROUP,
        message: notice,
        at: NOW,
        serves: vec![id],
        replaces: vec![MessageId(1)],
        takes_over: true,
    };
    restrictions.put_notice(&posted).await.unwrap();
    restrictions.count_served_by(GROUP, notice).await.unwrap();
    restrictions.list_awaiting_notice(NOW).await.unwrap();
    restrictions.counts(GROUP).await.unwrap();
    let statistics = SqlGateStatistics::new(database.clone());
    statistics.count(GROUP, Mode::Enforce, Period::last_days(Period::MONTH, NOW)).await.unwrap();
    assert!(restrictions.close(id, LiftReason::Pressed, NOW).await.unwrap().is_some());
}

async fn use_queues(database: &Database) {
    let inbox = SqlInbox::new(database.clone());
    let (holder, id) = (Holder("a".to_owned()), UpdateId(1_000_001));
    let update = RawUpdate { id, json: "{}".to_owned() };
    let (lane, limit) =
        (Lane(1_000_001), ClaimLimit { lanes: 128, updates_per_lane: 1_000, updates: 20_000, bytes: 1 << 26 });
    let new = NewInboxUpdate { update, lane, received_at: NOW };
    let placed = inbox.put(std::slice::from_ref(&new), &holder, NOW).await.unwrap();
    assert_eq!(placed, [Placed { id, position: Position::FIRST, leased: true }]);
    inbox.put_aside(&[new], NOW).await.unwrap();
    assert!(!inbox.claim(&holder, Timestamp(600), limit).await.unwrap().is_empty());
    inbox.claim_expired(&holder, Timestamp(600), limit).await.unwrap();
    inbox.renew(&holder, &[lane], NOW).await.unwrap();
    let done = DoneUpdates { ids: vec![UpdateId(1_000_002)], drained: vec![(lane, Position(2))] };
    assert!(inbox.remove(&done, &holder, NOW).await.unwrap().is_empty());
    inbox.defer(id, lane, &holder, NOW, 1).await.unwrap();
    inbox.dead_letter(id, NOW).await.unwrap();
    assert_eq!(inbox.list_waiting(&[lane]).await.unwrap(), [lane]);
    assert!(inbox.next_due().await.unwrap().is_some());
    inbox.prune_dead_letters(NOW).await.unwrap();

    let jobs = SqlJobRepository::new(database.clone());
    let job = jobs.claim(JobKind::Release, &holder, Timestamp(i64::MAX)).await.unwrap().unwrap();
    assert!(jobs.next_due(JobKind::Release).await.unwrap().is_some());
    jobs.is_open(JobKind::Release, job.group).await.unwrap();
    jobs.advance(&job, &holder, &JobProgress::Release(Some(RestrictionId(1))), NOW).await.unwrap();
    jobs.finish(&job, &holder, NOW).await.unwrap();
    let deletions = SqlDeletionSchedule::new(database.clone());
    let (chat, message) = (ChatId(GROUP.0), MessageId(1));
    deletions.put(Deletion { chat, message, due: NOW }).await.unwrap();
    assert!(deletions.next_due().await.unwrap().is_some());
    deletions.claim_due(NOW, NOW, 9).await.unwrap();
    deletions.defer(Deletion { chat, message, due: NOW }).await.unwrap();
    deletions.remove(chat, message).await.unwrap();
    let announcements = SqlAnnouncements::new(database.clone());
    assert!(announcements.next_due().await.unwrap().is_some(), "the bot lost a group and a channel just now");
    assert!(SqlLookSchedule::new(database.clone()).next_due().await.unwrap().is_some());
}

async fn migrated(url: &str) -> Database {
    let database = Database::connect(&DatabaseSettings { url: url.into(), max_connections: 2 }).await.unwrap();
    database.migrate().await.unwrap();
    database
}

/// From now on the server logs the plan of each statement as it was carried out.
const LOG_PLANS: &str = "
    DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET session_preload_libraries = auto_explain', current_database());
        EXECUTE format('ALTER DATABASE %I SET auto_explain.log_min_duration = 0', current_database());
        EXECUTE format('ALTER DATABASE %I SET log_min_messages = log', current_database());
    END $$";

#[tokio::test]
async fn postgresql_goes_through_no_whole_table() {
    let server = PostgresServer::start();
    let url = server.fresh_database();
    migrated(&url).await.close().await.unwrap();
    sql::run(&url, Size::wanted().rows()).await;
    sql::run(&url, LOG_PLANS).await;

    let database = migrated(&url).await;
    let before = server.log().len();
    use_everything(&database).await;
    database.close().await.unwrap();
    let log = server.log()[before..].to_owned();
    let plans: Vec<&str> = log.split("LOG:  duration: ").filter(|entry| entry.contains("Query Text:")).collect();
    assert!(plans.len() > 35, "only {} plans in\n{log}", plans.len());
    let scans: Vec<_> = plans.iter().copied().filter(|plan| plan.contains("Seq Scan on")).collect();
    assert!(scans.is_empty(), "{}", scans.join("\n"));
    // An index that is gone through from end to end is no better.
    let of_groups = plans.iter().filter(|plan| READS_OF_GROUPS.iter().any(|read| plan.contains(read)));
    let of_groups: Vec<_> = of_groups.copied().collect();
    assert!(of_groups.len() >= 30, "only {} reads of groups in\n{log}", of_groups.len());
    let whole: Vec<_> = of_groups.into_iter().filter(|plan| !is_by_index_alone(plan)).collect();
    assert!(whole.is_empty(), "{}", whole.join("\n"));
}

/// The three statements that read groups.
const READS_OF_GROUPS: &[&str] = &[
    r#"FROM "protected_groups" WHERE "protected_groups"."group_id" = ANY($1)"#,
    r#"FROM "group_channel_links" AS "link""#,
    r#"FROM "exemptions" WHERE "exemptions"."group_id" = ANY($1)"#,
];

/// Whether whatever is read of a table is looked up by an index.
fn is_by_index_alone(plan: &str) -> bool {
    let (reads, look_ups) = (plan.matches(" Scan using ").count(), plan.matches("Index Cond:").count());
    reads > 0 && reads == look_ups && !plan.contains("Merge Join") && !plan.contains("Hash Join")
}

#[tokio::test]
async fn sqlite_goes_through_no_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let database = migrated(&url).await;
    sql::run(&url, Size::wanted().rows()).await;
    let statements = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&statements);
    database.on_statement(move |statement| told.lock().unwrap().push(statement.sql.to_owned()));

    use_everything(&database).await;
    let statements = statements.lock().unwrap().clone();
    assert!(statements.len() > 35, "{}", statements.len());
    for statement in statements {
        let plan = sql::sqlite_plan(&url, &statement).await;
        let scans: Vec<_> = plan.iter().filter(|step| is_full_scan(step)).collect();
        assert!(scans.is_empty(), "{scans:?} in {statement}");
        // Whoever counts a group's whole history reads no row of it.
        let is_count = statement.contains(r#""observed""#);
        assert!(!is_count || plan.iter().any(|step| step.contains("COVERING INDEX")), "{plan:?} in {statement}");
    }
}

/// What is no table: `next`, which is what a claim has chosen, `people` and `counted`, which a count has found, a constant row, and rows and numbers that the statement brings
/// along.
const NO_TABLES: &[&str] = &[
    "SCAN next",
    "CONSTANT ROW",
    "VALUES CLAUSE",
    "SCAN seen VIRTUAL TABLE",
    "SCAN among VIRTUAL TABLE",
    "SCAN (subquery-",
    "SCAN people",
    "SCAN counted",
    "SCAN missing VIRTUAL TABLE",
];

fn is_full_scan(step: &str) -> bool {
    step.starts_with("SCAN ") && !step.contains(" USING ") && !NO_TABLES.iter().any(|other| step.contains(other))
}
