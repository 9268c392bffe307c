//! An update of the inbox, for whoever looks and takes nothing.

use portcullis_domain::{Timestamp, UpdateId, inbox::RawUpdate, ports::StoreError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::SqlInbox;
use crate::{
    entities::{inbox_lane, inbox_update},
    store_error::store_error,
};

/// A stored update, and what has become of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUpdate {
    /// The update.
    pub update: RawUpdate,
    /// When this program received it.
    pub received_at: Timestamp,
    /// How many attempts have failed because of the update itself.
    pub attempts: u32,
    /// When it became a dead letter, if it has.
    pub dead_at: Option<Timestamp>,
    /// When its lane is free again, of one that waits.
    pub free_at: Option<Timestamp>,
    /// Whether a process holds its lane.
    pub is_leased: bool,
}

impl SqlInbox {
    /// The stored update of this number; `None`: it was carried out, or never stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find(&self, id: UpdateId) -> Result<Option<StoredUpdate>, StoreError> {
        let reader = self.database.reader();
        let row = inbox_update::Entity::find_by_id(id.0).one(reader).await.map_err(store_error)?;
        let Some(row) = row else { return Ok(None) };
        let lane = inbox_lane::Entity::find_by_id(row.lane).one(reader).await.map_err(store_error)?;
        let lane = lane.filter(|_| row.dead_at.is_none());
        Ok(Some(StoredUpdate {
            update: RawUpdate { id, json: row.raw },
            received_at: Timestamp(row.received_at),
            attempts: row.attempts.unsigned_abs(),
            dead_at: row.dead_at.map(Timestamp),
            free_at: lane.as_ref().map(|lane| Timestamp(lane.free_at)),
            is_leased: lane.is_some_and(|lane| lane.holder.is_some()),
        }))
    }

    /// The dead letters, the last first, `limit` at most.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_dead_letters(&self, limit: u64) -> Result<Vec<UpdateId>, StoreError> {
        let dead = inbox_update::Entity::find()
            .select_only()
            .column(inbox_update::Column::UpdateId)
            .filter(inbox_update::Column::DeadAt.is_not_null())
            .order_by_desc(inbox_update::Column::DeadAt)
            .limit(limit)
            .into_tuple::<i64>();
        let dead = dead.all(self.database.reader()).await.map_err(store_error)?;
        Ok(dead.into_iter().map(UpdateId).collect())
    }
}
