//! Everything a developer types: `cargo xtask --help`.

use std::process::ExitCode;

use clap::Parser;

mod bench;
mod binaries;
mod book;
mod ci;
mod demo;
mod ops_linters;
mod process;
mod task;
mod test;
mod texts;
mod tidy;

fn main() -> ExitCode {
    task::Task::parse().run().unwrap_or_else(|error| process::complain(&error))
}
