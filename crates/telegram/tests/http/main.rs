//! The adapters over HTTP, against a server that answers as each test says, faults above all.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod calls;
mod faults;
mod http_server;
mod limits;
mod metrics;
mod photos;
mod polling;
mod scripted_server;
mod token_leaks;
mod webhook;
