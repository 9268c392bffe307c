//! A change of a group's settings: made to what they are at that moment, under the group's lock, so that of two changes at once
//! neither is lost. Where it asks less of people, a release is ordered in the same transaction.

use portcullis_domain::{GroupId, Timestamp, easing::is_eased, ports::SettingsUpdated, setting::SettingsUpdate};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QuerySelect,
    prelude::Json,
};

use crate::{entities::protected_group, group_reader::read_settings, job_repository::order_release};

/// Changes the settings; `None` if the group is not there.
pub(crate) async fn update(
    transaction: &DatabaseTransaction,
    group: GroupId,
    update: &SettingsUpdate,
    now: Timestamp,
) -> Result<Option<SettingsUpdated>, DbErr> {
    let found = protected_group::Entity::find_by_id(group.0).lock_exclusive().one(transaction).await?;
    let Some(row) = found else { return Ok(None) };
    let before = read_settings(row.params.clone());
    let settings = before.updated(update);
    let is_release_ordered = row.enabled && is_eased(&before, &settings);
    let mut row = row.into_active_model();
    row.params = Set(Json::Object(settings.to_params()));
    row.updated_at = Set(now.0);
    row.update(transaction).await?;
    if is_release_ordered {
        order_release(transaction, group, now.0).await?;
    }
    Ok(Some(SettingsUpdated { settings, is_release_ordered }))
}
