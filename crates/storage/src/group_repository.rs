//! The protected groups in the database.

use std::sync::Arc;

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, ChatId, GroupId, UserId,
    event::Migration,
    group::{EnforcedChannel, Group},
    look::next_daily_look,
    ports::{Clock, GroupRepository, OwnedGroup, Protection, SettingsUpdated, StoreError},
    setting::SettingsUpdate,
    settings::GroupSettings,
    tenancy::AllowedGroups,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    prelude::{Expr, Json},
    sea_query::{OnConflict, Query, UnionType},
};

use crate::{
    channel_profile::{self, read_channel},
    connection::Database,
    entities::{enforced_channel, group_channel_link, owner, protected_group, storable},
    group_abilities,
    group_reader::GroupReader,
    group_settings,
    job_repository::order_release,
    migrate_group::migrate_group,
    statement::{execute, is_among},
    store_error::store_error,
};

const ENABLE: &str = r#"
    UPDATE "protected_groups" SET "enabled" = TRUE, "updated_at" = $2, "announce_after" = $2,
        "switched_on_at" = CASE WHEN "enabled" THEN "switched_on_at" ELSE $2 END
    WHERE "group_id" = $1"#;

const ANNOUNCE_TO_GROUP: &str = r#"
    UPDATE "group_channel_links" SET "announce_after" = $2 WHERE "group_id" = $1"#;

/// The protected groups, read in three statements at most, however many are asked for at once.
pub struct SqlGroupRepository {
    database: Database,
    clock: Arc<dyn Clock>,
    reader: GroupReader,
    allowed: AllowedGroups,
}

impl SqlGroupRepository {
    /// Works on `database`, for a bot that serves all groups; `clock` says when a row was last changed.
    #[must_use]
    pub fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self::serving(AllowedGroups::All, database, clock)
    }

    /// The same, for a bot that serves these groups.
    #[must_use]
    pub fn serving(allowed: AllowedGroups, database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { reader: GroupReader::new(database.clone(), allowed.clone()), database, clock, allowed }
    }

    /// The groups whose gate is on, by id, `limit` at most after `after`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_enabled(&self, after: Option<GroupId>, limit: u64) -> Result<Vec<GroupId>, StoreError> {
        let groups = protected_group::Entity::find()
            .select_only()
            .column(protected_group::Column::GroupId)
            .filter(protected_group::Column::Enabled.eq(true))
            .filter(protected_group::Column::GroupId.gt(after.map_or(i64::MIN, |group| group.0)))
            .order_by_asc(protected_group::Column::GroupId)
            .limit(limit)
            .into_tuple::<i64>();
        let groups = groups.all(self.database.reader()).await.map_err(store_error)?;
        Ok(groups.into_iter().map(GroupId).collect())
    }

    /// Changes one column of one group; whether a row matched.
    async fn update(&self, group: GroupId, change: GroupChange) -> Result<bool, StoreError> {
        let update = protected_group::Entity::update_many()
            .col_expr(change.column, change.value)
            .col_expr(protected_group::Column::UpdatedAt, Expr::value(self.clock.now().0))
            .filter(protected_group::Column::GroupId.eq(group.0));
        let outcome = update.exec(self.database.writer()).await.map_err(store_error)?;
        Ok(outcome.rows_affected > 0)
    }
}

/// One column of a group, and its new value.
struct GroupChange {
    column: protected_group::Column,
    value: Expr,
}

#[async_trait]
impl GroupRepository for SqlGroupRepository {
    async fn find(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        self.reader.find(group).await
    }

    async fn protect(&self, protection: &Protection) -> Result<(), StoreError> {
        let protection = protection.clone();
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move {
                put_owner(transaction, &protection).await?;
                // What follows from rights that are back is not skipped; the admins know of them, having just given them.
                group_abilities::note_can_enforce(transaction, protection.group, protection.at).await?;
                release_if_off(transaction, protection.group, protection.at.0).await?;
                put_group(transaction, &protection).await?;
                put_channels(transaction, &protection).await?;
                put_links(transaction, &protection).await
            })
        });
        work.await.map_err(store_error)
    }

    async fn enable(&self, group: GroupId) -> Result<bool, StoreError> {
        let now = self.clock.now().0;
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move {
                // Whatever was lost or came back while the gate was off was told to nobody.
                execute(transaction, ANNOUNCE_TO_GROUP, [group.0.into(), now.into()]).await?;
                release_if_off(transaction, group, now).await?;
                execute(transaction, ENABLE, [group.0.into(), now.into()]).await
            })
        });
        Ok(work.await.map_err(store_error)? > 0)
    }

    async fn disable(&self, group: GroupId) -> Result<bool, StoreError> {
        let column = protected_group::Column::Enabled;
        self.update(group, GroupChange { column, value: Expr::value(false) }).await
    }

    async fn remove_channels(&self, group: GroupId, channels: &[ChannelId]) -> Result<(), StoreError> {
        use group_channel_link::{Column, Entity};
        let writer = self.database.writer();
        let these = is_among(writer, Column::ChannelId, channels.iter().map(|channel| channel.0));
        let removal = Entity::delete_many().filter(Column::GroupId.eq(group.0)).filter(these);
        removal.exec(writer).await.map(drop).map_err(store_error)
    }

    async fn update_settings(
        &self,
        group: GroupId,
        update: &SettingsUpdate,
    ) -> Result<Option<SettingsUpdated>, StoreError> {
        let (update, now) = (update.clone(), self.clock.now());
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move { group_settings::update(transaction, group, &update, now).await })
        });
        work.await.map_err(store_error)
    }

    async fn list_owned_by(
        &self,
        owner: UserId,
        except: GroupId,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<OwnedGroup>, StoreError> {
        use protected_group::Column;
        let rows: Vec<(i64, String)> = protected_group::Entity::find()
            .select_only()
            .columns([Column::GroupId, Column::Title])
            .filter(Column::OwnerId.eq(owner.0))
            .filter(Column::GroupId.ne(except.0))
            .order_by_asc(Column::Title)
            .order_by_asc(Column::GroupId)
            .offset(skip)
            .limit(limit)
            .into_tuple()
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(|(id, title)| OwnedGroup { id: GroupId(id), title }).collect())
    }

    async fn put_title(&self, group: GroupId, title: &str) -> Result<(), StoreError> {
        let column = protected_group::Column::Title;
        self.update(group, GroupChange { column, value: Expr::value(storable(title)) }).await.map(drop)
    }

    async fn put_channel(&self, channel: &EnforcedChannel) -> Result<(), StoreError> {
        let (channel, now) = (channel.clone(), self.clock.now());
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move { channel_profile::put(transaction, &channel, now).await })
        });
        work.await.map_err(store_error)
    }

    async fn put_linked_channel(&self, group: GroupId, linked: Option<ChatId>) -> Result<(), StoreError> {
        let column = protected_group::Column::LinkedChannelId;
        let value = Expr::value(linked.map(|chat| chat.0));
        self.update(group, GroupChange { column, value }).await.map(drop)
    }

    async fn note_can_enforce(&self, group: GroupId) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let work = self
            .database
            .transaction(move |transaction| Box::pin(group_abilities::note_can_enforce(transaction, group, now)));
        work.await.map_err(store_error)
    }

    async fn note_cannot_enforce(&self, group: GroupId) -> Result<bool, StoreError> {
        let noted = group_abilities::note_cannot_enforce(self.database.writer(), group, self.clock.now());
        noted.await.map_err(store_error)
    }

    async fn note_removed(&self, group: GroupId) -> Result<u64, StoreError> {
        let now = self.clock.now();
        let work = self
            .database
            .transaction(move |transaction| Box::pin(group_abilities::note_removed(transaction, group, now)));
        work.await.map_err(store_error)
    }

    async fn note_can_check(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let work = self
            .database
            .transaction(move |transaction| Box::pin(group_abilities::note_can_check(transaction, channel, now)));
        work.await.map_err(store_error)
    }

    async fn note_cannot_check(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let work = self
            .database
            .transaction(move |transaction| Box::pin(group_abilities::note_cannot_check(transaction, channel, now)));
        work.await.map_err(store_error)
    }

    async fn find_channel(&self, channel: ChannelId) -> Result<Option<EnforcedChannel>, StoreError> {
        let is_named = Expr::exists(groups_naming(channel));
        let row = enforced_channel::Entity::find_by_id(channel.0).filter(is_named).one(self.database.reader());
        Ok(row.await.map_err(store_error)?.map(read_channel))
    }

    async fn find_owner_username(&self, group: GroupId) -> Result<Option<String>, StoreError> {
        let owner_of_group = protected_group::Entity::find_by_id(group.0)
            .select_only()
            .column(protected_group::Column::OwnerId)
            .into_query();
        let owner = owner::Entity::find().filter(owner::Column::UserId.in_subquery(owner_of_group));
        let owner = owner.one(self.database.reader()).await.map_err(store_error)?;
        Ok(owner.and_then(|owner| owner.username))
    }

    async fn list_with_channel(&self, channel: ChannelId) -> Result<Vec<GroupId>, StoreError> {
        // A union, not an `OR`: for that PostgreSQL looks at every group.
        let mut either = groups_naming(channel);
        either.union(UnionType::Distinct, groups_linked_to(channel));
        let groups = protected_group::Entity::find().filter(protected_group::Column::GroupId.in_subquery(either));
        ids(groups, &self.database).await
    }

    async fn migrate(&self, migration: Migration) -> Result<(), StoreError> {
        let is_on_list = self.allowed.is_limited() && self.allowed.contains(migration.from);
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move { migrate_group(transaction, migration, is_on_list).await })
        });
        work.await.map_err(store_error)
    }
}

/// Orders a release where the gate is off and about to be switched on: what became easier meanwhile has freed nobody, since
/// those who were muted were to stay so.
async fn release_if_off(transaction: &DatabaseTransaction, group: GroupId, now: i64) -> Result<(), DbErr> {
    let row = protected_group::Entity::find_by_id(group.0).lock_exclusive().one(transaction).await?;
    if row.is_some_and(|row| !row.enabled) {
        order_release(transaction, group, now).await?;
    }
    Ok(())
}

async fn put_owner(transaction: &DatabaseTransaction, protection: &Protection) -> Result<(), DbErr> {
    let group = protected_group::Entity::find_by_id(protection.group.0).one(transaction).await?;
    // Another admin who adds channels does not become an owner.
    if group.is_some_and(|group| group.owner_id != protection.by.id.0) {
        return Ok(());
    }
    let row = owner::ActiveModel {
        user_id: Set(protection.by.id.0),
        username: Set(protection.by.username.as_deref().map(storable)),
        created_at: Set(protection.at.0),
        updated_at: Set(protection.at.0),
    };
    let renamed = OnConflict::column(owner::Column::UserId)
        .update_columns([owner::Column::Username, owner::Column::UpdatedAt])
        .to_owned();
    owner::Entity::insert(row).on_conflict(renamed).exec_without_returning(transaction).await.map(drop)
}

async fn put_group(transaction: &DatabaseTransaction, protection: &Protection) -> Result<(), DbErr> {
    use protected_group::Column;
    let row = protected_group::ActiveModel {
        group_id: Set(protection.group.0),
        owner_id: Set(protection.by.id.0),
        title: Set(storable(&protection.title)),
        enabled: Set(true),
        can_enforce: Set(true),
        linked_channel_id: Set(protection.linked_channel.map(|chat| chat.0)),
        params: Set(Json::Object(GroupSettings::default().to_params())),
        created_at: Set(protection.at.0),
        updated_at: Set(protection.at.0),
        announced_can_enforce: Set(Some(true)),
        announce_after: Set(None),
        looked_at: Set(Some(protection.at.0)),
        look_due_at: Set(Some(next_daily_look(protection.group.into(), protection.at).0)),
        look_misses: Set(Some(0)),
        owner_language_code: Set(protection.by.language_code.as_deref().map(storable)),
        switched_on_at: Set(Some(protection.at.0)),
    };
    // Another admin's language is not the owner's; and an anonymous admin's is not known.
    let of_owner = r#"CASE WHEN "excluded"."owner_id" = "protected_groups"."owner_id"
        THEN COALESCE("excluded"."owner_language_code", "protected_groups"."owner_language_code")
        ELSE "protected_groups"."owner_language_code" END"#;
    let since_on = r#"CASE WHEN "protected_groups"."enabled" THEN "protected_groups"."switched_on_at"
        ELSE "excluded"."switched_on_at" END"#;
    // The owner, the settings and the day of the first time stay.
    let again = OnConflict::column(Column::GroupId)
        .update_columns([
            Column::Title,
            Column::Enabled,
            Column::CanEnforce,
            Column::LinkedChannelId,
            Column::UpdatedAt,
            Column::AnnouncedCanEnforce,
            Column::AnnounceAfter,
            Column::LookedAt,
            Column::LookDueAt,
            Column::LookMisses,
        ])
        .value(Column::OwnerLanguageCode, Expr::cust(of_owner))
        .value(Column::SwitchedOnAt, Expr::cust(since_on))
        .to_owned();
    protected_group::Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await.map(drop)
}

async fn put_channels(transaction: &DatabaseTransaction, protection: &Protection) -> Result<(), DbErr> {
    use enforced_channel::Column;
    let mut channels = protection.channels.clone();
    // By id, so that two groups with the same channels never wait for each other; each once, or the statement fails.
    channels.sort_by_key(|channel| channel.id);
    channels.dedup_by_key(|channel| channel.id);
    if channels.is_empty() {
        return Ok(());
    }
    let rows = channels.into_iter().map(|channel| enforced_channel::ActiveModel {
        channel_id: Set(channel.id.0),
        title: Set(storable(&channel.title)),
        username: Set(channel.username),
        invite_link: Set(channel.invite_link),
        can_check: Set(true),
        created_at: Set(protection.at.0),
        updated_at: Set(protection.at.0),
        looked_at: Set(Some(protection.at.0)),
        look_due_at: Set(Some(next_daily_look(channel.id.into(), protection.at).0)),
        look_misses: Set(Some(0)),
    });
    // A channel's link is kept where no new one was made: notices on show carry it.
    let kept_link = r#"COALESCE("excluded"."invite_link", "enforced_channels"."invite_link")"#;
    let again = OnConflict::column(Column::ChannelId)
        .update_columns([Column::Title, Column::Username, Column::CanCheck, Column::UpdatedAt])
        .update_columns([Column::LookedAt, Column::LookDueAt, Column::LookMisses])
        .value(Column::InviteLink, Expr::cust(kept_link))
        .to_owned();
    enforced_channel::Entity::insert_many(rows).on_conflict(again).exec_without_returning(transaction).await.map(drop)
}

async fn put_links(transaction: &DatabaseTransaction, protection: &Protection) -> Result<(), DbErr> {
    use group_channel_link::Column;
    let rows = protection.channels.iter().map(|channel| group_channel_link::ActiveModel {
        id: NotSet,
        group_id: Set(protection.group.0),
        channel_id: Set(channel.id.0),
        announced_can_check: Set(Some(true)),
        announce_after: Set(None),
    });
    // The answer to the command says that the channels can be looked into; the other groups with them are still to be
    // told, where they were told that this is over.
    let channels = protection.channels.iter().map(|channel| channel.id.0);
    let told_otherwise = group_channel_link::Entity::update_many()
        .col_expr(Column::AnnounceAfter, Expr::value(protection.at.0))
        .filter(is_among(transaction, Column::ChannelId, channels))
        .filter(Column::AnnouncedCanCheck.eq(false));
    told_otherwise.exec(transaction).await?;
    let again = OnConflict::columns([Column::GroupId, Column::ChannelId])
        .update_columns([Column::AnnouncedCanCheck, Column::AnnounceAfter])
        .to_owned();
    group_channel_link::Entity::insert_many(rows).on_conflict(again).exec_without_returning(transaction).await.map(drop)
}

fn groups_naming(channel: ChannelId) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(group_channel_link::Column::GroupId)
        .from(group_channel_link::Entity)
        .and_where(group_channel_link::Column::ChannelId.eq(channel.0))
        .take()
}

fn groups_linked_to(channel: ChannelId) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(protected_group::Column::GroupId)
        .from(protected_group::Entity)
        .and_where(protected_group::Column::LinkedChannelId.eq(channel.0))
        .take()
}

async fn ids(
    groups: sea_orm::Select<protected_group::Entity>,
    database: &Database,
) -> Result<Vec<GroupId>, StoreError> {
    let ids: Vec<i64> = groups
        .select_only()
        .column(protected_group::Column::GroupId)
        .order_by_asc(protected_group::Column::GroupId)
        .into_tuple()
        .all(database.reader())
        .await
        .map_err(store_error)?;
    Ok(ids.into_iter().map(GroupId).collect())
}
