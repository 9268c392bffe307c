//! Whether Redis answers, found out by pings in the background so that no call has to.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fred::{clients::Pool, error::Error, interfaces::ClientLike};
use futures::future::join_all;
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep, timeout},
};

use super::client::ping;

const PING_INTERVAL: Duration = Duration::from_secs(1);

const PING_INTERVAL_WHILE_DOWN: Duration = Duration::from_millis(100);

/// How long the first connection may take before that it is missing is logged.
const FIRST_CONNECTION_GRACE: Duration = Duration::from_secs(1);

/// How often at most it is logged that a command failed although Redis answers.
const ERROR_LOG_INTERVAL: Duration = Duration::from_mins(1);

/// Whether commands may be sent to Redis.
#[derive(Default)]
pub(super) struct Health {
    is_up: watch::Sender<bool>,
    /// Asks for a ping at once.
    failed: Notify,
    /// The error of the last command that failed, if Redis gave one.
    last_error: Mutex<Option<Error>>,
}

impl Health {
    pub(super) fn is_up(&self) -> bool {
        *self.is_up.borrow()
    }

    /// Returns once Redis is up.
    pub(super) async fn up(&self) {
        // The sender lives as long as `self`.
        let mut is_up = self.is_up.subscribe();
        let _is_up = is_up.wait_for(|is_up| *is_up).await;
    }

    /// After a command that failed: Redis is down until it has answered a ping, which is sent at once.
    pub(super) fn mark_failed(&self, error: Option<Error>) {
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = error;
        self.mark_down();
        self.failed.notify_one();
    }

    /// Redis is down until it answers a ping; for ever if none is sent any more.
    pub(super) fn mark_down(&self) {
        self.is_up.send_replace(false);
    }

    fn take_error(&self) -> Option<Error> {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Pings for ever, and logs each change once.
pub(super) async fn monitor(pool: Pool, health: Arc<Health>) {
    let started = Instant::now();
    // What comes of it the pings tell.
    let _connected = timeout(FIRST_CONNECTION_GRACE, pool.wait_for_connect()).await;
    // Nothing has been logged at first.
    let mut logged: Option<bool> = None;
    let mut error_logged: Option<Instant> = None;
    loop {
        let is_up = join_all(pool.clients().iter().map(ping)).await.into_iter().all(|answered| answered);
        health.is_up.send_if_modified(|was_up| std::mem::replace(was_up, is_up) != is_up);
        if logged != Some(is_up) && (is_up || logged.is_some() || started.elapsed() > FIRST_CONNECTION_GRACE) {
            log_change(is_up, logged.is_none());
            logged = Some(is_up);
        }
        if let Some(error) = health.take_error().filter(|_| is_up)
            && error_logged.is_none_or(|last| last.elapsed() > ERROR_LOG_INTERVAL)
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "Redis answers, and yet a command failed");
            error_logged = Some(Instant::now());
        }
        if is_up {
            // Either way it is time for the next ping.
            let _failed = timeout(PING_INTERVAL, health.failed.notified()).await;
        } else {
            sleep(PING_INTERVAL_WHILE_DOWN).await;
        }
    }
}

fn log_change(is_up: bool, is_first: bool) {
    match (is_up, is_first) {
        (true, true) => tracing::info!("Redis is there"),
        (true, false) => tracing::info!("Redis is back"),
        (false, true) => tracing::warn!("Redis is out of reach; going on without it, and trying to connect"),
        (false, false) => tracing::warn!("Redis is lost; going on without it, and trying to connect"),
    }
}
