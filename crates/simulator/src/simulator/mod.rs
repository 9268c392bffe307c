//! The handle: one simulated Telegram, shared by its server and whoever plays its people.

mod fault_handle;
mod people;
mod updates;
mod waiting;

pub use fault_handle::FaultHandle;
pub use updates::UpdateFaultHandle;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::api_error::ApiError;
use crate::call_log::{Call, CallLog, Violation};
use crate::faults::Faults;
use crate::limits::{FloodControl, Limits};
use crate::parameters::Parameters;
use crate::update_faults::UpdateFaults;
use crate::update_queue::UpdateQueue;
use crate::world::World;

/// A simulated Telegram. Clones are the same one.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    /// Rises with every change, so that whoever waits looks again.
    changes: watch::Sender<u64>,
    started: Instant,
}

/// Everything, under one lock.
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) queues: BTreeMap<i64, UpdateQueue>,
    pub(crate) flood: FloodControl,
    pub(crate) faults: Faults,
    pub(crate) update_faults: UpdateFaults,
    pub(crate) log: CallLog,
    pub(crate) webhook_pace: f64,
}

impl State {
    /// The bot's queue, which is there from the first time it is needed.
    pub(crate) fn queue(&mut self, bot: i64) -> &mut UpdateQueue {
        self.queues.entry(bot).or_insert_with(UpdateQueue::new)
    }

    fn deliver(&mut self) {
        for arisen in self.world.take_updates() {
            for update in self.update_faults.pass(arisen) {
                self.queue(update.bot).push(&update);
            }
        }
    }

    /// Delivers what a fault of updates held back.
    pub(crate) fn release_updates(&mut self, number: usize) {
        for update in self.update_faults.release(number) {
            self.queue(update.bot).push(&update);
        }
    }
}

impl Default for Simulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Simulator {
    /// An empty world with Telegram's limits.
    #[must_use]
    pub fn new() -> Self {
        Self::with_world(World::new())
    }

    /// A world that is set up already.
    #[must_use]
    pub fn with_world(world: World) -> Self {
        let mut state = State {
            world,
            queues: BTreeMap::new(),
            flood: FloodControl::default(),
            faults: Faults::default(),
            update_faults: UpdateFaults::default(),
            log: CallLog::default(),
            webhook_pace: 1.0,
        };
        state.deliver();
        Self(Arc::new(Inner { state: Mutex::new(state), changes: watch::Sender::new(0), started: Instant::now() }))
    }

    /// Lets something happen in the world; the updates that arise go to the bots at once.
    ///
    /// `action` must not use this handle: the world is locked meanwhile.
    pub fn act<R>(&self, action: impl FnOnce(&mut World) -> R) -> R {
        self.change(|state| action(&mut state.world))
    }

    /// Looks at the world.
    ///
    /// `look` must not use this handle: the world is locked meanwhile.
    pub fn read<R>(&self, look: impl FnOnce(&World) -> R) -> R {
        look(&self.lock().world)
    }

    /// Moves time on for everything that lasts: updates, limits, restrictions. Long polls do not end earlier.
    pub fn advance(&self, by: Duration) {
        self.act(|world| world.advance(by));
    }

    /// Lets another bot than the one under test call a method, past HTTP, limits, faults and the call log.
    ///
    /// # Errors
    ///
    /// What the Bot API would refuse; 501 for a method that is not simulated, or parameters that are no object.
    pub fn call_as(&self, bot: i64, method: &str, parameters: &Value) -> Result<Value, ApiError> {
        let unknown = || ApiError::new(501, "Not Implemented: the simulator does not know this method");
        let parameters = Parameters::from(parameters.as_object().ok_or_else(unknown)?.clone());
        self.act(|world| world.call(bot, method, &parameters).ok_or_else(unknown)?)
    }

    /// Queues any object as an update of `bot`; it gets a number, which is returned.
    #[expect(clippy::must_use_candidate, reason = "most tests do not care for the number")]
    pub fn push_raw(&self, bot: i64, update: Value) -> i64 {
        self.change(|state| {
            let now = state.world.now();
            state.queue(bot).push_raw(now, update)
        })
    }

    /// Queues a text as an update of `bot`, to be delivered as it is, JSON or not.
    ///
    /// The queue's number for it is returned; the text should say the same as `update_id` if it is to be confirmed.
    #[expect(clippy::must_use_candidate, reason = "most tests do not care for the number")]
    pub fn push_verbatim(&self, bot: i64, update: &str) -> i64 {
        self.change(|state| {
            let now = state.world.now();
            state.queue(bot).push_verbatim(now, update.to_owned())
        })
    }

    /// How many updates `bot` has not confirmed yet.
    #[must_use]
    pub fn pending(&self, bot: i64) -> usize {
        let mut state = self.lock();
        let now = state.world.now();
        state.queue(bot).waiting(now).len()
    }

    /// How many updates `bot` confirmed so far: by an offset, or by a 2xx answer of its webhook.
    #[must_use]
    pub fn confirmed(&self, bot: i64) -> u64 {
        self.lock().queue(bot).confirmed()
    }

    /// Lets the update numbers of `bot` go on somewhere else, as after a week of silence.
    pub fn renumber_updates(&self, bot: i64) {
        self.change(|state| state.queue(bot).renumber());
    }

    /// Replaces the limits.
    pub fn set_limits(&self, limits: Limits) {
        self.change(|state| state.flood.limits = limits);
    }

    /// How often a bot exceeded a limit. Injected 429s do not count.
    #[must_use]
    pub fn limits_exceeded(&self) -> u64 {
        self.lock().flood.exceeded()
    }

    /// Multiplies every pause of webhook delivery (retries, `Retry-After`): 0.01 makes 2 seconds 20 milliseconds.
    pub fn set_webhook_pace(&self, factor: f64) {
        self.change(|state| state.webhook_pace = factor.max(0.0));
    }

    /// Removes every fault and releases every held call.
    pub fn clear_faults(&self) {
        self.change(|state| state.faults.clear());
    }

    /// Every call since the start or the last [`clear_calls`](Self::clear_calls), in the order of arrival.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.lock().log.calls()
    }

    /// The calls of one method, in any case.
    #[must_use]
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        self.lock().log.calls_of(method)
    }

    /// Forgets the calls so far, not the violations.
    pub fn clear_calls(&self) {
        self.change(|state| state.log.clear_calls());
    }

    /// Every rule of the Bot API that was broken so far. A good bot has none.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.lock().log.violations()
    }

    /// A number that rises whenever anything happens: for those who show the world.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Time since the simulator was made.
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// Changes the state, hands out the updates that arose, and wakes all who wait.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = {
            let mut state = self.lock();
            let result = change(&mut state);
            state.deliver();
            result
        };
        self.0.changes.send_modify(|number| *number += 1);
        result
    }

    /// Looks at the state, and changes nothing anybody waits for.
    pub(crate) fn peek<R>(&self, look: impl FnOnce(&mut State) -> R) -> R {
        look(&mut self.lock())
    }

    /// A panic in a test's closure must not hide behind a poisoned lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Simulator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Simulator").finish_non_exhaustive()
    }
}
