//! The handle of an injected fault.

use crate::faults::Fault;
use crate::simulator::Simulator;

impl Simulator {
    /// Puts a fault in force.
    #[must_use = "the handle releases what is held"]
    pub fn inject(&self, fault: Fault) -> FaultHandle {
        let number = self.change(|state| state.faults.add(fault));
        FaultHandle { simulator: self.clone(), number }
    }
}

/// An injected fault. Dropping the handle leaves the fault in force.
#[derive(Clone, Debug)]
pub struct FaultHandle {
    simulator: Simulator,
    number: usize,
}

impl FaultHandle {
    /// Waits until a call is being held.
    pub async fn held(&self) {
        self.simulator.until(|state| (state.faults.held(self.number) > 0).then_some(())).await;
    }

    /// How many calls are being held at this moment.
    #[must_use]
    pub fn held_now(&self) -> usize {
        self.simulator.peek(|state| state.faults.held(self.number))
    }

    /// Releases the calls held at this moment. Later calls are held again while the fault is in force.
    pub fn release(&self) {
        self.simulator.change(|state| state.faults.release(self.number));
    }

    /// Ends the fault and releases what it holds.
    pub fn remove(&self) {
        self.simulator.change(|state| state.faults.remove(self.number));
    }

    /// How many calls it took effect on.
    #[must_use]
    pub fn hits(&self) -> usize {
        self.simulator.peek(|state| state.faults.hits(self.number))
    }

    /// The fault's number, by which the control API names it.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}
