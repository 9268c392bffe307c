//! Everything a developer types: `cargo xtask --help`.

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

mod binaries;
mod ci;
mod demo;
mod process;
mod test;
mod tidy;

/// Everything a developer types.
#[derive(Parser)]
enum Task {
    /// Run all tests; what follows `--` goes to `cargo test`.
    Test {
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// Check everything that a change must pass.
    Ci,
    /// Check the rules that no compiler knows.
    Tidy,
    /// Run the real bot against the simulated Telegram.
    Demo(demo::Options),
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Test { arguments } => test::run(&arguments),
        Task::Ci => Ok(ci::run()),
        Task::Tidy => tidy::run(),
        Task::Demo(options) => demo::run(&options),
    };
    outcome.unwrap_or_else(|error| process::complain(&error))
}
