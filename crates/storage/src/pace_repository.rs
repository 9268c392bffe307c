//! How fast Telegram takes calls that nobody waits for. No row outlives its use: an export leaves them out, since another
//! bot's pace says nothing of this one's.

use async_trait::async_trait;
use portcullis_domain::{
    Timestamp,
    pace::Pace,
    ports::{PaceRepository, StoreError},
};
use sea_orm::ConnectionTrait;

use crate::{
    connection::Database,
    statement::{execute, statement},
    store_error::store_error,
};

const FIND: &str = r#"SELECT "per_second", "refused_at" FROM "call_paces" WHERE "method" = $1"#;

const PUT: &str = r#"
    INSERT INTO "call_paces" ("method", "per_second", "refused_at", "updated_at") VALUES ($1, $2, $3, $4)
    ON CONFLICT ("method") DO UPDATE SET "per_second" = "excluded"."per_second",
        "refused_at" = "excluded"."refused_at", "updated_at" = "excluded"."updated_at""#;

/// The paces, in the database.
#[derive(Clone, Debug)]
pub struct SqlPaceRepository {
    database: Database,
}

impl SqlPaceRepository {
    /// Works on `database`.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl PaceRepository for SqlPaceRepository {
    async fn find(&self, method: &'static str) -> Result<Option<Pace>, StoreError> {
        let reader = self.database.reader();
        let row = reader.query_one_raw(statement(reader, FIND, [method.into()])).await.map_err(store_error)?;
        let Some(row) = row else { return Ok(None) };
        let per_second = row.try_get_by_index::<i32>(0).map_err(store_error)?;
        let refused_at = row.try_get_by_index::<Option<i32>>(1).map_err(store_error)?;
        Ok(Some(Pace::new(per_second.unsigned_abs(), refused_at.map(i32::unsigned_abs))))
    }

    async fn put(&self, method: &'static str, pace: Pace, now: Timestamp) -> Result<(), StoreError> {
        let number = |per_second: u32| i32::try_from(per_second).unwrap_or(i32::MAX);
        let (per_second, refused_at) = (number(pace.per_second()), pace.refused_at().map(number));
        let values = [method.into(), per_second.into(), refused_at.into(), now.0.into()];
        execute(self.database.writer(), PUT, values).await.map(drop).map_err(store_error)
    }
}
