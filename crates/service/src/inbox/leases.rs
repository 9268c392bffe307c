//! The leases that this process holds on stored updates.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use portcullis_domain::{
    UpdateId,
    lease::Holder,
    ports::{Clock, Inbox, StoreError},
};

use super::persist::persist;

/// The leases on the updates that this process is attempting.
pub(super) struct Leases {
    inbox: Arc<dyn Inbox>,
    holder: Holder,
    clock: Arc<dyn Clock>,
    /// After a long outage of the database their leases may have run out, and they are claimed again.
    held: Mutex<HashSet<UpdateId>>,
}

impl Leases {
    pub(super) fn new(inbox: Arc<dyn Inbox>, holder: Holder, clock: Arc<dyn Clock>) -> Self {
        Self { inbox, holder, clock, held: Mutex::default() }
    }

    /// The name under which updates are leased.
    pub(super) const fn holder(&self) -> &Holder {
        &self.holder
    }

    /// Gives up what the predecessor held, so that it can be claimed.
    pub(super) async fn take_over(&self) {
        persist("its predecessor's leases can't be taken over yet", || self.inbox.release_leases(&self.holder)).await;
    }

    /// Notes that an update is being attempted; `false` if it is already.
    pub(super) fn hold(&self, id: UpdateId) -> bool {
        self.held().insert(id)
    }

    /// Notes that it is not any more.
    pub(super) fn forget(&self, id: UpdateId) {
        self.held().remove(&id);
    }

    /// Renews the leases of what is being attempted, and no others.
    pub(super) async fn renew(&self) -> Result<(), StoreError> {
        let held: Vec<UpdateId> = self.held().iter().copied().collect();
        if held.is_empty() {
            return Ok(());
        }
        self.inbox.renew(&self.holder, &held, self.clock.now()).await
    }

    /// Gives up all leases: at the end of the process.
    pub(super) async fn give_up(&self) {
        if let Err(error) = self.inbox.release_leases(&self.holder).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "leases are left to run out by themselves");
        }
    }

    fn held(&self) -> MutexGuard<'_, HashSet<UpdateId>> {
        // Every change to the set is a single step, so a panic elsewhere leaves none half done.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::MockInbox;

    use super::*;
    use crate::testing::{NOW, clock};

    #[tokio::test]
    async fn only_what_is_being_attempted_is_renewed() {
        let mut inbox = MockInbox::new();
        inbox
            .expect_renew()
            .times(1)
            .withf(|_, ids, now| (ids, *now) == (&[UpdateId(2)], NOW))
            .returning(|_, _, _| Ok(()));
        let leases = Leases::new(Arc::new(inbox), Holder("test".to_owned()), clock());
        assert!(leases.hold(UpdateId(1)) && leases.hold(UpdateId(2)));
        assert!(!leases.hold(UpdateId(2)), "it was claimed again while it is being attempted");
        leases.forget(UpdateId(1));
        leases.renew().await.unwrap();
        leases.forget(UpdateId(2));
        leases.renew().await.unwrap();
    }
}
