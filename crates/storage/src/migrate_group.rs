//! A group that got a new id: its rows move, and join those that are there already.

use portcullis_domain::{event::Migration, sweep::SweepKind};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    entities::{job, protected_group},
    job_repository::{OPEN, open_sweep, order},
    statement::execute,
    sweep_progress,
};

/// The old id is remembered of whatever group the bot knows, and of one that is on the list of those that may use it: whoever
/// allowed it may have named it by that. A block of either id holds, and so does what was said.
const MOVE_TENANCY: &str = r#"
    INSERT INTO "tenancies" ("group_id", "former_id", "blocked_at", "block_reason", "not_allowed_told_at",
        "blocked_told_at")
    SELECT $2, $1, "old"."blocked_at", "old"."block_reason", "old"."not_allowed_told_at", "old"."blocked_told_at"
    FROM (SELECT 1 AS "one") AS "always" LEFT JOIN "tenancies" AS "old" ON "old"."group_id" = $1
    WHERE $3 OR "old"."group_id" IS NOT NULL
        OR EXISTS (SELECT 1 FROM "protected_groups" WHERE "protected_groups"."group_id" = $1)
    ON CONFLICT ("group_id") DO UPDATE SET
        "former_id" = "excluded"."former_id",
        "block_reason" = CASE WHEN "tenancies"."blocked_at" IS NULL
            THEN "excluded"."block_reason" ELSE "tenancies"."block_reason" END,
        "blocked_told_at" = CASE WHEN "tenancies"."blocked_at" IS NULL
            THEN "excluded"."blocked_told_at" ELSE "tenancies"."blocked_told_at" END,
        "blocked_at" = COALESCE("tenancies"."blocked_at", "excluded"."blocked_at"),
        "not_allowed_told_at" = COALESCE("tenancies"."not_allowed_told_at", "excluded"."not_allowed_told_at")"#;

/// Where the group was set up under both ids, the new one's settings stay, and the elder's owner and day.
const MOVE_GROUP: &str = r#"
    INSERT INTO "protected_groups" ("group_id", "owner_id", "title", "enabled", "can_enforce", "linked_channel_id",
        "params", "created_at", "updated_at", "announced_can_enforce", "announce_after", "looked_at", "look_due_at",
        "look_misses", "owner_language_code", "switched_on_at")
    SELECT $2, "owner_id", "title", "enabled", "can_enforce", "linked_channel_id", "params", "created_at", "updated_at",
        "announced_can_enforce", "announce_after", "looked_at", "look_due_at", "look_misses", "owner_language_code",
        "switched_on_at"
    FROM "protected_groups" WHERE "group_id" = $1
    ON CONFLICT ("group_id") DO UPDATE SET
        "owner_id" = CASE WHEN "excluded"."created_at" < "protected_groups"."created_at"
            THEN "excluded"."owner_id" ELSE "protected_groups"."owner_id" END,
        "owner_language_code" = CASE WHEN "excluded"."created_at" < "protected_groups"."created_at"
            THEN "excluded"."owner_language_code" ELSE "protected_groups"."owner_language_code" END,
        "created_at" = CASE WHEN "excluded"."created_at" < "protected_groups"."created_at"
            THEN "excluded"."created_at" ELSE "protected_groups"."created_at" END,
        "linked_channel_id" = COALESCE("protected_groups"."linked_channel_id", "excluded"."linked_channel_id")"#;

const MOVE_LINKS: &str = r#"
    INSERT INTO "group_channel_links" ("group_id", "channel_id", "announced_can_check", "announce_after")
    SELECT $2, "channel_id", "announced_can_check", "announce_after" FROM "group_channel_links" WHERE "group_id" = $1 ORDER BY "id"
    ON CONFLICT ("group_id", "channel_id") DO NOTHING"#;

const MOVE_MEMBERS: &str = r#"
    INSERT INTO "group_members" ("group_id", "user_id", "first_seen", "last_seen", "welcomed_at")
    SELECT $2, "user_id", "first_seen", "last_seen", "welcomed_at" FROM "group_members" WHERE "group_id" = $1
    ON CONFLICT ("group_id", "user_id") DO UPDATE SET
        "first_seen" = CASE WHEN "excluded"."first_seen" < "group_members"."first_seen"
            THEN "excluded"."first_seen" ELSE "group_members"."first_seen" END,
        "last_seen" = CASE WHEN "excluded"."last_seen" > "group_members"."last_seen"
            THEN "excluded"."last_seen" ELSE "group_members"."last_seen" END,
        "welcomed_at" = COALESCE("group_members"."welcomed_at", "excluded"."welcomed_at")"#;

const MOVE_EXEMPTIONS: &str = r#"
    INSERT INTO "exemptions" ("group_id", "user_id", "exempted_by", "exempted_at")
    SELECT $2, "user_id", "exempted_by", "exempted_at" FROM "exemptions" WHERE "group_id" = $1
    ON CONFLICT ("group_id", "user_id") DO NOTHING"#;

/// What was said of it stands in the old chat: it is said anew.
const MOVE_BRAKES: &str = r#"
    INSERT INTO "brakes" ("group_id", "tripped_at", "failed", "freed", "ended_at", "end_reason", "ended_by",
        "ended_by_name", "rests_until", "looks", "look_at", "is_told", "due_at")
    SELECT $2, "tripped_at", "failed", "freed", "ended_at", "end_reason", "ended_by", "ended_by_name", "rests_until",
        "looks", "look_at", FALSE, CASE WHEN "ended_at" IS NULL THEN "tripped_at" END
    FROM "brakes" WHERE "group_id" = $1
    ON CONFLICT ("group_id") DO NOTHING"#;

/// A person may have one open restriction: the one under the new id speaks of the chat that is there.
const CLOSE_DOUBLE_RESTRICTIONS: &str = r#"
    UPDATE "restrictions" SET "lifted_at" = "restricted_at", "lift_reason" = 'not_muted'
    WHERE "group_id" = $1 AND "lifted_at" IS NULL AND "user_id" IN
        (SELECT "user_id" FROM "restrictions" WHERE "group_id" = $2 AND "lifted_at" IS NULL)"#;

/// Of two cases of one number the earlier keeps it, and the later gets the next that is free under either id.
const NUMBER_DOUBLE_CASES_ANEW: &str = r#"
    UPDATE "restrictions" SET "case_number" = "anew"."number"
    FROM (SELECT "id", ROW_NUMBER() OVER (ORDER BY "restricted_at", "id") + (
            SELECT MAX("case_number") FROM "restrictions" WHERE "group_id" IN ($1, $2)) AS "number"
        FROM "restrictions" AS "later" WHERE "group_id" IN ($1, $2) AND EXISTS (
            SELECT 1 FROM "restrictions" AS "earlier" WHERE "earlier"."group_id" IN ($1, $2)
                AND "earlier"."group_id" <> "later"."group_id" AND "earlier"."case_number" = "later"."case_number"
                AND ("earlier"."restricted_at", "earlier"."id") < ("later"."restricted_at", "later"."id"))) AS "anew"
    WHERE "restrictions"."id" = "anew"."id""#;

/// A message's id means nothing outside its chat, so that the notices stay behind, and so do the places.
const MOVE_RESTRICTIONS: &str = r#"
    UPDATE "restrictions" SET "group_id" = $2, "notice_message_id" = NULL, "notice_posted_at" = NULL,
        "thread_id" = NULL, "root_message_id" = NULL, "message_id" = NULL WHERE "group_id" = $1"#;

/// No foreign key deletes them with their group: they stand for any.
const DELETE_MEMBERS: &str = r#"DELETE FROM "group_members" WHERE "group_id" = $1"#;
const DELETE_JOBS: &str = r#"DELETE FROM "jobs" WHERE "group_id" = $1"#;
const DELETE_DELETIONS: &str = r#"DELETE FROM "message_deletions" WHERE "chat_id" = $1"#;
/// The new chat may take what the old one refused.
const DELETE_REFUSALS: &str = r#"DELETE FROM "notice_refusals" WHERE "group_id" = $1"#;
/// A person may have begun to set the group up under both ids: the set-up under the new one stays.
const DELETE_DOUBLE_SETUPS: &str = r#"
    DELETE FROM "setups" WHERE "group_id" = $1 AND "user_id" IN
        (SELECT "user_id" FROM "setups" WHERE "group_id" = $2)"#;
const MOVE_SETUPS: &str = r#"UPDATE "setups" SET "group_id" = $2 WHERE "group_id" = $1"#;
/// The bot has arrived under the new id anew.
const DELETE_GREETINGS: &str = r#"DELETE FROM "greetings" WHERE "group_id" = $1"#;
const DELETE_TENANCY: &str = r#"DELETE FROM "tenancies" WHERE "group_id" = $1"#;
/// Its foreign keys delete what was copied before.
const DELETE_GROUP: &str = r#"DELETE FROM "protected_groups" WHERE "group_id" = $1"#;

/// Moves a group's rows in all tables; when there are none, nothing happens, unless it is named by its old id in the list of
/// those that may use the bot: that is remembered.
pub(crate) async fn migrate_group(
    transaction: &DatabaseTransaction,
    migration: Migration,
    is_on_list: bool,
) -> Result<(), DbErr> {
    if migration.from == migration.to {
        return Ok(());
    }
    lock_groups(transaction, migration).await?;
    let tenancy = [migration.from.0.into(), migration.to.0.into(), is_on_list.into()];
    execute(transaction, MOVE_TENANCY, tenancy).await?;
    let moves = [MOVE_GROUP, MOVE_LINKS, MOVE_MEMBERS, MOVE_EXEMPTIONS, MOVE_BRAKES];
    let restrictions = [CLOSE_DOUBLE_RESTRICTIONS, NUMBER_DOUBLE_CASES_ANEW, MOVE_RESTRICTIONS];
    for sql in moves.into_iter().chain(restrictions).chain([DELETE_DOUBLE_SETUPS, MOVE_SETUPS]) {
        execute(transaction, sql, [migration.from.0.into(), migration.to.0.into()]).await?;
    }
    order_jobs_anew(transaction, migration).await?;
    let leftovers = [DELETE_MEMBERS, DELETE_JOBS, DELETE_DELETIONS, DELETE_REFUSALS, DELETE_GREETINGS];
    for sql in leftovers.into_iter().chain([DELETE_TENANCY, DELETE_GROUP]) {
        execute(transaction, sql, [migration.from.0.into()]).await?;
    }
    Ok(())
}

/// Telegram announces a migration in both chats, so that two instances may receive it at once.
async fn lock_groups(transaction: &DatabaseTransaction, migration: Migration) -> Result<(), DbErr> {
    protected_group::Entity::find()
        .filter(protected_group::Column::GroupId.is_in([migration.from.0, migration.to.0]))
        .order_by_asc(protected_group::Column::GroupId)
        .lock_exclusive()
        .all(transaction)
        .await
        .map(drop)
}

/// Open work begins from the start: whoever is at it knows the group by its old id, and finds its job gone.
async fn order_jobs_anew(transaction: &DatabaseTransaction, migration: Migration) -> Result<(), DbErr> {
    let jobs = job::Entity::find()
        .filter(job::Column::GroupId.eq(migration.from.0))
        .filter(job::Column::State.eq(OPEN))
        .all(transaction)
        .await?;
    for job in jobs {
        let is_preview = sweep_progress::kind(&job.counts) == SweepKind::Preview;
        if is_preview && open_sweep(transaction, migration.to).await?.is_some() {
            // What is under way in the new chat goes on.
            continue;
        }
        // A preview must not come back as a sweep that mutes.
        order(transaction, &job.kind, migration.to, job.ordered_at, sweep_progress::moved(job.counts)).await?;
    }
    Ok(())
}
