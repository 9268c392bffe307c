//! The database at the start: waited for, but not for ever.

use std::time::{Duration, Instant};

use portcullis_storage::{ConnectError, Database, DatabaseSettings};
use tokio_util::sync::CancellationToken;

use crate::command_line::with_causes;

/// How long a start waits for its database: a server that is restarted beside it is there again by then.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long to wait before the database is asked again.
const PAUSE: Duration = Duration::from_secs(2);

/// Connects, trying for a minute while the server is away; `None` if the bot is asked to stop before that.
///
/// # Errors
///
/// [`ConnectError`]: at once where waiting does not help, such as a file that can't be opened.
pub(crate) async fn connect_database(
    settings: &DatabaseSettings,
    stop: &CancellationToken,
) -> Result<Option<Database>, ConnectError> {
    connect_within(PATIENCE, PAUSE, settings, stop).await
}

async fn connect_within(
    patience: Duration,
    pause: Duration,
    settings: &DatabaseSettings,
    stop: &CancellationToken,
) -> Result<Option<Database>, ConnectError> {
    let begun = Instant::now();
    loop {
        let connected = tokio::select! {
            () = stop.cancelled() => return Ok(None),
            connected = Database::connect(settings) => connected,
        };
        match connected {
            Ok(database) => return Ok(Some(database)),
            Err(error) if error.may_pass() && begun.elapsed() + pause < patience => {
                tracing::warn!(
                    error = with_causes(&error),
                    seconds_left = patience.saturating_sub(begun.elapsed()).as_secs(),
                    "the database is away; trying again"
                );
            }
            Err(error) => return Err(error),
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(pause) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(300);
    const PAUSE: Duration = Duration::from_millis(100);

    async fn tried_for(url: &str) -> Duration {
        let settings = DatabaseSettings { url: url.to_owned().into(), max_connections: 1 };
        let begun = Instant::now();
        connect_within(PATIENCE, PAUSE, &settings, &CancellationToken::new()).await.unwrap_err();
        begun.elapsed()
    }

    #[tokio::test]
    async fn a_server_that_is_away_is_waited_for_and_not_for_ever() {
        // Nobody listens on port 1.
        let tried = tried_for("postgres://postgres@127.0.0.1:1/portcullis").await;
        assert!(tried >= Duration::from_millis(200) && tried < Duration::from_secs(3), "{tried:?}");
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_opened_and_a_url_that_cannot_be_read_are_not_waited_for() {
        for url in ["sqlite:///nowhere/at/all.db", "mysql://localhost/portcullis"] {
            assert!(tried_for(url).await < PAUSE, "{url}");
        }
    }
}
