#![doc = include_str!("../README.md")]

mod bot;
mod check;
pub mod command_line;
mod command_menus;
mod composition;
mod connect_database;
mod export;
mod holder;
mod identify;
mod import;
mod leadership;
mod operations;
mod polling;
mod redis;
mod run_error;
mod settings;
mod standby;
mod stop_signal;
mod system_clock;
mod telemetry;
mod variables;
mod webhook;
mod webhook_settings;

pub use composition::{Composition, compose};
pub use operations::{ObservedSink, Operations, Ping, Status};
pub use polling::poll;
pub use redis::Hearing;
pub use run_error::RunError;
pub use settings::{InvalidSettings, LogFormat, Settings};
pub use system_clock::SystemClock;
pub use variables::{VARIABLES, Variable};
pub use webhook::serve;
pub use webhook_settings::WebhookSettings;
