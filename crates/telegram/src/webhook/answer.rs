//! The answer to a request of the webhook.

use std::time::Duration;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// The answer to a request, always without a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The update is carried out, stored, or makes no sense and would make none later.
    Accepted,
    /// It does not come from Telegram.
    Unauthorized,
    /// It is larger than any update.
    TooLarge,
    /// No JSON, or only a part of it arrived.
    Unreadable,
    /// Not accepted: to be sent again after this time.
    RetryAfter(Duration),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Accepted => StatusCode::OK.into_response(),
            Self::Unauthorized => StatusCode::UNAUTHORIZED.into_response(),
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::Unreadable => StatusCode::BAD_REQUEST.into_response(),
            Self::RetryAfter(wait) => {
                let wait = wait.as_secs().max(1).to_string();
                (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, wait)]).into_response()
            }
        }
    }
}
