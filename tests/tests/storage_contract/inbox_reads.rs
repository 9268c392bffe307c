//! How much of the inbox its statements read while a hundred thousand lanes wait: as much as they are about, whatever the
//! statistics say, and however many leases have come and gone since the tables were vacuumed.

use std::sync::{Arc, Mutex};

use portcullis_domain::{
    UpdateId,
    event::Lane,
    inbox::{ClaimLimit, DoneUpdates, NewInboxUpdate, Position, RawUpdate},
    ports::Inbox,
};
use portcullis_storage::{Database, DatabaseSettings, SqlInbox};
use portcullis_tests::{postgres::fresh_database, sql};

use super::stores::{NOW, Stores, holder};

/// How many lanes wait, with an update in each.
const WAITING: i64 = 100_000;

/// How many lanes one call is about.
const LANES: i64 = 100;

/// What one call may read for each of its lanes: rows of tables and indexes, and pages. A look-up in an index of this size
/// goes through three pages, a row that changes has a new entry in two indexes.
const FOR_A_LANE: Reads = Reads { rows: 8, pages: 40 };

/// The numbers from 1 to [`WAITING`].
fn numbers() -> String {
    format!(
        "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {WAITING}) SELECT i FROM n) AS n"
    )
}

/// Lanes that wait, the first for longest.
fn waiting() -> String {
    let (numbers, first_due) = (numbers(), NOW.0 - WAITING);
    format!(
        "INSERT INTO inbox SELECT i, 1, i, '{{}}', 1, 0, NULL FROM {numbers};
         INSERT INTO inbox_lanes SELECT i, 1, NULL, {first_due} + i FROM {numbers};"
    )
}

/// As many that were leased when they were stored, and are worked off; nothing of it was vacuumed.
fn worked_off() -> String {
    let numbers = numbers();
    format!(
        "INSERT INTO inbox SELECT -i, 1, -i, '{{}}', 1, 0, NULL FROM {numbers};
         INSERT INTO inbox_lanes SELECT -i, 1, 'a', i FROM {numbers};
         DELETE FROM inbox; DELETE FROM inbox_lanes;"
    )
}

fn analyze() -> String {
    "ANALYZE;".to_owned()
}

#[derive(Clone, Copy, Debug)]
struct Reads {
    rows: i64,
    pages: i64,
}

impl Reads {
    /// What was read of the inbox so far.
    async fn so_far(url: &str) -> Self {
        let rows = "SELECT ((SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes WHERE relname LIKE 'inbox%') \
                    + (SELECT SUM(seq_tup_read) FROM pg_stat_user_tables WHERE relname LIKE 'inbox%'))::BIGINT";
        let pages = "SELECT SUM(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::BIGINT \
                     FROM pg_statio_user_tables WHERE relname LIKE 'inbox%'";
        Self { rows: sql::number(url, rows).await, pages: sql::number(url, pages).await }
    }
}

/// What can be done with the lanes that have waited for longest, in this order.
#[derive(Clone, Copy, Debug)]
enum Use {
    Claim,
    NextDue,
    ListWaiting,
    Renew,
    Remove,
    Put,
    Defer,
}

const EVERY_USE: [Use; 7] = [Use::Claim, Use::NextDue, Use::ListWaiting, Use::Renew, Use::Remove, Use::Put, Use::Defer];

impl Use {
    async fn of(self, inbox: &dyn Inbox) {
        let (holder, lanes) = (holder("a"), (1..=LANES).map(Lane));
        let lanes: Vec<Lane> = lanes.collect();
        match self {
            Self::Claim => {
                let limit = ClaimLimit { lanes: 100, updates_per_lane: 1_000, updates: 20_000, bytes: 1 << 26 };
                assert_eq!(inbox.claim(&holder, NOW, limit).await.unwrap().len(), lanes.len());
            }
            Self::NextDue => assert!(inbox.next_due().await.unwrap().is_some()),
            Self::ListWaiting => assert_eq!(inbox.list_waiting(&lanes).await.unwrap().len(), lanes.len()),
            Self::Renew => assert!(inbox.renew(&holder, &lanes, NOW).await.unwrap().is_empty()),
            Self::Remove => {
                let ids = (1..=LANES).map(UpdateId).collect();
                let drained = lanes.iter().map(|lane| (*lane, Position::FIRST)).collect();
                let emptied = inbox.remove(&DoneUpdates { ids, drained }, &holder, NOW).await.unwrap();
                assert_eq!(emptied.len(), lanes.len());
            }
            Self::Put => {
                let placed = inbox.put(&lanes.into_iter().map(update).collect::<Vec<_>>(), &holder, NOW).await.unwrap();
                assert!(placed.iter().all(|placed| placed.leased));
            }
            Self::Defer => inbox.defer(UpdateId(WAITING + 1), Lane(1), &holder, NOW, 1).await.unwrap(),
        }
    }
}

fn update(lane: Lane) -> NewInboxUpdate {
    let update = RawUpdate { id: UpdateId(WAITING + lane.0), json: "{}".to_owned() };
    NewInboxUpdate { update, lane, received_at: NOW }
}

async fn connect(url: &str) -> Database {
    Database::connect(&DatabaseSettings { url: url.into(), max_connections: 1 }).await.unwrap()
}

/// After the inbox went through this, each of its uses reads as much as it is about.
async fn reads_what_it_is_about(history: &[String]) {
    let url = fresh_database();
    let database = connect(&url).await;
    database.migrate().await.unwrap();
    database.close().await.unwrap();
    // A vacuum that comes by itself would read as well, and take away what is to be in the way.
    for table in ["inbox", "inbox_lanes"] {
        sql::run(&url, format!("ALTER TABLE {table} SET (autovacuum_enabled = FALSE)")).await;
    }
    for step in history {
        sql::run(&url, step.as_str()).await;
    }
    for each in EVERY_USE {
        let before = Reads::so_far(&url).await;
        let database = connect(&url).await;
        each.of(&SqlInbox::new(database.clone())).await;
        // The server counts what a connection has read when that ends, at the latest.
        database.close().await.unwrap();
        let after = Reads::so_far(&url).await;
        let read = Reads { rows: after.rows - before.rows, pages: after.pages - before.pages };
        let bound = Reads { rows: LANES * FOR_A_LANE.rows, pages: LANES * FOR_A_LANE.pages };
        assert!(read.rows <= bound.rows && read.pages <= bound.pages, "{each:?} has read {read:?}");
    }
}

#[tokio::test]
async fn on_postgresql_it_reads_what_it_is_about_if_it_was_never_analyzed() {
    reads_what_it_is_about(&[waiting()]).await;
}

#[tokio::test]
async fn on_postgresql_it_reads_what_it_is_about_if_it_was_analyzed_when_it_was_empty() {
    reads_what_it_is_about(&[analyze(), waiting()]).await;
}

#[tokio::test]
async fn on_postgresql_it_reads_what_it_is_about_if_it_was_analyzed_when_it_was_full() {
    reads_what_it_is_about(&[waiting(), analyze()]).await;
}

#[tokio::test]
async fn on_postgresql_it_reads_what_it_is_about_whatever_was_worked_off_and_not_vacuumed() {
    reads_what_it_is_about(&[worked_off(), waiting()]).await;
}

#[tokio::test]
async fn on_sqlite_it_searches_by_an_index_sorts_nothing_and_asks_so_often_as_it_has_lanes() {
    let stores = Stores::sqlite().await;
    sql::run(&stores.address, waiting()).await;
    let statements = Arc::new(Mutex::new(Vec::new()));
    let told = statements.clone();
    stores.database.on_statement(move |statement| told.lock().unwrap().push(statement.sql.to_owned()));
    for each in EVERY_USE {
        each.of(&*stores.inbox).await;
        let statements = std::mem::take(&mut *statements.lock().unwrap());
        assert!(statements.len() <= 2 + usize::try_from(LANES).unwrap(), "{each:?}: {}", statements.len());
        for statement in statements {
            let plan = sql::sqlite_plan(&stores.address, &statement).await;
            let is_unbounded = |step: &String| {
                let of_itself = ["CONSTANT ROW", "VALUES CLAUSE", "(subquery", "SCAN among VIRTUAL TABLE"];
                let is_of_itself = of_itself.iter().any(|rows| step.contains(rows));
                let is_scan = step.starts_with("SCAN ") && !is_of_itself;
                // An end of an index is found at once.
                is_scan && !matches!(each, Use::NextDue) || step.contains("TEMP B-TREE")
            };
            assert!(!plan.iter().any(is_unbounded), "{each:?}: {plan:?} in {statement}");
        }
    }
}
