//! Telling the other instances what has changed.

use std::{
    collections::HashSet,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use fred::interfaces::PubsubInterface;
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

pub(crate) mod message;
mod peers;
pub(crate) mod publisher;
mod subscriber;

use self::{
    message::{Bulletin, Change},
    subscriber::listen,
};
use crate::{
    caches::Caches,
    redis::connection::{Commands, RedisConnection},
};

/// The channel of Redis on which instances tell each other what to forget.
pub(super) const CHANNEL: &str = "portcullis:invalidations";

/// How often an instance says something, be it only that it is there.
const BEAT: Duration = Duration::from_millis(500);

/// How many changes are told at once.
const MOST_CHANGES: usize = 1_000;

/// How many changes may wait to be told; past that, everything has changed.
const MOST_WAITING: usize = 20_000;

/// What changed here and is to be forgotten elsewhere, and whether the others can be heard.
///
/// An instance numbers what it says, and says something twice a second, so that each notices at once when it missed
/// anything of another's, and soon when it can't hear another, or itself. In both cases it forgets all it remembers;
/// while it can't hear, [`is_up`](Invalidations::is_up) is false, and what it remembers it remembers for seconds only.
#[derive(Clone)]
pub struct Invalidations(Arc<Shared>);

struct Shared {
    connection: RedisConnection,
    instance: u64,
    waiting: Mutex<HashSet<Change>>,
    something_waits: Notify,
    is_up: AtomicBool,
}

impl Invalidations {
    /// Through this Redis; nothing is told or heard before [`start`](Self::start).
    #[must_use]
    pub fn new(connection: RedisConnection) -> Self {
        Self(Arc::new(Shared {
            connection,
            instance: rand::random(),
            waiting: Mutex::default(),
            something_waits: Notify::new(),
            is_up: AtomicBool::new(false),
        }))
    }

    /// Whether the other instances can be heard.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.is_up.load(Ordering::Acquire)
    }

    /// Tells and listens until `stop`; then the task tells what is left, takes its leave and ends.
    #[must_use]
    pub fn start(&self, memories: Caches, stop: CancellationToken) -> JoinHandle<()> {
        let invalidations = self.clone();
        tokio::spawn(async move {
            let listening = listen(&invalidations, &memories, &stop);
            futures::future::join(invalidations.tell(&stop), listening).await;
            // Nobody listens any more.
            invalidations.set_up(false);
            memories.forget(Change::Everything);
        })
    }

    /// Has a change told to the others, soon.
    pub(crate) fn publish(&self, change: Change) {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST_WAITING {
            waiting.clear();
            waiting.insert(Change::Everything);
        } else {
            waiting.insert(change);
        }
        drop(waiting);
        self.0.something_waits.notify_one();
    }

    pub(super) fn instance(&self) -> u64 {
        self.0.instance
    }

    pub(super) fn connection(&self) -> &RedisConnection {
        &self.0.connection
    }

    pub(super) fn set_up(&self, is_up: bool) {
        self.0.is_up.store(is_up, Ordering::Release);
    }

    async fn tell(&self, stop: &CancellationToken) {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut number = 0;
        loop {
            let is_farewell = tokio::select! {
                () = stop.cancelled() => true,
                () = self.0.something_waits.notified() => false,
                _ = beat.tick() => false,
            };
            loop {
                let (changes, is_all) = self.take_some();
                number += 1;
                let bulletin =
                    Bulletin { instance: self.0.instance, number, changes, is_farewell: is_farewell && is_all };
                self.say(&bulletin).await;
                if is_all {
                    break;
                }
            }
            if is_farewell {
                return;
            }
        }
    }

    /// The next changes to tell, and whether they are all there are.
    fn take_some(&self) -> (Vec<Change>, bool) {
        let mut waiting = self.waiting();
        let some: Vec<Change> = waiting.iter().take(MOST_CHANGES).copied().collect();
        for change in &some {
            waiting.remove(change);
        }
        (some, waiting.is_empty())
    }

    async fn say(&self, bulletin: &Bulletin) {
        let text = bulletin.encode();
        let publish = |redis: Commands| async move { redis.publish(CHANNEL, text).await };
        if self.0.connection.call::<i64, _>(publish).await.is_err() {
            // The others see from the next number that they missed this one.
            tracing::debug!(number = bulletin.number, "the other instances could not be told");
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashSet<Change>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Invalidations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invalidations").field("is_up", &self.is_up()).finish_non_exhaustive()
    }
}
