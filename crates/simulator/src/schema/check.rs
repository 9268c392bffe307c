//! Checks a call's parameters against the method table and brings them to their own types.
//!
//! The real server takes everything as text: a number may come as a string, an object as
//! JSON-serialized text (<https://core.telegram.org/bots/api#making-requests>). What it merely
//! ignores, an unknown parameter above all, is a complaint here, since it is a mistake of the bot.

use serde_json::{Map, Value};

use crate::api_error::ApiError;
use crate::parameters::Parameters;
use crate::schema::{Field, Fields, Schema, Type};

/// The key under which an uploaded file stands in place of its bytes: `{"uploaded_file": name, "size": bytes}`.
pub(crate) const UPLOADED_FILE: &str = "uploaded_file";

/// What came of checking a call.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// The parameters that are known and well-typed.
    pub(crate) parameters: Parameters,
    /// What the bot did wrong.
    pub(crate) complaints: Vec<String>,
    /// Why the call is refused, if it is.
    pub(crate) refusal: Option<ApiError>,
}

/// Checks what a method was given against what it takes.
#[must_use]
pub(crate) fn check(fields: &Fields, given: Map<String, Value>) -> Checked {
    let mut checked = Checked::default();
    let attached = attached_names(&given);
    for (name, value) in given {
        match fields.get(&name) {
            Some(field) => checked.take(&name, field, &value),
            None if attached.contains(&name) => {}
            None => checked.complaints.push(format!("unknown parameter {name}")),
        }
    }
    for (name, field) in fields {
        if field.required && !checked.parameters.0.contains_key(name) {
            let text = if name == "text" { "message text".to_owned() } else { name.clone() };
            checked.refuse(&format!("missing parameter {name}"), &format!("{text} is empty"));
        }
    }
    checked
}

impl Checked {
    fn take(&mut self, name: &str, field: &Field, value: &Value) {
        let is_text = field.types.iter().any(|kind| kind == "String") && field.types.len() == 1;
        if value.is_null() || (!is_text && *value == "") {
            return;
        }
        let Some((value, unknown)) = field.types.iter().find_map(|kind| convert(kind, value)) else {
            let expected = field.types.join(" or ");
            return self.refuse(
                &format!("parameter {name} is not of type {expected}"),
                &format!("can't parse {name}: {expected} expected"),
            );
        };
        self.complaints.extend(unknown.into_iter().map(|path| format!("unknown field {name}{path}")));
        self.parameters.0.insert(name.to_owned(), value);
    }

    fn refuse(&mut self, complaint: &str, text: &str) {
        self.complaints.push(complaint.to_owned());
        self.refusal.get_or_insert_with(|| ApiError::bad_request(text));
    }
}

/// The files that another parameter speaks of as `attach://<name>`.
fn attached_names(given: &Map<String, Value>) -> Vec<String> {
    let mentioned = Value::Object(given.clone()).to_string();
    let is_attached = |name: &String| mentioned.contains(&format!("attach://{name}"));
    given.iter().filter(|(_, value)| is_file(value)).map(|(name, _)| name.clone()).filter(is_attached).collect()
}

fn is_file(value: &Value) -> bool {
    value.get(UPLOADED_FILE).is_some()
}

/// A parameter as `kind`, and the paths of fields nobody knows; `None` where it is no `kind`.
fn convert(kind: &str, value: &Value) -> Option<(Value, Vec<String>)> {
    let plain = |value: Value| Some((value, Vec::new()));
    match (kind, value) {
        ("String", Value::String(_)) => plain(value.clone()),
        ("Integer", Value::String(text)) => plain(text.trim().parse::<i64>().ok()?.into()),
        ("Float", Value::String(text)) => plain(text.trim().parse::<f64>().ok()?.into()),
        ("Boolean" | "True", Value::String(text)) => plain(boolean(text)?.into()),
        ("InputFile", _) => is_file(value).then(|| (value.clone(), Vec::new())),
        ("String" | "Integer" | "Float" | "Boolean" | "True", _) => {
            has_type(kind, value, "").map(|_| (value.clone(), Vec::new()))
        }
        (_, Value::String(text)) => {
            let parsed: Value = serde_json::from_str(text).ok()?;
            let unknown = has_type(kind, &parsed, "")?;
            Some((parsed, unknown))
        }
        _ => has_type(kind, value, "").map(|unknown| (value.clone(), unknown)),
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// Whether a JSON value is a `kind`: the paths of its unknown fields, or `None` where it is not.
fn has_type(kind: &str, value: &Value, path: &str) -> Option<Vec<String>> {
    if let Some(item) = kind.strip_prefix("Array of ") {
        let items = value.as_array()?.iter().enumerate();
        let unknown: Option<Vec<_>> =
            items.map(|(index, value)| has_type(item, value, &format!("{path}[{index}]"))).collect();
        return Some(unknown?.concat());
    }
    match kind {
        "String" | "InputFile" => value.is_string().then(Vec::new),
        "Integer" => value.is_i64().then(Vec::new),
        "Float" => value.is_number().then(Vec::new),
        "Boolean" | "True" => value.is_boolean().then(Vec::new),
        _ => match Schema::get().object(kind)? {
            Type::Object { fields } => is_object(fields, value, path),
            Type::Union { subtypes } => is_one_of(subtypes, value, path),
        },
    }
}

fn is_object(fields: &Fields, value: &Value, path: &str) -> Option<Vec<String>> {
    let object = value.as_object()?;
    let is_missing = |(name, field): (&String, &Field)| field.required && !object.contains_key(name);
    if fields.iter().any(is_missing) {
        return None;
    }
    let mut unknown = Vec::new();
    for (name, value) in object {
        let path = format!("{path}.{name}");
        match fields.get(name) {
            Some(_) if value.is_null() => {}
            Some(field) => unknown.extend(field.types.iter().find_map(|kind| has_type(kind, value, &path))?),
            None => unknown.push(path),
        }
    }
    Some(unknown)
}

/// The subtype with the fewest unknown fields is what was meant.
fn is_one_of(subtypes: &[String], value: &Value, path: &str) -> Option<Vec<String>> {
    subtypes.iter().filter_map(|kind| has_type(kind, value, path)).min_by_key(Vec::len)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check_call(method: &str, given: &Value) -> Checked {
        let (_, fields) = Schema::get().method(method).unwrap();
        check(fields, given.as_object().unwrap().clone())
    }

    #[test]
    fn a_number_may_come_as_a_string() {
        let checked =
            check_call("sendMessage", &json!({"chat_id": "-5", "text": "hi", "disable_notification": "true"}));
        assert_eq!(
            checked.parameters.0,
            *json!({"chat_id": -5, "text": "hi", "disable_notification": true}).as_object().unwrap()
        );
        assert!(checked.complaints.is_empty() && checked.refusal.is_none());
    }

    #[test]
    fn an_object_may_come_as_text() {
        let markup = r#"{"inline_keyboard":[[{"text":"Join","url":"https://t.me/a"}]]}"#;
        let checked = check_call("sendMessage", &json!({"chat_id": 1, "text": "hi", "reply_markup": markup}));
        assert_eq!(checked.parameters.0["reply_markup"]["inline_keyboard"][0][0]["text"], "Join");
    }

    #[test]
    fn an_unknown_parameter_is_a_complaint_but_no_refusal() {
        let checked = check_call("sendMessage", &json!({"chat_id": 1, "text": "hi", "txt": "x"}));
        assert_eq!(checked.complaints, ["unknown parameter txt"]);
        assert_eq!(checked.refusal, None);
    }

    #[test]
    fn an_unknown_field_of_a_button_is_a_complaint() {
        let markup = json!({"inline_keyboard": [[{"text": "Join", "ulr": "x"}]]});
        let checked = check_call("sendMessage", &json!({"chat_id": 1, "text": "hi", "reply_markup": markup}));
        assert_eq!(checked.complaints, ["unknown field reply_markup.inline_keyboard[0][0].ulr"]);
    }

    #[test]
    fn a_missing_or_wrongly_typed_parameter_is_refused() {
        let missing = check_call("sendMessage", &json!({"chat_id": 1}));
        assert_eq!(missing.refusal, Some(ApiError::bad_request("message text is empty")));
        let wrong = check_call("deleteMessage", &json!({"chat_id": 1, "message_id": "one"}));
        assert_eq!(wrong.complaints[0], "parameter message_id is not of type Integer");
        assert_eq!(wrong.refusal.unwrap().code, 400);
    }

    #[test]
    fn an_attached_file_is_no_unknown_parameter() {
        let media = json!([{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]);
        let file = json!({UPLOADED_FILE: "a.png", "size": 1});
        let checked = check_call("sendMediaGroup", &json!({"chat_id": 1, "media": media, "a": file, "c": file}));
        assert_eq!(checked.complaints, ["unknown parameter c"]);
    }
}
