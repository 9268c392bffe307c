//! Logs.

use std::{fmt::Display, io};

use tracing_subscriber::{
    EnvFilter,
    fmt::{self, writer::BoxMakeWriter},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For programs: one object a line.
    Json,
}

/// Where log lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogTo {
    /// Standard output: where a program's logs are looked for.
    StandardOutput,
    /// Standard error: for a command whose standard output belongs to something else.
    StandardError,
}

/// Starts logging at a level that [`check_level`] accepts; a second start in one process changes nothing.
pub(crate) fn start(level: &str, format: LogFormat, to: LogTo) {
    let filter = EnvFilter::try_new(level).unwrap_or_default();
    let registry = tracing_subscriber::registry().with(filter);
    let writer = match to {
        LogTo::StandardOutput => BoxMakeWriter::new(io::stdout),
        LogTo::StandardError => BoxMakeWriter::new(io::stderr),
    };
    let started = match format {
        LogFormat::Pretty => registry.with(fmt::layer().with_target(false).with_writer(writer)).try_init(),
        LogFormat::Json => registry.with(fmt::layer().json().flatten_event(true).with_writer(writer)).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Whether a level (`info`) or a list of them by target (`info,portcullis_service=debug`) can be read.
pub(crate) fn check_level(level: &str) -> Result<(), impl Display + use<>> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let is_level = |part: &str| {
        let level = part.rsplit('=').next().unwrap_or(part);
        LEVELS.contains(&level.to_ascii_lowercase().as_str())
    };
    if level.split(',').all(is_level) {
        Ok(())
    } else {
        Err(
            "is wrong: it is one of off, error, warn, info, debug, trace, or a list such as info,portcullis_service=debug",
        )
    }
}
