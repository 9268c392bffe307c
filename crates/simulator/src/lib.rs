#![doc = include_str!("../README.md")]

pub mod world;

mod api_error;
mod call_log;
mod control;
mod error;
mod faults;
mod html;
mod limits;
mod parameters;
mod schema;
mod server;
mod simulator;
mod update_faults;
mod update_methods;
mod update_queue;
mod webhook_delivery;

pub use api_error::ApiError;
pub use call_log::{Call, Outcome, Violation};
pub use error::SimulatorError;
pub use faults::{Effect, Fault};
pub use limits::Limits;
pub use parameters::{Files, Parameters};
pub use server::SimulatorServer;
pub use simulator::{FaultHandle, Simulator, UpdateFaultHandle};
pub use update_faults::{UpdateEffect, UpdateFault};
pub use world::World;
