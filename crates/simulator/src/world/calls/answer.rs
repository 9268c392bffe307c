//! What the Bot API's methods answer.

use serde_json::Value;

use crate::api_error::ApiError;

/// What a method answers.
pub(super) type Answer = Result<Value, ApiError>;

/// The answer of methods that have nothing to say.
#[expect(clippy::unnecessary_wraps, reason = "it stands where methods end")]
pub(super) fn done() -> Answer {
    Ok(Value::Bool(true))
}
