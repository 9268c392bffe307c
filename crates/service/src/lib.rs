#![doc = include_str!("../README.md")]

mod background;
mod commands;
mod erasure;
mod events;
mod explanation;
mod gate;
mod gatekeeper;
mod inbox;
mod liveness;
mod metrics;
mod outgoing;
mod parts;
mod pause;
mod ports;
mod profile;
mod setback;
mod update_delivery;
mod wakeup;
mod workers;

#[cfg(test)]
mod testing;

pub use background::Background;
pub use erasure::{Erasure, ErasureReport};
pub use explanation::{Explainer, Explanation};
pub use gatekeeper::Gatekeeper;
pub use inbox::{DispatcherSettings, Intake};
pub use liveness::Liveness;
pub use metrics::register_metrics;
pub use outgoing::{Suspicions, WatchedBotApi};
pub use ports::Ports;
pub use profile::show_profile;
pub use setback::Setback;
pub use update_delivery::UpdateDelivery;
