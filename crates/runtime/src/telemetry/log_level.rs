//! The level of the log, which may be changed while the bot runs.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use thiserror::Error;
use tracing_subscriber::{EnvFilter, Registry, reload};

/// A level (`info`), or a list of them by target (`info,portcullis_service=debug`), that can't be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("it is one of off, error, warn, info, debug, trace, or a list such as info,portcullis_service=debug")]
pub(crate) struct InvalidLogLevel;

/// What the migrator says of each step is of interest to whoever looks for a fault.
const MIGRATOR: &str = "sea_orm_migration";

/// The level of the log at work; a copy is the same.
#[derive(Clone)]
pub(crate) struct LogLevel(Arc<Inner>);

struct Inner {
    level: Mutex<String>,
    filter: reload::Handle<EnvFilter, Registry>,
}

impl LogLevel {
    /// A filter of this level, and what changes it later.
    pub(super) fn new(level: &str) -> (reload::Layer<EnvFilter, Registry>, Self) {
        let (layer, filter) = reload::Layer::new(filter(level).unwrap_or_default());
        (layer, Self(Arc::new(Inner { level: Mutex::new(level.to_owned()), filter })))
    }

    /// The level now.
    pub(crate) fn get(&self) -> String {
        self.0.level.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the level until the process ends.
    ///
    /// # Errors
    ///
    /// [`InvalidLogLevel`]: nothing was changed.
    pub(crate) fn set(&self, level: &str) -> Result<(), InvalidLogLevel> {
        let filter = filter(level)?;
        let mut known = self.0.level.lock().unwrap_or_else(PoisonError::into_inner);
        // It fails only where logging was started by somebody else.
        self.0.filter.reload(filter).map_err(|_| InvalidLogLevel)?;
        level.clone_into(&mut known);
        Ok(())
    }
}

impl fmt::Debug for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LogLevel").field(&self.get()).finish()
    }
}

/// Whether a level can be used.
pub(crate) fn check_level(level: &str) -> Result<(), InvalidLogLevel> {
    filter(level).map(drop)
}

fn filter(level: &str) -> Result<EnvFilter, InvalidLogLevel> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let level = level.trim().to_ascii_lowercase();
    let is_of_a_list = |letter: char| letter.is_ascii_alphanumeric() || "_:=,".contains(letter);
    let is_level = |part: &str| LEVELS.contains(&part.rsplit('=').next().unwrap_or(part));
    if !level.chars().all(is_of_a_list) || !level.split(',').all(is_level) {
        return Err(InvalidLogLevel);
    }
    let is_verbose = level.split(',').any(|part| ["debug", "trace"].contains(&part));
    let quiet = if is_verbose || level.contains(MIGRATOR) { String::new() } else { format!("{MIGRATOR}=warn,") };
    EnvFilter::try_new(quiet + &level).map_err(|_| InvalidLogLevel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_level_is_refused_and_changes_nothing() {
        let (_layer, level) = LogLevel::new("info");
        for wrong in ["", "loud", "info,", "info,portcullis_service=loud", "info portcullis=debug", "a b=info"] {
            assert_eq!(level.set(wrong), Err(InvalidLogLevel), "{wrong}");
            assert_eq!(level.get(), "info");
        }
        for right in ["debug", "WARN", "off", "info,portcullis_service=debug"] {
            assert_eq!(level.set(right), Ok(()), "{right}");
            assert_eq!(level.get(), right);
        }
    }

    #[test]
    fn the_migrator_tells_its_steps_only_to_whoever_looks_for_a_fault() {
        for (level, is_told) in [("info", false), ("debug", true), ("info,sea_orm_migration=info", true)] {
            assert_eq!(!filter(level).unwrap().to_string().contains("sea_orm_migration=warn"), is_told, "{level}");
        }
    }
}
