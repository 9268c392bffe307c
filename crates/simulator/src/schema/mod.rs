//! The Bot API's method table: which methods there are, and what each may be given.
//!
//! <https://core.telegram.org/bots/api#available-methods>, from `data/`.

pub(crate) mod check;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::load);

/// A parameter of a method, or a field of an object.
#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    /// The types it may have, as the documentation names them ("Integer", "Array of `MessageEntity`").
    pub(crate) types: Vec<String>,
    /// Whether it must be there.
    #[serde(default)]
    pub(crate) required: bool,
}

/// The parameters of a method, or the fields of an object, by name.
pub(crate) type Fields = HashMap<String, Field>;

/// An object type.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Type {
    /// One of several types.
    Union {
        /// Their names.
        subtypes: Vec<String>,
    },
    /// An object with these fields.
    Object {
        /// The fields.
        fields: Fields,
    },
}

/// The whole table.
#[derive(Debug, Deserialize)]
pub(crate) struct Schema {
    methods: HashMap<String, Fields>,
    types: HashMap<String, Type>,
    #[serde(skip)]
    canonical: HashMap<String, String>,
}

impl Schema {
    /// The table of Bot API 10.1 with the additions of 10.2 and 10.3.
    #[must_use]
    pub(crate) fn get() -> &'static Self {
        &SCHEMA
    }

    /// The method's own spelling and its parameters; `name` in any case, as on the real server.
    #[must_use]
    pub(crate) fn method(&self, name: &str) -> Option<(&str, &Fields)> {
        let canonical = self.canonical.get(&name.to_ascii_lowercase())?;
        let fields = self.methods.get(canonical)?;
        Some((canonical, fields))
    }

    /// The object type `name`.
    #[must_use]
    pub(crate) fn object(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    /// Whether there is a kind of update called `kind` ("message", "`chat_member`", …).
    #[must_use]
    pub(crate) fn is_update_kind(&self, kind: &str) -> bool {
        kind != "update_id"
            && matches!(self.types.get("Update"), Some(Type::Object { fields }) if fields.contains_key(kind))
    }

    #[expect(clippy::expect_used, reason = "both files are part of the program, and a test reads them")]
    fn load() -> Self {
        let parse = |text| serde_json::from_str::<Self>(text).expect("the method table is well-formed");
        let mut schema = parse(include_str!("../../data/bot-api-10.1.json"));
        schema.add(parse(include_str!("../../data/additions-10.3.json")));
        schema.canonical = schema.methods.keys().map(|name| (name.to_ascii_lowercase(), name.clone())).collect();
        schema
    }

    fn add(&mut self, newer: Self) {
        for (name, fields) in newer.methods {
            self.methods.entry(name).or_default().extend(fields);
        }
        for (name, object) in newer.types {
            match (self.types.get_mut(&name), object) {
                (Some(Type::Object { fields }), Type::Object { fields: more }) => fields.extend(more),
                (_, object) => {
                    self.types.insert(name, object);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_found_in_any_case() {
        let (name, parameters) = Schema::get().method("SENDMESSAGE").unwrap();
        assert_eq!(name, "sendMessage");
        assert!(parameters["chat_id"].required);
        assert!(Schema::get().method("sendMassage").is_none());
    }

    #[test]
    fn newer_methods_and_parameters_are_known() {
        let (_, parameters) = Schema::get().method("sendMessage").unwrap();
        assert!(parameters.contains_key("ephemeral_message_parameters"));
        assert!(Schema::get().method("deleteEphemeralMessage").is_some());
    }

    #[test]
    fn the_update_number_is_no_kind_of_update() {
        assert!(Schema::get().is_update_kind("chat_member"));
        assert!(!Schema::get().is_update_kind("update_id"));
        assert!(!Schema::get().is_update_kind("chatmember"));
    }
}
