//! fred's clients, set up so that a Redis that is away or hangs delays nobody for long.

use std::time::Duration;

use fred::{
    clients::{Client, WithOptions},
    interfaces::ClientLike,
    types::{
        Builder,
        config::{Config, Options, ReconnectPolicy, UnresponsiveConfig},
    },
};
use tokio::time::timeout;

/// How long any call may take; a Redis that takes longer counts as down.
pub(crate) const CALL_TIMEOUT: Duration = Duration::from_millis(100);

/// A client whose commands are sent at once or fail.
pub(crate) type FailFastClient = WithOptions<Client>;

/// What makes clients that connect again and again, for ever, and send no command twice.
pub(super) fn builder(mut config: Config) -> Builder {
    // About the first connection: a start without Redis goes on trying.
    config.fail_fast = false;
    let mut builder = Builder::from_config(config);
    // Without a policy it would never connect again. What it waits for before each try it waits for before the first, too.
    builder.set_policy(ReconnectPolicy::Exponential {
        attempts: 0,
        max_attempts: 0, // For ever.
        min_delay: 1,
        max_delay: 1_000,
        base: 2,
        jitter: 10,
    });
    builder.with_performance_config(|performance| {
        performance.default_command_timeout = CALL_TIMEOUT;
        performance.broadcast_channel_capacity = 1_024;
    });
    builder.with_connection_config(|connection| {
        connection.connection_timeout = Duration::from_millis(500);
        connection.internal_command_timeout = Duration::from_millis(500);
        // A command that was sent may have been executed; none is sent twice.
        connection.max_command_attempts = 1;
        // With a bound, a client that once ran into it never works again. `Options::fail_fast` keeps the queue short.
        connection.max_command_buffer_len = 0;
        connection.unresponsive =
            UnresponsiveConfig { max_timeout: Some(Duration::from_secs(2)), interval: Duration::from_millis(500) };
    });
    builder
}

/// A client whose commands fail at once where there is no connection, and within [`CALL_TIMEOUT`] where there is no
/// answer.
pub(super) fn fail_fast(client: &Client) -> FailFastClient {
    client.with_options(&Options { fail_fast: true, timeout: Some(CALL_TIMEOUT), ..Options::default() })
}

/// Whether Redis answers in time.
pub(super) async fn ping(client: &Client) -> bool {
    let client = fail_fast(client);
    matches!(timeout(CALL_TIMEOUT, client.ping::<()>(None)).await, Ok(Ok(())))
}
