#![doc = include_str!("../README.md")]

mod census;
mod connection;
mod deletion_schedule;
mod entities;
mod exemption_repository;
mod group_member_repository;
mod group_repository;
mod inbox;
mod job_repository;
mod leadership;
mod lease_holders;
mod leases;
mod migrate_group;
mod nezuko;
mod notice_turns;
mod restriction_repository;
mod restriction_row;
mod store_error;
mod transfer;
mod unfit_settings_log;
mod write_probe;

pub use census::SqlCensus;
pub use connection::{Backend, ConnectError, Database, DatabaseSettings, DatabaseUrl, ExecutedStatement};
pub use deletion_schedule::SqlDeletionSchedule;
pub use exemption_repository::SqlExemptionRepository;
pub use group_member_repository::SqlGroupMemberRepository;
pub use group_repository::SqlGroupRepository;
pub use inbox::SqlInbox;
pub use job_repository::SqlJobRepository;
pub use leadership::SqlLeadership;
pub use nezuko::{NezukoError, NezukoImported};
pub use notice_turns::SqlNoticeTurns;
pub use portcullis_migration::MigrateError;
pub use restriction_repository::SqlRestrictionRepository;
pub use transfer::{ExportError, ImportError};
