#![doc = include_str!("../README.md")]

mod bot;
mod causes;
mod checked_clock;
pub mod cli;
mod composition;
mod config;
mod database;
mod error_reports;
mod finish_within;
mod holder;
mod invalidation;
mod leadership;
mod moment;
mod operations;
mod polling;
mod redis;
mod reported_fields;
mod reporting;
mod retry;
mod run_error;
mod stop_signal;
mod system_clock;
mod telemetry;
#[cfg(feature = "otlp")]
mod traces;
mod update_step;
mod webhook;

pub use composition::{Composition, Shared, compose};
pub use error_reports::{InvalidSentryDsn, SentryDsn};
pub use operations::{ObservedSink, Operations, Ping, Status};
pub use polling::poll;
pub use run_error::RunError;
pub use system_clock::SystemClock;
pub use telemetry::LogFormat;
pub use webhook::serve;

pub use self::config::{
    InvalidSettings, Settings, TraceSettings, VARIABLES, Variable, VariableDefault, WebhookSettings,
};
