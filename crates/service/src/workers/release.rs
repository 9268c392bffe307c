//! Un-muting many people: after `/unprotect`, or when the policy became easier. Paced, and resumed where
//! it was after a restart.

use std::{sync::Arc, time::Duration};

use futures::{
    channel::mpsc::UnboundedReceiver,
    stream::{self, FuturesUnordered, StreamExt},
};
use portcullis_domain::{
    RestrictionId,
    group::Group,
    job::{Job, JobKind, JobProgress},
    lease::Holder,
    ports::{Clock, GroupRepository, JobRepository, RestrictionRepository},
    restriction::{LiftReason, Restriction},
};
use tokio_util::sync::CancellationToken;

use super::{
    due_jobs::DueJobs,
    outcomes::{Stopped, in_order},
    under_way::beside,
};
use crate::{
    Setback,
    gate::{Enforcer, GroupMigration, Reviewer, SecondLooks, Verdict},
    outgoing::Releases,
};

/// The time between two people: twenty a second, well under what Telegram has been seen to refuse.
const PACE: Duration = Duration::from_millis(50);

/// How many people of one group are let go side by side.
const SIDE_BY_SIDE: usize = 20;

/// How many restrictions are read at a time.
const PAGE: u64 = 50;

/// How long a release waits that could not go on and does not know for how long.
const WAIT: Duration = Duration::from_secs(10);

/// How many groups are released at once: one that must wait holds up none of the others.
const AT_ONCE: usize = 4;

/// How long a release waits before it is looked whether the bot has its rights back.
const WITHOUT_RIGHTS: Duration = Duration::from_mins(1);

/// Carries out ordered releases.
pub(crate) struct ReleaseWorker {
    pub(crate) jobs: Arc<dyn JobRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) second_looks: Arc<SecondLooks>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ReleaseWorker {
    /// Takes over the releases that the predecessor was at, then carries out several at once, until `stop`.
    pub(crate) async fn run(&self, holder: &Holder, stop: &CancellationToken) {
        let due = DueJobs::new(self.jobs.clone(), self.clock.clone(), JobKind::Release);
        due.take_over(holder).await;
        let mut under_way = FuturesUnordered::new();
        while !stop.is_cancelled() {
            let room = AT_ONCE.saturating_sub(under_way.len());
            let (jobs, next) = beside(&mut under_way, due.claim(holder, room)).await;
            let work_on = async |job| self.work_on(&job, holder, stop).await;
            under_way.extend(jobs.into_iter().map(work_on));
            tokio::select! {
                () = stop.cancelled() => {}
                // Where there is no room, one that ends makes some.
                () = self.releases.wait(next), if under_way.len() < AT_ONCE => {}
                Some(()) = under_way.next() => {}
            }
        }
        // They see that they are to stop.
        while under_way.next().await.is_some() {}
    }

    async fn work_on(&self, job: &Job, holder: &Holder, stop: &CancellationToken) {
        let setback = match self.release(job, holder, stop).await {
            Ok(()) | Err(Stopped::Lost) => return,
            Err(Stopped::Setback(setback)) => setback,
        };
        tracing::warn!(chat_id = job.group.0, error = &setback as &dyn std::error::Error, "a release waits");
        let deferred = self.jobs.defer(job, holder, self.clock.now().after(setback.wait_or(WAIT))).await;
        if let Err(error) = deferred {
            // Its lease runs out by itself.
            tracing::warn!(error = &error as &dyn std::error::Error, "a release can't be put off");
            tokio::time::sleep(PACE).await;
        }
    }

    /// People are begun with one after the other, at the pace, and let go side by side; the job advances in their order.
    async fn release(&self, job: &Job, holder: &Holder, stop: &CancellationToken) -> Result<(), Stopped> {
        if self.groups.find_fresh(job.group).await?.is_some_and(|group| !group.can_enforce) {
            // Nobody can be un-muted here: everybody is, once the bot has its rights back.
            return Ok(self.jobs.defer(job, holder, self.clock.now().after(WITHOUT_RIGHTS)).await?);
        }
        let JobProgress::Release(mut cursor) = job.progress else { return Ok(()) };
        while !stop.is_cancelled() {
            let page = self.restrictions.list_open_in(job.group, cursor, PAGE).await?;
            // What gave the order its reason may not have reached this instance's cache: nobody would be let go by what was.
            self.groups.find_fresh(job.group).await?;
            if page.is_empty() {
                return Ok(self.jobs.finish(job, holder, self.clock.now()).await?);
            }
            let paced = stream::iter(page).then(async |restriction| {
                tokio::time::sleep(PACE).await;
                restriction
            });
            let let_go = async |restriction: Restriction| {
                self.release_or_pass_over(&restriction).await?;
                Ok(restriction.id)
            };
            // Whoever comes after one who must wait is passed again, and found to be free.
            let note = async |mut passed: UnboundedReceiver<RestrictionId>| {
                while let Some(id) = passed.next().await {
                    cursor = Some(id);
                    let progress = JobProgress::Release(cursor);
                    if !self.jobs.advance(job, holder, &progress, self.clock.now()).await? {
                        return Err(Stopped::Lost);
                    }
                }
                Ok(())
            };
            in_order(paced, SIDE_BY_SIDE, stop, let_go, note).await??;
        }
        Ok(())
    }

    /// One person about whom something is wrong does not keep the others muted, and is looked at again.
    async fn release_or_pass_over(&self, restriction: &Restriction) -> Result<(), Setback> {
        let group = self.groups.find(restriction.group).await?;
        // A gate that is off lets go only if that is still ordered: it may have been switched off to keep everybody.
        let of_group = self.reviewer.freed_by_group(group.as_deref(), restriction).await?;
        let reason = of_group.unwrap_or(LiftReason::PolicyEased);
        match self.release_one(group.as_deref(), restriction, of_group).await {
            Err(Setback::Fault(error)) => {
                let user_id = restriction.user.0;
                tracing::error!(chat_id = restriction.group.0, user_id, error = &*error, "somebody can't be let go");
                Ok(self.second_looks.order(restriction.id, reason).await?)
            }
            Err(Setback::Migrated(migration)) => Ok(self.migration.run(migration).await?),
            other => other,
        }
    }

    async fn release_one(
        &self,
        group: Option<&Group>,
        restriction: &Restriction,
        of_group: Option<LiftReason>,
    ) -> Result<(), Setback> {
        let verdict = match group {
            Some(group) if of_group.is_none() => self.reviewer.review_in(group, restriction).await?,
            _ => Verdict::Free(of_group),
        };
        match verdict {
            Verdict::Free(reason) => {
                self.enforcer.lift(restriction, reason.unwrap_or(LiftReason::PolicyEased)).await.map(drop)
            }
            Verdict::CannotTell => Ok(self.second_looks.order(restriction.id, LiftReason::PolicyEased).await?),
            Verdict::Held(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        JobId, RestrictionId, UserId,
        chat_member::{ChatMemberStatus, Membership},
        group::EnforcedChannel,
        ports::{BotApiError, FloodWait, MockJobRepository},
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ADMIN, ANN, GROUP, NOW, UNTIL, World, clock, group, muted_until, open_restriction},
    };

    const JOB: Job = Job { id: JobId(1), group: GROUP, progress: JobProgress::Release(None), ordered_at: NOW };

    fn holder() -> Holder {
        Holder("test".to_owned())
    }

    fn restriction(id: i64, user: UserId) -> Restriction {
        Restriction { id: RestrictionId(id), user, ..open_restriction() }
    }

    /// A world in which these restrictions are open, one page of them.
    fn muted(mut world: World, open: Vec<Restriction>) -> World {
        world.restrictions.expect_list_open_in().times(1).return_once(move |_, _, _| Ok(open));
        world.restrictions.expect_list_open_in().returning(|_, _, _| Ok(Vec::new()));
        world.restrictions.expect_find_open().returning(|_, _| Ok(None));
        world.jobs.expect_is_open().returning(|_, _| Ok(true));
        world
    }

    /// A list of jobs on which this one advances so often and ends.
    fn ending_after(steps: usize) -> MockJobRepository {
        let mut jobs = MockJobRepository::new();
        jobs.expect_advance().times(steps).returning(|_, _, _, _| Ok(true));
        jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
        jobs
    }

    fn worker(world: World, jobs: MockJobRepository) -> ReleaseWorker {
        let ports = world.ports();
        let shared = Parts::new(&ports);
        ReleaseWorker {
            jobs: Arc::new(jobs),
            restrictions: ports.restrictions,
            groups: ports.groups,
            releases: shared.releases,
            reviewer: shared.reviewer,
            second_looks: shared.second_looks,
            enforcer: shared.enforcer,
            migration: shared.migration,
            clock: clock(),
        }
    }

    async fn work_on(world: World, jobs: MockJobRepository) {
        worker(world, jobs).work_on(&JOB, &holder(), &CancellationToken::new()).await;
    }

    fn expect_second_look(world: &mut World, reason: LiftReason) {
        world
            .restrictions
            .expect_look_again()
            .times(1)
            .withf(move |_, why, _| *why == reason)
            .returning(|_, _, _| Ok(()));
    }

    fn expect_unmute(world: &mut World) {
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn everybody_is_free_where_the_gate_is_off() {
        let off = Group { enabled: false, ..group() };
        let mut world = muted(World::with(off), vec![open_restriction()]).and_ann_has(muted_until(Some(UNTIL)));
        expect_unmute(&mut world);
        world.expect_close(LiftReason::Unprotected);
        work_on(world, ending_after(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_to_stay_muted_though_the_gate_is_off_is_let_go_by_no_earlier_order() {
        let mut world = World::with(Group { enabled: false, ..group() }).and_ann_is(Membership::NotMember);
        world.jobs.expect_is_open().returning(|_, _| Ok(false));
        world.restrictions.expect_list_open_in().times(1).return_once(|_, _, _| Ok(vec![open_restriction()]));
        world.restrictions.expect_is_to_be_lifted().returning(|_, _| Ok(false));
        let mut jobs = MockJobRepository::new();
        jobs.expect_advance().times(1).returning(|_, _, _, _| Ok(false));
        work_on(world, jobs).await;
    }

    #[tokio::test(start_paused = true)]
    async fn where_the_gate_is_on_only_those_who_meet_it_are_free() {
        let mut world = muted(World::with(group()), vec![open_restriction()]).and_ann_has(muted_until(Some(UNTIL)));
        world = world.and_ann_is(Membership::Member);
        expect_unmute(&mut world);
        world.expect_close(LiftReason::PolicyEased);
        work_on(world, ending_after(1)).await;

        let outside = muted(World::with(group()), vec![open_restriction()]).and_ann_is(Membership::NotMember);
        work_on(outside, ending_after(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_up_that_fails_frees_nobody_and_a_channel_that_cannot_be_checked_does() {
        let mut unknown = muted(World::with(group()), vec![open_restriction()]).and_ann_is(Membership::Unknown);
        expect_second_look(&mut unknown, LiftReason::PolicyEased);
        work_on(unknown, ending_after(1)).await;

        let channels = vec![EnforcedChannel { can_check: false, ..group().channels[0].clone() }];
        let mut world = muted(World::with(Group { channels, ..group() }), vec![open_restriction()]);
        world = world.and_ann_has(muted_until(Some(UNTIL))).and_ann_is(Membership::Unknown);
        expect_unmute(&mut world);
        world.expect_close(LiftReason::PolicyEased);
        work_on(world, ending_after(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn one_person_about_whom_something_is_wrong_keeps_nobody_else_muted() {
        let off = Group { enabled: false, ..group() };
        let mut world = muted(World::with(off), vec![restriction(1, ADMIN), restriction(2, ANN)]);
        let refused = || BotApiError::Refused { code: 400, description: "strange".to_owned() };
        world.api.expect_get_chat_member().withf(|_, user| *user == ADMIN).returning(move |_, _| Err(refused()));
        world = world.and_ann_has(ChatMemberStatus::Member);
        expect_second_look(&mut world, LiftReason::Unprotected);
        world.expect_close(LiftReason::Unprotected);
        work_on(world, ending_after(2)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn the_cursor_moves_with_each_person_and_the_next_page_begins_after_it() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember);
        for (after, page) in [(None, vec![restriction(4, ANN), restriction(9, ANN)]), (Some(9), Vec::new())] {
            let after = after.map(RestrictionId);
            world
                .restrictions
                .expect_list_open_in()
                .times(1)
                .withf(move |_, asked, _| *asked == after)
                .return_once(move |_, _, _| Ok(page));
        }
        let mut jobs = MockJobRepository::new();
        for id in [4, 9] {
            jobs.expect_advance()
                .times(1)
                .withf(move |_, _, to, _| *to == JobProgress::Release(Some(RestrictionId(id))))
                .returning(|_, _, _, _| Ok(true));
        }
        jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
        work_on(world, jobs).await;
    }

    #[tokio::test(start_paused = true)]
    async fn people_are_let_go_at_the_pace_of_twenty_a_second() {
        let off = Group { enabled: false, ..group() };
        let people: Vec<Restriction> = (1..=10).map(|id| restriction(id, UserId(id))).collect();
        let mut world = muted(World::with(off), people);
        world.api.expect_get_chat_member().times(10).returning(|_, _| Ok(ChatMemberStatus::Member));
        world.restrictions.expect_close().times(10).returning(|_, _, _| Ok(Some(open_restriction())));
        let begun = tokio::time::Instant::now();
        work_on(world, ending_after(10)).await;
        assert!(begun.elapsed() <= PACE * 11, "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn while_the_bot_lacks_its_rights_nobody_is_asked_about() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_defer()
            .times(1)
            .withf(|job, by, due| (job, by, *due) == (&JOB, &holder(), NOW.after(WITHOUT_RIGHTS)))
            .returning(|_, _, _| Ok(()));
        work_on(World::with(Group { can_enforce: false, ..group() }), jobs).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_defers_the_job_for_as_long_as_telegram_says() {
        let mut world = muted(World::with(group()), vec![open_restriction()]);
        let wait = Duration::from_secs(40);
        world.memberships.expect_get().returning(move |_, _| Err(FloodWait(wait)));
        let mut jobs = MockJobRepository::new();
        jobs.expect_defer()
            .times(1)
            .withf(move |job, by, due| (job, by, *due) == (&JOB, &holder(), NOW.after(wait)))
            .returning(|_, _, _| Ok(()));
        work_on(world, jobs).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_job_that_was_ordered_anew_is_left_to_the_new_order() {
        let both = vec![restriction(1, ANN), restriction(2, ADMIN)];
        let world = muted(World::with(group()), both).and_ann_is(Membership::NotMember);
        let mut jobs = MockJobRepository::new();
        jobs.expect_advance().times(1).returning(|_, _, _, _| Ok(false));
        work_on(world, jobs).await;
    }
}
