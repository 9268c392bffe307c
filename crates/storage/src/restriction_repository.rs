//! The history of restrictions in the database.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use async_trait::async_trait;
use portcullis_domain::{
    GroupId, MessageId, RestrictionId, Timestamp, UserId,
    brake::BrakeLimit,
    notice::{PostedNotice, StandingNotice},
    ports::{Look, RestrictionCounts, RestrictionRepository, StoreError},
    restriction::{LiftReason, NewRestriction, Restriction},
    settings::Mode,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, prelude::Expr, sea_query::Func,
};

use crate::{
    brakes::failures,
    case_turns::CaseTurns,
    connection::Database,
    entities::restriction::{Column, Entity},
    posted_notices,
    restriction_row::{from_row, look_from_row, to_values},
    statement::{IDS_AT_ONCE, earliest, is_among, name_columns, statement},
    store_error::{is_taken, store_error},
};

/// How long a mute may be on its way before it is looked at: longer than any call to Telegram takes.
const UNCONFIRMED_FOR: Duration = Duration::from_mins(1);

/// How often a restriction is written before the database counts as away: each time another instance has taken the number
/// that was the next, and so has got on itself.
const TRIES_TO_OPEN: u32 = 50;

/// Writes a restriction with the next number of its group.
///
/// A conflict writes back what is there, so that one statement returns the row that won, whoever wrote it; but a mute that
/// was never confirmed is tried now, and so is as young as that.
const OPEN: &str = r#"
    INSERT INTO "restrictions" ("group_id", "user_id", "name", "language_code", "reason", "missing_channels", "mode",
        "thread_id", "root_message_id", "restricted_at", "until", "step", "message_id", "case_number")
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        (SELECT COALESCE(MAX("case_number"), 0) + 1 FROM "restrictions" WHERE "group_id" = $1))
    {conflict}"#;

/// The same, unless the group's brake has tripped, or the person is known there and one too many to fail. In a statement of
/// its own: whoever counts without another's row wants the same case number, and so counts anew.
const OPEN_UNLESS_BRAKED: &str = r#"
    INSERT INTO "restrictions" ("group_id", "user_id", "name", "language_code", "reason", "missing_channels", "mode",
        "thread_id", "root_message_id", "restricted_at", "until", "step", "message_id", "case_number",
        "known_failed_at")
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        (SELECT COALESCE(MAX("case_number"), 0) + 1 FROM "restrictions" WHERE "group_id" = $1),
        (SELECT CAST($10 AS BIGINT) FROM "group_members"
            WHERE "group_id" = $1 AND "user_id" = $2 AND "first_seen" <= $14)
    WHERE NOT EXISTS (SELECT 1 FROM "brakes" WHERE "group_id" = $1 AND "ended_at" IS NULL) AND (
        NOT EXISTS (SELECT 1 FROM "group_members" WHERE "group_id" = $1 AND "user_id" = $2 AND "first_seen" <= $14)
        OR {failures} < $16)
    {conflict}"#;

const ON_CONFLICT: &str = r#"
    ON CONFLICT ("group_id", "user_id") WHERE "lifted_at" IS NULL DO UPDATE SET "restricted_at" =
        CASE WHEN "restrictions"."muted_at" IS NULL
            THEN "excluded"."restricted_at" ELSE "restrictions"."restricted_at" END
    RETURNING {columns}"#;

/// Takes what is due and puts each off by a pause that doubles from 2 s to 5 min.
const TAKE_LOOKS: &str = r#"
    UPDATE "restrictions" SET "look_at" = CAST($1 AS BIGINT) + 1000 * (CASE
        WHEN "looks" IS NULL THEN 2 WHEN "looks" < 7 THEN 2 << "looks" ELSE 300 END),
        "looks" = COALESCE("looks", 0) + 1
    WHERE "id" IN (WITH "next" AS MATERIALIZED ({select} LIMIT $3 {skip}) SELECT "id" FROM "next")
    RETURNING {columns}"#;

const LOOK_AGAIN: &str = r#"
    SELECT "id" FROM "restrictions" WHERE "lifted_at" IS NULL AND "look_at" IS NOT NULL
        AND "look_at" <= CAST($1 AS BIGINT) AND CAST($2 AS BIGINT) IS NOT NULL
    ORDER BY "look_at""#;

const UNCONFIRMED: &str = r#"
    SELECT "id" FROM "restrictions" WHERE "lifted_at" IS NULL AND "muted_at" IS NULL AND "look_at" IS NULL
        AND "restricted_at" <= CAST($2 AS BIGINT) AND "mode" = 'enforce'
    ORDER BY "restricted_at""#;

/// When there is next something for [`LOOK_AGAIN`], and since when for [`UNCONFIRMED`].
const NEXT_LOOK: &str = r#"
    SELECT (SELECT MIN("look_at") FROM "restrictions" WHERE "lifted_at" IS NULL AND "look_at" IS NOT NULL),
        (SELECT MIN("restricted_at") + CAST($1 AS BIGINT) FROM "restrictions" WHERE "lifted_at" IS NULL
            AND "muted_at" IS NULL AND "look_at" IS NULL AND "mode" = 'enforce')"#;

/// The history of restrictions.
#[derive(Clone, Debug)]
pub struct SqlRestrictionRepository {
    database: Database,
    turns: Arc<CaseTurns>,
}

impl SqlRestrictionRepository {
    /// Works on `database`.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database, turns: Arc::default() }
    }

    /// Runs an insertion of a restriction in this group until it gets a number; `None` if it inserts nothing.
    async fn insert(
        &self,
        group: GroupId,
        sql: &str,
        values: Vec<sea_orm::Value>,
    ) -> Result<Option<Restriction>, StoreError> {
        let writer = self.database.writer();
        // Of those who ask for the next number of a group at once, all but one would have asked in vain.
        let _turn = self.turns.of(group).lock().await;
        let (sql, mut tries) = (name_columns::<Entity>(sql), 1);
        loop {
            let insert = statement(writer, &sql, values.iter().cloned());
            match Entity::find().from_raw_sql(insert).one(writer).await {
                Err(error) if is_taken(&error) && tries < TRIES_TO_OPEN => tries += 1,
                Err(error) if is_taken(&error) => return Err(StoreError::Unavailable(Box::new(error))),
                row => return row.map_err(store_error)?.map(from_row).transpose(),
            }
        }
    }

    async fn list(&self, select: Select<Entity>) -> Result<Vec<Restriction>, StoreError> {
        let rows = select.all(self.database.reader()).await.map_err(store_error)?;
        rows.into_iter().map(from_row).collect()
    }
}

fn open() -> Select<Entity> {
    Entity::find().filter(Column::LiftedAt.is_null())
}

#[async_trait]
impl RestrictionRepository for SqlRestrictionRepository {
    async fn open(&self, restriction: &NewRestriction) -> Result<Restriction, StoreError> {
        let sql = OPEN.replace("{conflict}", ON_CONFLICT);
        let row = self.insert(restriction.group, &sql, to_values(restriction).into()).await?;
        row.ok_or_else(|| store_error(DbErr::RecordNotInserted))
    }

    async fn open_unless_braked(
        &self,
        restriction: &NewRestriction,
        limit: BrakeLimit,
    ) -> Result<Option<Restriction>, StoreError> {
        let sql =
            OPEN_UNLESS_BRAKED.replace("{failures}", &failures("$2", "$15", "$10")).replace("{conflict}", ON_CONFLICT);
        let mut values: Vec<sea_orm::Value> = to_values(restriction).into();
        let most = i64::try_from(limit.most_failures).unwrap_or(i64::MAX);
        values.extend([limit.known_by.0.into(), limit.since.0.into(), most.into()]);
        self.insert(restriction.group, &sql, values).await
    }

    async fn find_open(&self, group: GroupId, user: UserId) -> Result<Option<Restriction>, StoreError> {
        let theirs = open().filter(Column::GroupId.eq(group.0)).filter(Column::UserId.eq(user.0));
        theirs.one(self.database.reader()).await.map_err(store_error)?.map(from_row).transpose()
    }

    async fn list_open_of(&self, user: UserId) -> Result<Vec<Restriction>, StoreError> {
        self.list(open().filter(Column::UserId.eq(user.0)).order_by_asc(Column::Id)).await
    }

    async fn list_cases(&self, group: GroupId, user: UserId, limit: u64) -> Result<Vec<Restriction>, StoreError> {
        let theirs = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::GroupId.eq(group.0));
        self.list(theirs.order_by_desc(Column::Id).limit(limit)).await
    }

    async fn list_open_in(
        &self,
        group: GroupId,
        after: Option<RestrictionId>,
        limit: u64,
    ) -> Result<Vec<Restriction>, StoreError> {
        let after = after.map_or(i64::MIN, |id| id.0);
        let page = open().filter(Column::GroupId.eq(group.0)).filter(Column::Id.gt(after));
        self.list(page.order_by_asc(Column::Id).limit(limit)).await
    }

    async fn list_for_notice(&self, group: GroupId, limit: u64) -> Result<Vec<Restriction>, StoreError> {
        let muted = open()
            .filter(Column::GroupId.eq(group.0))
            .filter(Column::Mode.eq(Mode::Enforce.word()))
            .filter(Column::MutedAt.is_not_null())
            .order_by_asc(Column::NoticeMessageId.is_not_null())
            .order_by_desc(Column::Id);
        self.list(muted.limit(limit)).await
    }

    async fn list_run_out(&self, now: Timestamp, limit: u64) -> Result<Vec<Restriction>, StoreError> {
        let run_out = open().filter(Column::Until.lte(now.0));
        self.list(run_out.order_by_asc(Column::Until).order_by_asc(Column::Id).limit(limit)).await
    }

    async fn look_again(&self, ids: &[RestrictionId], lift_for: LiftReason, at: Timestamp) -> Result<(), StoreError> {
        for ids in ids.chunks(IDS_AT_ONCE) {
            let later = Expr::col(Column::LookAt).is_null().or(Expr::col(Column::LookAt).gt(at.0));
            let earliest = Expr::case(later, Expr::value(at.0)).finally(Expr::col(Column::LookAt));
            // That the gate was switched off, or braked, outlasts every other reason to look again.
            let is_off =
                Expr::col(Column::LookFor).is_in([LiftReason::Unprotected, LiftReason::Braked].map(LiftReason::word));
            let look_for: Expr =
                Expr::case(is_off, Expr::col(Column::LookFor)).finally(Expr::value(lift_for.word())).into();
            let update = Entity::update_many()
                .col_expr(Column::LookAt, earliest.into())
                .col_expr(Column::LookFor, look_for)
                .col_expr(Column::Looks, Expr::value(0))
                .filter(is_among(self.database.writer(), Column::Id, ids.iter().map(|id| id.0)))
                .filter(Column::LiftedAt.is_null());
            update.exec(self.database.writer()).await.map_err(store_error)?;
        }
        Ok(())
    }

    async fn take_looks(&self, now: Timestamp, limit: u64) -> Result<Vec<Look>, StoreError> {
        let writer = self.database.writer();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut taken = Vec::new();
        for select in [LOOK_AGAIN, UNCONFIRMED] {
            let room = limit.saturating_sub(i64::try_from(taken.len()).unwrap_or(i64::MAX));
            let values = [now.0.into(), now.before(UNCONFIRMED_FOR).0.into(), room.into()];
            let take = name_columns::<Entity>(TAKE_LOOKS).replace("{select}", select);
            let take = statement(writer, &take, values);
            let rows = Entity::find().from_raw_sql(take).all(writer).await.map_err(store_error)?;
            taken.extend(rows.into_iter().map(look_from_row).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(taken)
    }

    async fn next_look(&self) -> Result<Option<Timestamp>, StoreError> {
        let unconfirmed_for = i64::try_from(UNCONFIRMED_FOR.as_millis()).unwrap_or(i64::MAX);
        earliest::<2>(self.database.reader(), NEXT_LOOK, [unconfirmed_for.into()]).await.map_err(store_error)
    }

    async fn is_to_be_lifted(&self, id: RestrictionId, lift_for: LiftReason) -> Result<bool, StoreError> {
        let marked = open().filter(Column::Id.eq(id.0)).filter(Column::LookFor.eq(lift_for.word()));
        Ok(marked.one(self.database.reader()).await.map_err(store_error)?.is_some())
    }

    async fn settle(&self, id: RestrictionId) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::LookAt, Expr::value(None::<i64>))
            .col_expr(Column::LookFor, Expr::value(None::<String>))
            .filter(Column::Id.eq(id.0))
            // What was ordered since this look was taken is still to be looked at.
            .filter(Column::Looks.gt(0));
        update.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn recall_step(&self, id: RestrictionId) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::LiftReason, Expr::value(LiftReason::Braked.word()))
            .filter(Column::Id.eq(id.0))
            .filter(Column::LiftReason.eq(LiftReason::NextStep.word()));
        update.exec(self.database.writer()).await.map(drop).map_err(store_error)
    }

    async fn set_muted(&self, id: RestrictionId, at: Timestamp) -> Result<bool, StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::MutedAt, Expr::value(at.0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::LiftedAt.is_null());
        let outcome = update.exec(self.database.writer()).await.map_err(store_error)?;
        Ok(outcome.rows_affected > 0)
    }

    async fn put_notice(&self, posted: &PostedNotice) -> Result<(), StoreError> {
        posted_notices::put(&self.database, posted.clone()).await.map_err(store_error)
    }

    async fn close(
        &self,
        id: RestrictionId,
        reason: LiftReason,
        at: Timestamp,
    ) -> Result<Option<Restriction>, StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::LiftedAt, Expr::value(at.0))
            .col_expr(Column::LiftReason, Expr::value(reason.word()))
            .filter(Column::Id.eq(id.0))
            .filter(Column::LiftedAt.is_null());
        let rows = update.exec_with_returning(self.database.writer()).await.map_err(store_error)?;
        rows.into_iter().next().map(from_row).transpose()
    }

    async fn list_standing_notices(&self, group: GroupId) -> Result<Vec<StandingNotice>, StoreError> {
        let served = open().filter(Column::GroupId.eq(group.0)).filter(Column::NoticeMessageId.is_not_null());
        let standing = served
            .select_only()
            .column(Column::NoticeMessageId)
            .column_as(Column::Id.count(), "serves")
            .group_by(Column::NoticeMessageId)
            .order_by_asc(Column::NoticeMessageId)
            .into_tuple::<(i32, i64)>();
        let rows = standing.all(self.database.reader()).await.map_err(store_error)?;
        let notice =
            |(id, serves): (i32, i64)| StandingNotice { message: MessageId(id), serves: serves.unsigned_abs() };
        Ok(rows.into_iter().map(notice).collect())
    }

    async fn count_served_by(&self, group: GroupId, notice: MessageId) -> Result<u64, StoreError> {
        let served = open().filter(Column::GroupId.eq(group.0)).filter(Column::NoticeMessageId.eq(notice.0));
        served.count(self.database.reader()).await.map_err(store_error)
    }

    async fn list_awaiting_notice(&self, posted_before: Timestamp) -> Result<Vec<GroupId>, StoreError> {
        let without = open().filter(Column::NoticeMessageId.is_null()).filter(Column::MutedAt.is_not_null());
        let with_an_old_one = open().filter(Column::NoticePostedAt.lt(posted_before.0));
        // Two statements, each with an index of its own.
        let mut groups = BTreeSet::new();
        for awaiting in [without, with_an_old_one] {
            let ids = awaiting.select_only().column(Column::GroupId).distinct().into_tuple::<i64>();
            groups.extend(ids.all(self.database.reader()).await.map_err(store_error)?);
        }
        Ok(groups.into_iter().map(GroupId).collect())
    }

    async fn counts(&self, group: GroupId) -> Result<RestrictionCounts, StoreError> {
        // Whom Telegram was never asked to mute, or refused to, was not muted; nor was whoever was only warned or reminded.
        let muted =
            Column::MutedAt.is_not_null().and(Column::Mode.eq(Mode::Enforce.word())).and(Column::Step.is_null());
        let joined = LiftReason::JOINED.map(LiftReason::word);
        let counts = Entity::find()
            .select_only()
            .expr_as(count_where(muted.clone().and(Column::LiftedAt.is_null())), "open")
            .expr_as(count_where(muted.clone()), "total")
            .expr_as(count_where(muted.and(Column::LiftReason.is_in(joined))), "joined")
            .expr_as(count_where(Column::Mode.eq(Mode::Observe.word())), "observed")
            .filter(Column::GroupId.eq(group.0))
            .into_model::<Counts>()
            .one(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(counts.map_or_else(RestrictionCounts::default, RestrictionCounts::from))
    }
}

/// How many rows meet a condition: `COUNT` passes over what is null.
fn count_where(condition: Expr) -> Expr {
    Func::count(Expr::case(condition, Expr::value(1))).into()
}

#[derive(FromQueryResult)]
struct Counts {
    open: i64,
    total: i64,
    joined: i64,
    observed: i64,
}

impl From<Counts> for RestrictionCounts {
    fn from(counts: Counts) -> Self {
        Self {
            open: counts.open.unsigned_abs(),
            total: counts.total.unsigned_abs(),
            joined: counts.joined.unsigned_abs(),
            observed: counts.observed.unsigned_abs(),
        }
    }
}
