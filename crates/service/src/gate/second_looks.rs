//! Restrictions that are to be looked at again: what nobody could tell, or Telegram refused, is not done.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    RestrictionId,
    ports::{Clock, RestrictionRepository, StoreError},
    restriction::LiftReason,
};
use tokio::sync::{Notify, futures::Notified};

/// The pause before the first second look; further ones follow with growing pauses.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// Orders second looks; a worker takes them.
pub(crate) struct SecondLooks {
    restrictions: Arc<dyn RestrictionRepository>,
    clock: Arc<dyn Clock>,
    ordered: Notify,
}

impl SecondLooks {
    pub(crate) fn new(restrictions: Arc<dyn RestrictionRepository>, clock: Arc<dyn Clock>) -> Self {
        Self { restrictions, clock, ordered: Notify::new() }
    }

    /// Has a restriction looked at again in a moment, to be lifted for this reason as soon as nothing holds the person.
    pub(crate) async fn order(&self, restriction: RestrictionId, lift_for: LiftReason) -> Result<(), StoreError> {
        self.restrictions.look_again(&[restriction], lift_for, self.clock.now().after(FIRST_PAUSE)).await
    }

    /// Has restrictions looked at as soon as there is time.
    pub(crate) async fn order_now(
        &self,
        restrictions: &[RestrictionId],
        lift_for: LiftReason,
    ) -> Result<(), StoreError> {
        self.restrictions.look_again(restrictions, lift_for, self.clock.now()).await?;
        self.ordered.notify_one();
        Ok(())
    }

    /// Resolves when looks that are due at once are ordered in this process.
    pub(crate) fn ordered(&self) -> Notified<'_> {
        self.ordered.notified()
    }
}
