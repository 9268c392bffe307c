//! Updates on their way in: decided from memory or stored, confirmed, attempted until they are carried out.

mod dispatcher;
mod intake;
mod lanes;
mod settings;
mod writer;

pub(crate) use self::dispatcher::Dispatcher;
pub use self::{intake::Intake, settings::DispatcherSettings};
