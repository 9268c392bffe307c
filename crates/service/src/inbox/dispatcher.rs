//! Claims what is stored in the inbox and has it attempted: one person's events in order, different people's at once,
//! bounded; and one that waits holds up nobody else.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    inbox::InboxUpdate,
    lease::LEASE,
    ports::{Clock, Inbox},
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{DispatcherSettings, attempt::Attempts, lanes::WaitingLanes, leases::Leases};
use crate::{Gatekeeper, Liveness, metrics::Metrics, pause::wait_for_work};

/// How long the inbox is left alone after it could not be read.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// The least time between two looks at the inbox for what falls due.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);

/// Has stored updates attempted.
pub(crate) struct Dispatcher {
    inbox: Arc<dyn Inbox>,
    leases: Leases,
    attempts: Attempts,
    lanes: Arc<WaitingLanes>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    settings: DispatcherSettings,
    /// One permit for each attempt that does not wait for a slow answer.
    permits: Arc<Semaphore>,
    /// One for each attempt at all.
    all_permits: Arc<Semaphore>,
    woken: Arc<Notify>,
    tasks: TaskTracker,
    abandoned: CancellationToken,
    liveness: Liveness,
}

impl Dispatcher {
    pub(crate) fn new(
        gatekeeper: &Arc<Gatekeeper>,
        lanes: Arc<WaitingLanes>,
        settings: DispatcherSettings,
        liveness: Liveness,
    ) -> Self {
        let (inbox, clock) = (gatekeeper.inbox.clone(), gatekeeper.clock.clone());
        let attempts = Attempts {
            gatekeeper: gatekeeper.clone(),
            inbox: inbox.clone(),
            decoder: gatekeeper.decoder.clone(),
            lanes: lanes.clone(),
            metrics: gatekeeper.metrics.clone(),
            clock: clock.clone(),
        };
        Self {
            leases: Leases::new(inbox.clone(), settings.holder.clone(), clock.clone()),
            inbox,
            attempts,
            lanes,
            metrics: gatekeeper.metrics.clone(),
            clock,
            permits: Arc::new(Semaphore::new(settings.permits)),
            all_permits: Arc::new(Semaphore::new(settings.limit)),
            settings,
            woken: Arc::default(),
            tasks: TaskTracker::new(),
            abandoned: CancellationToken::new(),
            liveness,
        }
    }

    /// Notified by whoever has stored something, this makes the dispatcher look at the inbox.
    pub(crate) fn waker(&self) -> Arc<Notify> {
        self.woken.clone()
    }

    /// Lets go of everything that is being attempted as it is, and touches no lease any more.
    pub(crate) fn abandon(&self) {
        self.abandoned.cancel();
    }

    /// Takes over what the predecessor held, then has whatever is due attempted, until `stop`; then finishes what is
    /// being attempted and gives back the rest.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        stop.run_until_cancelled(self.leases.take_over()).await;
        let heartbeat = self.abandoned.clone().run_until_cancelled_owned(self.clone().keep_up());
        let heartbeat = tokio::spawn(self.liveness.watch("leases", heartbeat));
        while !stop.is_cancelled() {
            // A claim that is dropped half-way may have leased: all leases are given up at the end.
            let Some(wait) = stop.run_until_cancelled(self.clone().claim_all()).await else { break };
            wait_for_work(&stop, self.woken.notified(), wait).await;
        }
        self.tasks.close();
        if tokio::time::timeout(self.settings.grace, self.tasks.wait()).await.is_err() {
            tracing::warn!("some updates were not finished in time; they stay in the inbox");
            // Another instance may attempt them as soon as their leases are given back.
            self.abandoned.cancel();
        }
        heartbeat.abort();
        self.leases.give_up().await;
    }

    /// Claims what is due as long as there are permits; returns how long there is nothing to do.
    async fn claim_all(self: Arc<Self>) -> Duration {
        loop {
            let free = self.permits.available_permits().min(self.all_permits.available_permits());
            if free == 0 {
                return self.settings.interval;
            }
            match self.inbox.claim(self.leases.holder(), self.clock.now(), free as u64).await {
                Ok(updates) if updates.is_empty() => return self.until_next_due().await,
                Ok(updates) => updates.into_iter().for_each(|update| self.clone().start(update)),
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the inbox can't be read now");
                    return RETRY_DELAY;
                }
            }
        }
    }

    async fn until_next_due(&self) -> Duration {
        match self.inbox.next_due().await {
            Ok(Some(due)) => due.since(self.clock.now()).min(self.settings.interval).max(SHORTEST_WAIT),
            Ok(None) | Err(_) => self.settings.interval,
        }
    }

    fn start(self: Arc<Self>, update: InboxUpdate) {
        // The claim asked for no more than what was free, and nobody else takes permits.
        let permits = (self.permits.clone().try_acquire_owned(), self.all_permits.clone().try_acquire_owned());
        let (Ok(permit), Ok(lasting_permit)) = permits else {
            tracing::warn!(update_id = update.update.id.0, "no permit is free; its lease will run out");
            return;
        };
        let id = update.update.id;
        if !self.leases.hold(id) {
            return;
        }
        let in_flight = self.metrics.track_in_flight();
        let tasks = self.tasks.clone();
        tasks.spawn(async move {
            self.abandoned.run_until_cancelled(self.run_attempt(update, permit)).await;
            self.leases.forget(id);
            drop(lasting_permit);
            drop(in_flight);
            self.woken.notify_one();
        });
    }

    /// Attempts an update. Once that is slow, its permit is free for another.
    async fn run_attempt(&self, update: InboxUpdate, permit: OwnedSemaphorePermit) {
        let attempt = self.attempts.run(&update);
        tokio::pin!(attempt);
        tokio::select! {
            () = &mut attempt => return,
            () = tokio::time::sleep(self.settings.slow_after) => drop(permit),
        }
        self.woken.notify_one();
        attempt.await;
    }

    /// Renews this process's leases, and forgets what other instances have carried out.
    async fn keep_up(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LEASE / 3).await;
            if let Err(error) = self.lanes.forget_done(&*self.inbox, self.settings.interval).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "what others have done is not known now");
            }
            if let Err(error) = self.leases.renew().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "leases can't be renewed now");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use portcullis_domain::{
        ChannelId, UpdateId, UserId,
        chat_member::Membership,
        event::{Event, Lane, Update},
        inbox::{NewInboxUpdate, RawUpdate},
        lease::Holder,
        ports::{FloodWait, InMemoryInbox, Memberships, MockUpdateDecoder, UpdateDecoder},
    };

    use super::*;
    use crate::{
        Ports,
        testing::{NOW, World, ann_says, group},
    };

    fn stored(id: i64, lane: i64) -> NewInboxUpdate {
        let update = RawUpdate { id: UpdateId(id), json: String::new() };
        NewInboxUpdate { update, lane: Lane(lane), received_at: NOW }
    }

    fn anns_messages() -> Arc<dyn UpdateDecoder> {
        let mut decoder = MockUpdateDecoder::new();
        decoder.expect_decode().returning(|raw| Ok(Update { id: raw.id, event: Event::GroupMessage(ann_says("hi")) }));
        Arc::new(decoder)
    }

    #[tokio::test(start_paused = true)]
    async fn updates_that_wait_give_their_places_to_others() {
        let inbox = Arc::new(InMemoryInbox::default());
        let updates: Vec<_> = (1..=10).map(|id| stored(id, id)).collect();
        inbox.put(&updates).await.unwrap();
        let (begun, let_go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let ports = Ports {
            decoder: anns_messages(),
            inbox,
            memberships: Arc::new(Slow { begun: begun.clone(), let_go: let_go.clone() }),
            ..World::with(group()).ports()
        };
        let narrow = DispatcherSettings { permits: 2, ..DispatcherSettings::new(Holder("test".to_owned())) };
        let dispatcher =
            Arc::new(Dispatcher::new(&Arc::new(Gatekeeper::new(ports)), Arc::default(), narrow, Liveness::default()));
        let stop = CancellationToken::new();
        let running = tokio::spawn(dispatcher.run(stop.clone()));

        // All ten are begun although only two places exist and none is ever finished.
        let all = tokio::time::timeout(Duration::from_mins(1), begun.acquire_many(10)).await;
        assert!(all.is_ok(), "only {} were begun", begun.available_permits());
        let_go.add_permits(10);
        stop.cancel();
        running.await.unwrap();
    }

    /// Look-ups that take as long as the test wants.
    struct Slow {
        begun: Arc<Semaphore>,
        let_go: Arc<Semaphore>,
    }

    #[async_trait]
    impl Memberships for Slow {
        async fn get(&self, _: UserId, _: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
            self.begun.add_permits(1);
            let _permit = self.let_go.acquire().await;
            Ok(Vec::new())
        }

        async fn get_fresh(&self, _: UserId, _: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
            Ok(Vec::new())
        }

        async fn get_fresh_for_press(
            &self,
            _: UserId,
            _: &[ChannelId],
        ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
            Ok(Vec::new())
        }

        async fn get_confirmed(
            &self,
            user: UserId,
            channels: &[ChannelId],
        ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
            self.get(user, channels).await
        }

        async fn record(&self, _: UserId, _: ChannelId, _: Membership) {}

        async fn forget_channel(&self, _: ChannelId) {}
    }
}
