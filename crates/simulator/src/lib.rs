#![doc = include_str!("../README.md")]

pub mod api_error;
pub mod call_log;
pub mod error;
pub mod faults;
pub mod limits;
pub mod parameters;
pub mod schema;
pub mod schema_check;
pub mod server;
pub mod simulator;
pub mod world;

mod answer;
mod control;
mod control_actions;
mod control_state;
mod fault_handle;
mod html;
mod listener;
mod people;
mod request;
mod update_methods;
mod update_queue;
mod waiting;
mod webhook_delivery;

pub use api_error::ApiError;
pub use call_log::{Call, Outcome, Violation};
pub use error::SimulatorError;
pub use fault_handle::FaultHandle;
pub use faults::{Effect, Fault};
pub use limits::Limits;
pub use parameters::Parameters;
pub use server::SimulatorServer;
pub use simulator::Simulator;
pub use world::World;
