//! The whole program against the simulator, real databases and real processes: one file or folder for each subject.
//!
//! They are one test binary, since each of them would carry all of the program with it: linking dozens costs minutes
//! and gigabytes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what the stories share fails the story")]

mod brake;
mod chaos;
mod cleaning_up;
mod commands;
mod configuration;
mod crash;
mod edits_and_albums;
mod erase;
mod exempt;
mod explain;
mod export_import;
mod faults;
mod forged_presses;
mod gate;
mod hot_path_indexes;
mod idle;
mod in_another_language;
mod joins_and_leaves;
mod kept_settings;
mod ladder;
mod log;
mod many_instances_start;
#[path = "../../crates/cache/tests/memberships_contract/mod.rs"]
mod memberships_contract;
mod metrics_page;
mod name_and_help;
mod naming_channels;
mod never_by_mistake;
mod never_gated;
mod on_postgres;
mod one_lane;
mod operations;
mod other_languages;
mod pending_join_requests;
mod policies;
mod preview;
mod raid;
mod redis;
mod reporting;
mod rights;
mod scaling;
#[path = "../../crates/cache/tests/scripted_bot_api/mod.rs"]
mod scripted_bot_api;
mod secrets;
mod settings_panel;
mod setup;
mod standby;
mod stats;
mod storage_contract;
mod sweep;
mod ten_thousand;
mod tenants;
mod topics;
mod trial_mode;
mod two_bots;
mod upgrading;
mod warm_path;
mod webhook;
mod welcome;
mod why;
