//! `cargo xtask demo`: the real bot against the simulated Telegram.

use std::{
    ffi::OsString,
    process::{Command, ExitCode},
};

use crate::{binaries, process};

/// How the demonstration is run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build with optimisations.
    #[arg(long)]
    release: bool,
    /// What the demonstration itself is told.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// Builds the bot and the demonstration, and runs it; the exit code is its own.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    build(&["--package", "portcullis-polling"], options)?;
    build(&["--package", "portcullis-tests", "--bin", "demo"], options)?;
    let profile = if options.release { "release" } else { "debug" };
    let mut demo = Command::new(binaries::path(profile, "demo")?);
    demo.env("PORTCULLIS_POLLING_BIN", binaries::path(profile, "portcullis-polling")?).args(&options.arguments);
    Ok(process::exit_code(process::run(&mut demo)?))
}

fn build(what: &[&str], options: &Options) -> anyhow::Result<()> {
    let profile: &[&str] = if options.release { &["--release"] } else { &[] };
    process::run_successfully(process::cargo().args(["build", "--locked"]).args(what).args(profile))
}
