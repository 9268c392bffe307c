//! The database at the start, when it is waited for, but not for ever; and at the end.

use std::{error::Error as StdError, ops::ControlFlow, time::Duration};

use portcullis_storage::{ConnectError, Database, DatabaseSettings};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::{causes::with_causes, retry::retry_until_stopped};

/// How long a start waits for its database: a server that is restarted beside it is there again by then.
const CONNECT_TIMEOUT: Duration = Duration::from_mins(1);

/// How long to wait before the database is asked again.
const RETRY_DELAY: Duration = Duration::from_secs(2);

/// Connects, trying for a minute while the server is away; `None` if the bot is asked to stop before that.
///
/// # Errors
///
/// [`ConnectError`]: at once where waiting does not help, such as a file that can't be opened.
pub(crate) async fn connect_database(
    settings: &DatabaseSettings,
    stop: &CancellationToken,
) -> Result<Option<Database>, ConnectError> {
    let connected = retry_connect(stop, async || Database::connect(settings).await);
    stop.run_until_cancelled(connected).await.transpose().map(Option::flatten)
}

async fn retry_connect<T>(
    stop: &CancellationToken,
    mut connect: impl AsyncFnMut() -> Result<T, ConnectError>,
) -> Result<Option<T>, ConnectError> {
    let started = Instant::now();
    let attempt = async || match connect().await {
        Err(error) if error.may_pass() && started.elapsed() + RETRY_DELAY < CONNECT_TIMEOUT => {
            tracing::warn!(
                // A line of JSON has no room for the causes but in the text.
                error = with_causes(&error),
                seconds_left = CONNECT_TIMEOUT.saturating_sub(started.elapsed()).as_secs(),
                "the database is away; trying again"
            );
            ControlFlow::Continue(RETRY_DELAY)
        }
        outcome => ControlFlow::Break(outcome),
    };
    retry_until_stopped(stop, attempt).await.transpose()
}

/// How long the database may take to be closed: one that does not answer any more would take for ever.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Closes the database; what can't be closed in good order is only logged.
pub(crate) async fn close_database(database: &Database) {
    match timeout(CLOSE_TIMEOUT, database.close()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::warn!(error = &error as &dyn StdError, "the database was not closed in good order");
        }
        Err(_) => tracing::warn!("the database was not closed in time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a database is tried that fails as the one at `url` does, and for how long.
    async fn tried(url: &str) -> (u32, Duration) {
        let settings = DatabaseSettings { url: url.to_owned().into(), max_connections: 1 };
        // Failed while the clock runs: under a paused one a server would seem not to answer in time.
        let mut failures = Vec::new();
        for _ in 0..31 {
            failures.push(Database::connect(&settings).await.unwrap_err());
        }
        tokio::time::pause();
        let (mut tries, started) = (0, Instant::now());
        let connect = async || {
            tries += 1;
            Err::<(), _>(failures.pop().unwrap())
        };
        retry_connect(&CancellationToken::new(), connect).await.unwrap_err();
        let elapsed = started.elapsed();
        tokio::time::resume();
        (tries, elapsed)
    }

    #[tokio::test]
    async fn a_server_that_is_away_is_waited_for_and_not_for_ever() {
        // Nobody listens on port 1.
        let (tries, elapsed) = tried("postgres://postgres@127.0.0.1:1/portcullis").await;
        assert_eq!(tries, 30);
        assert!(elapsed < CONNECT_TIMEOUT && elapsed + RETRY_DELAY >= CONNECT_TIMEOUT, "{elapsed:?}");
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_opened_and_a_url_that_cannot_be_read_are_not_waited_for() {
        for url in ["sqlite:///nowhere/at/all.db", "mysql://localhost/portcullis"] {
            assert_eq!(tried(url).await.0, 1, "{url}");
        }
    }
}
