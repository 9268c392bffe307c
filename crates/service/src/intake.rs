//! Where updates come in: decoded one by one, carried out from memory or stored, and only then confirmed.

use std::sync::Arc;

use async_trait::async_trait;
use metrics::counter;
use portcullis_domain::{
    event::{Event, Lane, Update},
    inbox::{NewInboxUpdate, RawUpdate},
    ports::{NotAccepted, UpdateSink},
};

use crate::{Gatekeeper, dispatcher::Dispatcher};

/// Takes updates from a source.
pub struct Intake {
    gatekeeper: Arc<Gatekeeper>,
    dispatcher: Arc<Dispatcher>,
}

impl Intake {
    pub(crate) const fn new(gatekeeper: Arc<Gatekeeper>, dispatcher: Arc<Dispatcher>) -> Self {
        Self { gatekeeper, dispatcher }
    }

    /// Reads one update; a strange one is counted, logged and passed over, alone.
    fn decode(&self, raw: &RawUpdate) -> Option<Event> {
        match self.gatekeeper.ports.decoder.decode(raw) {
            Ok(Update { event, .. }) => {
                counter!("bot_updates_total", "kind" => event.kind()).increment(1);
                Some(event)
            }
            Err(error) => {
                counter!("bot_updates_undecodable_total").increment(1);
                tracing::warn!(update_id = raw.id.0, %error, "an update is passed over");
                None
            }
        }
    }
}

#[async_trait]
impl UpdateSink for Intake {
    async fn accept(&self, updates: Vec<RawUpdate>) -> Result<(), NotAccepted> {
        let received_at = self.gatekeeper.ports.clock.now();
        let mut to_store: Vec<NewInboxUpdate> = Vec::new();
        for raw in updates {
            let Some(event) = self.decode(&raw) else { continue };
            let lane = event.lane();
            // A person's later event must not overtake an earlier one that waits, not even from memory.
            let must_queue = self.dispatcher.is_waiting(lane) || to_store.iter().any(|stored| stored.lane == lane);
            if must_queue || !self.gatekeeper.carry_out_from_memory(&event) {
                to_store.push(NewInboxUpdate { update: raw, lane, received_at });
            }
        }
        if to_store.is_empty() {
            return Ok(());
        }
        let lanes: Vec<Lane> = to_store.iter().map(|stored| stored.lane).collect();
        self.dispatcher.expect(&lanes);
        if let Err(error) = self.gatekeeper.ports.inbox.put(&to_store).await {
            tracing::error!(error = &error as &dyn std::error::Error, "updates can't be stored, and are not confirmed");
            for lane in lanes {
                self.dispatcher.leave(lane);
            }
            return Err(NotAccepted);
        }
        self.dispatcher.wake();
        Ok(())
    }
}
