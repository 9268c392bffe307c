//! Whether Redis answers, asked in the background so that nobody who needs it must find out.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fred::clients::Pool;
use futures::future::join_all;
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep, timeout},
};

use super::connection::ping;

/// How often it is asked while all is well.
const CALM: Duration = Duration::from_secs(1);

/// How often it is asked while it is away.
const ANXIOUS: Duration = Duration::from_millis(100);

/// How long it may take to connect at first before that is worth a word.
const GRACE: Duration = Duration::from_secs(1);

/// How often it is worth saying that it answers and yet refuses something.
const BETWEEN_COMPLAINTS: Duration = Duration::from_mins(1);

/// Whether Redis may be asked.
#[derive(Default)]
pub(super) struct Availability {
    available: watch::Sender<bool>,
    suspected: Notify,
    /// What the last command that failed was told.
    refused: Mutex<Option<fred::error::Error>>,
}

impl Availability {
    pub(super) fn is_available(&self) -> bool {
        *self.available.borrow()
    }

    /// Returns once it may be asked.
    pub(super) async fn available(&self) {
        // The sender lives as long as `self`.
        let mut available = self.available.subscribe();
        let _available = available.wait_for(|available| *available).await;
    }

    /// Nobody shall ask it until it has answered a ping, which is sent at once.
    pub(super) fn suspect(&self, error: Option<fred::error::Error>) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = error;
        self.available.send_replace(false);
        self.suspected.notify_one();
    }

    /// Nobody shall ask it any more.
    pub(super) fn lose(&self) {
        self.available.send_replace(false);
    }

    fn take_refusal(&self) -> Option<fred::error::Error> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Pings for ever, and says each change once.
pub(super) async fn monitor(pool: Pool, availability: Arc<Availability>) {
    let begun = Instant::now();
    // What has been said last; nothing yet at first.
    let mut said: Option<bool> = None;
    let mut complained: Option<Instant> = None;
    loop {
        let answers = join_all(pool.clients().iter().map(ping)).await.into_iter().all(|answers| answers);
        availability.available.send_if_modified(|available| std::mem::replace(available, answers) != answers);
        if said != Some(answers) && (answers || said.is_some() || begun.elapsed() > GRACE) {
            say(answers, said.is_some());
            said = Some(answers);
        }
        if let Some(error) = availability.take_refusal().filter(|_| answers)
            && complained.is_none_or(|last| last.elapsed() > BETWEEN_COMPLAINTS)
        {
            tracing::warn!(%error, "Redis answers, and yet something failed there");
            complained = Some(Instant::now());
        }
        if answers {
            // Either way it is time to ask again.
            let _suspected = timeout(CALM, availability.suspected.notified()).await;
        } else {
            sleep(ANXIOUS).await;
        }
    }
}

fn say(answers: bool, is_change: bool) {
    match (answers, is_change) {
        (true, false) => tracing::info!("Redis is there"),
        (true, true) => tracing::info!("Redis is back"),
        (false, false) => tracing::warn!("Redis is out of reach; going on without it, and looking for it"),
        (false, true) => tracing::warn!("Redis is lost; going on without it, and looking for it"),
    }
}
