//! What is stored about people, in all tables.

use async_trait::async_trait;
use portcullis_domain::{
    GroupId, Timestamp, UserId,
    ports::{Erased, PersonalData, StoreError},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Expr,
};
use serde_json::Value;

use crate::{
    connection::Database,
    entities::{
        exemption, group_member, inbox_update, pending_join_request, protected_group, restriction, setup, username,
    },
    opt_outs,
    statement::{ROWS_AT_ONCE, execute, is_among},
    store_error::store_error,
};

/// What an admin did for others was done for the group, and so for its owner.
const FORGET_WHO_EXEMPTED: &str = r#"
    UPDATE "exemptions" SET "exempted_by" =
        (SELECT "owner_id" FROM "protected_groups" WHERE "protected_groups"."group_id" = "exemptions"."group_id")
    WHERE "exempted_by" = $1"#;

const FORGET_WHO_ENDED_BRAKES: &str = r#"
    UPDATE "brakes" SET "ended_by_name" = NULL, "ended_by" =
        (SELECT "owner_id" FROM "protected_groups" WHERE "protected_groups"."group_id" = "brakes"."group_id")
    WHERE "ended_by" = $1"#;

const FORGET_OWNERS_LANGUAGE: &str =
    r#"UPDATE "protected_groups" SET "owner_language_code" = NULL WHERE "owner_id" = $1"#;

const FORGET_OWNERS_NAME: &str = r#"UPDATE "owners" SET "username" = NULL WHERE "user_id" = $1"#;

const REMOVE_IDLE_OWNER: &str = r#"
    DELETE FROM "owners" WHERE "user_id" = $1
        AND NOT EXISTS (SELECT 1 FROM "protected_groups" WHERE "protected_groups"."owner_id" = "owners"."user_id")"#;

/// What is stored about people.
#[derive(Clone, Debug)]
pub struct SqlPersonalData {
    database: Database,
}

impl SqlPersonalData {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    async fn erase_all(&self, user: i64) -> Result<Erased, DbErr> {
        let dead_letters = self.dead_letters_about(user).await?;
        let work = self.database.transaction(move |transaction| Box::pin(erase(transaction, user, dead_letters)));
        work.await
    }

    /// The updates that were put aside and tell of somebody. Those that wait are carried out, and gone within seconds.
    async fn dead_letters_about(&self, user: i64) -> Result<Vec<i64>, DbErr> {
        let dead: Vec<(i64, String)> = inbox_update::Entity::find()
            .select_only()
            .columns([inbox_update::Column::UpdateId, inbox_update::Column::Raw])
            .filter(inbox_update::Column::DeadAt.is_not_null())
            .into_tuple()
            .all(self.database.reader())
            .await?;
        let about = |raw: &str| serde_json::from_str(raw).is_ok_and(|update: Value| tells_of(&update, user));
        Ok(dead.into_iter().filter(|(_, raw)| about(raw)).map(|(update, _)| update).collect())
    }
}

#[async_trait]
impl PersonalData for SqlPersonalData {
    async fn opt_out(&self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        opt_outs::put(&self.database, user, now).await.map_err(store_error)
    }

    async fn list_groups_that_exempt(&self, user: UserId) -> Result<Vec<GroupId>, StoreError> {
        let groups: Vec<i64> = exemption::Entity::find()
            .select_only()
            .column(exemption::Column::GroupId)
            .filter(exemption::Column::UserId.eq(user.0))
            .order_by_asc(exemption::Column::GroupId)
            .into_tuple()
            .all(self.database.reader())
            .await
            .map_err(store_error)?;
        Ok(groups.into_iter().map(GroupId).collect())
    }

    async fn erase(&self, user: UserId) -> Result<Erased, StoreError> {
        self.erase_all(user.0).await.map_err(store_error)
    }
}

/// Removes every row about a person, those of these updates too.
async fn erase(transaction: &DatabaseTransaction, user: i64, dead_letters: Vec<i64>) -> Result<Erased, DbErr> {
    let mut rows = 0;
    rows += delete::<group_member::Entity>(transaction, group_member::Column::UserId.eq(user)).await?;
    rows += delete::<username::Entity>(transaction, username::Column::UserId.eq(user)).await?;
    rows += delete::<exemption::Entity>(transaction, exemption::Column::UserId.eq(user)).await?;
    rows += delete::<restriction::Entity>(transaction, restriction::Column::UserId.eq(user)).await?;
    rows += delete::<pending_join_request::Entity>(transaction, pending_join_request::Column::UserId.eq(user)).await?;
    rows += delete::<setup::Entity>(transaction, setup::Column::UserId.eq(user)).await?;
    for letters in dead_letters.chunks(ROWS_AT_ONCE) {
        let theirs = is_among(transaction, inbox_update::Column::UpdateId, letters.iter().copied());
        rows += delete::<inbox_update::Entity>(transaction, theirs).await?;
    }
    for statement in [FORGET_WHO_EXEMPTED, FORGET_WHO_ENDED_BRAKES, FORGET_OWNERS_LANGUAGE, FORGET_OWNERS_NAME] {
        execute(transaction, statement, [user.into()]).await?;
    }
    rows += execute(transaction, REMOVE_IDLE_OWNER, [user.into()]).await?;
    Ok(Erased { rows, owned: owned(transaction, user).await? })
}

async fn delete<E: EntityTrait>(transaction: &DatabaseTransaction, theirs: Expr) -> Result<u64, DbErr> {
    Ok(E::delete_many().filter(theirs).exec(transaction).await?.rows_affected)
}

async fn owned(database: &impl ConnectionTrait, user: i64) -> Result<Vec<GroupId>, DbErr> {
    let groups: Vec<i64> = protected_group::Entity::find()
        .select_only()
        .column(protected_group::Column::GroupId)
        .filter(protected_group::Column::OwnerId.eq(user))
        .order_by_asc(protected_group::Column::GroupId)
        .into_tuple()
        .all(database)
        .await?;
    Ok(groups.into_iter().map(GroupId).collect())
}

/// Whether the id of a person stands anywhere in an update.
fn tells_of(update: &Value, user: i64) -> bool {
    match update {
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            (matches!(name.as_str(), "id" | "user_id" | "user_chat_id") && value.as_i64() == Some(user))
                || tells_of(value, user)
        }),
        Value::Array(values) => values.iter().any(|value| tells_of(value, user)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_update_tells_of_whoever_it_names_however_deep_and_of_no_message_of_that_number() {
        let update = json!({"message": {"message_id": 9, "from": {"id": 7}, "new_chat_members": [{"id": 8}]}});
        assert!(tells_of(&update, 7) && tells_of(&update, 8));
        assert!(!tells_of(&update, 9));
    }
}
