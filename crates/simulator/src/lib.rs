#![doc = include_str!("../README.md")]

pub mod api_error;
pub mod call_log;
pub mod error;
pub mod faults;
pub mod limits;
pub mod parameters;
pub mod schema;
pub mod server;
pub mod simulator;
pub mod update_faults;
pub mod world;

mod control;
mod html;
mod update_methods;
mod update_queue;
mod webhook_delivery;

pub use api_error::ApiError;
pub use call_log::{Call, Outcome, Violation};
pub use error::SimulatorError;
pub use faults::{Effect, Fault};
pub use limits::Limits;
pub use parameters::Parameters;
pub use server::SimulatorServer;
pub use simulator::Simulator;
pub use simulator::fault_handle::FaultHandle;
pub use simulator::updates::UpdateFaultHandle;
pub use update_faults::{UpdateEffect, UpdateFault};
pub use world::World;
