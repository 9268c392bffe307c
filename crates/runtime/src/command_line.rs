//! What a binary takes on its command line, and how it ends.

use std::{error::Error as StdError, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use portcullis_storage::Database;
use tokio_util::sync::CancellationToken;

use crate::{
    Operations, RunError, Settings, Status,
    check::check,
    connect_database::connect_database,
    export::{STANDARD_STREAM, export},
    import::{import, import_nezuko},
    poll, serve,
    stop_signal::stop_signal,
    telemetry::{self, LogTo},
    variables::VARIABLES,
};

/// A Telegram bot that lets only the members of your channels speak in your group.
#[derive(Debug, Parser)]
#[command(version, after_help = variables_help())]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Debug, Default, Subcommand)]
enum Command {
    /// Run the bot (this is also what happens without a command)
    #[default]
    Run,
    /// Try every part of the configuration, one line each; exit code 1 if one fails
    Check,
    /// Bring the database's schema up to date, and end
    Migrate,
    /// Write the whole database as lines of JSON
    Export {
        /// Where to; `-` is standard output
        #[arg(default_value = STANDARD_STREAM)]
        file: PathBuf,
    },
    /// Read an export into an empty database, whichever kind of database it comes from
    Import {
        /// Where from; `-` is standard input
        #[arg(required_unless_present = "from_nezuko", conflicts_with = "from_nezuko")]
        file: Option<PathBuf>,
        /// Instead, take over the groups of Nezuko v1 from its database, which is only read
        #[arg(long, value_name = "DATABASE_URL")]
        from_nezuko: Option<String>,
    },
}

/// How a binary gets its updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// It asks for them.
    Polling,
    /// Telegram delivers them.
    Webhook,
}

/// Runs the polling binary.
pub async fn polling() -> ExitCode {
    run(Source::Polling).await
}

/// Runs the webhook binary.
pub async fn webhook() -> ExitCode {
    run(Source::Webhook).await
}

async fn run(source: Source) -> ExitCode {
    let command = Arguments::parse().command.unwrap_or_default();
    let ended = match Settings::load() {
        Ok(settings) => carry_out(source, &command, &settings).await,
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

async fn carry_out(source: Source, command: &Command, settings: &Settings) -> Result<(), RunError> {
    match command {
        Command::Check => return check(source, settings).await,
        Command::Export { .. } | Command::Import { .. } => return transfer(command, settings).await,
        Command::Run | Command::Migrate => {}
    }
    telemetry::start(settings, LogTo::StandardOutput);
    let stop = stop_signal()?;
    if let (Source::Webhook, Command::Run) = (source, command) {
        settings.webhook.as_ref().map_err(Clone::clone)?;
    }
    let status = Status::new(settings, stop.clone());
    // Listens before anything is waited for, so that also a start that waits can be looked at.
    let _operations = match command {
        Command::Run => Some(Operations::start(settings.ops_listen, status.clone()).await?),
        _ => None,
    };
    let Some(database) = connect_database(&settings.database, &stop).await? else { return Ok(()) };
    status.watch_database(&database);
    database.migrate().await?;
    status.migrated(&database);
    let ended = work(source, command, settings, &database, &status, stop).await;
    close(&database).await;
    ended
}

async fn work(
    source: Source,
    command: &Command,
    settings: &Settings,
    database: &Database,
    status: &Status,
    stop: CancellationToken,
) -> Result<(), RunError> {
    match (command, source) {
        (Command::Run, Source::Polling) => poll(settings, database, status, stop).await,
        (Command::Run, Source::Webhook) => serve(settings, database, status, stop).await,
        _ => {
            tracing::info!("the schema is up to date");
            Ok(())
        }
    }
}

/// Rows out of the database or into it. A signal ends it as any program: an import is done whole or not at all.
async fn transfer(command: &Command, settings: &Settings) -> Result<(), RunError> {
    // Standard output belongs to the rows.
    telemetry::start(settings, LogTo::StandardError);
    let database = Database::connect(&settings.database).await?;
    database.migrate().await?;
    let ended = match command {
        Command::Export { file } => export(&database, file).await,
        Command::Import { file: Some(file), .. } => import(&database, file).await,
        Command::Import { from_nezuko: Some(url), .. } => import_nezuko(&database, &url.as_str().into()).await,
        _ => Ok(()),
    };
    close(&database).await;
    ended
}

async fn close(database: &Database) {
    if let Err(error) = database.close().await {
        tracing::warn!(error = &error as &dyn StdError, "the database was not closed in good order");
    }
}

/// An error and what led to it, on one line.
pub(crate) fn with_causes(error: &dyn StdError) -> String {
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
