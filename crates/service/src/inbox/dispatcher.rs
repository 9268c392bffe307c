//! Carries out what is stored in the inbox: one person's events in order, different people's at once, bounded; and one
//! that waits holds up nobody else.

use std::{
    collections::HashSet,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::FutureExt;
use portcullis_domain::{
    Timestamp, UpdateId,
    event::{Event, Lane, Update},
    inbox::{InboxUpdate, NewInboxUpdate, NextAttempt, next_attempt},
    lease::LEASE,
    ports::StoreError,
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use crate::{DispatcherSettings, Gatekeeper, Setback, inbox::lanes::WaitingLanes, metrics::ErrorKind};

/// Carries out stored updates.
pub(crate) struct Dispatcher {
    gatekeeper: Arc<Gatekeeper>,
    settings: DispatcherSettings,
    places: Arc<Semaphore>,
    in_hand: Arc<Semaphore>,
    woken: Notify,
    waiting: WaitingLanes,
    /// The updates in hand. After a long outage of the database their leases may have run out, and they are claimed again.
    held: Mutex<HashSet<UpdateId>>,
    tasks: TaskTracker,
    abandoned: CancellationToken,
}

impl Dispatcher {
    pub(crate) fn new(gatekeeper: Arc<Gatekeeper>, settings: DispatcherSettings) -> Self {
        Self {
            gatekeeper,
            places: Arc::new(Semaphore::new(settings.places)),
            in_hand: Arc::new(Semaphore::new(settings.limit)),
            settings,
            woken: Notify::new(),
            waiting: WaitingLanes::default(),
            held: Mutex::default(),
            tasks: TaskTracker::new(),
            abandoned: CancellationToken::new(),
        }
    }

    /// Lets go of everything in hand as it is, and touches no lease any more.
    pub(crate) fn abandon(&self) {
        self.abandoned.cancel();
    }

    /// Whether an event of this lane is stored and not yet carried out.
    pub(crate) fn is_waiting(&self, lane: Lane) -> bool {
        self.waiting.has(lane)
    }

    /// Takes note of updates that are being stored.
    pub(crate) fn expect(&self, updates: &[NewInboxUpdate]) {
        self.waiting.add(updates);
    }

    /// Takes note that they could not be stored.
    pub(crate) fn expect_no_more(&self, updates: &[NewInboxUpdate]) {
        for new in updates {
            self.waiting.remove(new.lane, new.update.id);
        }
    }

    /// Has it look at the inbox: something was just stored.
    pub(crate) fn wake(&self) {
        self.woken.notify_one();
    }

    /// Takes over what the predecessor held, then carries out whatever is due, until `stop`; then finishes what is in
    /// hand and gives back the rest.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        let taking_over = self.persist("its predecessor's leases can't be taken over yet", || {
            self.gatekeeper.ports.inbox.release(&self.settings.holder)
        });
        tokio::select! {
            () = stop.cancelled() => {}
            () = taking_over => {}
        }
        let heartbeat = tokio::spawn(self.abandoned.clone().run_until_cancelled_owned(self.clone().keep_up()));
        while !stop.is_cancelled() {
            let wait = self.clone().claim_all().await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.woken.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
        self.tasks.close();
        if tokio::time::timeout(self.settings.grace, self.tasks.wait()).await.is_err() {
            tracing::warn!("some updates were not finished in time; they stay in the inbox");
        }
        heartbeat.abort();
        if let Err(error) = self.gatekeeper.ports.inbox.release(&self.settings.holder).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "leases are left to run out by themselves");
        }
    }

    /// Claims what is due as long as there are places; returns how long there is nothing to do.
    async fn claim_all(self: Arc<Self>) -> Duration {
        loop {
            let free = self.places.available_permits().min(self.in_hand.available_permits());
            if free == 0 {
                return self.settings.interval;
            }
            let inbox = &self.gatekeeper.ports.inbox;
            let claimed = inbox.claim(&self.settings.holder, self.now(), free as u64).await;
            match claimed {
                Ok(updates) if updates.is_empty() => return self.until_next_due().await,
                Ok(updates) => updates.into_iter().for_each(|update| self.clone().take_in_hand(update)),
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the inbox can't be read now");
                    return Duration::from_secs(1);
                }
            }
        }
    }

    async fn until_next_due(&self) -> Duration {
        match self.gatekeeper.ports.inbox.next_due().await {
            Ok(Some(due)) => due.since(self.now()).min(self.settings.interval).max(Duration::from_millis(5)),
            Ok(None) | Err(_) => self.settings.interval,
        }
    }

    fn take_in_hand(self: Arc<Self>, update: InboxUpdate) {
        // The claim asked for no more than what was free, and nobody else takes places.
        let permits = (self.places.clone().try_acquire_owned(), self.in_hand.clone().try_acquire_owned());
        let (Ok(place), Ok(hand)) = permits else {
            tracing::warn!(update_id = update.update.id.0, "no place is free; its lease will run out");
            return;
        };
        let id = update.update.id;
        if !self.held().insert(id) {
            return;
        }
        let in_flight = self.gatekeeper.parts.metrics.track_in_flight();
        let tasks = self.tasks.clone();
        tasks.spawn(async move {
            self.abandoned.run_until_cancelled(self.deal_with(update, place)).await;
            self.held().remove(&id);
            drop(hand);
            drop(in_flight);
            self.woken.notify_one();
        });
    }

    /// Carries an update out and writes down how that ended. While it waits, its place is free for another.
    async fn deal_with(&self, update: InboxUpdate, place: OwnedSemaphorePermit) {
        let work = async {
            let ended = self.carry_out(&update).await;
            self.settle(&update, ended).await;
        };
        tokio::pin!(work);
        tokio::select! {
            () = &mut work => return,
            () = tokio::time::sleep(self.settings.patience) => drop(place),
        }
        self.woken.notify_one();
        work.await;
    }

    async fn carry_out(&self, stored: &InboxUpdate) -> Result<(), Setback> {
        let update = match self.gatekeeper.ports.decoder.decode(&stored.update) {
            Ok(update) => update,
            Err(error) => {
                // It was decoded when it came: another version of the program must have stored it.
                self.gatekeeper.parts.metrics.count_undecodable();
                return Err(Setback::Fault(Box::new(error)));
            }
        };
        let span = span_of(&update);
        let work = AssertUnwindSafe(self.gatekeeper.handle(&update)).catch_unwind();
        match work.instrument(span).await {
            Ok(ended) => ended,
            Err(_) => Err(Setback::Fault("a panic while carrying it out".into())),
        }
    }

    async fn settle(&self, stored: &InboxUpdate, ended: Result<(), Setback>) {
        let id = stored.update.id;
        let inbox = &self.gatekeeper.ports.inbox;
        let Err(setback) = ended else {
            self.persist("an update that is done can't be removed yet", || inbox.remove(id)).await;
            return self.waiting.remove(stored.lane, id);
        };
        if let Setback::Migrated(migration) = setback {
            let moved = self.gatekeeper.parts.migration.run(migration).await;
            tracing::info!(from = %migration.from, to = %migration.to, ok = moved.is_ok(), "a group has a new id");
        }
        if let Some(kind) = ErrorKind::of(&setback) {
            self.gatekeeper.parts.metrics.count_error(kind);
        }
        match next_attempt(stored, setback.as_failure(), self.now()) {
            NextAttempt::At { not_before, attempts } => {
                tracing::info!(update_id = id.0, error = &setback as &dyn std::error::Error, "an update waits");
                self.persist("an update can't be put off yet", || inbox.defer(id, not_before, attempts)).await;
            }
            NextAttempt::Never => {
                self.gatekeeper.parts.metrics.count_error(ErrorKind::DeadUpdate);
                tracing::error!(update_id = id.0, error = &setback as &dyn std::error::Error, "an update is put aside");
                self.persist("a dead update can't be put aside yet", || inbox.dead_letter(id, self.now())).await;
                self.waiting.remove(stored.lane, id);
            }
        }
    }

    /// Writes something down, trying until the database takes it: the lease holds meanwhile.
    async fn persist<F>(&self, complaint: &str, write: impl Fn() -> F)
    where
        F: Future<Output = Result<(), StoreError>>,
    {
        let mut wait = Duration::from_millis(100);
        while let Err(error) = write().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "{complaint}");
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(5));
        }
    }

    /// Renews this process's leases, and forgets what other instances have carried out.
    async fn keep_up(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LEASE / 3).await;
            if let Err(error) = self.forget_done().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "what others have done is not known now");
            }
            let held: Vec<UpdateId> = self.held().iter().copied().collect();
            if held.is_empty() {
                continue;
            }
            if let Err(error) = self.gatekeeper.ports.inbox.renew(&self.settings.holder, &held, self.now()).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "leases can't be renewed now");
            }
        }
    }

    async fn forget_done(&self) -> Result<(), StoreError> {
        let mut gone: HashSet<_> = self.waiting.older_than(self.settings.interval).into_iter().collect();
        if gone.is_empty() {
            return Ok(());
        }
        let asked: Vec<_> = gone.iter().copied().collect();
        for waiting in self.gatekeeper.ports.inbox.list_waiting(&asked).await? {
            gone.remove(&waiting);
        }
        self.waiting.remove_all(&gone);
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, HashSet<UpdateId>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        self.gatekeeper.ports.clock.now()
    }
}

fn span_of(update: &Update) -> tracing::Span {
    let event: &Event = &update.event;
    tracing::info_span!(
        "update",
        update_id = update.id.0,
        kind = event.kind(),
        chat_id = event.chat().map(|chat| chat.0),
        user_id = event.user().map(|user| user.0),
    )
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use portcullis_domain::{
        ChannelId, UpdateId, UserId,
        chat_member::Membership,
        inbox::RawUpdate,
        lease::Holder,
        ports::{FloodWait, Inbox, Memberships, MockUpdateDecoder, Undecodable, UpdateDecoder},
    };

    use super::*;
    use crate::testing::{NOW, World, ann_says, group, in_memory_inbox::InMemoryInbox};

    fn stored(id: i64, lane: i64) -> NewInboxUpdate {
        let update = RawUpdate { id: UpdateId(id), json: String::new() };
        NewInboxUpdate { update, lane: Lane(lane), received_at: NOW }
    }

    /// A dispatcher over `inbox` whose updates all fail to decode: a fault of their own.
    fn failing(inbox: Arc<InMemoryInbox>, settings: DispatcherSettings) -> Arc<Dispatcher> {
        let mut decoder = MockUpdateDecoder::new();
        decoder.expect_decode().returning(|_| Err(Undecodable { reason: "strange".to_owned() }));
        dispatcher(inbox, Arc::new(decoder), World::empty(), settings)
    }

    fn dispatcher(
        inbox: Arc<InMemoryInbox>,
        decoder: Arc<dyn UpdateDecoder>,
        world: World,
        settings: DispatcherSettings,
    ) -> Arc<Dispatcher> {
        let ports = crate::Ports { decoder, inbox, ..world.gatekeeper().ports.clone() };
        Arc::new(Dispatcher::new(Arc::new(Gatekeeper::new(ports)), settings))
    }

    fn anns_messages() -> Arc<dyn UpdateDecoder> {
        let mut decoder = MockUpdateDecoder::new();
        decoder.expect_decode().returning(|raw| Ok(Update { id: raw.id, event: Event::GroupMessage(ann_says("hi")) }));
        Arc::new(decoder)
    }

    fn settings() -> DispatcherSettings {
        DispatcherSettings::new(Holder("test".to_owned()))
    }

    #[tokio::test(start_paused = true)]
    async fn an_update_that_fails_for_its_own_reason_waits_longer_each_time_and_is_put_aside_in_the_end() {
        let inbox = Arc::new(InMemoryInbox::default());
        inbox.put(&[stored(1, 7)]).await.unwrap();
        let dispatcher = failing(inbox.clone(), settings());
        let mut waits = Vec::new();
        for attempt in 0..6 {
            let update =
                InboxUpdate { attempts: attempt, ..inbox.with(UpdateId(1), |row| row.update.clone()).unwrap() };
            let ended = dispatcher.carry_out(&update).await;
            dispatcher.settle(&update, ended).await;
            waits.push(inbox.with(UpdateId(1), |row| (row.not_before.since(dispatcher.now()).as_secs(), row.is_dead)));
        }
        let (last, before) = waits.split_last().unwrap();
        let before: Vec<_> = before.iter().flatten().copied().collect();
        assert_eq!(before, [(1, false), (2, false), (4, false), (8, false), (16, false)]);
        assert!(last.unwrap().1);
    }

    #[tokio::test]
    async fn a_flood_wait_costs_no_try() {
        let inbox = Arc::new(InMemoryInbox::default());
        inbox.put(&[stored(1, 7)]).await.unwrap();
        let dispatcher = failing(inbox.clone(), settings());
        let update = inbox.with(UpdateId(1), |row| row.update.clone()).unwrap();
        dispatcher.settle(&update, Err(Setback::FloodWait(Duration::from_secs(30)))).await;
        let row = inbox.with(UpdateId(1), |row| row.clone()).unwrap();
        assert_eq!(row.not_before.since(dispatcher.now()), Duration::from_secs(30));
        assert_eq!(row.update.attempts, 0);
    }

    #[tokio::test]
    async fn a_panic_while_carrying_out_is_a_fault_of_that_update_alone() {
        let inbox = Arc::new(InMemoryInbox::default());
        let mut world = World::empty();
        world.groups.expect_find().returning(|_| panic!("a bug"));
        let dispatcher = dispatcher(inbox, anns_messages(), world, settings());
        let new = stored(1, 7);
        let update = InboxUpdate { update: new.update, lane: new.lane, received_at: new.received_at, attempts: 0 };
        assert!(matches!(dispatcher.carry_out(&update).await, Err(Setback::Fault(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_instance_has_carried_out_is_forgotten() {
        let inbox = Arc::new(InMemoryInbox::default());
        let (done, waiting) = (stored(1, 7), stored(2, 8));
        inbox.put(std::slice::from_ref(&waiting)).await.unwrap();
        let dispatcher = failing(inbox, settings());
        dispatcher.expect(&[done, waiting]);
        dispatcher.forget_done().await.unwrap();
        assert!(dispatcher.is_waiting(Lane(7)), "it may still be on its way into the inbox");
        tokio::time::advance(Duration::from_secs(11)).await;
        dispatcher.forget_done().await.unwrap();
        assert!(!dispatcher.is_waiting(Lane(7)));
        assert!(dispatcher.is_waiting(Lane(8)));
    }

    #[tokio::test(start_paused = true)]
    async fn updates_that_wait_give_their_places_to_others() {
        let inbox = Arc::new(InMemoryInbox::default());
        let updates: Vec<_> = (1..=10).map(|id| stored(id, id)).collect();
        inbox.put(&updates).await.unwrap();
        let (begun, let_go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let ports = crate::Ports {
            decoder: anns_messages(),
            inbox,
            memberships: Arc::new(Slow { begun: begun.clone(), let_go: let_go.clone() }),
            ..World::with(group()).gatekeeper().ports.clone()
        };
        let narrow = DispatcherSettings { places: 2, ..settings() };
        let dispatcher = Arc::new(Dispatcher::new(Arc::new(Gatekeeper::new(ports)), narrow));
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

        async fn record(&self, _: UserId, _: ChannelId, _: Membership) {}

        async fn forget_channel(&self, _: ChannelId) {}
    }
}
