//! Who holds leases of any kind, and what becomes of those whose holder has ended.

use portcullis_domain::{lease::Holder, ports::StoreError};
use sea_orm::{ConnectionTrait, Statement};

use crate::{connection::Database, statement::execute, store_error::store_error};

const HOLDERS: &str = r#"
    SELECT "holder" FROM "inbox_lanes" WHERE "holder" IS NOT NULL
    UNION SELECT "lease_holder" FROM "jobs" WHERE "lease_holder" IS NOT NULL
    UNION SELECT "holder" FROM "leases""#;

const RELEASE: [&str; 3] = [
    r#"UPDATE "inbox_lanes" SET "holder" = NULL, "free_at" = 0 WHERE "holder" = $1"#,
    r#"UPDATE "jobs" SET "lease_holder" = NULL, "lease_until" = NULL WHERE "lease_holder" = $1"#,
    r#"DELETE FROM "leases" WHERE "holder" = $1"#,
];

impl Database {
    /// Everybody who holds a lease, be it run out.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_lease_holders(&self) -> Result<Vec<Holder>, StoreError> {
        let reader = self.reader();
        let statement = Statement::from_string(reader.get_database_backend(), HOLDERS);
        let rows = reader.query_all_raw(statement).await.map_err(store_error)?;
        rows.iter().map(|row| row.try_get_by_index(0).map(Holder)).collect::<Result<_, _>>().map_err(store_error)
    }

    /// Gives up all that `holder` has leased.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn release_leases(&self, holder: &Holder) -> Result<(), StoreError> {
        let writer = self.writer();
        for sql in RELEASE {
            execute(writer, sql, [holder.0.as_str().into()]).await.map_err(store_error)?;
        }
        Ok(())
    }
}
