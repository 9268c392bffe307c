//! Sweeps and previews: everybody known in a group is checked, behind whatever somebody waits for, and from where it was after
//! a restart or on another instance. A preview touches nobody.

mod checker;

use std::{sync::Arc, time::Duration};

use futures::{
    channel::mpsc::UnboundedReceiver,
    stream::{self, FuturesUnordered, StreamExt},
};
use portcullis_domain::{
    UserId,
    group::Group,
    job::{Job, JobKind, JobProgress},
    lease::Holder,
    ports::{Clock, GroupMemberRepository, GroupRepository, JobRepository, ListedMember, StoreError},
    settings::Mode,
    sweep::{SweepOutcome, SweepProgress, SweepRefusal, SweepState},
};
use portcullis_messages::SweepEnd;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use self::checker::Checked;
pub(crate) use self::checker::SweepChecker;
use super::{
    due_jobs::DueJobs,
    outcomes::{Stopped, in_order},
    under_way::beside,
};
use crate::{
    Setback,
    gate::{CallPace, GroupMigration},
    outgoing::{NoticeBoard, ProgressMessage, SweepBoard, Sweeps},
};

/// How many people are read at a time.
const PAGE: u64 = 2_000;

/// How many people of one group are asked about side by side.
const SIDE_BY_SIDE: usize = 64;

/// How often it is written down how far a sweep is, which also tells whether it is to go on.
const NOTE_INTERVAL: Duration = Duration::from_secs(3);

/// How many groups are swept at once.
const AT_ONCE: usize = 2;

/// How long a sweep waits that could not go on and does not know for how long.
const WAIT: Duration = Duration::from_secs(10);

/// How long the last words may take while the sweep is held: less than what is left of a lease that was renewed just before.
const LAST_WORDS_TIMEOUT: Duration = Duration::from_secs(20);

/// How long a sweep waits before it is looked whether this machine's clock is right again.
const CLOCK_WAIT: Duration = Duration::from_mins(1);

/// Carries out ordered sweeps.
pub(crate) struct SweepWorker {
    pub(crate) jobs: Arc<dyn JobRepository>,
    pub(crate) members: Arc<dyn GroupMemberRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) sweeps: Arc<Sweeps>,
    pub(crate) checker: SweepChecker,
    pub(crate) pace: Arc<CallPace>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) board: SweepBoard,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) clock: Arc<dyn Clock>,
}

/// A sweep under way in this process.
struct Sweep<'a> {
    job: &'a Job,
    holder: &'a Holder,
    stop: &'a CancellationToken,
    progress: SweepProgress,
    message: ProgressMessage<'a>,
    noted_at: Instant,
    /// Those who are not in the group any more, and still in the list.
    gone: Vec<UserId>,
}

impl SweepWorker {
    /// Takes over the sweeps that the predecessor was at, then carries out several at once, until `stop`.
    pub(crate) async fn run(&self, holder: &Holder, stop: &CancellationToken) {
        let due = DueJobs::new(self.jobs.clone(), self.clock.clone(), JobKind::Sweep);
        due.take_over(holder).await;
        let mut under_way = FuturesUnordered::new();
        while !stop.is_cancelled() {
            let room = AT_ONCE.saturating_sub(under_way.len());
            let (jobs, next) = beside(&mut under_way, due.claim(holder, room)).await;
            let work_on = async |job| self.work_on(&job, holder, stop).await;
            under_way.extend(jobs.into_iter().map(work_on));
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.sweeps.wait(next), if under_way.len() < AT_ONCE => {}
                Some(()) = under_way.next() => {}
            }
        }
        while under_way.next().await.is_some() {}
    }

    async fn work_on(&self, job: &Job, holder: &Holder, stop: &CancellationToken) {
        let setback = match self.sweep(job, holder, stop).await {
            Ok(()) | Err(Stopped::Lost) => return,
            Err(Stopped::Setback(setback)) => setback,
        };
        tracing::warn!(chat_id = job.group.0, error = &setback as &dyn std::error::Error, "a sweep waits");
        if let Setback::Migrated(migration) = setback {
            if let Err(error) = self.migration.run(migration).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "a group can't be moved now");
            }
            // The order has moved with the group.
            return;
        }
        self.pace.store_now().await;
        let due = self.clock.now().after(setback.wait_or(WAIT));
        if let Err(error) = self.jobs.defer(job, holder, due).await {
            // Its lease runs out by itself.
            tracing::warn!(error = &error as &dyn std::error::Error, "a sweep can't be put off");
        }
    }

    async fn sweep(&self, job: &Job, holder: &Holder, stop: &CancellationToken) -> Result<(), Stopped> {
        let JobProgress::Sweep(progress) = job.progress.clone() else { return Ok(()) };
        self.pace.load().await;
        let message = self.board.of(&progress);
        let mut sweep = Sweep { job, holder, stop, progress, message, noted_at: Instant::now(), gone: Vec::new() };
        loop {
            let known = self.groups.find_fresh(job.group).await?;
            if known.as_ref().is_some_and(|known| known.denied.is_some()) {
                // Where the bot does nothing, it says nothing of what it has left off either.
                return Ok(self.jobs.withdraw(job, holder, self.clock.now()).await?);
            }
            let group = match (&sweep.progress.preview, known) {
                (Some(preview), known) => preview.group(job.group, known.as_deref()),
                (None, Some(known)) => {
                    if let Some(refusal) = self.refusal(&known).await? {
                        let shown = sweep.message.show_refusal(&known, refusal);
                        return self.end(&sweep, shown, self.jobs.withdraw(job, holder, self.clock.now())).await;
                    }
                    if self.clock.is_known_to_be_wrong() {
                        // Nobody is muted by a wrong clock, nor noted as somebody who would be.
                        return Err(Setback::FloodWait(CLOCK_WAIT).into());
                    }
                    Group::clone(&known)
                }
                (None, None) => return Ok(self.jobs.finish(job, holder, self.clock.now()).await?),
            };
            let (after, since) = (sweep.progress.after, sweep.progress.seen_since(job.ordered_at));
            let page = self.members.list_page(group.id, after, since, PAGE, self.clock.now()).await?;
            if page.is_empty() {
                return self.finish(&mut sweep, &group).await;
            }
            sweep.message.show(&group, &sweep.progress);
            self.check_page(&mut sweep, &group, page).await?;
            if stop.is_cancelled() {
                self.note(&mut sweep, &group).await?;
                return Ok(self.jobs.defer(job, holder, self.clock.now()).await?);
            }
        }
    }

    /// Everybody is checked.
    async fn finish(&self, sweep: &mut Sweep<'_>, group: &Group) -> Result<(), Stopped> {
        // Whoever looks on reads the result there.
        self.write_down(sweep, group).await?;
        self.pace.store_now().await;
        if sweep.message.id().is_none() {
            sweep.within_lease(sweep.message.arrived()).await;
            // Whoever goes on if this process dies now is not to send another.
            self.write_down(sweep, group).await?;
        }
        let finish = async {
            self.jobs.finish(sweep.job, sweep.holder, self.clock.now()).await?;
            tracing::info!(chat_id = group.id.0, counts = ?sweep.progress.counts, "a sweep is done");
            Ok(())
        };
        self.end(sweep, sweep.message.show_end(group, &sweep.progress, SweepEnd::Done), finish).await
    }

    /// Says the last words, and ends the order by `end` after that: if this process dies before, they are said again. While
    /// they can't be said, the order stands.
    async fn end(
        &self,
        sweep: &Sweep<'_>,
        last_words: impl Future<Output = ()>,
        end: impl Future<Output = Result<(), StoreError>>,
    ) -> Result<(), Stopped> {
        let (is_said, is_stopped) = (sweep.within_lease(last_words).await, sweep.stop.is_cancelled());
        // What stands in the group can be edited again; what is still being sent would be sent twice.
        if is_said || (sweep.message.id().is_none() && !is_stopped) {
            return Ok(end.await?);
        }
        let wait = if is_stopped { Duration::ZERO } else { WAIT };
        Ok(self.jobs.defer(sweep.job, sweep.holder, self.clock.now().after(wait)).await?)
    }

    /// What keeps everybody from being checked.
    async fn refusal(&self, group: &Group) -> Result<Option<SweepRefusal>, Setback> {
        if let Some(refusal) = SweepRefusal::of(group) {
            return Ok(Some(refusal));
        }
        let is_untold = group.settings.mode == Mode::Enforce && self.notices.is_refused(group.id).await?;
        Ok(is_untold.then_some(SweepRefusal::Untold))
    }

    /// People are asked about side by side, and done with in their order.
    async fn check_page(&self, sweep: &mut Sweep<'_>, group: &Group, page: Vec<ListedMember>) -> Result<(), Stopped> {
        let (ordered_at, preview) = (sweep.job.ordered_at, sweep.progress.preview.clone());
        let check = async |member| match &preview {
            Some(preview) => self.checker.look_at(group, preview, member).await,
            None => self.checker.check(group.id, member, ordered_at).await.map(Checked::from),
        };
        let check = async |member: ListedMember| Ok((member.user, check(member).await?));
        let (page, stop) = (stream::iter(page), sweep.stop);
        let ended = in_order(page, SIDE_BY_SIDE, stop, check, |checked| self.count_in(sweep, group, checked)).await?;
        if sweep.noted_at.elapsed() >= NOTE_INTERVAL || ended.is_err() || !sweep.gone.is_empty() {
            self.note(sweep, group).await?;
        }
        Ok(ended?)
    }

    /// Counts people in, and notes it now and then.
    async fn count_in(
        &self,
        sweep: &mut Sweep<'_>,
        group: &Group,
        mut outcomes: UnboundedReceiver<(UserId, Checked)>,
    ) -> Result<(), Stopped> {
        loop {
            match timeout(NOTE_INTERVAL, outcomes.next()).await {
                Ok(Some((user, checked))) => sweep.count(user, &checked),
                Ok(None) => return Ok(()),
                // A sweep that waits for its turn is still held, and hears if it is taken back.
                Err(_) => {}
            }
            if sweep.noted_at.elapsed() >= NOTE_INTERVAL {
                self.note(sweep, group).await?;
            }
        }
    }

    /// Writes down how far a sweep is, and shows it.
    async fn note(&self, sweep: &mut Sweep<'_>, group: &Group) -> Result<(), Stopped> {
        self.write_down(sweep, group).await?;
        self.pace.store().await;
        sweep.message.show(group, &sweep.progress);
        Ok(())
    }

    /// Writes down how far a sweep is, and forgets whoever is gone.
    async fn write_down(&self, sweep: &mut Sweep<'_>, group: &Group) -> Result<(), Stopped> {
        sweep.noted_at = Instant::now();
        sweep.progress.message = sweep.message.id().or(sweep.progress.message);
        let progress = JobProgress::Sweep(sweep.progress.clone());
        if !self.jobs.advance(sweep.job, sweep.holder, &progress, self.clock.now()).await? {
            let record = self.jobs.find_sweep(group.id).await?;
            if record.is_some_and(|record| record.state == SweepState::Cancelled) {
                sweep.within_lease(sweep.message.show_end(group, &sweep.progress, SweepEnd::Cancelled)).await;
            }
            return Err(Stopped::Lost);
        }
        let gone = std::mem::take(&mut sweep.gone);
        // Whoever comments has «left» the group, and goes on writing there.
        if gone.is_empty() || group.has_commenters() {
            return Ok(());
        }
        Ok(self.sweeps.forget(group.id, &gone).await?)
    }
}

impl Sweep<'_> {
    /// Waits for this, but no longer than the sweep is held for certain, and not once the bot stops; whether it is done.
    async fn within_lease(&self, shown: impl Future<Output = ()>) -> bool {
        let in_time = timeout(LAST_WORDS_TIMEOUT, shown);
        matches!(self.stop.run_until_cancelled(in_time).await, Some(Ok(())))
    }

    fn count(&mut self, user: UserId, checked: &Checked) {
        self.progress.counts.add(checked.outcome);
        self.progress.after = Some(user);
        match &mut self.progress.preview {
            Some(preview) => preview.count_absent(&checked.absent),
            None if checked.outcome == SweepOutcome::Left => self.gone.push(user),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use mockall::Sequence;
    use portcullis_domain::{JobId, MessageId, lease::LEASE, ports::BotApiError, settings::GroupSettings};

    use super::*;
    use crate::{
        Ports,
        parts::Parts,
        testing::{GROUP, NOW, World, end, group, wrong_clock},
    };

    /// A sweep that has checked everybody, and whose message stands in the group.
    fn checked() -> Job {
        let progress = SweepProgress { message: Some(MessageId(5)), ..SweepProgress::of(3) };
        Job { id: JobId(1), group: GROUP, progress: JobProgress::Sweep(progress), ordered_at: NOW }
    }

    fn world_of(group: Group) -> World {
        let mut world = World::with(group);
        world.paces.expect_find().returning(|_| Ok(None));
        world.paces.expect_put().returning(|_, _, _| Ok(()));
        world.jobs.expect_advance().returning(|_, _, _, _| Ok(true));
        world.group_members.expect_list_page().returning(|_, _, _, _, _| Ok(Vec::new()));
        world
    }

    /// Works on that sweep in this world, and stops the bot.
    async fn work_on(world: World) {
        work_on_with(world.ports()).await;
    }

    async fn work_on_with(ports: Ports) {
        let workers = Parts::new(&ports).workers(&ports);
        workers.sweep.work_on(&checked(), &Holder("test".to_owned()), &CancellationToken::new()).await;
        workers.messenger.stop().await;
        drop(workers);
        end(ports).await;
    }

    #[tokio::test(start_paused = true)]
    async fn while_the_clock_is_wrong_a_sweep_waits_in_whatever_mode_the_group_is() {
        for mode in [Mode::Enforce, Mode::Observe] {
            let settings = GroupSettings { mode, ..GroupSettings::default() };
            let mut world = world_of(Group { settings, ..group() });
            let due = NOW.after(CLOCK_WAIT);
            world.jobs.expect_defer().times(1).withf(move |_, _, at| *at == due).returning(|_, _, _| Ok(()));
            work_on_with(Ports { clock: wrong_clock(), ..world.ports() }).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_is_said_before_it_is_one() {
        let (mut world, mut order) = (world_of(group()), Sequence::new());
        world.api.expect_edit_message().times(1).in_sequence(&mut order).returning(|_, _, _, _| Ok(()));
        world.jobs.expect_finish().times(1).in_sequence(&mut order).returning(|_, _, _| Ok(()));
        work_on(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn why_nobody_is_checked_is_said_before_the_order_is_withdrawn() {
        let (mut world, mut order) = (world_of(Group { enabled: false, ..group() }), Sequence::new());
        world.api.expect_edit_message().times(1).in_sequence(&mut order).returning(|_, _, _, _| Ok(()));
        world.jobs.expect_withdraw().times(1).in_sequence(&mut order).returning(|_, _, _| Ok(()));
        work_on(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_that_is_gone_keeps_no_sweep_from_its_end() {
        let mut world = world_of(group());
        let gone = || BotApiError::Refused { code: 400, description: "message to edit not found".to_owned() };
        world.api.expect_edit_message().times(1).returning(move |_, _, _, _| Err(gone()));
        world.jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
        work_on(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn last_words_that_must_wait_for_longer_than_a_lease_are_said_later() {
        let mut world = world_of(group());
        let wait = Duration::from_hours(1);
        world.api.expect_edit_message().times(1).returning(move |_, _, _, _| Err(BotApiError::RetryAfter(wait)));
        world
            .jobs
            .expect_defer()
            .times(1)
            .withf(|job, _, due| (job.id, *due) == (JobId(1), NOW.after(WAIT)))
            .returning(|_, _, _| Ok(()));
        let begun = Instant::now();
        work_on(world).await;
        assert!(begun.elapsed() < LEASE, "{:?}", begun.elapsed());
    }
}
