//! Updates on their way in: decided from memory or stored, confirmed, worked off lane by lane.

mod attempt;
mod dispatcher;
mod expired_looks;
mod intake;
mod lane_tasks;
mod lanes;
mod lease_term;
mod leases;
mod persist;
mod remover;
mod settings;
mod writer;

pub(crate) use self::dispatcher::Dispatcher;
pub use self::{intake::Intake, settings::DispatcherSettings};
