//! What a binary takes on its command line, and how it ends.

use std::{error::Error as StdError, process::ExitCode};

use clap::{Parser, Subcommand};
use portcullis_storage::Database;

use crate::{RunError, Settings, poll, stop_signal::stop_signal, telemetry, variables::VARIABLES};

/// A Telegram bot that lets only the members of your channels speak in your group.
#[derive(Debug, Parser)]
#[command(version, after_help = variables_help())]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Copy, Debug, Default, Subcommand)]
enum Command {
    /// Run the bot (this is also what happens without a command)
    #[default]
    Run,
    /// Bring the database's schema up to date, and end
    Migrate,
}

/// Runs the polling binary.
pub async fn polling() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or_default();
    let ended = match Settings::load() {
        Ok(settings) => carry_out(command, &settings).await,
        Err(error) => Err(error.into()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portcullis: {}", with_causes(&error));
            ExitCode::from(error.exit_code())
        }
    }
}

async fn carry_out(command: Command, settings: &Settings) -> Result<(), RunError> {
    telemetry::start(settings);
    let stop = stop_signal()?;
    let database = Database::connect(&settings.database).await?;
    database.migrate().await?;
    let ended = match command {
        Command::Run => poll(settings, &database, stop).await,
        Command::Migrate => {
            tracing::info!("the schema is up to date");
            Ok(())
        }
    };
    if let Err(error) = database.close().await {
        tracing::warn!(error = &error as &dyn StdError, "the database was not closed in good order");
    }
    ended
}

/// An error and what led to it, on one line.
fn with_causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn variables_help() -> String {
    let names: Vec<_> = VARIABLES.iter().map(|variable| format!("  {}={}", variable.name, variable.example)).collect();
    format!(
        "Environment, or portcullis.toml with the names in lower case (examples, BOT_TOKEN is required):\n{}",
        names.join("\n")
    )
}
