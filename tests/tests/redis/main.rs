//! What instances share, on a real Redis, and on a Valkey where there is one: the contract of memberships, changes that
//! reach the others, limits over all; and what happens when it is killed, hung and wiped.

#![expect(clippy::unwrap_used, reason = "the functions beside the tests fail a test by it too")]

mod instance;
mod limits;
mod memberships;
#[path = "../../../crates/cache/tests/memberships_contract/mod.rs"]
mod memberships_contract;
mod neighbours;
mod outages;
mod program;
#[path = "../../../crates/cache/tests/scripted_bot_api/mod.rs"]
mod scripted_bot_api;
mod several_instances;
