//! What a binary takes on its command line, and how it ends.

mod block;
mod check;
mod check_groups;
mod erase;
mod explain;
mod export;
mod finding;
mod groups;
mod import;
mod progress;
mod run;
mod running_bot;
mod sweep;
mod tell_instances;
mod transfer;

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use portcullis_domain::{GroupId, UpdateId, UserId};

use self::{
    block::{block, unblock},
    check::check,
    erase::erase,
    explain::explain,
    export::export,
    groups::{list_groups, show_group},
    import::{import, import_nezuko},
    run::{Source, migrate, run},
    running_bot::{health, log_level},
    sweep::{cancel_sweep, sweep},
    transfer::{STANDARD_STREAM, transfer_in, transfer_out},
};
use crate::{RunError, Settings, VARIABLES, Variable, VariableDefault, causes::with_causes};

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
    Check {
        /// Also look at the bot's rights in each group whose gate is on, and in its channels
        #[arg(long)]
        groups: bool,
    },
    /// Say what a stored update is and what the gate thinks of it: facts, rule, decision. Nothing is changed
    Explain {
        /// The update's number: `update_id` in the log
        #[arg(value_name = "UPDATE_ID", allow_negative_numbers = true)]
        update: i64,
    },
    /// Ask the running bot over `OPS_LISTEN` whether it can take updates: exit code 0, or else 1
    Health,
    /// Show the level of the running bot's log, or change it until the next start
    LogLevel {
        /// Such as `debug`, or `info,portcullis_service=debug`
        level: Option<String>,
    },
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
    /// Serve a group no more: its gate is off, whoever is muted there is let go, and commands are not answered
    Block {
        /// The group's id
        #[arg(value_name = "GROUP_ID", value_parser = clap::value_parser!(i64).range(..0), allow_negative_numbers = true)]
        group: i64,
        /// Why, for `groups` to show; nobody in the group reads it
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Serve a group again that was blocked, as it was before
    Unblock {
        /// The group's id
        #[arg(value_name = "GROUP_ID", value_parser = clap::value_parser!(i64).range(..0), allow_negative_numbers = true)]
        group: i64,
    },
    /// List the groups that the bot knows, with counts, the oldest first; or show one of them
    Groups {
        /// The group's id
        #[arg(value_name = "GROUP_ID", value_parser = clap::value_parser!(i64).range(..0), allow_negative_numbers = true)]
        group: Option<i64>,
        /// As lines of JSON
        #[arg(long)]
        json: bool,
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
    let command = arguments(source).command.unwrap_or_default();
    let settings = &Settings::load().map_err(|error| match command {
        // Its caller knows two exit codes.
        Command::Health => RunError::CannotAsk(error),
        _ => error.into(),
    })?;
    match command {
        Command::Run => run(source, settings).await,
        Command::Check { groups } => check(source, settings, groups).await,
        Command::Explain { update } => {
            transfer_out(settings, async |database| explain(settings, database, UpdateId(update)).await).await
        }
        Command::Health => health(settings).await,
        Command::LogLevel { level } => log_level(settings, level.as_deref()).await,
        Command::Migrate => migrate(settings).await,
        Command::Erase { user } => {
            transfer_in(settings, async |database| erase(settings, database, UserId(user)).await).await
        }
        Command::Block { group, reason } => {
            transfer_in(settings, async |database| block(settings, database, GroupId(group), reason.as_deref()).await)
                .await
        }
        Command::Unblock { group } => {
            transfer_in(settings, async |database| unblock(settings, database, GroupId(group)).await).await
        }
        Command::Groups { group: None, json } => {
            transfer_out(settings, async |database| list_groups(settings, database, json).await).await
        }
        Command::Groups { group: Some(group), json } => {
            transfer_out(settings, async |database| show_group(settings, database, GroupId(group), json).await).await
        }
        Command::Sweep { group, cancel: true } => {
            transfer_in(settings, async |database| cancel_sweep(database, GroupId(group)).await).await
        }
        Command::Sweep { group, cancel: false } => {
            transfer_in(settings, async |database| sweep(settings, database, GroupId(group)).await).await
        }
        Command::Export { file } => transfer_out(settings, async |database| export(database, &file).await).await,
        Command::Import { file: Some(file), .. } => {
            transfer_in(settings, async |database| import(database, &file, settings.bot_token.bot_id()).await).await
        }
        Command::Import { from_nezuko: Some(url), .. } => {
            transfer_in(settings, async |database| import_nezuko(database, &url.as_str().into()).await).await
        }
        // The parser asks for one of the two.
        Command::Import { file: None, from_nezuko: None } => Ok(()),
    }
}

/// What the command line says, to the program of this name.
fn arguments(source: Source) -> Arguments {
    let name = match source {
        Source::Polling => "portcullis-polling",
        Source::Webhook => "portcullis-webhook",
    };
    let matches = Arguments::command().name(name).get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

fn variables_help() -> String {
    let widest = VARIABLES.iter().map(|variable| variable.name.len()).max().unwrap_or_default();
    let line = |variable: &Variable| {
        let Variable { name, default, example } = variable;
        match default {
            VariableDefault::Value(default) => format!("  {name:widest$}  [default: {default}]"),
            VariableDefault::Unset(meaning) => format!("  {name:widest$}  [{meaning}] for example {example}"),
        }
    };
    let lines: Vec<_> = VARIABLES.iter().map(line).collect();
    format!("Environment, or portcullis.toml with the names in lower case:\n{}", lines.join("\n"))
}
