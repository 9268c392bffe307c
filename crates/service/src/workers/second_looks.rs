//! Restrictions are looked at again: those about which nobody could tell before, those that Telegram refused to end, and
//! those whose mute was never confirmed.

use std::{pin::pin, sync::Arc, time::Duration};

use futures::stream::{FuturesUnordered, StreamExt};
use portcullis_domain::{
    Timestamp,
    ports::{Clock, GroupRepository, Look, RestrictionRepository, StoreError},
    restriction::{LiftReason, Restriction},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Setback,
    gate::{Enforcer, GroupMigration, Lift, Records, Reviewer, SecondLooks, Verdict},
    wakeup::RETRY_DELAY,
    workers::under_way::beside,
};

/// How many looks are begun in each second.
const PER_SECOND: usize = 20;

/// How many looks are under way at once: one that hangs holds up none of the others.
const AT_ONCE: usize = 64;

/// How long it is waited for more to take together, unless looks are ordered here for now.
const INTERVAL: Duration = Duration::from_secs(1);

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

/// What was taken.
struct Taken {
    looks: Vec<Look>,
    /// When there is next something to take.
    next: Option<Timestamp>,
}

impl SecondLookWorker {
    /// Looks at what is due, at a bounded rate, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        let mut under_way = FuturesUnordered::new();
        while !stop.is_cancelled() {
            let room = PER_SECOND.min(AT_ONCE.saturating_sub(under_way.len()));
            let taken = beside(&mut under_way, self.take(room)).await.unwrap_or_else(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "restrictions can't be looked at again now");
                Taken { looks: Vec::new(), next: Some(self.clock.now().after(RETRY_DELAY)) }
            });
            let is_full = taken.looks.len() == room;
            under_way.extend(taken.looks.into_iter().map(|look| self.look_or_leave(look)));
            let mut pause = pin!(async {
                if is_full {
                    // Not sooner than the next second where as many were begun as are allowed in one.
                    return tokio::time::sleep(INTERVAL).await;
                }
                let together = self.clock.now().after(INTERVAL);
                self.second_looks.wait(taken.next.map(|next| next.max(together))).await;
            });
            loop {
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = &mut pause => break,
                    Some(()) = under_way.next() => {}
                }
            }
        }
    }

    /// Takes what is due, `room` at most.
    async fn take(&self, room: usize) -> Result<Taken, StoreError> {
        let next = self.restrictions.next_look().await?;
        if room == 0 || next.is_none_or(|due| due > self.clock.now()) {
            return Ok(Taken { looks: Vec::new(), next });
        }
        let looks = self.restrictions.take_looks(self.clock.now(), room as u64).await?;
        // What comes after these is asked for once they are under way.
        Ok(Taken { looks, next })
    }

    /// What can't be done now is due again later.
    async fn look_or_leave(&self, look: Look) {
        let done = match self.look(&look).await {
            Err(Setback::Migrated(migration)) => self.migration.run(migration).await.map_err(Setback::from),
            other => other,
        };
        if let Err(setback) = done {
            let (group, user_id) = (look.restriction.group, look.restriction.user.0);
            tracing::warn!(
                chat_id = group.0,
                user_id,
                error = &setback as &dyn std::error::Error,
                "a restriction is looked at later"
            );
        }
    }

    async fn look(&self, look: &Look) -> Result<(), Setback> {
        let restriction = &look.restriction;
        if self.groups.find(restriction.group).await?.is_some_and(|group| !group.can_enforce) {
            // Everybody in the group is looked at once the bot has its rights back.
            return Ok(());
        }
        let verdict = match look.lift_for {
            // The answers by which they would be judged are the ones that were doubted.
            Some(LiftReason::Braked) => Verdict::Free(None),
            _ => self.reviewer.review(restriction).await?,
        };
        match verdict {
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
        Ports,
        parts::Parts,
        testing::{UNTIL, World, end, group, muted_until, open_restriction, running_clock},
    };

    fn worker(ports: &Ports) -> SecondLookWorker {
        let shared = Parts::new(ports);
        SecondLookWorker {
            restrictions: ports.restrictions.clone(),
            groups: ports.groups.clone(),
            second_looks: shared.second_looks,
            reviewer: shared.reviewer,
            enforcer: shared.enforcer,
            records: shared.records,
            migration: shared.migration,
            clock: ports.clock.clone(),
        }
    }

    async fn look(world: World, look: Look) {
        let ports = world.ports();
        let worker = worker(&ports);
        worker.look_or_leave(look).await;
        drop(worker);
        end(ports).await;
    }

    /// When looks are taken that one second after the start are ordered like this, within an hour.
    async fn taken_after(order: impl AsyncFnOnce(&SecondLooks)) -> Duration {
        let (begun, taken_at) = (tokio::time::Instant::now(), Arc::new(std::sync::Mutex::new(None)));
        let due = Arc::new(std::sync::Mutex::new(None));
        let (ordered, next, taken, at) = (due.clone(), due.clone(), due, taken_at.clone());
        let mut world = World::empty();
        world.restrictions.expect_look_again().returning(move |_, _, at| {
            *ordered.lock().unwrap() = Some(at);
            Ok(())
        });
        world.restrictions.expect_next_look().times(60..=85).returning(move || Ok(*next.lock().unwrap()));
        world.restrictions.expect_take_looks().times(1).returning(move |now, _| {
            assert!(taken.lock().unwrap().take().is_some_and(|due| due <= now));
            *at.lock().unwrap() = Some(begun.elapsed());
            Ok(Vec::new())
        });
        let ports = Ports { clock: running_clock(), ..world.ports() };
        let (worker, stop) = (worker(&ports), CancellationToken::new());
        tokio::join!(worker.run(&stop), async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            order(&worker.second_looks).await;
            tokio::time::sleep(Duration::from_hours(1)).await;
            stop.cancel();
        });
        drop(worker);
        end(ports).await;
        let taken_at = *taken_at.lock().unwrap();
        taken_at.unwrap().saturating_sub(Duration::from_secs(1))
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_is_taken_when_it_is_due_and_else_one_is_looked_for_about_once_a_minute() {
        let (id, why) = (open_restriction().id, LiftReason::JoinedChannel);
        let at_once = taken_after(async |looks| looks.order_now(&[id], why).await.unwrap()).await;
        assert!(at_once < Duration::from_millis(10), "{at_once:?}");
        let in_a_moment = taken_after(async |looks| looks.order(id, why).await.unwrap()).await;
        assert!(in_a_moment < Duration::from_millis(2_010), "{in_a_moment:?}");
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
        world.expect_close(LiftReason::JoinedChannel);
        look(world, unmuted_later()).await;
    }

    #[tokio::test]
    async fn whoever_the_brake_lets_go_is_not_judged_again() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL))).and_open(Some(open_restriction()));
        world = world.and_ann_is_unmuted();
        world.expect_close(LiftReason::Braked);
        look(world, Look { lift_for: Some(LiftReason::Braked), ..unmuted_later() }).await;
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
            world.expect_close(reason);
            look(world, unconfirmed()).await;
        }
    }

    #[tokio::test]
    async fn an_unconfirmed_mute_of_somebody_whom_telegram_does_not_know_any_more_is_closed() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_open(None);
        world.api.expect_get_chat_member().times(1).returning(|_, _| Err(BotApiError::UserUnknown));
        world.expect_close(LiftReason::NotMuted);
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
            world.expect_close(reason);
            look(world, unconfirmed()).await;
        }
    }
}
