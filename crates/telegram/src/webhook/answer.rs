//! What a webhook says to a request.

use std::time::Duration;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// What a webhook says to a request; never with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The update is carried out, stored, or makes no sense and would make none later.
    Taken,
    /// Not from Telegram.
    Stranger,
    /// Larger than any update.
    TooLarge,
    /// No JSON, or only a part of it arrived.
    Unreadable,
    /// To be sent again after this long.
    Later(Duration),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Taken => StatusCode::OK.into_response(),
            Self::Stranger => StatusCode::UNAUTHORIZED.into_response(),
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::Unreadable => StatusCode::BAD_REQUEST.into_response(),
            Self::Later(wait) => {
                let wait = wait.as_secs().max(1).to_string();
                (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, wait)]).into_response()
            }
        }
    }
}
