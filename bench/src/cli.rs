//! What is typed, and what ends a run before its end.

use std::process::ExitCode;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    backup::{self, BackupOptions},
    comparison,
    options::{LoadOptions, Options},
    scale,
    stage::do_nothing,
};

/// Measures the real bot: its cost and its times, beside a server that does nothing.
#[derive(Debug, Parser)]
#[command(name = "portcullis-bench")]
enum Command {
    /// Loads of several kinds, on SQLite and on PostgreSQL with Redis.
    Load(LoadOptions),
    /// The loads of known and of unknown members, with few groups and with many.
    Scale(Options),
    /// The drill of a backup: exports and imports of a large database.
    Backup(BackupOptions),
    /// Be the server that does nothing.
    #[command(name = do_nothing::COMMAND, hide = true)]
    DoNothing,
}

/// Does what was typed. Whatever was started is gone when this returns, also after Ctrl-C.
pub async fn run() -> ExitCode {
    let outcome = match Command::parse() {
        Command::Load(options) => unless_stopped(comparison::run(&options)).await,
        Command::Scale(options) => unless_stopped(scale::run(&options)).await,
        Command::Backup(options) => unless_stopped(backup::run(&options)).await,
        Command::DoNothing => do_nothing::serve().await,
    };
    if let Err(error) = outcome {
        eprintln!("bench: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn unless_stopped(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::select! {
        // Asked first: from then on a signal ends nothing by itself.
        biased;
        asked = asked_to_stop() => asked.and_then(|()| Err(anyhow::anyhow!("stopped before the end"))),
        outcome = work => outcome,
    }
}

async fn asked_to_stop() -> anyhow::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _asked = interrupt.recv() => {}
        _asked = terminate.recv() => {}
    }
    Ok(())
}
