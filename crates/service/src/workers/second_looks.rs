//! Restrictions are looked at again: those about which nobody could tell before, those that Telegram refused to end, and
//! those whose mute was never confirmed.

use std::{sync::Arc, time::Duration};

use futures::stream::{FuturesUnordered, StreamExt};
use portcullis_domain::{
    ports::{Clock, GroupRepository, Look, RestrictionRepository},
    restriction::{LiftReason, Restriction},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Setback,
    gate::{Enforcer, GroupMigration, Lift, Records, Reviewer, SecondLooks, Verdict},
};

/// How many looks are begun in each second.
const PER_SECOND: usize = 20;

/// How many looks are under way at once: one that hangs holds up none of the others.
const AT_ONCE: usize = 64;

/// How often it is asked what is due: the less often the longer nothing was.
const INTERVAL: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(8));

/// For how long somebody may still be muting by a record that is not confirmed: longer than any call to Telegram takes.
const MAY_BE_MUTING_FOR: Duration = Duration::from_mins(1);

/// Looks again at restrictions.
pub(crate) struct SecondLookWorker {
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) second_looks: Arc<SecondLooks>,
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) records: Arc<Records>,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl SecondLookWorker {
    /// Looks at what is due, at a bounded rate, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        let (mut under_way, (shortest, longest)) = (FuturesUnordered::new(), INTERVAL);
        let mut interval = shortest;
        while !stop.is_cancelled() {
            let taken = self.take(PER_SECOND.min(AT_ONCE.saturating_sub(under_way.len()))).await;
            let is_backlog = taken.len() == PER_SECOND;
            interval = if taken.is_empty() { (interval * 2).min(longest) } else { shortest };
            under_way.extend(taken.into_iter().map(|look| self.look_or_leave(look)));
            let pause = tokio::time::sleep(interval);
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = &mut pause => break,
                    // Not sooner than the next second where as many were begun as are allowed in one.
                    () = self.second_looks.ordered(), if !is_backlog => {
                        interval = shortest;
                        break;
                    }
                    Some(()) = under_way.next() => {}
                }
            }
        }
    }

    async fn take(&self, room: usize) -> Vec<Look> {
        if room == 0 {
            return Vec::new();
        }
        match self.restrictions.take_looks(self.clock.now(), room as u64).await {
            Ok(looks) => looks,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "restrictions can't be looked at again now");
                Vec::new()
            }
        }
    }

    /// What can't be done now is due again later.
    async fn look_or_leave(&self, look: Look) {
        let done = match self.look(&look).await {
            Err(Setback::Migrated(migration)) => self.migration.run(migration).await.map_err(Setback::from),
            other => other,
        };
        if let Err(setback) = done {
            let (group, user_id) = (look.restriction.group, look.restriction.user.0);
            tracing::warn!(%group, user_id, error = &setback as &dyn std::error::Error, "a restriction is looked at later");
        }
    }

    async fn look(&self, look: &Look) -> Result<(), Setback> {
        let restriction = &look.restriction;
        if self.groups.find(restriction.group).await?.is_some_and(|group| !group.can_enforce) {
            // Everybody in the group is looked at once the bot has its rights back.
            return Ok(());
        }
        match self.reviewer.review(restriction).await? {
            Verdict::Free(reason) => {
                let reason = reason.or(look.lift_for).unwrap_or(LiftReason::JoinedChannel);
                if self.enforcer.try_lift(restriction, reason).await? == Lift::NotYetMuted
                    && !self.may_be_muting(restriction)
                {
                    self.records.close(restriction, LiftReason::NotMuted).await?;
                }
                Ok(())
            }
            _ if restriction.muted_at.is_none() && !self.may_be_muting(restriction) => {
                self.enforcer.resolve_unconfirmed(restriction).await
            }
            Verdict::Held(_) if restriction.muted_at.is_some() => Ok(self.restrictions.settle(restriction.id).await?),
            Verdict::Held(_) | Verdict::CannotTell => Ok(()),
        }
    }

    fn may_be_muting(&self, restriction: &Restriction) -> bool {
        self.clock.now() < restriction.restricted_at.after(MAY_BE_MUTING_FOR)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        chat_member::{ChatMemberStatus, Membership},
        group::Group,
        ports::BotApiError,
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{UNTIL, World, clock, end, group, muted_until, open_restriction},
    };

    async fn look(world: World, look: Look) {
        let ports = world.ports();
        let worker = {
            let shared = Parts::new(&ports);
            SecondLookWorker {
                restrictions: ports.restrictions.clone(),
                groups: ports.groups.clone(),
                second_looks: shared.second_looks,
                reviewer: shared.reviewer,
                enforcer: shared.enforcer,
                records: shared.records,
                migration: shared.migration,
                clock: clock(),
            }
        };
        worker.look_or_leave(look).await;
        drop(worker);
        end(ports).await;
    }

    fn expect_close(world: &mut World, reason: LiftReason) {
        world.restrictions.expect_close().times(1).withf(move |_, why, _| *why == reason).returning(|_, _, _| Ok(true));
    }

    fn unmuted_later() -> Look {
        Look { restriction: open_restriction(), lift_for: Some(LiftReason::JoinedChannel) }
    }

    fn unconfirmed() -> Look {
        Look { restriction: Restriction { muted_at: None, ..open_restriction() }, lift_for: None }
    }

    #[tokio::test]
    async fn whoever_is_found_to_have_joined_is_let_go() {
        let mut world = World::with(group()).and_ann_is(Membership::Member).and_ann_has(muted_until(Some(UNTIL)));
        world = world.and_open(Some(open_restriction()));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        expect_close(&mut world, LiftReason::JoinedChannel);
        look(world, unmuted_later()).await;
    }

    #[tokio::test]
    async fn while_nobody_can_tell_it_stays_due() {
        look(World::with(group()).and_ann_is(Membership::Unknown), unmuted_later()).await;
    }

    #[tokio::test]
    async fn whoever_is_found_outside_is_looked_at_no_more() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember);
        world.restrictions.expect_settle().times(1).returning(|_| Ok(()));
        look(world, unmuted_later()).await;
    }

    #[tokio::test]
    async fn while_the_bot_lacks_its_rights_nothing_is_asked() {
        look(World::with(Group { can_enforce: false, ..group() }), unmuted_later()).await;
    }

    #[tokio::test]
    async fn somebody_who_still_cannot_be_unmuted_stays_due() {
        let mut world = World::with(group()).and_ann_is(Membership::Member).and_ann_has(muted_until(Some(UNTIL)));
        let refused = || BotApiError::Refused { code: 400, description: "strange".to_owned() };
        world.api.expect_restrict_chat_member().times(1).returning(move |_, _, _| Err(refused()));
        look(world, unmuted_later()).await;
    }

    #[tokio::test]
    async fn a_mute_that_was_never_confirmed_is_if_it_stands() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_notices();
        world = world.and_ann_has(muted_until(Some(UNTIL)));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        look(world, unconfirmed()).await;
    }

    #[tokio::test]
    async fn a_mute_that_never_came_is_closed_as_none() {
        for (status, reason) in
            [(ChatMemberStatus::Member, LiftReason::NotMuted), (muted_until(None), LiftReason::AdministratorActed)]
        {
            let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_ann_has(status).and_open(None);
            expect_close(&mut world, reason);
            look(world, unconfirmed()).await;
        }
    }

    #[tokio::test]
    async fn an_unconfirmed_mute_of_somebody_whom_telegram_does_not_know_any_more_is_closed() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_open(None);
        world.api.expect_get_chat_member().times(1).returning(|_, _| Err(BotApiError::UserUnknown));
        expect_close(&mut world, LiftReason::NotMuted);
        look(world, unconfirmed()).await;
    }

    #[tokio::test]
    async fn an_unconfirmed_mute_of_somebody_who_has_joined_is_lifted_or_closed() {
        for (status, calls, reason) in [
            (muted_until(Some(UNTIL)), 1, LiftReason::JoinedChannel),
            (ChatMemberStatus::Member, 0, LiftReason::NotMuted),
        ] {
            let mut world = World::with(group()).and_ann_is(Membership::Member).and_ann_has(status).and_open(None);
            world.api.expect_restrict_chat_member().times(calls).returning(|_, _, _| Ok(()));
            expect_close(&mut world, reason);
            look(world, unconfirmed()).await;
        }
    }
}
