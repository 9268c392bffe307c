//! What a binary takes on its command line, and how it ends.

mod check;
mod erase;
mod export;
mod import;
mod run;
mod sweep;
mod transfer;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use portcullis_domain::{GroupId, UserId};

use self::{
    check::check,
    erase::erase,
    export::export,
    import::{import, import_nezuko},
    run::{Source, migrate, run},
    sweep::{cancel_sweep, sweep},
    transfer::{STANDARD_STREAM, transfer_in, transfer_out},
};
use crate::{RunError, Settings, VARIABLES, run_error::with_causes};

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
    /// Have everybody checked whom the bot knows in a group, by a bot that runs on this database, and show how far it is
    Sweep {
        /// The group's id
        #[arg(value_name = "GROUP_ID", value_parser = clap::value_parser!(i64).range(..0), allow_negative_numbers = true)]
        group: i64,
        /// Instead, take the order back: whoever was muted by then stays muted
        #[arg(long)]
        cancel: bool,
    },
    /// Un-mute a person wherever the bot has muted them, remove every row about them, and note nothing of them any more
    Erase {
        /// The person's id
        #[arg(value_name = "USER_ID", value_parser = clap::value_parser!(i64).range(1..))]
        user: i64,
    },
}

/// Runs the polling binary.
pub async fn polling() -> ExitCode {
    exit_code(execute(Source::Polling).await)
}

/// Runs the webhook binary.
pub async fn webhook() -> ExitCode {
    exit_code(execute(Source::Webhook).await)
}

fn exit_code(ended: Result<(), RunError>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portcullis: {}", with_causes(&error));
            ExitCode::from(error.exit_code())
        }
    }
}

async fn execute(source: Source) -> Result<(), RunError> {
    let command = Arguments::parse().command.unwrap_or_default();
    let settings = &Settings::load()?;
    match command {
        Command::Run => run(source, settings).await,
        Command::Check => check(source, settings).await,
        Command::Migrate => migrate(settings).await,
        Command::Erase { user } => {
            transfer_in(settings, async |database| erase(settings, database, UserId(user)).await).await
        }
        Command::Sweep { group, cancel: true } => {
            transfer_in(settings, async |database| cancel_sweep(database, GroupId(group)).await).await
        }
        Command::Sweep { group, cancel: false } => {
            transfer_in(settings, async |database| sweep(database, GroupId(group)).await).await
        }
        Command::Export { file } => transfer_out(settings, async |database| export(database, &file).await).await,
        Command::Import { file: Some(file), .. } => {
            transfer_in(settings, async |database| import(database, &file).await).await
        }
        Command::Import { from_nezuko: Some(url), .. } => {
            transfer_in(settings, async |database| import_nezuko(database, &url.as_str().into()).await).await
        }
        // The parser asks for one of the two.
        Command::Import { file: None, from_nezuko: None } => Ok(()),
    }
}

fn variables_help() -> String {
    let names: Vec<_> = VARIABLES.iter().map(|variable| format!("  {}={}", variable.name, variable.example)).collect();
    format!(
        "Environment, or portcullis.toml with the names in lower case (examples, BOT_TOKEN is required):\n{}",
        names.join("\n")
    )
}
