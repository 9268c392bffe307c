//! Updates on their way in: decided from memory or stored, confirmed, attempted until they are carried out.

mod attempt;
mod dispatcher;
mod intake;
mod lanes;
mod leases;
mod persist;
mod settings;
mod writer;

pub(crate) use self::{dispatcher::Dispatcher, lanes::WaitingLanes};
pub use self::{intake::Intake, settings::DispatcherSettings};
