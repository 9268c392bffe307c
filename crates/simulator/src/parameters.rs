//! What a call was given, as the Bot API understood it.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value};

/// The files that came with a call, by the name of their part.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// The parameters of one call, by name.
///
/// Checked against the method table and brought to their own types already: a number sent as a
/// string is a number here, a JSON-serialized object an object. An uploaded file is its name and size; what is in it is among
/// the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters(pub(crate) Map<String, Value>, pub(crate) Files);

impl From<Map<String, Value>> for Parameters {
    fn from(parameters: Map<String, Value>) -> Self {
        Self(parameters, Files::new())
    }
}

impl Parameters {
    /// The file that was uploaded as the parameter `name`.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<Arc<[u8]>> {
        self.1.get(name).cloned()
    }

    /// The integer `name`, also where it came as a string of digits (a chat id may).
    #[must_use]
    pub fn i64(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// The string `name`.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The boolean `name`.
    #[must_use]
    pub fn bool(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    /// The parameter `name`, whatever its type.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}
