//! Set-ups that were begun, and greetings that were given, in the database.

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId, MessageId, SetupId, Timestamp, UserId,
    ports::{SetupRepository, StoreError},
    sender::Person,
    setup::{Arrival, SETUP_LASTS, WaitingSetup},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    prelude::Expr,
    sea_query::OnConflict,
};

use crate::{
    connection::Database,
    entities::{
        setup::{ActiveModel, Column, Entity, Model},
        storable,
    },
    statement::execute,
    store_error::store_error,
};

/// A later arrival is greeted; of two at the same second, the one that gave the bot more.
const CLAIM_GREETING: &str = r#"
    INSERT INTO "greetings" ("group_id", "arrived_at", "is_administrator") VALUES ($1, $2, $3)
    ON CONFLICT ("group_id") DO UPDATE
        SET "arrived_at" = "excluded"."arrived_at", "is_administrator" = "excluded"."is_administrator"
        WHERE "greetings"."arrived_at" < "excluded"."arrived_at"
            OR ("greetings"."arrived_at" = "excluded"."arrived_at"
                AND NOT "greetings"."is_administrator" AND "excluded"."is_administrator")"#;

const REMOVE_GREETING: &str = r#"
    INSERT INTO "message_deletions" ("chat_id", "message_id", "due_at")
    SELECT "group_id", "message_id", $2 FROM "greetings" WHERE "group_id" = $1 AND "message_id" IS NOT NULL
    ON CONFLICT ("chat_id", "message_id") DO UPDATE SET "due_at" = "excluded"."due_at""#;

const NOTE_GREETING: &str = r#"UPDATE "greetings" SET "message_id" = $2 WHERE "group_id" = $1"#;

/// The set-ups that people have begun.
#[derive(Clone, Debug)]
pub struct SqlSetupRepository {
    database: Database,
}

impl SqlSetupRepository {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }

    /// Has the greeting removed that stands in a group, in whose place `message` stands now; whether one stood there.
    async fn replace_greeting(
        &self,
        group: GroupId,
        message: Option<MessageId>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let work = self.database.transaction(move |transaction| {
            Box::pin(async move {
                let removed = execute(transaction, REMOVE_GREETING, [group.0.into(), at.0.into()]).await?;
                let message = message.map(|message| message.0);
                execute(transaction, NOTE_GREETING, [group.0.into(), message.into()]).await?;
                Ok(removed > 0)
            })
        });
        work.await.map_err(store_error)
    }

    /// Begins a set-up, or renews it with what `update` names; its row.
    async fn put(&self, row: ActiveModel, update: &[Column]) -> Result<Model, DbErr> {
        let renewed = [Column::Username, Column::LanguageCode, Column::BegunAt];
        let again = OnConflict::columns([Column::UserId, Column::GroupId])
            .update_columns(renewed.iter().chain(update).copied())
            .to_owned();
        Entity::insert(row).on_conflict(again).exec_with_returning(self.database.writer()).await
    }
}

#[async_trait]
impl SetupRepository for SqlSetupRepository {
    async fn begin(&self, by: &Person, group: GroupId, at: Timestamp) -> Result<SetupId, StoreError> {
        let forgotten = Entity::delete_many().filter(Column::BegunAt.lt(earliest(at)));
        forgotten.exec(self.database.writer()).await.map_err(store_error)?;
        let row = self.put(row(by, group, at), &[]).await.map_err(store_error)?;
        Ok(SetupId(row.id))
    }

    async fn find_group(&self, user: UserId, setup: SetupId, now: Timestamp) -> Result<Option<GroupId>, StoreError> {
        let found = Entity::find_by_id(setup.0)
            .filter(Column::UserId.eq(user.0))
            .filter(Column::BegunAt.gte(earliest(now)))
            .one(self.database.reader())
            .await;
        Ok(found.map_err(store_error)?.map(|row| GroupId(row.group_id)))
    }

    async fn wait_for(&self, by: &Person, group: GroupId, channel: ChannelId, at: Timestamp) -> Result<(), StoreError> {
        let row = ActiveModel { channel_id: Set(Some(channel.0)), ..row(by, group, at) };
        self.put(row, &[Column::ChannelId]).await.map(drop).map_err(store_error)
    }

    async fn list_waiting(&self, channel: ChannelId, now: Timestamp) -> Result<Vec<WaitingSetup>, StoreError> {
        let waiting = Entity::find()
            .filter(Column::ChannelId.eq(channel.0))
            .filter(Column::BegunAt.gte(earliest(now)))
            .order_by_asc(Column::Id);
        // What was written a moment ago must be seen.
        let rows = waiting.all(self.database.writer()).await.map_err(store_error)?;
        Ok(rows.into_iter().map(waiting_setup).collect())
    }

    async fn end_wait(&self, user: UserId, group: GroupId, channel: ChannelId) -> Result<bool, StoreError> {
        let ended = Entity::update_many()
            .col_expr(Column::ChannelId, Expr::value(Option::<i64>::None))
            .filter(Column::UserId.eq(user.0))
            .filter(Column::GroupId.eq(group.0))
            .filter(Column::ChannelId.eq(channel.0));
        let result = ended.exec(self.database.writer()).await.map_err(store_error)?;
        Ok(result.rows_affected > 0)
    }

    async fn claim_greeting(&self, group: GroupId, arrival: Arrival, at: Timestamp) -> Result<bool, StoreError> {
        let values = [group.0.into(), at.0.into(), (arrival == Arrival::Administrator).into()];
        let claimed = execute(self.database.writer(), CLAIM_GREETING, values).await.map_err(store_error)?;
        Ok(claimed > 0)
    }

    async fn note_greeting(&self, group: GroupId, message: MessageId, at: Timestamp) -> Result<(), StoreError> {
        self.replace_greeting(group, Some(message), at).await.map(drop)
    }

    async fn remove_greeting(&self, group: GroupId, at: Timestamp) -> Result<bool, StoreError> {
        self.replace_greeting(group, None, at).await
    }
}

fn row(by: &Person, group: GroupId, at: Timestamp) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        user_id: Set(by.id.0),
        group_id: Set(group.0),
        username: Set(by.username.as_deref().map(storable)),
        language_code: Set(by.language_code.as_deref().map(storable)),
        channel_id: Set(None),
        begun_at: Set(at.0),
    }
}

fn waiting_setup(row: Model) -> WaitingSetup {
    let Model { user_id, group_id, username, language_code, .. } = row;
    let by = Person { id: UserId(user_id), name: String::new(), username, language_code };
    WaitingSetup { by, group: GroupId(group_id) }
}

/// The earliest beginning of a set-up that can be gone on with now.
fn earliest(now: Timestamp) -> i64 {
    now.before(SETUP_LASTS).0
}
