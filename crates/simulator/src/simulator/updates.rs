//! The updates on their way: lost, late, told twice.

use crate::simulator::Simulator;
use crate::update_faults::UpdateFault;

impl Simulator {
    /// Puts a fault of updates in force. It is for updates that arise from now on.
    #[must_use = "the handle releases what is held"]
    pub fn inject_on_updates(&self, fault: UpdateFault) -> UpdateFaultHandle {
        let number = self.change(|state| state.update_faults.add(fault));
        UpdateFaultHandle { simulator: self.clone(), number }
    }

    /// Loses the updates that wait for `bot`, as Telegram does with what waits for more than a day; how many there
    /// were.
    #[expect(clippy::must_use_candidate, reason = "most tests do not care for the number")]
    pub fn lose_waiting_updates(&self, bot: i64) -> usize {
        self.change(|state| {
            let now = state.world.now();
            let queue = state.queue(bot);
            let waiting = queue.waiting(now).len();
            queue.drop_pending();
            waiting
        })
    }

    /// Tells `bot` the last update of `kind` once more, under a new number and with its old dates; whether there was
    /// one.
    #[expect(clippy::must_use_candidate, reason = "a test that repeats an update has seen it arise")]
    pub fn repeat_update(&self, bot: i64, kind: &str) -> bool {
        self.change(|state| state.queue(bot).repeat(kind))
    }
}

/// An injected fault of updates. Dropping the handle leaves the fault in force.
#[derive(Clone, Debug)]
pub struct UpdateFaultHandle {
    simulator: Simulator,
    number: usize,
}

impl UpdateFaultHandle {
    /// Delivers what is held back at this moment. Later updates are held again while the fault is in force.
    pub fn release(&self) {
        self.simulator.change(|state| state.release_updates(self.number));
    }

    /// Ends the fault. What it holds back goes on being held until released.
    pub fn remove(&self) {
        self.simulator.change(|state| state.update_faults.remove(self.number));
    }

    /// How many updates it took effect on.
    #[must_use]
    pub fn hits(&self) -> usize {
        self.simulator.peek(|state| state.update_faults.about(self.number).map_or(0, |(hits, _)| hits))
    }

    /// The fault's number, by which the control API names it.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}
