//! The answer to a request of the webhook.

use std::time::Duration;

use http_body_util::Empty;
use hyper::{
    Response, StatusCode,
    body::Bytes,
    header::{self, HeaderValue},
};

/// The body of every answer.
pub(super) type EmptyBody = Empty<Bytes>;

/// The answer to a request, always without a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The update is carried out, stored, or makes no sense and would make none later.
    Accepted,
    /// Nothing is served there.
    NotFound,
    /// Updates are posted.
    NotAllowed,
    /// It does not come from Telegram.
    Unauthorized,
    /// It is larger than any update.
    TooLarge,
    /// No JSON, or only a part of it arrived.
    Unreadable,
    /// Not accepted: to be sent again after this time.
    RetryAfter(Duration),
}

impl Answer {
    pub(super) fn into_response(self) -> Response<EmptyBody> {
        let mut response = Response::new(EmptyBody::new());
        *response.status_mut() = self.status();
        match self {
            Self::NotAllowed => {
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            }
            Self::RetryAfter(wait) => {
                response.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
            }
            _ => {}
        }
        response
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Accepted => StatusCode::OK,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::RetryAfter(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
