//! Groups read together: whoever asks while a few reads are under way waits for the next one, which takes all groups that
//! were asked for meanwhile.
//!
//! A message costs statements only where it is the first of its group since the start. After a restart those are many at
//! once, and each group alone would be three statements.

use std::{
    collections::{BTreeSet, HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use portcullis_domain::{
    ChatId, GroupId, Timestamp, UserId, group::Group, ports::StoreError, settings::GroupSettings,
    tenancy::AllowedGroups,
};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    prelude::{Expr, Json},
};
use tokio::sync::oneshot;

use crate::{
    channel_profile::read_channel,
    connection::{Backend, Database},
    entities::{enforced_channel, exemption, protected_group},
    statement::{is_among, set_of, statement},
    store_error::store_error,
    tenancy_repository::tenancy,
    unfit_settings_log::UnfitSettingsLog,
};

/// How many groups one read is for, at most.
const GROUPS_AT_ONCE: usize = 256;

/// How many reads are under way at once, at most: one that hangs on its connection must not hold up all groups.
const MAX_READS: usize = 4;

const BRAKED_AT: &str = r#"(SELECT "brakes"."tripped_at" FROM "brakes"
    WHERE "brakes"."group_id" = "protected_groups"."group_id" AND "brakes"."ended_at" IS NULL)"#;

const BLOCKED_AT: &str =
    r#"(SELECT "blocked_at" FROM "tenancies" WHERE "tenancies"."group_id" = "protected_groups"."group_id")"#;

const FORMER_ID: &str =
    r#"(SELECT "former_id" FROM "tenancies" WHERE "tenancies"."group_id" = "protected_groups"."group_id")"#;

/// A channel is looked up for each link, which no plan turns into a join of whole tables.
const CHANNELS_ON_POSTGRES: &str = r#"
    SELECT "link"."group_id", "link"."id" AS "link_id", "channel"."channel_id", "channel"."title", "channel"."username",
        "channel"."invite_link", "channel"."can_check", "channel"."created_at", "channel"."updated_at",
        "channel"."looked_at", "channel"."look_due_at", "channel"."look_misses"
    FROM "group_channel_links" AS "link"
    CROSS JOIN LATERAL (
        SELECT * FROM "enforced_channels" WHERE "channel_id" = "link"."channel_id" LIMIT 1
    ) AS "channel"
    WHERE "link"."group_id" = ANY ($1)"#;

const CHANNELS_ON_SQLITE: &str = r#"
    SELECT "link"."group_id", "link"."id" AS "link_id", "channel"."channel_id", "channel"."title", "channel"."username",
        "channel"."invite_link", "channel"."can_check", "channel"."created_at", "channel"."updated_at",
        "channel"."looked_at", "channel"."look_due_at", "channel"."look_misses"
    FROM "group_channel_links" AS "link"
    CROSS JOIN "enforced_channels" AS "channel" ON "channel"."channel_id" = "link"."channel_id"
    WHERE "link"."group_id" IN (SELECT "value" FROM json_each($1) AS "among")"#;

/// Reads groups, many in three statements.
pub(crate) struct GroupReader(Arc<Shared>);

struct Shared {
    database: Database,
    allowed: AllowedGroups,
    unfit_settings: UnfitSettingsLog,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiter>,
    /// How many tasks work the queue off; one at least while somebody waits.
    tasks: usize,
}

impl Queue {
    /// Whether a task is to be started.
    fn push(&mut self, waiter: Waiter) -> bool {
        self.waiting.push_back(waiter);
        let has_room = self.tasks < MAX_READS;
        self.tasks += usize::from(has_room);
        has_room
    }

    /// Whom the next read of a task is for; `None` if nobody waits, and then the task ends.
    fn next(&mut self) -> Option<Vec<Waiter>> {
        self.waiting.retain(|waiter| !waiter.answer.is_closed());
        let count = self.waiting.len().min(GROUPS_AT_ONCE);
        if count == 0 {
            self.tasks -= 1;
            return None;
        }
        Some(self.waiting.drain(..count).collect())
    }

    /// A task ended early. If it was the only one, everybody who waits hears of it.
    fn end_early(&mut self) {
        self.tasks -= 1;
        if self.tasks == 0 {
            self.waiting.clear();
        }
    }
}

/// Somebody who waits for a group.
struct Waiter {
    group: GroupId,
    answer: oneshot::Sender<Found>,
}

type Found = Result<Option<Arc<Group>>, StoreError>;

impl GroupReader {
    /// Reads from `database`, for a bot that serves these groups.
    pub(crate) fn new(database: Database, allowed: AllowedGroups) -> Self {
        let (unfit_settings, queue) = (UnfitSettingsLog::default(), Mutex::default());
        Self(Arc::new(Shared { database, allowed, unfit_settings, queue }))
    }

    /// The group as it is after this call, or `None` where nobody has ever protected it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: of a statement, to all who waited for it; of a row that can't be read, to whoever asked for its
    /// group.
    pub(crate) async fn find(&self, group: GroupId) -> Found {
        let (answer, found) = oneshot::channel();
        if self.0.queue().push(Waiter { group, answer }) {
            tokio::spawn(ReadTask { shared: Arc::clone(&self.0), has_ended: false }.run());
        }
        found.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the read was cut short".into())))
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // The queue is whole at every moment, so a panic elsewhere can't have broken it.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, waiters: Vec<Waiter>) {
        let groups = waiters.iter().map(|waiter| waiter.group.0).collect();
        let read = read(&self.database, &self.allowed, &groups).await;
        for waiter in waiters {
            let group = match &read {
                Ok(read) => read.get(&waiter.group.0).cloned().transpose(),
                Err(error) => Err(error.clone()),
            };
            // Whoever has left needs no answer.
            let _ = waiter.answer.send(group.map_err(store_error));
        }
        for group in read.iter().flat_map(HashMap::values).flatten() {
            self.unfit_settings.warn_once(group.id, &group.settings);
        }
    }
}

/// A task that reads, for as long as anybody waits.
struct ReadTask {
    shared: Arc<Shared>,
    /// Whether it found nobody who waits.
    has_ended: bool,
}

impl ReadTask {
    async fn run(mut self) {
        loop {
            // The lock is not held while it reads.
            let next = self.shared.queue().next();
            let Some(waiters) = next else { break };
            self.shared.answer(waiters).await;
        }
        self.has_ended = true;
    }
}

impl Drop for ReadTask {
    /// A panic, or the end of the program, ends it early.
    fn drop(&mut self) {
        if !self.has_ended {
            self.shared.queue().end_early();
        }
    }
}

/// What was read of each group that is there: the group, or why its rows can't be read.
type Read = HashMap<i64, Result<Arc<Group>, DbErr>>;

async fn read(database: &Database, allowed: &AllowedGroups, groups: &BTreeSet<i64>) -> Result<Read, DbErr> {
    let reader = database.reader();
    let is_asked_for = is_among(reader, protected_group::Column::GroupId, groups.iter().copied());
    let rows = protected_group::Entity::find()
        .expr_as(Expr::cust(BRAKED_AT), "braked_at")
        .expr_as(Expr::cust(BLOCKED_AT), "blocked_at")
        .expr_as(Expr::cust(FORMER_ID), "former_id")
        .filter(is_asked_for)
        .build(reader.get_database_backend());
    let rows = reader.query_all_raw(rows).await?;
    let mut read = HashMap::with_capacity(rows.len());
    for row in rows {
        let braked_at = row.try_get::<Option<i64>>("", "braked_at")?.map(Timestamp);
        let id = row.try_get::<i64>("", "group_id")?;
        // For that, nobody needs the reason of a block.
        let tenancy = tenancy(row.try_get("", "former_id")?, row.try_get("", "blocked_at")?, None);
        let denied = tenancy.denial(GroupId(id), allowed);
        let group = protected_group::Model::from_query_result(&row, "").map(|row| Group {
            braked_at,
            denied,
            ..without_channels(row)
        });
        read.insert(id, group);
    }
    if !read.is_empty() {
        add_channels(database, &mut read).await?;
        add_exemptions(database, &mut read).await?;
    }
    Ok(read.into_iter().map(|(id, group)| (id, group.map(Arc::new))).collect())
}

/// Adds to each group its channels, in the order in which they were added.
async fn add_channels(database: &Database, read: &mut HashMap<i64, Result<Group, DbErr>>) -> Result<(), DbErr> {
    let reader = database.reader();
    let sql = match database.backend() {
        Backend::Postgres => CHANNELS_ON_POSTGRES,
        Backend::Sqlite => CHANNELS_ON_SQLITE,
    };
    let groups = set_of(reader, read.keys().copied());
    let mut links = Vec::new();
    for row in reader.query_all_raw(statement(reader, sql, [groups])).await? {
        links.push((row.try_get::<i64>("", "link_id")?, row));
    }
    // Not by the database, which would go through all links in their order.
    links.sort_unstable_by_key(|(id, _)| *id);
    for (_, row) in links {
        let Some(found) = read.get_mut(&row.try_get::<i64>("", "group_id")?) else { continue };
        match (enforced_channel::Model::from_query_result(&row, ""), &mut *found) {
            (Ok(channel), Ok(group)) => group.channels.push(read_channel(channel)),
            (Err(error), Ok(_)) => *found = Err(error),
            (_, Err(_)) => {}
        }
    }
    Ok(())
}

async fn add_exemptions(database: &Database, read: &mut HashMap<i64, Result<Group, DbErr>>) -> Result<(), DbErr> {
    use exemption::{Column, Entity};
    let reader = database.reader();
    let these = Entity::find().select_only().column(Column::GroupId).column(Column::UserId);
    let these = these.filter(is_among(reader, Column::GroupId, read.keys().copied()));
    for (group, user) in these.into_tuple::<(i64, i64)>().all(reader).await? {
        if let Some(Ok(group)) = read.get_mut(&group) {
            group.exempt.insert(UserId(user));
        }
    }
    Ok(())
}

fn without_channels(row: protected_group::Model) -> Group {
    Group {
        id: GroupId(row.group_id),
        owner: UserId(row.owner_id),
        owner_language_code: row.owner_language_code,
        title: row.title,
        enabled: row.enabled,
        can_enforce: row.can_enforce,
        settings: read_settings(row.params),
        channels: Vec::new(),
        linked_channel: row.linked_channel_id.map(ChatId),
        exempt: HashSet::new(),
        braked_at: None,
        created_at: Timestamp(row.created_at),
        // Before this was written down, a gate was switched on as its group was protected.
        switched_on_at: Timestamp(row.switched_on_at.unwrap_or(row.created_at)),
        denied: None,
    }
}

/// What is no object holds no settings.
pub(crate) fn read_settings(params: Json) -> GroupSettings {
    if let Json::Object(params) = params { GroupSettings::from_params(params) } else { GroupSettings::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(queue: &mut Queue, group: i64) -> (bool, oneshot::Receiver<Found>) {
        let (answer, found) = oneshot::channel();
        (queue.push(Waiter { group: GroupId(group), answer }), found)
    }

    fn taken(queue: &mut Queue) -> Option<Vec<i64>> {
        Some(queue.next()?.iter().map(|waiter| waiter.group.0).collect())
    }

    #[test]
    fn while_a_read_hangs_others_are_read_and_whoever_asks_beyond_a_few_is_read_together() {
        let mut queue = Queue::default();
        let mut found = Vec::new();
        for group in 0..4 {
            let (starts, waits) = ask(&mut queue, group);
            assert!(starts, "the first few wait for nobody");
            assert_eq!(taken(&mut queue), Some(vec![group]));
            found.push(waits);
        }
        for group in 4..7 {
            let (starts, waits) = ask(&mut queue, group);
            assert!(!starts);
            found.push(waits);
        }
        assert_eq!(taken(&mut queue), Some(vec![4, 5, 6]), "by whichever task ends first");
        assert_eq!(taken(&mut queue), None);
        assert!(ask(&mut queue, 7).0, "in the place of the task that has ended");
    }

    #[test]
    fn nobody_is_read_for_who_has_left_and_no_more_than_fit_at_once() {
        let mut queue = Queue::default();
        let (_, leaves) = ask(&mut queue, -1);
        drop(leaves);
        let stay: Vec<_> = (0..300).map(|group| ask(&mut queue, group).1).collect();
        assert_eq!(taken(&mut queue).map(|groups| groups.len()), Some(GROUPS_AT_ONCE));
        assert_eq!(taken(&mut queue).map(|groups| groups.len()), Some(stay.len() - GROUPS_AT_ONCE));
    }

    #[test]
    fn the_last_task_that_ends_early_leaves_nobody_waiting() {
        let mut queue = Queue::default();
        let (_, mut first) = ask(&mut queue, 1);
        let (_, mut second) = ask(&mut queue, 2);
        queue.end_early();
        assert!(
            first.try_recv().is_err_and(|error| error == oneshot::error::TryRecvError::Empty),
            "another task reads"
        );
        queue.end_early();
        for waiting in [&mut first, &mut second] {
            assert_eq!(waiting.try_recv().err(), Some(oneshot::error::TryRecvError::Closed));
        }
        assert!(ask(&mut queue, 3).0);
    }
}
