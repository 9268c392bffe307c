//! The values of the variables, as they were written in the environment or in the file.

use std::{
    collections::HashMap,
    fmt::Display,
    io::ErrorKind,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use ::config::{Config, ConfigError, Environment, File, FileFormat, Value, ValueKind};
use thiserror::Error;

use super::variables::{CONFIG_FILE, VARIABLES, Variable};

/// The file that is read if it exists and no other is named.
pub(super) const DEFAULT_FILE: &str = "portcullis.toml";

/// A value that is missing or wrong: which, why, and one that would do. Never the value itself: it may be a secret.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{variable} {problem}. Example: {variable}={example}")]
pub struct InvalidSettings {
    /// The variable's name.
    pub variable: &'static str,
    /// What is wrong.
    pub problem: String,
    /// A value that would do.
    pub example: &'static str,
}

impl InvalidSettings {
    /// Says what is wrong with a variable.
    pub(crate) fn new(variable: Variable, problem: impl Display) -> Self {
        Self { variable: variable.name, problem: problem.to_string(), example: variable.example }
    }

    /// Says why the value of a variable is wrong.
    pub(crate) fn wrong(variable: Variable, reason: impl Display) -> Self {
        Self::new(variable, format!("is wrong: {reason}"))
    }
}

/// The values as they were written: one in the environment hides the file's.
pub(super) struct Values(Config);

impl Values {
    pub(super) fn read(mut environment: HashMap<String, String>, directory: &Path) -> Result<Self, InvalidSettings> {
        // A name may be written in lower case, as that of a proxy often is: of two, the one in capitals counts.
        let capitals: Vec<_> = environment.keys().filter(|name| **name == name.to_uppercase()).cloned().collect();
        environment.retain(|name, _| *name == name.to_uppercase() || !capitals.contains(&name.to_uppercase()));
        let named = environment.get(CONFIG_FILE.name).filter(|path| !path.is_empty()).map(PathBuf::from);
        let is_named = named.is_some();
        let path = named.unwrap_or_else(|| directory.join(DEFAULT_FILE));
        let invalid = |error: &dyn Display| {
            let problem = format!("names a file that can't be read, {}: {error}", path.display());
            InvalidSettings::new(CONFIG_FILE, problem)
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named => String::new(),
            Err(error) => return Err(invalid(&error)),
        };
        // The parser's own message quotes the line that it stumbles over, which may be the one with the token.
        let not_toml = |_| invalid(&"it is not valid TOML (a text stands in double quotes: bot_token = \"…\")");
        let file = File::from_str(&text, FileFormat::Toml);
        let file = Config::builder().add_source(file).build().map_err(not_toml)?;
        let keys = file.clone().try_deserialize::<HashMap<String, Value>>().map_err(not_toml)?;
        if let Some(unknown) = keys.keys().find(|key| !VARIABLES.iter().any(|known| known.name.to_lowercase() == **key))
        {
            return Err(invalid(&format!("it has a key `{unknown}`, and there is no such setting")));
        }
        let environment = Environment::default().source(Some(environment)).ignore_empty(true);
        let both = Config::builder().add_source(file).add_source(environment).build();
        both.map(Self).map_err(not_toml)
    }

    pub(super) fn text(&self, variable: Variable) -> Result<Option<String>, InvalidSettings> {
        match self.0.get_string(&variable.name.to_lowercase()) {
            Ok(text) => Ok(Some(text)),
            Err(ConfigError::NotFound(_)) => Ok(None),
            Err(_) => Err(InvalidSettings::new(variable, "is not a text or a number")),
        }
    }

    /// The words of a list, or the one text that stands for it.
    pub(super) fn list(&self, variable: Variable) -> Result<Option<Vec<String>>, InvalidSettings> {
        let no_list = || InvalidSettings::new(variable, "is neither a text nor a list of texts or numbers");
        let value = match self.0.get::<Value>(&variable.name.to_lowercase()) {
            Ok(value) => value,
            Err(ConfigError::NotFound(_)) => return Ok(None),
            Err(_) => return Err(no_list()),
        };
        let words = match value.kind {
            ValueKind::Array(words) => words,
            _ => vec![value],
        };
        words.into_iter().map(|word| word.into_string().map_err(|_| no_list())).collect::<Result<_, _>>().map(Some)
    }

    pub(super) fn required(&self, variable: Variable, missing: &str) -> Result<String, InvalidSettings> {
        self.text(variable)?.ok_or_else(|| InvalidSettings::new(variable, missing))
    }

    /// The value, or the variable's default.
    pub(super) fn get<T>(&self, variable: Variable) -> Result<T, InvalidSettings>
    where
        T: FromStr<Err: Display>,
    {
        let text = self.text(variable)?;
        let parsed = text.as_deref().unwrap_or(variable.default_value()).parse();
        parsed.map_err(|error| InvalidSettings::wrong(variable, error))
    }

    pub(super) fn positive<T>(&self, variable: Variable) -> Result<T, InvalidSettings>
    where
        T: FromStr<Err: Display> + PartialEq + Default,
    {
        let number: T = self.get(variable)?;
        if number == T::default() {
            return Err(InvalidSettings::wrong(variable, "it must be at least 1"));
        }
        Ok(number)
    }

    pub(super) fn seconds(&self, variable: Variable) -> Result<Duration, InvalidSettings> {
        self.positive(variable).map(Duration::from_secs)
    }
}
