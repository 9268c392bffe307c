//! `cargo xtask bench`: what the bot costs and how fast it is.

use std::{
    ffi::OsString,
    path::PathBuf,
    process::{Command, ExitCode},
};

use crate::{binaries, process, test};

/// The variable by which the bench finds the binary that it measures.
const BOT: (&str, &str) = ("PORTCULLIS_WEBHOOK_BIN", "portcullis-webhook");

/// What is measured, and how much of it.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What is measured.
    #[arg(value_enum, default_value_t = Kind::Load)]
    kind: Kind,
    /// Of the loads only these; a word that is none lists them.
    #[arg(long)]
    profile: Vec<String>,
    /// Only on this database: `sqlite` or `postgres`.
    #[arg(long)]
    database: Vec<String>,
    /// See that everything works, in about a minute; the figures mean little.
    #[arg(long)]
    quick: bool,
    /// Write the figures to this file.
    #[arg(long)]
    json: Option<PathBuf>,
    /// How many groups there are, for a load or a backup.
    #[arg(long)]
    groups: Option<u64>,
    /// What the bench is told besides: the beginning of a name for criterion, `--members` for a load.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Single functions and statements, about 5 minutes.
    Criterion,
    /// The real binary under loads of several kinds, about 20 minutes.
    Load,
    /// A large database is exported, imported into the other kind and exported again, about 10 minutes.
    Backup,
    /// The loads `warm` and `cold` with few groups and with many, about 20 minutes.
    Scale,
}

/// What is measured is what is packaged.
const PROFILE: &str = "dist";

/// Builds what is measured with optimisations, and measures it; the exit code is the bench's own.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    test::ensure_servers()?;
    if options.kind == Kind::Criterion {
        let mut bench = process::cargo();
        bench.args(["bench", "--locked", "--package", "portcullis-bench", "--"]).args(criterion_arguments(options));
        return Ok(process::exit_code(process::run(&mut bench)?));
    }
    // Built beside the bench, the bot can send traces, as in packages: cargo gives what both need all that either asks for.
    let packages = ["--package", BOT.1, "--package", "portcullis-bench"];
    process::run_successfully(process::cargo().args(["build", "--profile", PROFILE, "--locked"]).args(packages))?;
    let mut bench = Command::new(binaries::path(PROFILE, "portcullis-bench")?);
    bench.env(BOT.0, binaries::path(PROFILE, BOT.1)?).args(load_arguments(options));
    Ok(process::exit_code(process::run(&mut bench)?))
}

fn criterion_arguments(options: &Options) -> Vec<OsString> {
    let quick = options.quick.then(|| "--quick".into());
    quick.into_iter().chain(options.arguments.iter().cloned()).collect()
}

fn load_arguments(options: &Options) -> Vec<OsString> {
    let kind = match options.kind {
        Kind::Backup => "backup",
        Kind::Scale => "scale",
        Kind::Load | Kind::Criterion => "load",
    };
    let mut arguments = vec![OsString::from(kind)];
    for (flag, values) in [("--profile", &options.profile), ("--database", &options.database)] {
        arguments.extend(values.iter().flat_map(|value| [flag.into(), value.into()]));
    }
    arguments.extend(options.groups.iter().flat_map(|groups| ["--groups".into(), groups.to_string().into()]));
    arguments.extend(options.quick.then(|| "--quick".into()));
    arguments.extend(options.json.iter().flat_map(|file| ["--json".into(), file.into()]));
    arguments.extend_from_slice(&options.arguments);
    arguments
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        options: Options,
    }

    fn told(typed: &[&str]) -> Vec<OsString> {
        let options = Typed::parse_from([&["bench"], typed].concat()).options;
        if options.kind == Kind::Criterion { criterion_arguments(&options) } else { load_arguments(&options) }
    }

    #[test]
    fn loads_are_measured_unless_something_else_is_named() {
        assert_eq!(told(&[]), ["load"]);
        assert_eq!(told(&["scale", "--quick", "--json", "a"]), ["scale", "--quick", "--json", "a"]);
        let typed = ["load", "--profile", "warm", "--profile", "cold", "--database", "sqlite"];
        assert_eq!(told(&typed), typed);
        let typed = ["backup", "--database", "postgres", "--groups", "7"];
        assert_eq!(told(&typed), typed);
    }

    #[test]
    fn the_bench_is_told_what_follows() {
        assert_eq!(told(&["load", "--", "--members", "7"]), ["load", "--members", "7"]);
        assert_eq!(told(&["criterion", "--quick", "--", "decode"]), ["--quick", "decode"]);
    }
}
