#![doc = include_str!("../README.md")]

mod connect;
mod database;
mod deletion_schedule;
mod entities;
mod exemption_repository;
mod group_member_repository;
mod group_repository;
#[cfg(test)]
mod hot_path;
mod inbox;
mod job_repository;
mod migrate_group;
mod restriction_repository;
mod settings;
mod statements;
mod storable_text;
mod store_error;
mod stored_restriction;

pub use connect::ConnectError;
pub use database::{Backend, Database};
pub use deletion_schedule::SqlDeletionSchedule;
pub use exemption_repository::SqlExemptionRepository;
pub use group_member_repository::SqlGroupMemberRepository;
pub use group_repository::SqlGroupRepository;
pub use inbox::SqlInbox;
pub use job_repository::SqlJobRepository;
pub use portcullis_migration::MigrateError;
pub use restriction_repository::SqlRestrictionRepository;
pub use settings::{DatabaseSettings, DatabaseUrl};
pub use statements::ExecutedStatement;
