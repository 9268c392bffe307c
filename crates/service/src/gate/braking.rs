//! The brake where it is felt: the record of somebody who is about to be muted is written, or not any more.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, Timestamp,
    brake::{BrakeEnd, BrakeLimit, TripOutcome},
    group::Group,
    ports::{Brakes, Clock, RestrictionRepository, StoreError},
    restriction::{NewRestriction, Restriction},
};

use super::{FactFinder, SecondLooks};
use crate::{metrics::Metrics, wakeup::Wakeup};

/// How often it is tried to write a record, or to trip the brake: others of the same people may pass meanwhile.
const TRIES: u32 = 3;

/// Trips brakes, and has them worked on.
pub(crate) struct Braking {
    restrictions: Arc<dyn RestrictionRepository>,
    brakes: Arc<dyn Brakes>,
    facts: Arc<FactFinder>,
    second_looks: Arc<SecondLooks>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    wakeup: Wakeup,
}

impl Braking {
    pub(crate) fn new(
        restrictions: Arc<dyn RestrictionRepository>,
        brakes: Arc<dyn Brakes>,
        facts: Arc<FactFinder>,
        second_looks: Arc<SecondLooks>,
        metrics: Arc<Metrics>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { restrictions, brakes, facts, second_looks, metrics, clock, wakeup: Wakeup::default() }
    }

    /// Writes the record of somebody who is about to be muted in `group`; `None` if nobody is muted there any more, since
    /// the brake has tripped, be it now.
    pub(crate) async fn open(&self, group: &Group, new: &NewRestriction) -> Result<Option<Restriction>, StoreError> {
        if !group.has_brake() {
            return self.restrictions.open(new).await.map(Some);
        }
        for _ in 0..TRIES {
            let limit = BrakeLimit::new(new.restricted_at, self.facts.recent_passes(group.id));
            if let Some(restriction) = self.restrictions.open_unless_braked(new, limit).await? {
                return Ok(Some(restriction));
            }
            match self.brakes.trip(group.id, new.user, limit, self.clock.now()).await? {
                TripOutcome::Tripped { failed, freed } => {
                    tracing::warn!(
                        chat_id = group.id.0,
                        failed,
                        freed,
                        "too many known members fail: nobody is muted now"
                    );
                    self.metrics.count_tripped_brake();
                    self.second_looks.wake();
                    self.wake();
                    return Ok(None);
                }
                TripOutcome::AlreadyTripped => return Ok(None),
                TripOutcome::NotReached => {}
            }
        }
        Ok(None)
    }

    /// Ends the brake of a group, and has its admins told; `false` if none has tripped there.
    pub(crate) async fn end(&self, group: GroupId, end: &BrakeEnd) -> Result<bool, StoreError> {
        let has_ended = self.brakes.end(group, end, self.clock.now()).await?;
        self.wake();
        Ok(has_ended)
    }

    /// Has brakes looked at now: one has tripped, or ended.
    fn wake(&self) {
        self.wakeup.wake();
    }

    /// Waits until there may be something to do about a brake, of which the database knows `next`.
    pub(crate) async fn wait(&self, next: Option<Timestamp>) {
        self.wakeup.wait(&*self.clock, next).await;
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        restriction::RestrictReason,
        settings::{GroupSettings, Mode},
    };

    use super::*;
    use crate::testing::{ANN, NOW, World, group, open_restriction, stored};

    fn new() -> NewRestriction {
        NewRestriction { reason: RestrictReason::Spoke, ..open_restriction().anew(NOW) }
    }

    #[tokio::test]
    async fn where_there_is_no_brake_nothing_is_counted() {
        let without = GroupSettings { brake: false, ..GroupSettings::default() };
        let observing = GroupSettings { mode: Mode::Observe, ..GroupSettings::default() };
        for settings in [without, observing] {
            let mut world = World::empty();
            world.restrictions.expect_open().times(1).returning(|new| Ok(stored(new)));
            let group = Group { settings, ..group() };
            assert!(world.act(async |parts| parts.braking.open(&group, &new()).await).await.unwrap().is_some());
        }
    }

    #[tokio::test]
    async fn whoever_is_one_too_many_trips_it_and_is_not_muted() {
        for outcome in [TripOutcome::Tripped { failed: 11, freed: 10 }, TripOutcome::AlreadyTripped] {
            let mut world = World::empty();
            world.restrictions.expect_open_unless_braked().times(1).returning(|_, limit| {
                assert_eq!(limit, BrakeLimit::new(NOW, 0));
                Ok(None)
            });
            world
                .brakes
                .expect_trip()
                .times(1)
                .withf(|_, user, _, _| *user == ANN)
                .returning(move |_, _, _, _| Ok(outcome));
            let opened = world.act(async |parts| parts.braking.open(&group(), &new()).await).await.unwrap();
            assert_eq!(opened, None);
        }
    }

    #[tokio::test]
    async fn where_the_limit_is_not_reached_any_more_it_is_tried_again() {
        let mut world = World::empty();
        world.restrictions.expect_open_unless_braked().times(1).return_once(|_, _| Ok(None));
        world.brakes.expect_trip().times(1).returning(|_, _, _, _| Ok(TripOutcome::NotReached));
        world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
        assert!(world.act(async |parts| parts.braking.open(&group(), &new()).await).await.unwrap().is_some());
    }
}
