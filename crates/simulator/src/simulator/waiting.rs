//! Waiting for the bot, without sleeping.

use std::time::Duration;

use tokio::time::{self, sleep};

use crate::call_log::{Call, Outcome};
use crate::error::SimulatorError;
use crate::simulator::{Simulator, State};
use crate::world::World;

impl Simulator {
    /// Waits until `count` calls of `method` have an outcome, and gives those calls.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::CallsMissing`] after `timeout`.
    pub async fn wait_for_calls(
        &self,
        method: &str,
        count: usize,
        timeout: Duration,
    ) -> Result<Vec<Call>, SimulatorError> {
        let enough = self.until(|state| (state.log.decided(method) >= count).then_some(()));
        let came = time::timeout(timeout, enough).await.is_ok();
        let mut calls = self.calls_of(method);
        calls.retain(|call| call.outcome != Outcome::Underway);
        if came {
            return Ok(calls);
        }
        Err(SimulatorError::CallsMissing { method: method.to_owned(), wanted: count, seen: calls })
    }

    /// Waits until the world is as described.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::NotYet`] after `timeout`.
    pub async fn wait_until(
        &self,
        timeout: Duration,
        mut is_so: impl FnMut(&World) -> bool,
    ) -> Result<(), SimulatorError> {
        let so = self.until(|state| is_so(&state.world).then_some(()));
        time::timeout(timeout, so).await.map_err(|_| SimulatorError::NotYet)
    }

    /// Waits until `bot` has confirmed every update.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::NotYet`] after `timeout`.
    pub async fn wait_until_confirmed(&self, bot: i64, timeout: Duration) -> Result<(), SimulatorError> {
        let confirmed = self.until(|state| {
            let now = state.world.now();
            state.queue(bot).waiting(now).is_empty().then_some(())
        });
        time::timeout(timeout, confirmed).await.map_err(|_| SimulatorError::NotYet)
    }

    /// Waits until no call has arrived for so long. Polls for updates do not count.
    pub async fn quiet_for(&self, silence: Duration) {
        let began = self.elapsed();
        loop {
            let last = self.peek(|state| state.log.last_arrival()).unwrap_or(began).max(began);
            let left = (last + silence).saturating_sub(self.elapsed());
            if left.is_zero() {
                return;
            }
            sleep(left).await;
        }
    }

    /// Waits until `look` finds something, and gives it.
    pub(crate) async fn until<R>(&self, mut look: impl FnMut(&mut State) -> Option<R>) -> R {
        let mut changes = self.changes();
        loop {
            if let Some(found) = self.peek(&mut look) {
                return found;
            }
            // The sender lives as long as this handle does.
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
