//! Whether Redis answers, found out by pings in the background so that no call has to.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fred::{error::Error, interfaces::ClientLike};
use futures::future::join_all;
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep, timeout},
};

use super::{client::ping, clients::Clients, failure::in_words};

const PING_INTERVAL: Duration = Duration::from_secs(1);

const PING_INTERVAL_WHILE_DOWN: Duration = Duration::from_millis(100);

/// How long the first connection may take before that it is missing is logged.
const FIRST_CONNECTION_GRACE: Duration = Duration::from_secs(1);

/// After how long a time without Redis new clients try: whatever keeps the old ones from it may be theirs alone.
const RENEW_AFTER: Duration = Duration::from_secs(5);

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
    /// Why there is no connection, as far as that is known.
    failure: Mutex<Option<String>>,
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

    pub(super) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was told of a failure is told by [`failure`](Self::failure) until Redis is up, or something newer is told.
    pub(super) fn note_failure(&self, clients: &Clients, is_up: bool) {
        let told = clients.take_failure();
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if is_up {
            *failure = None;
        } else if let Some(told) = told {
            *failure = Some(in_words(&told));
        }
    }

    fn take_error(&self) -> Option<Error> {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Pings for ever, and logs each change once.
pub(super) async fn monitor(clients: Arc<Clients>, health: Arc<Health>) {
    let started = Instant::now();
    // What comes of it the pings tell.
    let _connected = timeout(FIRST_CONNECTION_GRACE, clients.pool().wait_for_connect()).await;
    // Nothing has been logged at first.
    let mut logged: Option<bool> = None;
    let mut error_logged: Option<Instant> = None;
    let mut down_since: Option<Instant> = None;
    loop {
        let pool = clients.pool();
        let is_up = join_all(pool.clients().iter().map(ping)).await.into_iter().all(|answered| answered);
        health.note_failure(&clients, is_up);
        if is_up {
            down_since = None;
        } else if down_since.get_or_insert_with(Instant::now).elapsed() > RENEW_AFTER {
            clients.renew();
            down_since = None;
        }
        health.is_up.send_if_modified(|was_up| std::mem::replace(was_up, is_up) != is_up);
        if logged != Some(is_up) && (is_up || logged.is_some() || started.elapsed() > FIRST_CONNECTION_GRACE) {
            log_change(is_up, logged.is_none(), health.failure().as_deref());
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

fn log_change(is_up: bool, is_first: bool, failure: Option<&str>) {
    match (is_up, is_first) {
        (true, true) => tracing::info!("Redis is there"),
        (true, false) => tracing::info!("Redis is back"),
        (false, true) => {
            tracing::warn!(error = failure, "Redis is out of reach; going on without it, and trying to connect");
        }
        (false, false) => {
            tracing::warn!(error = failure, "Redis is lost; going on without it, and trying to connect");
        }
    }
}
