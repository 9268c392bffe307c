//! The groups, channels and owners of a bot that ran Nezuko v1, read from its database.

use std::collections::HashSet;

use portcullis_domain::{
    Timestamp,
    settings::{GroupSettings, JoinRequests},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    prelude::Json,
};
use serde_json::{Map, json};

use super::{
    error::NezukoError,
    tables::{JOIN_REQUEST_PREFERRED, NezukoChannel, NezukoGroup, NezukoLink, NezukoOwner, NezukoTables},
};
use crate::{
    connection::{Database, DatabaseUrl, in_own_task},
    entities::{enforced_channel, group_channel_link, owner, protected_group, storable},
    store_error::store_error,
};

/// What was taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NezukoImported {
    /// Groups that are new here.
    pub groups: u64,
    /// Groups that were known here and stay as they are.
    pub kept: u64,
    /// Channels that the new groups require, each counted for each group.
    pub links: u64,
    /// Channels of the new groups that are not required, and so not taken over.
    pub not_required: u64,
}

impl Database {
    /// Takes the groups of Nezuko v1 over, with their owners, channels and settings. Its database is only read. A group
    /// or channel that is known here stays as it is; where Nezuko has no moment, it is `now`.
    ///
    /// # Errors
    ///
    /// [`NezukoError`]: this database is as it was.
    pub async fn import_nezuko(&self, from: &DatabaseUrl, now: Timestamp) -> Result<NezukoImported, NezukoError> {
        let nezuko = NezukoTables::open(from, now).await?;
        let database = self.clone();
        let work = async move {
            let transaction = database.begin().await.map_err(not_written)?;
            let imported = copy(&nezuko, &transaction).await?;
            transaction.commit().await.map_err(not_written)?;
            Ok(imported)
        };
        in_own_task(work, not_written).await
    }
}

fn not_written(error: DbErr) -> NezukoError {
    NezukoError::Write(store_error(error))
}

async fn copy(nezuko: &NezukoTables, transaction: &DatabaseTransaction) -> Result<NezukoImported, NezukoError> {
    let mut imported = NezukoImported::default();
    let mut after = i64::MIN;
    while let Some((owners, last)) = nezuko.owners(after).await? {
        put_owners(transaction, owners).await.map_err(not_written)?;
        after = last;
    }

    let mut new_groups = HashSet::new();
    after = i64::MIN;
    while let Some((groups, last)) = nezuko.groups(after).await? {
        let known = known_groups(transaction, &groups).await.map_err(not_written)?;
        imported.kept += known.len() as u64;
        let groups: Vec<_> = groups.into_iter().filter(|group| !known.contains(&group.id)).collect();
        new_groups.extend(groups.iter().map(|group| group.id));
        put_groups(transaction, &groups).await?;
        after = last;
    }
    imported.groups = new_groups.len() as u64;

    let mut existing_channels = HashSet::new();
    after = i64::MIN;
    while let Some((channels, last)) = nezuko.channels(after).await? {
        existing_channels.extend(channels.iter().map(|channel| channel.id));
        put_channels(transaction, channels).await.map_err(not_written)?;
        after = last;
    }

    after = i64::MIN;
    while let Some((links, last)) = nezuko.links(after).await? {
        let fits = |link: &NezukoLink| new_groups.contains(&link.group) && existing_channels.contains(&link.channel);
        let (links, others): (Vec<_>, Vec<_>) = links.into_iter().filter(fits).partition(|link| link.is_required);
        imported.links += links.len() as u64;
        imported.not_required += others.len() as u64;
        put_links(transaction, links).await.map_err(not_written)?;
        after = last;
    }
    Ok(imported)
}

async fn known_groups(transaction: &DatabaseTransaction, groups: &[NezukoGroup]) -> Result<HashSet<i64>, DbErr> {
    let known: Vec<i64> = protected_group::Entity::find()
        .select_only()
        .column(protected_group::Column::GroupId)
        .filter(protected_group::Column::GroupId.is_in(groups.iter().map(|group| group.id)))
        .into_tuple()
        .all(transaction)
        .await?;
    Ok(known.into_iter().collect())
}

async fn put_owners(transaction: &DatabaseTransaction, owners: Vec<NezukoOwner>) -> Result<(), DbErr> {
    let rows = owners.into_iter().map(|new| owner::ActiveModel {
        user_id: Set(new.id),
        username: Set(new.username.as_deref().map(storable)),
        created_at: Set(new.created_at),
        updated_at: Set(new.updated_at),
    });
    owner::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([owner::Column::UserId])
        .exec_without_returning(transaction)
        .await
        .map(drop)
}

async fn put_groups(transaction: &DatabaseTransaction, groups: &[NezukoGroup]) -> Result<(), NezukoError> {
    // SQLite did not keep Nezuko from naming an owner who is not there.
    let owners = groups.iter().map(|group| NezukoOwner {
        id: group.owner,
        username: None,
        created_at: group.created_at,
        updated_at: group.updated_at,
    });
    put_owners(transaction, owners.collect()).await.map_err(not_written)?;
    let rows = groups.iter().map(group_row).collect::<Result<Vec<_>, _>>()?;
    protected_group::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([protected_group::Column::GroupId])
        .exec_without_returning(transaction)
        .await
        .map(drop)
        .map_err(not_written)
}

/// Whether the bot still has its rights is learned from Telegram soon enough.
fn group_row(new: &NezukoGroup) -> Result<protected_group::ActiveModel, NezukoError> {
    let params = |problem: String| NezukoError::Params { group: new.id, problem };
    let mut keys = match new.params.as_deref().map(serde_json::from_str).transpose() {
        Ok(None | Some(Json::Null)) => Map::new(),
        Ok(Some(Json::Object(keys))) => keys,
        Ok(Some(_)) => return Err(params("is no JSON object".to_owned())),
        Err(error) => return Err(params(format!("is no JSON: {error}"))),
    };
    take_join_requests(&mut keys, new.join_request_preferred);
    let settings = GroupSettings::from_params(keys);
    // Whoever imports can mend it now; later nobody would look.
    if let Some(unfit) = settings.unfit.first() {
        return Err(params(unfit.to_string()));
    }
    Ok(protected_group::ActiveModel {
        group_id: Set(new.id),
        owner_id: Set(new.owner),
        title: Set(new.title.as_deref().map_or_else(|| new.id.to_string(), storable)),
        enabled: Set(new.enabled),
        can_enforce: Set(true),
        linked_channel_id: Set(None),
        params: Set(Json::Object(settings.to_params())),
        created_at: Set(new.created_at),
        updated_at: Set(new.updated_at),
        announced_can_enforce: Set(Some(true)),
        ..Default::default()
    })
}

/// Puts what Nezuko does with requests to join under our own name, unless that is there already. A value that is neither yes
/// nor no is kept as any key that is not known.
fn take_join_requests(keys: &mut Map<String, Json>, in_column: Option<bool>) {
    let in_params = keys.get(JOIN_REQUEST_PREFERRED).and_then(Json::as_bool);
    if in_params.is_some() {
        keys.remove(JOIN_REQUEST_PREFERRED);
    }
    if in_column.or(in_params) == Some(true) {
        keys.entry("join_requests").or_insert_with(|| json!(JoinRequests::Approve));
    }
}

async fn put_channels(transaction: &DatabaseTransaction, channels: Vec<NezukoChannel>) -> Result<(), DbErr> {
    let rows = channels.into_iter().map(|new| enforced_channel::ActiveModel {
        channel_id: Set(new.id),
        title: Set(new.title.as_deref().map_or_else(|| new.id.to_string(), storable)),
        // With or without the sign in front: here it is without.
        username: Set(new.username.as_deref().map(|name| storable(name.trim_start_matches('@')))),
        invite_link: Set(new.invite_link.as_deref().map(storable)),
        can_check: Set(true),
        created_at: Set(new.created_at),
        updated_at: Set(new.updated_at),
        ..Default::default()
    });
    enforced_channel::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([enforced_channel::Column::ChannelId])
        .exec_without_returning(transaction)
        .await
        .map(drop)
}

async fn put_links(transaction: &DatabaseTransaction, links: Vec<NezukoLink>) -> Result<(), DbErr> {
    use group_channel_link::Column;
    let rows = links.into_iter().map(|new| group_channel_link::ActiveModel {
        id: NotSet,
        group_id: Set(new.group),
        channel_id: Set(new.channel),
        announced_can_check: Set(Some(true)),
        ..Default::default()
    });
    group_channel_link::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([Column::GroupId, Column::ChannelId])
        .exec_without_returning(transaction)
        .await
        .map(drop)
}
