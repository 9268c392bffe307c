//! Each query of the hot path is answered by an index: what SQLite says of every statement that the ports run.

use std::sync::{Arc, Mutex};

use portcullis_domain::{
    ChannelId, GroupId, MessageId, RestrictionId, Timestamp, UpdateId, UserId,
    event::Lane,
    inbox::{Holder, NewInboxUpdate, RawUpdate},
    ports::{
        DeletionSchedule, ExemptionRepository, GroupMemberRepository, GroupRepository, Inbox, JobRepository, MockClock,
        RestrictionRepository, Sighting,
    },
    restriction::LiftReason,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{
    Database, DatabaseSettings, SqlDeletionSchedule, SqlExemptionRepository, SqlGroupMemberRepository,
    SqlGroupRepository, SqlInbox, SqlJobRepository, SqlRestrictionRepository,
};

const NOW: Timestamp = Timestamp(1_000);
const GROUP: GroupId = GroupId(-1);
const USER: UserId = UserId(2);
const CHANNEL: ChannelId = ChannelId(-3);

async fn read_groups_and_people(database: &Database) {
    let groups = SqlGroupRepository::new(database.clone(), Arc::new(MockClock::new()));
    groups.find(GROUP).await.unwrap();
    groups.list_requiring(CHANNEL).await.unwrap();
    groups.list_with_channel(CHANNEL).await.unwrap();
    let members = SqlGroupMemberRepository::new(database.clone());
    members.record(&[Sighting { group: GROUP, user: USER, at: NOW }]).await.unwrap();
    members.list_seen_in(USER, &[GROUP]).await.unwrap();
    members.list_groups_of(USER, 9).await.unwrap();
    members.prune(NOW).await.unwrap();
    SqlExemptionRepository::new(database.clone()).list(GROUP).await.unwrap();
}

async fn use_restrictions(database: &Database) {
    let restrictions = SqlRestrictionRepository::new(database.clone());
    let (id, notice) = (RestrictionId(1), MessageId(1));
    restrictions.find_open(GROUP, USER).await.unwrap();
    restrictions.list_open_of(USER).await.unwrap();
    restrictions.list_open_in(GROUP, Some(id), 9).await.unwrap();
    restrictions.list_run_out(NOW, 9).await.unwrap();
    restrictions.set_muted(id, NOW).await.unwrap();
    restrictions.set_notice(&[id], notice).await.unwrap();
    restrictions.lift(id, LiftReason::Pressed, NOW).await.unwrap();
    restrictions.count_served_by(GROUP, notice).await.unwrap();
    restrictions.list_awaiting_notice().await.unwrap();
    restrictions.counts(GROUP).await.unwrap();
}

async fn use_queues(database: &Database) {
    let inbox = SqlInbox::new(database.clone());
    let (holder, id) = (Holder("a".to_owned()), UpdateId(1));
    let update = RawUpdate { id, json: "{}".to_owned() };
    inbox.put(&[NewInboxUpdate { update, lane: Lane(1), received_at: NOW }]).await.unwrap();
    inbox.claim(&holder, NOW, 9).await.unwrap();
    inbox.renew(&holder, NOW).await.unwrap();
    inbox.release(&holder).await.unwrap();
    inbox.defer(id, NOW, 1).await.unwrap();
    inbox.bury(id, NOW).await.unwrap();
    inbox.remove(id).await.unwrap();
    inbox.next_due().await.unwrap();
    inbox.prune_dead(NOW).await.unwrap();
    SqlJobRepository::new(database.clone()).claim(&holder, NOW).await.unwrap();
    SqlDeletionSchedule::new(database.clone()).list_due(NOW, 9).await.unwrap();
}

/// The steps of SQLite's plan for a statement that go through a whole table, row by row.
async fn full_scans(database: &Database, sql: &str) -> Vec<String> {
    let explain = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
    let plan = database.reader().query_all_raw(explain).await.unwrap();
    let steps = plan.into_iter().map(|step| step.try_get::<String>("", "detail").unwrap());
    // `next` is what a claim has chosen: a few rows in memory. A constant row is no table.
    steps
        .filter(|step| step.starts_with("SCAN ") && !step.contains(" USING ") && !step.contains("CONSTANT ROW"))
        .filter(|step| step != "SCAN next")
        .collect()
}

#[tokio::test]
async fn no_statement_of_the_hot_path_goes_through_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display()).into();
    let database = Database::connect(&DatabaseSettings { url, max_connections: 1 }).await.unwrap();
    database.migrate().await.unwrap();
    let statements = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&statements);
    database.on_statement(move |statement| {
        if let Ok(mut told) = told.lock() {
            told.push(statement.sql.to_owned());
        }
    });

    read_groups_and_people(&database).await;
    use_restrictions(&database).await;
    use_queues(&database).await;
    let statements = statements.lock().unwrap().clone();
    assert!(statements.len() > 25, "{}", statements.len());
    for sql in statements {
        assert_eq!(full_scans(&database, &sql).await, Vec::<String>::new(), "{sql}");
    }
}
