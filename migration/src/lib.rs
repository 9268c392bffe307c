#![doc = include_str!("../README.md")]

use sea_orm_migration::{MigrationTrait, MigratorTrait, async_trait::async_trait};

mod m20261101_000001_create_owners_groups_channels;
mod m20261101_000002_create_restrictions;
mod m20261101_000003_create_group_members_exemptions;
mod m20261101_000004_create_inbox;
mod m20261101_000005_create_jobs;
mod m20261101_000006_create_message_deletions;
mod m20261101_000007_create_leases;
mod m20261101_000008_index_held_updates;
mod m20261125_000001_look_at_restrictions_again;
mod m20261125_000007_note_what_was_announced;
mod m20261125_000008_schedule_looks;
mod m20261125_000010_place_notices;
mod m20261125_000011_note_refused_notices;
mod m20261125_000012_lease_lanes;
mod m20261125_000013_split_due_lanes;
mod m20261126_000001_create_setups;
mod m20261126_000004_create_pending_join_requests;
mod m20261126_000005_note_welcomes;
mod m20261126_000009_note_greetings;
mod m20261126_000010_number_cases;
mod m20261126_000012_note_owners_language;
mod m20261126_000014_create_usernames;
mod m20261126_000016_create_opt_outs;
mod m20261126_000018_create_brakes;
mod m20261126_000020_note_paces;
mod m20261126_000021_note_members_everywhere;
mod m20261126_000023_note_steps;
mod m20261127_000025_note_bot;
mod m20261127_000026_block_groups;
mod migrate;

pub use m20261125_000010_place_notices::DATE_STANDING_NOTICES;
pub use m20261125_000012_lease_lanes::OPEN_LANES;
pub use m20261126_000010_number_cases::NUMBER_CASES;
pub use migrate::{MigrateError, migrate, pending};

/// The names of the steps, in their order: the last one names the schema.
#[must_use]
pub fn step_names() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// The steps, in their order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261101_000001_create_owners_groups_channels::Migration),
            Box::new(m20261101_000002_create_restrictions::Migration),
            Box::new(m20261101_000003_create_group_members_exemptions::Migration),
            Box::new(m20261101_000004_create_inbox::Migration),
            Box::new(m20261101_000005_create_jobs::Migration),
            Box::new(m20261101_000006_create_message_deletions::Migration),
            Box::new(m20261101_000007_create_leases::Migration),
            Box::new(m20261101_000008_index_held_updates::Migration),
            Box::new(m20261125_000001_look_at_restrictions_again::Migration),
            Box::new(m20261125_000007_note_what_was_announced::Migration),
            Box::new(m20261125_000008_schedule_looks::Migration),
            Box::new(m20261125_000010_place_notices::Migration),
            Box::new(m20261125_000011_note_refused_notices::Migration),
            Box::new(m20261125_000012_lease_lanes::Migration),
            Box::new(m20261125_000013_split_due_lanes::Migration),
            Box::new(m20261126_000001_create_setups::Migration),
            Box::new(m20261126_000004_create_pending_join_requests::Migration),
            Box::new(m20261126_000005_note_welcomes::Migration),
            Box::new(m20261126_000009_note_greetings::Migration),
            Box::new(m20261126_000010_number_cases::Migration),
            Box::new(m20261126_000012_note_owners_language::Migration),
            Box::new(m20261126_000014_create_usernames::Migration),
            Box::new(m20261126_000016_create_opt_outs::Migration),
            Box::new(m20261126_000018_create_brakes::Migration),
            Box::new(m20261126_000020_note_paces::Migration),
            Box::new(m20261126_000021_note_members_everywhere::Migration),
            Box::new(m20261126_000023_note_steps::Migration),
            Box::new(m20261127_000025_note_bot::Migration),
            Box::new(m20261127_000026_block_groups::Migration),
        ]
    }
}
