//! What a failed statement means to a use case: whether it is worth repeating.

use portcullis_domain::ports::StoreError;
use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{self, error::DatabaseError, postgres::PgDatabaseError},
};

/// Sorts an error by what its caller does about it.
pub(crate) fn store_error(error: DbErr) -> StoreError {
    match &error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => StoreError::Unavailable(Box::new(error)),
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => match kind(cause) {
            Kind::Transient => StoreError::Unavailable(Box::new(error)),
            Kind::Permanent => StoreError::Refused(Box::new(error)),
            Kind::Unreadable => StoreError::Unreadable(error.to_string()),
        },
        DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => StoreError::Unreadable(error.to_string()),
        _ => StoreError::Refused(Box::new(error)),
    }
}

/// Whether a row would have a number or name that must be one row's alone, and another's is already.
pub(crate) fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

enum Kind {
    Transient,
    Permanent,
    Unreadable,
}

fn kind(error: &sqlx::Error) -> Kind {
    match error {
        sqlx::Error::Database(refusal) if is_transient(refusal.as_ref()) => Kind::Transient,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Kind::Transient,
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Kind::Unreadable,
        _ => Kind::Permanent,
    }
}

/// Whether the database refuses now, and may not later.
fn is_transient(refusal: &dyn DatabaseError) -> bool {
    let Some(code) = refusal.code() else { return false };
    if refusal.try_downcast_ref::<PgDatabaseError>().is_some() {
        // Classes of <https://www.postgresql.org/docs/current/errcodes-appendix.html>: connection exception,
        // transaction rollback (deadlock), insufficient resources, operator intervention, system error; and single
        // codes: a lock that was not to be had, and a server that only reads, as a standby does before it takes over.
        let class = code.get(..2).unwrap_or_default();
        return ["08", "40", "53", "57", "58"].contains(&class) || ["55P03", "25006"].contains(&&*code);
    }
    // <https://www.sqlite.org/rescode.html>; the low byte is the primary code: BUSY, LOCKED, IOERR, FULL, CANTOPEN.
    code.parse::<i32>().is_ok_and(|code| [5, 6, 10, 13, 14].contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(error: sqlx::Error) -> StoreError {
        store_error(DbErr::Query(RuntimeErr::SqlxError(error.into())))
    }

    #[test]
    fn a_database_that_does_not_answer_is_unavailable() {
        assert!(matches!(of(sqlx::Error::PoolTimedOut), StoreError::Unavailable(_)));
        assert!(matches!(of(std::io::Error::other("reset").into()), StoreError::Unavailable(_)));
    }

    #[test]
    fn what_would_fail_again_is_refused() {
        assert!(matches!(of(sqlx::Error::RowNotFound), StoreError::Refused(_)));
        assert!(matches!(store_error(DbErr::RecordNotInserted), StoreError::Refused(_)));
    }

    #[test]
    fn a_value_of_another_type_is_unreadable() {
        assert!(matches!(store_error(DbErr::Type("x".to_owned())), StoreError::Unreadable(_)));
    }
}
