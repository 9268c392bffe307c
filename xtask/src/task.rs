//! What can be typed, and what does it.

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use crate::{bench, book::repository_links, ci, demo, test, texts, tidy};

/// Everything a developer types.
#[derive(Parser)]
pub(crate) enum Task {
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
    /// Show every text as a chat on a phone shows it.
    Texts(texts::Options),
    /// Measure what the bot costs and how fast it is.
    Bench(bench::Options),
    /// Name what the book links to outside of itself: for mdBook alone, which runs this.
    #[command(hide = true)]
    RepositoryLinks(repository_links::Options),
}

impl Task {
    /// Does it; the exit code is that of what was run.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Test { arguments } => test::run(&arguments),
            Self::Ci => Ok(ci::run()),
            Self::Tidy => tidy::run(),
            Self::Demo(options) => demo::run(&options),
            Self::Texts(options) => texts::run(&options),
            Self::Bench(options) => bench::run(&options),
            Self::RepositoryLinks(options) => repository_links::run(&options),
        }
    }
}
