//! Restrictions that are to be looked at again: what nobody could tell, or Telegram refused, is not done.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    RestrictionId, Timestamp,
    ports::{Clock, RestrictionRepository, StoreError},
    restriction::LiftReason,
};

use crate::wakeup::Wakeup;

/// The pause before the first second look; further ones follow with growing pauses.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// Orders second looks; a worker takes them.
pub(crate) struct SecondLooks {
    restrictions: Arc<dyn RestrictionRepository>,
    clock: Arc<dyn Clock>,
    wakeup: Wakeup,
}

impl SecondLooks {
    pub(crate) fn new(restrictions: Arc<dyn RestrictionRepository>, clock: Arc<dyn Clock>) -> Self {
        Self { restrictions, clock, wakeup: Wakeup::default() }
    }

    /// Has a restriction looked at again in a moment, to be lifted for this reason as soon as nothing holds the person.
    pub(crate) async fn order(&self, restriction: RestrictionId, lift_for: LiftReason) -> Result<(), StoreError> {
        self.order_at(&[restriction], lift_for, self.clock.now().after(FIRST_PAUSE)).await
    }

    /// Has restrictions looked at as soon as there is time.
    pub(crate) async fn order_now(
        &self,
        restrictions: &[RestrictionId],
        lift_for: LiftReason,
    ) -> Result<(), StoreError> {
        self.order_at(restrictions, lift_for, self.clock.now()).await
    }

    async fn order_at(
        &self,
        restrictions: &[RestrictionId],
        lift_for: LiftReason,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.restrictions.look_again(restrictions, lift_for, at).await?;
        self.wakeup.wake_at(at);
        Ok(())
    }

    /// Has what is due looked at now: looks were ordered together with what gave them a reason.
    pub(crate) fn wake(&self) {
        self.wakeup.wake();
    }

    /// Waits until there may be a look to take, of which the database knows `next`.
    pub(crate) async fn wait(&self, next: Option<Timestamp>) {
        self.wakeup.wait(&*self.clock, next).await;
    }
}
