//! The Bot API's errors.

use serde_json::{Value, json};

/// A refused call: `{"ok":false,"error_code":…,"description":…,"parameters":…}`.
///
/// Mirrors <https://core.telegram.org/bots/api#making-requests>.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The error code, which is the HTTP status too.
    pub code: u16,
    /// The text, with its prefix ("Bad Request: …").
    pub description: String,
    /// `ResponseParameters`: `retry_after` (seconds) or `migrate_to_chat_id`.
    /// <https://core.telegram.org/bots/api#responseparameters>
    pub parameters: Option<Value>,
}

impl ApiError {
    /// An error without `parameters`.
    #[must_use]
    pub fn new(code: u16, description: &str) -> Self {
        Self { code, description: description.to_owned(), parameters: None }
    }

    /// 400, "Bad Request: " and `text`.
    #[must_use]
    pub fn bad_request(text: &str) -> Self {
        Self::new(400, &format!("Bad Request: {text}"))
    }

    /// 403, "Forbidden: " and `text`.
    #[must_use]
    pub fn forbidden(text: &str) -> Self {
        Self::new(403, &format!("Forbidden: {text}"))
    }

    /// 404: no such method, or a malformed token.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    /// 401: a token of no bot, or a revoked one.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    /// 409, "Conflict: " and `text`.
    #[must_use]
    pub fn conflict(text: &str) -> Self {
        Self::new(409, &format!("Conflict: {text}"))
    }

    /// 429: nothing was done; the call may be repeated after `retry_after` seconds.
    #[must_use]
    pub fn too_many_requests(retry_after: u64) -> Self {
        Self {
            parameters: Some(json!({ "retry_after": retry_after })),
            ..Self::new(429, &format!("Too Many Requests: retry after {retry_after}"))
        }
    }

    /// 400: the basic group is the supergroup `to` by now.
    #[must_use]
    pub fn migrated(to: i64) -> Self {
        Self {
            parameters: Some(json!({ "migrate_to_chat_id": to })),
            ..Self::bad_request("group chat was upgraded to a supergroup chat")
        }
    }

    /// The answer's body.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}
