//! What a channel is called and how people join it. Where they join it by another link, the notices on show that carry the
//! old one are taken away in the same transaction, and whoever they served waits for a new one.

use portcullis_domain::{ChannelId, Timestamp, group::EnforcedChannel};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};

use crate::{
    entities::{enforced_channel, storable},
    statement::execute,
};

const REMOVE_NOTICES: &str = r#"
    INSERT INTO "message_deletions" ("chat_id", "message_id", "due_at")
    SELECT DISTINCT "group_id", "notice_message_id", $2 FROM "restrictions"
    WHERE "lifted_at" IS NULL AND "notice_message_id" IS NOT NULL AND "group_id" IN
        (SELECT "group_id" FROM "group_channel_links" WHERE "channel_id" = $1)
    ON CONFLICT ("chat_id", "message_id") DO UPDATE SET "due_at" = "excluded"."due_at""#;

const FORGET_NOTICES: &str = r#"
    UPDATE "restrictions" SET "notice_message_id" = NULL, "notice_posted_at" = NULL
    WHERE "lifted_at" IS NULL AND "notice_message_id" IS NOT NULL AND "group_id" IN
        (SELECT "group_id" FROM "group_channel_links" WHERE "channel_id" = $1)"#;

/// Replaces a channel's title, public name and invite link.
pub(crate) async fn put(
    transaction: &DatabaseTransaction,
    channel: &EnforcedChannel,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = enforced_channel::Entity::find_by_id(channel.id.0).one(transaction).await?;
    let Some(row) = row else { return Ok(()) };
    let old_url = read_channel(row.clone()).join_url();
    let mut row = row.into_active_model();
    row.title = Set(storable(&channel.title));
    row.username = Set(channel.username.clone());
    row.invite_link = Set(channel.invite_link.clone());
    row.updated_at = Set(now.0);
    row.update(transaction).await?;
    if channel.join_url() != old_url {
        execute(transaction, REMOVE_NOTICES, [channel.id.0.into(), now.0.into()]).await?;
        execute(transaction, FORGET_NOTICES, [channel.id.0.into()]).await?;
    }
    Ok(())
}

pub(crate) fn read_channel(row: enforced_channel::Model) -> EnforcedChannel {
    EnforcedChannel {
        id: ChannelId(row.channel_id),
        title: row.title,
        username: row.username,
        invite_link: row.invite_link,
        can_check: row.can_check,
    }
}
