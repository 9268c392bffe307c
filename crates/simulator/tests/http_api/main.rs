//! The Bot API over real HTTP: each rule of the transport is one test.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod bot_client;
mod clock;
mod control;
mod faults;
mod limits;
mod polling;
mod requests;
mod server;
mod update_faults;
mod webhook;
