//! What the bot can do in a group and see of a channel. Whatever follows from a change is written with it, in one
//! transaction: what admins are to be told, who is to be let go, when the bot looks again.

use portcullis_domain::{
    ChannelId, GroupId, Timestamp,
    look::{next_daily_look, next_retry},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, Value};

use crate::{
    entities::protected_group,
    job_repository::{order_release, order_releases_requiring},
    statement::execute,
};

const SET_CAN_ENFORCE: &str = r#"
    UPDATE "protected_groups" SET "can_enforce" = $2, "updated_at" = $3, "announce_after" = $3, "looked_at" = $3,
        "look_due_at" = $4, "look_misses" = $5
    WHERE "group_id" = $1 AND "can_enforce" <> $2"#;

const SET_CAN_CHECK: &str = r#"
    UPDATE "enforced_channels" SET "can_check" = $2, "updated_at" = $3, "looked_at" = $3, "look_due_at" = $4,
        "look_misses" = $5
    WHERE "channel_id" = $1 AND "can_check" <> $2"#;

const ANNOUNCE_TO_GROUPS: &str = r#"
    UPDATE "group_channel_links" SET "announce_after" = $2 WHERE "channel_id" = $1"#;

const CLOSE_RESTRICTIONS: &str = r#"
    UPDATE "restrictions" SET "lifted_at" = $2, "lift_reason" = 'bot_removed'
    WHERE "group_id" = $1 AND "lifted_at" IS NULL"#;

/// Where somebody has several records, only the last can be the one that the removal ended.
const REOPEN_RESTRICTIONS: &str = r#"
    UPDATE "restrictions" SET "lifted_at" = NULL, "lift_reason" = NULL
    WHERE "group_id" = $1 AND "lift_reason" = 'bot_removed' AND "until" > $2
        AND "id" IN (SELECT MAX("id") FROM "restrictions" WHERE "group_id" = $1 GROUP BY "user_id")"#;

/// Whether it is new that the bot can enforce a group.
pub(crate) async fn note_can_enforce(
    transaction: &DatabaseTransaction,
    group: GroupId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let due = next_daily_look(group.into(), now);
    let set = [group.0.into(), true.into(), now.0.into(), due.0.into(), 0.into()];
    if execute(transaction, SET_CAN_ENFORCE, set).await? == 0 {
        return Ok(false);
    }
    execute(transaction, REOPEN_RESTRICTIONS, [group.0.into(), now.0.into()]).await?;
    // Where the gate is off, whoever was kept muted stays so; a release that was ordered goes on by itself.
    let row = protected_group::Entity::find_by_id(group.0).one(transaction).await?;
    if row.is_some_and(|row| row.enabled) {
        order_release(transaction, group, now.0).await?;
    }
    Ok(true)
}

/// Whether it is new that the bot can't enforce a group.
pub(crate) async fn note_cannot_enforce(
    database: &impl ConnectionTrait,
    group: GroupId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let set = [group.0.into(), false.into(), now.0.into(), next_retry(1, now).0.into(), 1.into()];
    Ok(execute(database, SET_CAN_ENFORCE, set).await? > 0)
}

/// Where no gate is on, nobody is to be known of a group that the bot has left.
const FORGET_MEMBERS: &str = r#"
    DELETE FROM "group_members" WHERE "group_id" = $1
        AND NOT EXISTS (SELECT 1 FROM "protected_groups" WHERE "group_id" = $1 AND "enabled")"#;

/// How many restrictions end because the bot is not in their group any more.
pub(crate) async fn note_removed(
    transaction: &DatabaseTransaction,
    group: GroupId,
    now: Timestamp,
) -> Result<u64, DbErr> {
    note_cannot_enforce(transaction, group, now).await?;
    execute(transaction, FORGET_MEMBERS, [group.0.into()]).await?;
    execute(transaction, CLOSE_RESTRICTIONS, [group.0.into(), now.0.into()]).await
}

/// Whether it is new that the bot may look into a channel.
pub(crate) async fn note_can_check(
    transaction: &DatabaseTransaction,
    channel: ChannelId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let due = next_daily_look(channel.into(), now);
    let set = [channel.0.into(), true.into(), now.0.into(), due.0.into(), 0.into()];
    set_can_check(transaction, channel, now, set).await
}

/// Whether it is new that the bot may not look into a channel.
pub(crate) async fn note_cannot_check(
    transaction: &DatabaseTransaction,
    channel: ChannelId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let set = [channel.0.into(), false.into(), now.0.into(), next_retry(1, now).0.into(), 1.into()];
    set_can_check(transaction, channel, now, set).await
}

async fn set_can_check(
    transaction: &DatabaseTransaction,
    channel: ChannelId,
    now: Timestamp,
    set: [Value; 5],
) -> Result<bool, DbErr> {
    if execute(transaction, SET_CAN_CHECK, set).await? == 0 {
        return Ok(false);
    }
    execute(transaction, ANNOUNCE_TO_GROUPS, [channel.0.into(), now.0.into()]).await?;
    // What is lost holds nobody; and whoever joined what could not be looked into was seen by nobody.
    order_releases_requiring(transaction, channel, now.0).await?;
    Ok(true)
}
