//! What the storage ports promise, one suite for each, run on SQLite and on PostgreSQL; that of the inbox also in memory.
mod announcements;
mod census;
mod connecting;
mod deletion_schedule;
mod exemptions;
mod group_members;
mod groups;
mod inbox;
mod inbox_reads;
mod jobs;
mod leadership;
mod looks;
mod migration;
mod notice_refusals;
mod notice_turns;
mod restrictions;
mod stores;
