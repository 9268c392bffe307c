//! How a URL becomes pools of connections.

use std::{error::Error as StdError, io, time::Duration};

use sea_orm::{
    DatabaseConnection, DbBackend, SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        self, Connection, Executor,
        postgres::{PgConnectOptions, PgConnection, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};
use thiserror::Error;
use tokio::time::timeout;

use super::settings::{DatabaseSettings, DatabaseUrl};

/// Why there is no database to work with. None of the texts holds the URL, for it may hold a password.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// The URL begins with the name of a database that is not supported, or with none.
    #[error(
        "`{0}` is no supported kind of database: use for example sqlite://portcullis.db \
         or postgres://user:password@localhost/portcullis"
    )]
    UnsupportedScheme(String),
    /// The rest of the URL can't be read.
    #[error("the {0} URL cannot be read: use for example {1}")]
    Malformed(&'static str, &'static str),
    /// It can't be reached, or refuses the connection: the source says why.
    #[error("cannot connect to the {place}")]
    Unreachable {
        /// Which database, without a password.
        place: String,
        /// The reason as the operating system or the server gives it.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
}

impl ConnectError {
    /// Whether the settings are wrong, so that trying again is no use.
    #[must_use]
    pub const fn is_wrong_setting(&self) -> bool {
        matches!(self, Self::UnsupportedScheme(_) | Self::Malformed(..))
    }

    /// Whether a server is away, or not ready yet, so that trying again may help. A file that can't be opened and a
    /// server that refuses the connection stay as they are.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        let Self::Unreachable { source, .. } = self else { return false };
        match source.downcast_ref::<sqlx::Error>() {
            Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Protocol(_)) => true,
            Some(sqlx::Error::Database(refusal)) => refusal.code().is_some_and(|code| is_of_a_busy_server(&code)),
            _ => false,
        }
    }
}

/// The connections to one database.
#[derive(Debug)]
pub(crate) struct Connections {
    /// For reading.
    pub(crate) reader: DatabaseConnection,
    /// For writing; on PostgreSQL the same pool.
    pub(crate) writer: DatabaseConnection,
}

/// Classes of <https://www.postgresql.org/docs/current/errcodes-appendix.html>: connection exception, insufficient
/// resources, operator intervention (starting up, shutting down). SQLite's codes are shorter.
fn is_of_a_busy_server(code: &str) -> bool {
    code.len() == 5 && ["08", "53", "57"].iter().any(|class| code.starts_with(class))
}

const SQLITE_EXAMPLE: &str = "sqlite://portcullis.db";
const POSTGRES_EXAMPLE: &str = "postgres://user:password@localhost/portcullis";

/// For how long a server may take to answer a new connection, and a statement may wait for one of the pool.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(4);
/// SQLite's writes queue up in this process; a long queue is no fault.
const SQLITE_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// For how long SQLite waits for another process that is writing.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 4;
/// How long a connection that is given back may take to be fit for use. One whose statement was given up and whose server
/// does not answer is closed; otherwise it would keep its place in the pool for as long as TCP tries.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(2);
/// What a connection is given back with. Whoever gave up a `BEGIN` does not know whether a transaction was begun, and the
/// next statement would silently become part of it.
const END_TRANSACTION: &str = "ROLLBACK";
/// Limits that the server itself keeps, should this process be unable to: on statements, on waiting for a lock, on a
/// transaction that nobody goes on with, and on a client that is gone without a word. Warnings are for a person at a
/// console: one comes with each [`END_TRANSACTION`] that finds none.
///
/// No table is gone through where there is an index: a plan that is made while a table is empty must serve when it is
/// full, and the inbox is empty whenever the server happens to look. Rows are taken in the order of an index, so that two
/// instances lock the same ones in the same order. Such a plan may look dear; to compile it is dearer.
const SESSION_SETTINGS: &str = "SET statement_timeout = '60s'; SET lock_timeout = '8s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET tcp_user_timeout = '30s'; SET tcp_keepalives_idle = 30; \
     SET client_min_messages = error; SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off";
/// A connection that was idle for longer is pinged before it is used.
const PING_AFTER_IDLE: Duration = Duration::from_secs(30);

/// Opens the pools that `settings` ask for.
pub(crate) async fn connect(settings: &DatabaseSettings) -> Result<Connections, ConnectError> {
    let url = settings.url.reveal();
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => connect_sqlite(url).await,
        Some("postgres" | "postgresql") => connect_postgres(url, settings.max_connections).await,
        _ => Err(ConnectError::UnsupportedScheme(nameable_scheme(url).to_owned())),
    }
}

/// Opens somebody else's database, to read it and to change nothing in it.
pub(crate) async fn connect_read_only(url: &DatabaseUrl) -> Result<DatabaseConnection, ConnectError> {
    let url = url.reveal();
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => {
            let malformed = |_| ConnectError::Malformed("SQLite", SQLITE_EXAMPLE);
            let options: SqliteConnectOptions = url.parse().map_err(malformed)?;
            let place = format!("SQLite file {}", options.get_filename().display());
            let options = options.read_only(true).create_if_missing(false).busy_timeout(SQLITE_BUSY_TIMEOUT);
            let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
            Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.map_err(|error| unreachable(place, error))?))
        }
        Some("postgres" | "postgresql") => Ok(connect_postgres(url, 1).await?.reader),
        _ => Err(ConnectError::UnsupportedScheme(nameable_scheme(url).to_owned())),
    }
}

/// A text that is no URL at all may be a password in the wrong place.
fn nameable_scheme(url: &str) -> &str {
    match url.split_once("://") {
        Some((scheme, _)) if scheme.bytes().all(|letter| letter.is_ascii_lowercase()) => scheme,
        _ => "(no scheme)",
    }
}

async fn connect_sqlite(url: &str) -> Result<Connections, ConnectError> {
    let malformed = || ConnectError::Malformed("SQLite", SQLITE_EXAMPLE);
    let options: SqliteConnectOptions = url.parse().map_err(|_| malformed())?;
    // Each connection would have a memory of its own.
    if url.contains(":memory:") || url.contains("mode=memory") || options.get_filename().as_os_str().is_empty() {
        return Err(malformed());
    }
    let place = format!("SQLite file {}", options.get_filename().display());
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An update is confirmed to Telegram once it is committed, so a commit must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(SQLITE_BUSY_TIMEOUT);
    let unreachable = |error| unreachable(place.clone(), error);
    let pool = |size| sqlite_pool(size, SQLITE_ACQUIRE_TIMEOUT);

    // The writer first, alone: it makes the file, and switches it to write-ahead logging.
    let writer = open_sqlite(pool(1), &options).await.map_err(unreachable)?;
    let reader = open_sqlite(pool(SQLITE_READERS), &options).await.map_err(unreachable)?;
    Ok(Connections {
        reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
        writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
    })
}

/// The busy timeout does not apply to the switch to write-ahead logging, so that instances that start together on a new
/// file fail with `database is locked` for a moment.
async fn open_sqlite(pool: SqlitePoolOptions, options: &SqliteConnectOptions) -> Result<sqlx::SqlitePool, sqlx::Error> {
    let mut tries = 0;
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(sqlx::Error::Database(error)) if tries < 50 && error.message().contains("locked") => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            outcome => return outcome,
        }
    }
}

async fn connect_postgres(url: &str, max_connections: u32) -> Result<Connections, ConnectError> {
    let malformed = |_| ConnectError::Malformed("PostgreSQL", POSTGRES_EXAMPLE);
    let options: PgConnectOptions = url.parse().map_err(malformed)?;
    let options = options.application_name("portcullis");
    let place = postgres_place(&options);
    let unreachable = |error| unreachable(place.clone(), error);

    // A pool keeps trying and then reports only that time is up; a plain connection beside it reports what is wrong.
    let slow = |_| sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "no answer in time"));
    let plain = async {
        let connected = timeout(ACQUIRE_TIMEOUT, PgConnection::connect_with(&options)).await;
        let connection = connected.map_err(slow).flatten()?;
        // It is not needed any more: how it ends changes nothing.
        let _ = connection.close().await;
        Ok(())
    };
    let pool = postgres_pool(max_connections.max(1))
        .test_before_acquire(false)
        .before_acquire(|connection, idle| {
            Box::pin(async move {
                if idle.idle_for > PING_AFTER_IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options.clone());
    // Boxed: whoever starts the program carries them along.
    let ((), pool) = tokio::try_join!(Box::pin(plain), Box::pin(pool)).map_err(unreachable)?;
    let pool = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    Ok(Connections { reader: pool.clone(), writer: pool })
}

/// A pool of one connection to the same database: whoever has it waits for nobody else's work. It connects once it is used.
pub(super) fn connection_of_its_own(to: &DatabaseConnection) -> DatabaseConnection {
    if to.get_database_backend() == DbBackend::Postgres {
        let options = (*to.get_postgres_connection_pool().connect_options()).clone();
        let pool = postgres_pool(1).connect_lazy_with(options);
        return SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    }
    let options = (*to.get_sqlite_connection_pool().connect_options()).clone();
    SqlxSqliteConnector::from_sqlx_sqlite_pool(sqlite_pool(1, ACQUIRE_TIMEOUT).connect_lazy_with(options))
}

/// A pool that closes a connection whose transaction does not end. SQLite itself ends one when the disk is full, of which
/// sqlx knows nothing: its own end of it fails then, and what is written later would silently become part of the next.
fn sqlite_pool(max_connections: u32, acquire_timeout: Duration) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(max_connections).acquire_timeout(acquire_timeout).after_release(
        |connection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // Whoever dropped it has left its end to be carried out before this.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        },
    )
}

/// A pool whose connections have limits, and leave it if they do not settle soon after a statement was given up: a server
/// that is gone must not keep their places.
fn postgres_pool(max_connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(|connection, _| Box::pin(async move { connection.execute(SESSION_SETTINGS).await.map(drop) }))
        .after_release(|connection, _| {
            Box::pin(async move {
                let ended = timeout(RELEASE_TIMEOUT, connection.execute(END_TRANSACTION)).await;
                ended.map_err(|_| sqlx::Error::PoolTimedOut)??;
                Ok(true)
            })
        })
}

fn postgres_place(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or_else(|| options.get_username());
    format!("PostgreSQL database {database} on {}:{}", options.get_host(), options.get_port())
}

fn unreachable(place: String, source: sqlx::Error) -> ConnectError {
    ConnectError::Unreachable { place, source: Box::new(source) }
}
