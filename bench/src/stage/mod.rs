//! What is measured: a process that takes updates, with all that it needs, set up anew for each profile.

mod bot;
pub(crate) mod do_nothing;
mod operations;
mod postgres_statistics;
mod process;
mod seed;
mod snapshot;
mod store;
mod store_kind;
mod subject;
mod watch;

pub use operations::Metrics;
pub use process::Process;
pub use seed::Population;
pub use snapshot::{Cost, GateCost, Snapshot};
pub use store::{Servers, Store};
pub use store_kind::StoreKind;
pub use subject::{Gate, Restarted, Subject};
pub use watch::{Seen, Watch};
