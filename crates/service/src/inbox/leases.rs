//! The leases that this process holds on lanes.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    lease::{Holder, LEASE},
    ports::{Clock, Inbox, StoreError},
};

use super::{lane_tasks::LaneTasks, lanes::Lanes, lease_term::LeaseTerm, persist::persist};

/// How soon a renewal that has failed is tried again.
const RENEW_AGAIN: Duration = Duration::from_secs(1);

/// The leases on the lanes that are worked off here.
pub(super) struct Leases {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) lanes: Arc<Lanes>,
    pub(super) tasks: Arc<LaneTasks>,
    pub(super) term: Arc<LeaseTerm>,
    pub(super) holder: Holder,
    pub(super) clock: Arc<dyn Clock>,
    /// How long a lane may wait for another instance before the inbox is asked whether it still does.
    pub(super) patience: Duration,
}

impl Leases {
    /// Gives up what the predecessor held, so that it can be claimed.
    pub(super) async fn take_over(&self) {
        let release = || self.inbox.release_leases(&self.holder, self.clock.now());
        persist("take over the predecessor's leases", release).await;
    }

    /// Renews them, and learns what other instances have carried out, until it is dropped.
    pub(super) async fn keep(self: Arc<Self>) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(LEASE / 3) => {}
                () = self.term.until_wanted() => {}
            }
            // Before anything that may take long: a lease must not run out behind it.
            while let Err(error) = self.renew().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "leases can't be renewed now");
                tokio::time::sleep(RENEW_AGAIN).await;
            }
            if let Err(error) = self.forget_what_others_did().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "what others have done is not known now");
            }
        }
    }

    /// Renews the leases of what is worked off, and no others; what has been lost meanwhile is another's to carry out.
    async fn renew(&self) -> Result<(), StoreError> {
        let (now, (held, at)) = (self.clock.now(), self.lanes.held());
        if !held.is_empty() {
            // What was let go of meanwhile is among them, and is nobody's loss.
            let lost = self.inbox.renew(&self.holder, &held, now).await?;
            let lost = self.lanes.lost(&lost, at);
            if lost > 0 {
                tracing::warn!(lanes = lost, "leases have run out, and others have taken them");
            }
            self.lanes.renewed(at, now);
        }
        self.term.renewed();
        Ok(())
    }

    async fn forget_what_others_did(&self) -> Result<(), StoreError> {
        let (mut gone, at) = self.lanes.waiting_for(self.patience);
        if gone.is_empty() {
            return Ok(());
        }
        let waiting = self.inbox.list_waiting(&gone).await?;
        gone.retain(|lane| !waiting.contains(lane));
        self.tasks.begin_all(self.lanes.were_empty(gone.into_iter(), at));
        Ok(())
    }

    /// Gives up all leases: at the end of the process.
    pub(super) async fn give_up(&self) {
        if let Err(error) = self.inbox.release_leases(&self.holder, self.clock.now()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "leases are left to run out by themselves");
        }
    }
}
