//! Long work, in the database: at most one row for each kind and group.

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId, JobId, RestrictionId, Timestamp,
    job::{Job, JobKind, JobProgress},
    lease::{Holder, LEASE},
    ports::{JobRepository, StoreError},
    sweep::{SweepKind, SweepProgress, SweepRecord, SweepState},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, UpdateMany,
    prelude::{Expr, Json},
    sea_query::OnConflict,
};

use crate::{
    connection::Database,
    entities::job::{ActiveModel, Column, Entity, Model},
    statement::{earliest, execute, name_columns, statement},
    store_error::store_error,
    sweep_progress,
};

/// The state of a job that is to be done or under way.
pub(crate) const OPEN: &str = "open";
const DONE: &str = "done";
const CANCELLED: &str = "cancelled";

const fn kind_word(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Release => "release",
        JobKind::Sweep => "sweep",
    }
}

/// The oldest open job of a kind that nobody holds.
const CLAIM: &str = r#"
    UPDATE "jobs" SET "lease_holder" = $1, "lease_until" = $2 WHERE "id" IN (
        WITH "next" AS MATERIALIZED (
            SELECT "id" FROM "jobs"
            WHERE "kind" = $4 AND "state" = 'open' AND "not_before" <= $3 AND ("lease_until" IS NULL OR "lease_until" <= $3)
            ORDER BY "id" LIMIT 1 {skip}
        ) SELECT "id" FROM "next"
    ) RETURNING {columns}"#;

const NEXT_DUE: &str = r#"
    SELECT MIN(CASE WHEN "lease_until" > "not_before" THEN "lease_until" ELSE "not_before" END)
    FROM "jobs" WHERE "kind" = $1 AND "state" = 'open'"#;

/// An order of a sweep, unless one is open.
const ORDER_SWEEP: &str = r#"
    INSERT INTO "jobs" ("kind", "group_id", "state", "counts", "ordered_at", "not_before")
    VALUES ('sweep', $1, 'open', $2, $3, $3)
    ON CONFLICT ("kind", "group_id") DO UPDATE SET "id" = "excluded"."id", "state" = "excluded"."state",
        "cursor" = NULL, "counts" = "excluded"."counts", "ordered_at" = "excluded"."ordered_at",
        "not_before" = "excluded"."not_before", "finished_at" = NULL, "lease_holder" = NULL, "lease_until" = NULL
    WHERE "jobs"."state" <> 'open'
    RETURNING "id" "#;

/// An order over whatever stands for these groups, under new ids, as in [`order`].
const ORDER_REQUIRING: &str = r#"
    INSERT INTO "jobs" ("kind", "group_id", "state", "counts", "ordered_at", "not_before")
    SELECT 'release', "group_id", 'open', '{}', $2, $2 FROM "protected_groups"
    WHERE "enabled" AND "group_id" IN (SELECT "group_id" FROM "group_channel_links" WHERE "channel_id" = $1)
    ORDER BY "group_id"
    ON CONFLICT ("kind", "group_id") DO UPDATE SET "id" = "excluded"."id", "state" = "excluded"."state",
        "cursor" = NULL, "counts" = "excluded"."counts", "ordered_at" = "excluded"."ordered_at",
        "not_before" = "excluded"."not_before", "finished_at" = NULL, "lease_holder" = NULL, "lease_until" = NULL"#;

/// Long work over whole groups.
#[derive(Clone, Debug)]
pub struct SqlJobRepository {
    database: Database,
}

impl SqlJobRepository {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    /// Ends work of this kind: of what was tried out, no name is kept. The row as it was until then, if one matched.
    async fn end(&self, kind: JobKind, end: UpdateMany<Entity>) -> Result<Option<Model>, StoreError> {
        if kind == JobKind::Release {
            let rows = end.exec_with_returning(self.database.writer()).await.map_err(store_error)?;
            return Ok(rows.into_iter().next());
        }
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move {
                // Whoever is at it can't write its names back from here on.
                let Some(last) = end.exec_with_returning(transaction).await?.into_iter().next() else {
                    return Ok(None);
                };
                if sweep_progress::kind(&last.counts) == SweepKind::Preview {
                    let nameless = sweep_progress::nameless(last.counts.clone());
                    let row = Entity::update_many().col_expr(Column::Counts, Expr::value(nameless));
                    row.filter(Column::Id.eq(last.id)).exec(transaction).await?;
                }
                Ok(Some(last))
            })
        });
        work.await.map_err(store_error)
    }

    /// Whether a row matched.
    async fn update(&self, update: UpdateMany<Entity>) -> Result<bool, StoreError> {
        let outcome = update.exec(self.database.writer()).await.map_err(store_error)?;
        Ok(outcome.rows_affected > 0)
    }
}

#[async_trait]
impl JobRepository for SqlJobRepository {
    async fn put(&self, kind: JobKind, group: GroupId, now: Timestamp) -> Result<JobId, StoreError> {
        order(self.database.writer(), kind_word(kind), group, now.0, nothing()).await.map_err(store_error)
    }

    async fn put_sweep(
        &self,
        group: GroupId,
        begin: &SweepProgress,
        now: Timestamp,
    ) -> Result<Option<JobId>, StoreError> {
        let writer = self.database.writer();
        let values = [group.0.into(), sweep_progress::to_json(begin).into(), now.0.into()];
        let row = writer.query_one_raw(statement(writer, ORDER_SWEEP, values)).await.map_err(store_error)?;
        row.map(|row| row.try_get_by_index(0).map(JobId)).transpose().map_err(store_error)
    }

    async fn find_sweep(&self, group: GroupId) -> Result<Option<SweepRecord>, StoreError> {
        let last =
            Entity::find().filter(Column::Kind.eq(kind_word(JobKind::Sweep))).filter(Column::GroupId.eq(group.0));
        let Some(row) = last.one(self.database.reader()).await.map_err(store_error)? else { return Ok(None) };
        let state = match row.state.as_str() {
            OPEN => SweepState::Open,
            CANCELLED => SweepState::Cancelled,
            _ => SweepState::Done,
        };
        Ok(Some(SweepRecord {
            state,
            progress: sweep_progress::from_row(&row)?,
            ordered_at: Timestamp(row.ordered_at),
            is_held: row.lease_holder.is_some(),
        }))
    }

    async fn is_open(&self, kind: JobKind, group: GroupId) -> Result<bool, StoreError> {
        let open = Entity::find()
            .filter(Column::Kind.eq(kind_word(kind)))
            .filter(Column::GroupId.eq(group.0))
            .filter(Column::State.eq(OPEN));
        Ok(open.one(self.database.reader()).await.map_err(store_error)?.is_some())
    }

    async fn claim(&self, kind: JobKind, holder: &Holder, now: Timestamp) -> Result<Option<Job>, StoreError> {
        let writer = self.database.writer();
        let values = [holder.0.as_str().into(), now.after(LEASE).0.into(), now.0.into(), kind_word(kind).into()];
        let claim = statement(writer, &name_columns::<Entity>(CLAIM), values);
        let row = Entity::find().from_raw_sql(claim).one(writer).await.map_err(store_error)?;
        row.as_ref().map(from_row).transpose()
    }

    async fn next_due(&self, kind: JobKind) -> Result<Option<Timestamp>, StoreError> {
        earliest::<1>(self.database.reader(), NEXT_DUE, [kind_word(kind).into()]).await.map_err(store_error)
    }

    async fn advance(
        &self,
        job: &Job,
        holder: &Holder,
        progress: &JobProgress,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut update = held(job, holder).col_expr(Column::LeaseUntil, Expr::value(now.after(LEASE).0));
        update = match progress {
            JobProgress::Release(after) => update.col_expr(Column::Cursor, Expr::value(after.map(|after| after.0))),
            JobProgress::Sweep(sweep) => update
                .col_expr(Column::Cursor, Expr::value(sweep.after.map(|after| after.0)))
                .col_expr(Column::Counts, Expr::value(sweep_progress::to_json(sweep))),
        };
        self.update(update).await
    }

    async fn defer(&self, job: &Job, holder: &Holder, not_before: Timestamp) -> Result<(), StoreError> {
        let back = held(job, holder).col_expr(Column::NotBefore, Expr::value(not_before.0));
        self.update(unleased(back)).await.map(drop)
    }

    async fn withdraw(&self, job: &Job, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        self.end(job.progress.kind(), ended(held(job, holder), CANCELLED, now)).await.map(drop)
    }

    async fn finish(&self, job: &Job, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        self.end(job.progress.kind(), ended(held(job, holder), DONE, now)).await.map(drop)
    }

    async fn cancel(&self, kind: JobKind, group: GroupId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.end(kind, ended(open(kind, group), CANCELLED, now)).await?.is_some())
    }

    async fn cancel_sweep(
        &self,
        group: GroupId,
        kind: SweepKind,
        now: Timestamp,
    ) -> Result<Option<SweepProgress>, StoreError> {
        let found = open_sweep(self.database.writer(), group).await.map_err(store_error)?;
        let is_meant = |row: &Model| sweep_progress::kind(&row.counts) == kind;
        let Some(row) = found.filter(is_meant) else { return Ok(None) };
        // By its id: what was ordered since goes on.
        let order = open(JobKind::Sweep, group).filter(Column::Id.eq(row.id));
        let last = self.end(JobKind::Sweep, ended(order, CANCELLED, now)).await?;
        last.as_ref().map(sweep_progress::from_row).transpose()
    }

    async fn release_leases(&self, kind: JobKind, holder: &Holder) -> Result<(), StoreError> {
        let release = Entity::update_many()
            .filter(Column::Kind.eq(kind_word(kind)))
            .filter(Column::LeaseHolder.eq(holder.0.as_str()));
        self.update(unleased(release)).await.map(drop)
    }
}

/// Writes an order over whatever stands for this kind and group, under a new id: by that, whoever works on the old
/// one learns that it was ordered anew.
pub(crate) async fn order<C: ConnectionTrait>(
    database: &C,
    kind: &str,
    group: GroupId,
    now: i64,
    counts: Json,
) -> Result<JobId, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        kind: Set(kind.to_owned()),
        group_id: Set(group.0),
        state: Set(OPEN.to_owned()),
        cursor: Set(None),
        counts: Set(counts),
        ordered_at: Set(now),
        not_before: Set(now),
        finished_at: Set(None),
        lease_holder: Set(None),
        lease_until: Set(None),
    };
    let anew = OnConflict::columns([Column::Kind, Column::GroupId])
        .update_columns([
            Column::Id,
            Column::State,
            Column::Cursor,
            Column::Counts,
            Column::OrderedAt,
            Column::NotBefore,
            Column::FinishedAt,
            Column::LeaseHolder,
            Column::LeaseUntil,
        ])
        .to_owned();
    let row = Entity::insert(row).on_conflict(anew).exec_with_returning(database).await?;
    Ok(JobId(row.id))
}

/// The counts of work that counts nothing, or has not begun to.
fn nothing() -> Json {
    Json::Object(serde_json::Map::new())
}

/// Orders that whoever nothing holds any more is let go in a group.
pub(crate) async fn order_release<C: ConnectionTrait>(database: &C, group: GroupId, now: i64) -> Result<JobId, DbErr> {
    order(database, kind_word(JobKind::Release), group, now, nothing()).await
}

/// The same in every group with this channel whose gate is switched on, in one statement.
pub(crate) async fn order_releases_requiring<C: ConnectionTrait>(
    database: &C,
    channel: ChannelId,
    now: i64,
) -> Result<(), DbErr> {
    execute(database, ORDER_REQUIRING, [channel.0.into(), now.into()]).await.map(drop)
}

/// The sweep or the preview that is open in a group.
pub(crate) async fn open_sweep<C: ConnectionTrait>(database: &C, group: GroupId) -> Result<Option<Model>, DbErr> {
    let open = Entity::find()
        .filter(Column::Kind.eq(kind_word(JobKind::Sweep)))
        .filter(Column::GroupId.eq(group.0))
        .filter(Column::State.eq(OPEN));
    open.one(database).await
}

/// Has the sweep that is open in a group, if one is, begin anew from `not_before` on; whoever is at it stops.
pub(crate) async fn begin_sweep_anew<C: ConnectionTrait>(
    database: &C,
    group: GroupId,
    not_before: Timestamp,
) -> Result<(), DbErr> {
    let Some(sweep) = open_sweep(database, group).await? else { return Ok(()) };
    // A preview touches nobody: no brake concerns it.
    if sweep_progress::kind(&sweep.counts) == SweepKind::Preview {
        return Ok(());
    }
    let anew = Entity::update_many()
        .col_expr(Column::Cursor, Expr::value(None::<i64>))
        .col_expr(Column::Counts, Expr::value(sweep_progress::anew(sweep.counts)))
        .col_expr(Column::NotBefore, Expr::value(not_before.0))
        .filter(Column::Id.eq(sweep.id));
    unleased(anew).exec(database).await.map(drop)
}

/// A change of this job that does nothing unless `holder` still holds it.
fn held(job: &Job, holder: &Holder) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(job.id.0))
        .filter(Column::State.eq(OPEN))
        .filter(Column::LeaseHolder.eq(holder.0.as_str()))
}

/// A change of the work of this kind that is open in a group.
fn open(kind: JobKind, group: GroupId) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Kind.eq(kind_word(kind)))
        .filter(Column::GroupId.eq(group.0))
        .filter(Column::State.eq(OPEN))
}

/// The same, by which the work is over.
fn ended(update: UpdateMany<Entity>, state: &str, now: Timestamp) -> UpdateMany<Entity> {
    unleased(update).col_expr(Column::State, Expr::value(state)).col_expr(Column::FinishedAt, Expr::value(now.0))
}

fn unleased(update: UpdateMany<Entity>) -> UpdateMany<Entity> {
    update
        .col_expr(Column::LeaseHolder, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
}

fn from_row(row: &Model) -> Result<Job, StoreError> {
    let progress = match row.kind.as_str() {
        "release" => JobProgress::Release(row.cursor.map(RestrictionId)),
        "sweep" => JobProgress::Sweep(sweep_progress::from_row(row)?),
        _ => return Err(StoreError::Unreadable(format!("job {}: `kind`", row.id))),
    };
    Ok(Job { id: JobId(row.id), group: GroupId(row.group_id), progress, ordered_at: Timestamp(row.ordered_at) })
}
