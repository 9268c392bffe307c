//! Receives what the other instances publish.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

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
    message::{CHANNEL, Change, InvalidationMessage},
    peers::{MAX_SILENCE, Peers},
};
use crate::redis::{client::CALL_TIMEOUT, connection::RedisConnection};

/// How often it is checked whether messages are received.
const CHECK_INTERVAL: Duration = Duration::from_millis(250);

/// Receives the messages of all instances, this one's own among them.
pub(super) struct Subscriber<'a, F> {
    connection: &'a RedisConnection,
    instance: u64,
    is_up: &'a AtomicBool,
    forget: &'a F,
    peers: Peers,
    /// When this last subscribed, or tried to.
    subscribed: Option<Instant>,
}

impl<'a, F: Fn(Change)> Subscriber<'a, F> {
    pub(super) fn new(connection: &'a RedisConnection, instance: u64, is_up: &'a AtomicBool, forget: &'a F) -> Self {
        Self { connection, instance, is_up, forget, peers: Peers::default(), subscribed: None }
    }

    /// Forgets what the others publish, until `stop`; and everything when a message may have been missed.
    pub(super) async fn run(mut self, stop: &CancellationToken) {
        let client = match self.connection.subscriber() {
            Ok(client) => client,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the other instances can't be listened to");
                return stop.cancelled().await;
            }
        };
        let mut messages = client.message_rx();
        let mut connections = client.reconnect_rx();
        let connecting = client.connect();
        let mut check = interval(CHECK_INTERVAL);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                message = messages.recv() => match message {
                    Ok(message) => self.receive(&message),
                    Err(RecvError::Lagged(_)) => self.invalidate_everything(),
                    Err(RecvError::Closed) => break,
                },
                connected = connections.recv() => match connected {
                    Ok(_) | Err(RecvError::Lagged(_)) => self.subscribe(&client).await,
                    Err(RecvError::Closed) => break,
                },
                _ = check.tick() => self.check(&client).await,
            }
        }
        let _acknowledged = timeout(CALL_TIMEOUT, client.quit()).await;
        connecting.abort();
    }

    fn receive(&mut self, message: &Message) {
        let text = message.value.as_str();
        let Some(message) = text.as_deref().and_then(InvalidationMessage::decode) else { return };
        if !self.peers.record(&message, Instant::now()) {
            self.invalidate_everything();
        }
        if message.instance == self.instance {
            self.update_is_up();
        } else {
            message.changes.into_iter().for_each(self.forget);
        }
    }

    /// A new connection has no subscription, and something may have been published before it has.
    async fn subscribe(&mut self, client: &SubscriberClient) {
        self.subscribed = Some(Instant::now());
        let _subscribed = timeout(CALL_TIMEOUT, client.subscribe(CHANNEL)).await;
        self.invalidate_everything();
    }

    async fn check(&mut self, client: &SubscriberClient) {
        self.update_is_up();
        let is_overdue = self.subscribed.is_none_or(|when| when.elapsed() > MAX_SILENCE);
        if self.is_up() || !is_overdue || !self.connection.is_connected() {
            return;
        }
        // Redis answers and this does not receive its own messages: the connection may be broken without knowing.
        if self.subscribed.is_some() && !self.peers.is_received(self.instance, Instant::now()) {
            let _begun = timeout(CALL_TIMEOUT, client.force_reconnection()).await;
        }
        self.subscribe(client).await;
    }

    fn update_is_up(&mut self) {
        let is_up = self.peers.are_all_received(self.instance, Instant::now());
        if is_up == self.is_up() {
            return;
        }
        // Going down, everything is forgotten after it is down: what is cached from then on is short-lived. Coming up,
        // before: what was cached until then may miss what was published meanwhile.
        if is_up {
            self.invalidate_everything();
            self.is_up.store(true, Ordering::Release);
            tracing::info!("invalidation messages come in again");
        } else {
            self.is_up.store(false, Ordering::Release);
            self.invalidate_everything();
            tracing::warn!("no invalidation messages come in: memberships and groups are cached for seconds only");
        }
    }

    fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Acquire)
    }

    fn invalidate_everything(&self) {
        (self.forget)(Change::Everything);
    }
}
