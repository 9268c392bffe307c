//! Where the database is.

use std::fmt;

/// The address of a database, which may carry a password: `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address as it was given, password and all.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for DatabaseUrl {
    fn from(url: T) -> Self {
        Self(url.into())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// How to reach the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// `DATABASE_URL`: `sqlite://portcullis.db` (made if missing) or `postgres://user:password@host/database`.
    pub url: DatabaseUrl,
    /// `DATABASE_MAX_CONNECTIONS`: the size of the PostgreSQL pool; SQLite has its own.
    pub max_connections: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_show_no_password() {
        let settings = DatabaseSettings { url: "postgres://u:hunter2@h/d".into(), max_connections: 20 };
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
