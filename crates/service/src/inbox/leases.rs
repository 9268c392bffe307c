//! The leases that this process holds on lanes.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    lease::{Holder, LEASE},
    ports::{Clock, Inbox, StoreError},
};

use super::{lane_tasks::LaneTasks, lanes::Lanes, persist::persist};

/// The leases on the lanes that are worked off here.
pub(super) struct Leases {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) lanes: Arc<Lanes>,
    pub(super) tasks: Arc<LaneTasks>,
    pub(super) holder: Holder,
    pub(super) clock: Arc<dyn Clock>,
    /// How long a lane may wait for another instance before the inbox is asked whether it still does.
    pub(super) patience: Duration,
}

impl Leases {
    /// Gives up what the predecessor held, so that it can be claimed.
    pub(super) async fn take_over(&self) {
        let release = || self.inbox.release_leases(&self.holder, self.clock.now());
        persist("its predecessor's leases can't be taken over yet", release).await;
    }

    /// Renews them, and learns what other instances have carried out, until it is dropped.
    pub(super) async fn keep(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LEASE / 3).await;
            // Before anything that may take long: a lease must not run out behind it.
            if let Err(error) = self.renew().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "leases can't be renewed now");
            }
            if let Err(error) = self.forget_what_others_did().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "what others have done is not known now");
            }
        }
    }

    /// Renews the leases of what is worked off, and no others.
    async fn renew(&self) -> Result<(), StoreError> {
        let held = self.lanes.held();
        if held.is_empty() {
            return Ok(());
        }
        self.inbox.renew(&self.holder, &held, self.clock.now()).await
    }

    async fn forget_what_others_did(&self) -> Result<(), StoreError> {
        let mut gone = self.lanes.waiting_for(self.patience);
        if gone.is_empty() {
            return Ok(());
        }
        let waiting = self.inbox.list_waiting(&gone).await?;
        gone.retain(|lane| !waiting.contains(lane));
        self.tasks.begin_all(self.lanes.emptied(gone.into_iter()));
        Ok(())
    }

    /// Gives up all leases: at the end of the process.
    pub(super) async fn give_up(&self) {
        if let Err(error) = self.inbox.release_leases(&self.holder, self.clock.now()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "leases are left to run out by themselves");
        }
    }
}
