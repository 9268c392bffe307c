//! The inbox at work, from start to stop; and the claim of what was left in it: by a predecessor, by an instance whose
//! lease ran out, by a wait that is over, by memory that was full.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use portcullis_domain::{
    Timestamp,
    event::Update,
    inbox::{ClaimLimit, InboxUpdate},
    ports::{Clock, Inbox, StoreError, UpdateDecoder},
};
use tokio::{sync::Notify, time::Instant};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{
    DispatcherSettings, Intake,
    expired_looks::ExpiredLooks,
    lane_tasks::LaneTasks,
    lanes::{Lanes, MAX_IN_LANE, Memory, QueuedUpdate, Rest},
    lease_term::LeaseTerm,
    leases::Leases,
    remover::InboxRemover,
    writer::InboxWriter,
};
use crate::{Gatekeeper, Liveness, pause::wait_for_work};

/// How long the inbox is left alone after it could not be read.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// How often the inbox is looked at for leases that have run out while something of a lane here is another's, or waits: it
/// may be of one that has died.
const LOOK_INTERVAL_WHILE_LANES_WAIT: Duration = Duration::from_secs(10);

/// The least time between two claims for what falls due.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);

/// How many lanes are claimed at once.
const LANES_AT_ONCE: u32 = 128;

/// Claims what is stored and worked off by nobody.
pub(crate) struct Dispatcher {
    inbox: Arc<dyn Inbox>,
    decoder: Arc<dyn UpdateDecoder>,
    clock: Arc<dyn Clock>,
    lanes: Arc<Lanes>,
    tasks: Arc<LaneTasks>,
    remover: Arc<InboxRemover>,
    leases: Arc<Leases>,
    memory: Memory,
    settings: DispatcherSettings,
    /// Notified when something was given back to the inbox.
    given_back: Arc<Notify>,
    /// Cancelled once the predecessor's leases have been given up.
    taken_over: CancellationToken,
    liveness: Liveness,
    running: Vec<AbortOnDropHandle<()>>,
}

impl Dispatcher {
    /// Starts to store and to remove; what comes in through the [`Intake`] is worked off.
    pub(crate) fn start(
        gatekeeper: &Arc<Gatekeeper>,
        settings: DispatcherSettings,
        liveness: &Liveness,
    ) -> (Self, Intake) {
        let (inbox, clock, decoder) = (gatekeeper.inbox.clone(), gatekeeper.clock.clone(), gatekeeper.decoder.clone());
        let (lanes, given_back) = (Arc::<Lanes>::default(), Arc::<Notify>::default());
        let memory = Memory::new(settings.max_updates, settings.max_bytes);
        let (holder, taken_over) = (settings.holder.clone(), CancellationToken::new());
        let term = Arc::new(LeaseTerm::new(clock.clone()));
        let tasks =
            LaneTasks::new(gatekeeper.clone(), lanes.clone(), settings.clone(), given_back.clone(), term.clone());
        let tasks = Arc::new(tasks);
        let writer = InboxWriter {
            inbox: inbox.clone(),
            lanes: lanes.clone(),
            tasks: tasks.clone(),
            holder: holder.clone(),
            clock: clock.clone(),
            metrics: gatekeeper.metrics.clone(),
            given_back: given_back.clone(),
            taken_over: taken_over.clone(),
            last_count: None,
        };
        let remover = Arc::new(InboxRemover {
            inbox: inbox.clone(),
            lanes: lanes.clone(),
            tasks: tasks.clone(),
            holder: holder.clone(),
            clock: clock.clone(),
            given_back: given_back.clone(),
        });
        let leases = Arc::new(Leases {
            inbox: inbox.clone(),
            lanes: lanes.clone(),
            tasks: tasks.clone(),
            term,
            holder,
            clock: clock.clone(),
            patience: settings.interval,
        });
        let running = vec![
            AbortOnDropHandle::new(tokio::spawn(liveness.watch("inbox_writer", writer.run()))),
            AbortOnDropHandle::new(tokio::spawn(liveness.watch("inbox_remover", remover.clone().run()))),
            AbortOnDropHandle::new(tokio::spawn(liveness.watch("leases", leases.clone().keep()))),
        ];
        let intake = Intake::new(gatekeeper.clone(), lanes.clone(), tasks.clone(), memory.clone());
        let liveness = liveness.clone();
        let dispatcher = Self {
            inbox,
            decoder,
            clock,
            lanes,
            tasks,
            remover,
            leases,
            memory,
            settings,
            given_back,
            taken_over,
            liveness,
            running,
        };
        (dispatcher, intake)
    }

    /// Lets go of everything that is being attempted as it is, and touches no lease any more.
    pub(crate) fn abandon(&self) {
        self.tasks.abandon();
        self.end_beside();
    }

    /// Lets updates be stored: once nothing under this holder's name is another's any more.
    pub(super) fn begin_to_store(&self) {
        self.taken_over.cancel();
    }

    /// Ends what stores, removes and renews.
    fn end_beside(&self) {
        self.liveness.expect_the_end();
        self.running.iter().for_each(AbortOnDropHandle::abort);
    }

    /// Takes over what the predecessor held, then claims whatever falls due, until `stop`; then finishes what is being
    /// attempted and gives back the rest.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        stop.run_until_cancelled(self.leases.take_over()).await;
        self.begin_to_store();
        let mut looks = ExpiredLooks::default();
        while !stop.is_cancelled() {
            // A claim that is dropped half-way may have leased: all leases are given up at the end.
            let Some(wait) = stop.run_until_cancelled(self.claim_all(&mut looks)).await else { break };
            wait_for_work(&stop, self.given_back.notified(), wait).await;
        }
        if tokio::time::timeout(self.settings.grace, self.tasks.finish()).await.is_err() {
            tracing::warn!("some updates were not finished in time; they stay in the inbox");
            // Another instance may attempt them as soon as their leases are given back.
            self.tasks.abandon();
        }
        self.end_beside();
        self.remover.flush().await;
        self.leases.give_up().await;
    }

    /// Claims what is due as long as there is room, and what others let run out unless that was looked for within the
    /// interval; returns how long there is nothing to do.
    async fn claim_all(&self, looks: &mut ExpiredLooks) -> Duration {
        loop {
            let Some(limit) = self.room() else { return RETRY_DELAY };
            match self.claim_once(limit, looks).await {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(wait)) => return wait,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the inbox can't be read now");
                    // It may have leased all the same.
                    looks.expect_unknown_leases(Instant::now());
                    return RETRY_DELAY;
                }
            }
        }
    }

    /// How much may be claimed: nothing unless a whole lane has room, so that none is claimed bit by bit.
    fn room(&self) -> Option<ClaimLimit> {
        let updates = u32::try_from(self.memory.free_updates()).unwrap_or(u32::MAX);
        let has_room = updates >= MAX_IN_LANE && !self.memory.is_full();
        let bytes = self.memory.free_bytes() as u64;
        has_room.then_some(ClaimLimit { lanes: LANES_AT_ONCE, updates_per_lane: MAX_IN_LANE, updates, bytes })
    }

    /// Claims, or breaks with how long there is nothing to claim. To ask when something is due costs less than to claim in
    /// vain.
    async fn claim_once(
        &self,
        limit: ClaimLimit,
        looks: &mut ExpiredLooks,
    ) -> Result<ControlFlow<Duration>, StoreError> {
        let (holder, now) = (&self.settings.holder, self.clock.now());
        let look_interval = self.look_interval();
        let until_next_look = match looks.until_next(Instant::now(), look_interval) {
            wait if !wait.is_zero() => wait,
            _ => {
                let expired = self.inbox.claim_expired(holder, now, limit).await?;
                if !expired.is_empty() {
                    self.take_claimed(&expired, now);
                    return Ok(ControlFlow::Continue(()));
                }
                looks.looked(Instant::now());
                looks.until_next(Instant::now(), look_interval)
            }
        };
        let wait = match self.inbox.next_due().await? {
            Some(due) if due <= now => {
                // What was asked before may have taken long, and the lease begins now.
                let now = self.clock.now();
                let updates = self.inbox.claim(holder, now, limit).await?;
                if !updates.is_empty() {
                    self.take_claimed(&updates, now);
                    return Ok(ControlFlow::Continue(()));
                }
                // Another instance is at it.
                Duration::ZERO
            }
            Some(due) => due.since(now).min(until_next_look),
            None => until_next_look,
        };
        Ok(ControlFlow::Break(wait.max(SHORTEST_WAIT)))
    }

    /// How often what others let run out is looked for now. To tell it, all lanes may have to be gone through.
    fn look_interval(&self) -> Duration {
        let interval = self.settings.interval;
        let is_long = interval > LOOK_INTERVAL_WHILE_LANES_WAIT;
        if is_long && self.lanes.has_waiting() { LOOK_INTERVAL_WHILE_LANES_WAIT } else { interval }
    }

    /// Has what was claimed, by a statement that began `at` this moment, worked off, lane by lane.
    fn take_claimed(&self, updates: &[InboxUpdate], at: Timestamp) {
        let mut lanes = updates.chunk_by(|one, next| one.lane == next.lane).peekable();
        while let Some(of_lane) = lanes.next() {
            let Some(InboxUpdate { lane, position: last, .. }) = of_lane.last() else { continue };
            // The last may have been cut off by what memory has room for.
            let is_whole = of_lane.len() < MAX_IN_LANE as usize && lanes.peek().is_some();
            let rest = if is_whole { Rest::Nothing } else { Rest::InInbox };
            let queued = of_lane.iter().map(|update| self.queued(update)).collect();
            if self.lanes.claimed(*lane, queued, *last, rest, at) {
                self.tasks.begin(*lane);
            }
        }
    }

    fn queued(&self, stored: &InboxUpdate) -> QueuedUpdate {
        QueuedUpdate {
            id: stored.update.id,
            event: self.decoder.decode(&stored.update).map(|Update { event, .. }| event),
            received_at: stored.received_at,
            attempts: stored.attempts,
            _room: self.memory.take(stored.update.json.len()),
        }
    }
}

#[cfg(test)]
mod tests;
