//! What the control API answers.

use axum::Json;
use axum::http::StatusCode;
use serde_json::{Value, json};

pub(super) type Answer = (StatusCode, Json<Value>);

/// 200 with these fields, and `"ok": true`.
pub(super) fn done(mut result: Value) -> Answer {
    if let Some(object) = result.as_object_mut() {
        object.insert("ok".to_owned(), true.into());
    }
    (StatusCode::OK, Json(result))
}

/// This status, and why.
pub(super) fn refused(status: StatusCode, problem: &str) -> Answer {
    (status, Json(json!({ "ok": false, "error": problem })))
}

/// 404 about the number of a fault.
pub(super) fn no_such_fault() -> Answer {
    refused(StatusCode::NOT_FOUND, "there is no such fault")
}
