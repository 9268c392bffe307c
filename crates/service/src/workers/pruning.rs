//! What is too old is removed.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    inbox::DEAD_LETTER_RETENTION,
    pending_join_request::PENDING_FOR,
    ports::{
        Clock, GroupMemberRepository, Inbox, PendingJoinRequests, RestrictionRepository, StoreError, TenancyRepository,
    },
    restriction::LiftReason,
    tenancy::DENIAL_REMEMBERED_FOR,
};
use tokio_util::sync::CancellationToken;

use crate::gate::Records;

/// How often what is too old is removed.
const INTERVAL: Duration = Duration::from_mins(10);

/// How many restrictions are read at a time.
const PAGE: u64 = 100;

/// Removes what is too old.
pub(crate) struct Pruning {
    pub(crate) inbox: Arc<dyn Inbox>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) pending_join_requests: Arc<dyn PendingJoinRequests>,
    pub(crate) tenancies: Arc<dyn TenancyRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) records: Arc<Records>,
    /// For how long a person who is not seen again is remembered.
    pub(crate) member_retention: Duration,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Pruning {
    /// Removes what is too old, now and every ten minutes, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.prune_once().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "what is too old can't be removed now");
            }
            stop.run_until_cancelled(tokio::time::sleep(INTERVAL)).await;
        }
    }

    async fn prune_once(&self) -> Result<(), StoreError> {
        if self.clock.is_known_to_be_wrong() {
            // By a wrong clock mutes that still stand would count as run out.
            return Ok(());
        }
        let now = self.clock.now();
        self.inbox.prune_dead_letters(now.before(DEAD_LETTER_RETENTION)).await?;
        self.group_members.prune(now.before(self.member_retention)).await?;
        self.pending_join_requests.prune(now.before(PENDING_FOR)).await?;
        self.tenancies.prune_denials(now.before(DENIAL_REMEMBERED_FOR)).await?;
        loop {
            // A mute that ran out is no longer one: its record ends, and its notice with it.
            let run_out = self.restrictions.list_run_out(now, PAGE).await?;
            if run_out.is_empty() {
                return Ok(());
            }
            for restriction in run_out {
                self.records.close(&restriction, LiftReason::Expired).await?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::{
        Ports,
        parts::Parts,
        testing::{NOW, World, open_restriction},
    };

    #[tokio::test]
    async fn what_is_too_old_goes_and_the_records_of_mutes_that_ran_out_are_closed_page_by_page() {
        let mut world = World::empty().and_open(Some(open_restriction()));
        world
            .inbox
            .expect_prune_dead_letters()
            .times(1)
            .withf(|before| *before == NOW.before(DEAD_LETTER_RETENTION))
            .returning(|_| Ok(0));
        world
            .group_members
            .expect_prune()
            .times(1)
            .withf(|before| *before == NOW.before(Duration::from_hours(90 * 24)))
            .returning(|_| Ok(0));
        world
            .pending_join_requests
            .expect_prune()
            .times(1)
            .withf(|before| *before == NOW.before(PENDING_FOR))
            .returning(|_| Ok(0));
        world
            .tenancies
            .expect_prune_denials()
            .times(1)
            .withf(|before| *before == NOW.before(DENIAL_REMEMBERED_FOR))
            .returning(|_| Ok(0));
        let pages = Mutex::new(vec![vec![], vec![open_restriction()], vec![open_restriction()]]);
        world
            .restrictions
            .expect_list_run_out()
            .times(3)
            .returning(move |_, _| Ok(pages.lock().unwrap().pop().unwrap()));
        world
            .restrictions
            .expect_close()
            .times(2)
            .withf(|_, reason, at| (*reason, *at) == (LiftReason::Expired, NOW))
            .returning(|_, _, _| Ok(Some(open_restriction())));
        let ports = world.ports();
        let records = Parts::new(&ports).records;
        let Ports {
            inbox, group_members, pending_join_requests, tenancies, restrictions, member_retention, clock, ..
        } = ports;
        let pruning = Pruning {
            inbox,
            group_members,
            pending_join_requests,
            tenancies,
            restrictions,
            records,
            member_retention,
            clock,
        };
        pruning.prune_once().await.unwrap();
    }
}
