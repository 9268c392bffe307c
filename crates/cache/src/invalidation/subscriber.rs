//! Hearing what the other instances say.

use std::time::Duration;

use fred::{
    clients::SubscriberClient,
    interfaces::{ClientLike, EventInterface, PubsubInterface},
    types::Message,
};
use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    CHANNEL, Invalidations,
    message::{Bulletin, Change},
    peers::{LONGEST_SILENCE, Peers},
};
use crate::{caches::Caches, redis::connection::CALL_TIMEOUT};

/// How often it is seen whether the others can be heard.
const CHECK: Duration = Duration::from_millis(250);

/// Forgets what the others say, until `stop`; and everything when it may have missed something.
pub(super) async fn listen(invalidations: &Invalidations, memories: &Caches, stop: &CancellationToken) {
    let subscriber = match invalidations.connection().subscriber() {
        Ok(subscriber) => subscriber,
        Err(error) => {
            tracing::error!(%error, "the other instances can't be listened to");
            return stop.cancelled().await;
        }
    };
    let mut messages = subscriber.message_rx();
    let mut connections = subscriber.reconnect_rx();
    let connecting = subscriber.connect();
    let mut check = interval(CHECK);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ear = Ear { invalidations, memories, peers: Peers::default(), subscribed: None };
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            message = messages.recv() => match message {
                Ok(message) => ear.hear(&message),
                Err(RecvError::Lagged(_)) => ear.forget_everything(),
                Err(RecvError::Closed) => break,
            },
            connected = connections.recv() => match connected {
                Ok(_) | Err(RecvError::Lagged(_)) => ear.subscribe(&subscriber).await,
                Err(RecvError::Closed) => break,
            },
            _ = check.tick() => ear.check(&subscriber).await,
        }
    }
    let _told = timeout(CALL_TIMEOUT, subscriber.quit()).await;
    connecting.abort();
}

struct Ear<'a> {
    invalidations: &'a Invalidations,
    memories: &'a Caches,
    peers: Peers,
    /// When this last subscribed, or tried to.
    subscribed: Option<Instant>,
}

impl Ear<'_> {
    fn hear(&mut self, message: &Message) {
        let text = message.value.as_str();
        let Some(bulletin) = text.as_deref().and_then(Bulletin::decode) else { return };
        if !self.peers.hear(&bulletin, Instant::now()) {
            self.forget_everything();
        }
        if bulletin.instance == self.invalidations.instance() {
            self.look_up_or_down();
        } else {
            bulletin.changes.into_iter().for_each(|change| self.memories.forget(change));
        }
    }

    /// A new connection has no subscription, and something may have been said before it has.
    async fn subscribe(&mut self, subscriber: &SubscriberClient) {
        self.subscribed = Some(Instant::now());
        let _subscribed = timeout(CALL_TIMEOUT, subscriber.subscribe(CHANNEL)).await;
        self.forget_everything();
    }

    async fn check(&mut self, subscriber: &SubscriberClient) {
        self.look_up_or_down();
        let is_overdue = self.subscribed.is_none_or(|when| when.elapsed() > LONGEST_SILENCE);
        if self.invalidations.is_up() || !is_overdue || !self.invalidations.connection().is_connected() {
            return;
        }
        // Redis answers and this can't hear itself: the connection may be half dead without knowing.
        if self.subscribed.is_some() && !self.peers.hears(self.invalidations.instance(), Instant::now()) {
            let _begun = timeout(CALL_TIMEOUT, subscriber.force_reconnection()).await;
        }
        self.subscribe(subscriber).await;
    }

    fn look_up_or_down(&mut self) {
        let can_hear = self.peers.can_be_heard(self.invalidations.instance(), Instant::now());
        if can_hear == self.invalidations.is_up() {
            return;
        }
        // Going down, everything is forgotten after it is down: what is learnt from then on is short-lived. Coming up,
        // before: what was learnt until then may miss what was said meanwhile.
        if can_hear {
            self.forget_everything();
            self.invalidations.set_up(true);
            tracing::info!("the other instances can be heard");
        } else {
            self.invalidations.set_up(false);
            self.forget_everything();
            tracing::warn!("other instances can't be heard: memberships and groups are remembered for seconds only");
        }
    }

    fn forget_everything(&self) {
        self.memories.forget(Change::Everything);
    }
}
