//! What the use cases need of the world: traits, which the adapters implement.
//!
//! With the feature `mock`, each has a mockall mock beside it; with `in-memory` there is an inbox without a database.

mod administrators;
mod announcements;
mod bot_api;
mod bot_profile;
mod brakes;
mod census;
mod chart_renderer;
mod clock;
mod deletion_schedule;
mod exemption_repository;
mod gate_statistics;
mod group_member_repository;
mod group_repository;
#[cfg(feature = "in-memory")]
mod in_memory_inbox;
mod inbox;
mod invalidation_bus;
mod job_repository;
mod known;
mod leadership;
mod look_schedule;
mod memberships;
mod message_allowance;
mod notice_refusals;
mod notice_turns;
mod pace_repository;
mod pending_join_requests;
mod personal_data;
mod restriction_repository;
mod setup_repository;
mod store_error;
mod tenancy_repository;
mod update_decoder;
mod update_sink;

pub use administrators::*;
pub use announcements::*;
pub use bot_api::*;
pub use bot_profile::*;
pub use brakes::*;
pub use census::*;
pub use chart_renderer::*;
pub use clock::*;
pub use deletion_schedule::*;
pub use exemption_repository::*;
pub use gate_statistics::*;
pub use group_member_repository::*;
pub use group_repository::*;
#[cfg(feature = "in-memory")]
pub use in_memory_inbox::*;
pub use inbox::*;
pub use invalidation_bus::*;
pub use job_repository::*;
pub use known::*;
pub use leadership::*;
pub use look_schedule::*;
pub use memberships::*;
pub use message_allowance::*;
pub use notice_refusals::*;
pub use notice_turns::*;
pub use pace_repository::*;
pub use pending_join_requests::*;
pub use personal_data::*;
pub use restriction_repository::*;
pub use setup_repository::*;
pub use store_error::*;
pub use tenancy_repository::*;
pub use update_decoder::*;
pub use update_sink::*;
