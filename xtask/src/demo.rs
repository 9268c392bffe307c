//! `cargo xtask demo`: the real bot against the simulated Telegram.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::Context;

use crate::process;

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
    let binaries = target_directory()?.join(if options.release { "release" } else { "debug" });
    let mut demo = Command::new(binary(&binaries, "demo"));
    demo.env("PORTCULLIS_POLLING_BIN", binary(&binaries, "portcullis-polling")).args(&options.arguments);
    Ok(process::exit_code(process::run(&mut demo)?))
}

fn build(what: &[&str], options: &Options) -> anyhow::Result<()> {
    let profile: &[&str] = if options.release { &["--release"] } else { &[] };
    process::run_successfully(process::cargo().args(["build", "--locked"]).args(what).args(profile))
}

fn binary(folder: &Path, name: &str) -> PathBuf {
    folder.join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

/// Where cargo puts what it builds, which its configuration and `CARGO_TARGET_DIR` may change.
fn target_directory() -> anyhow::Result<PathBuf> {
    let output = process::cargo().args(["metadata", "--format-version", "1", "--no-deps"]).output()?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata gave something that is no JSON")?;
    let directory = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
    Ok(directory.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_tells_where_it_builds() {
        assert!(target_directory().unwrap().is_absolute());
    }
}
