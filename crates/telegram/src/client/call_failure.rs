//! How one request can fail.

use std::time::Duration;

use thiserror::Error;

/// How one request failed; no variant holds the token or the body of an answer.
#[derive(Debug, Error)]
pub enum CallFailure {
    /// No connection came about: nothing was done.
    #[error("no connection to the Bot API")]
    Unreachable(#[source] reqwest::Error),
    /// The request went out and its answer did not come, or not in time: it may have been carried out.
    #[error("the connection to the Bot API broke")]
    Interrupted(#[source] reqwest::Error),
    /// An answer of status 5xx, whatever its body.
    #[error("the Bot API has a fault of its own: status {0}")]
    ServerFault(u16),
    /// An answer that is not the Bot API's: a proxy's page, or half an answer.
    #[error("an unreadable answer of status {0}")]
    Unreadable(u16),
    /// The Bot API's answer with `ok: true`, and a result that is not the one of this method as this version knows it.
    #[error("the result of the call can't be read")]
    UnreadableResult,
    /// Flood control (429), answered now or held from before: nothing was done.
    #[error("flood control: retry after {} s", .0.as_secs())]
    Flood(Duration),
    /// Any other answer with `ok: false`.
    #[error("refused with {}: {}", .0.code, .0.description)]
    Refused(Refusal),
    /// The parameters do not go into JSON, or hold a file of the disk, which this client does not send.
    #[error("the parameters of the call can't be sent")]
    Unsendable,
}

/// An answer with `ok: false`. <https://core.telegram.org/bots/api#making-requests>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `error_code`.
    pub code: u16,
    /// Telegram's words, cut to a reasonable length.
    pub description: String,
    /// `parameters.retry_after`, in seconds.
    pub retry_after: Option<u64>,
    /// `parameters.migrate_to_chat_id`.
    pub migrate_to_chat_id: Option<i64>,
}

impl CallFailure {
    /// Whether the next try may succeed.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Interrupted(_) | Self::ServerFault(_) | Self::Unreadable(_))
    }

    /// Whether the next try may succeed and, besides, nothing was done, so that even a message may be sent again.
    ///
    /// A gateway that timed out (504) does not know what became of the request behind it.
    #[must_use]
    pub const fn is_transient_and_undone(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::ServerFault(status) => *status != 504,
            _ => false,
        }
    }

    /// Whether the token was refused; one that is not even well formed is answered as an unknown address.
    pub(super) fn is_refused_token(&self) -> bool {
        let Self::Refused(refusal) = self else { return false };
        refusal.code == 401 || refusal.code == 404 && refusal.description.eq_ignore_ascii_case("not found")
    }

    /// Every kind's name.
    pub(super) const OUTCOMES: [&str; 6] = ["network", "server_fault", "unreadable", "flood", "refused", "unsendable"];

    /// The kind's name, for metrics: one of [`OUTCOMES`](Self::OUTCOMES).
    pub(super) const fn outcome(&self) -> &'static str {
        match self {
            Self::Unreachable(_) | Self::Interrupted(_) => Self::OUTCOMES[0],
            Self::ServerFault(_) => Self::OUTCOMES[1],
            Self::Unreadable(_) | Self::UnreadableResult => Self::OUTCOMES[2],
            Self::Flood(_) => Self::OUTCOMES[3],
            Self::Refused(_) => Self::OUTCOMES[4],
            Self::Unsendable => Self::OUTCOMES[5],
        }
    }
}

impl From<reqwest::Error> for CallFailure {
    /// Without the address, since the token is a part of it.
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() || error.is_builder() { Self::Unreachable(error) } else { Self::Interrupted(error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_proves_that_nothing_was_done_lets_a_message_go_out_again() {
        assert!(CallFailure::ServerFault(500).is_transient_and_undone());
        assert!(!CallFailure::ServerFault(504).is_transient_and_undone());
        assert!(!CallFailure::Unreadable(200).is_transient_and_undone());
        assert!(CallFailure::ServerFault(504).is_transient() && CallFailure::Unreadable(200).is_transient());
    }

    #[test]
    fn a_flood_and_a_refusal_are_not_tried_again() {
        assert!(!CallFailure::Flood(Duration::from_secs(1)).is_transient());
        assert!(!CallFailure::Unsendable.is_transient());
    }

    #[test]
    fn a_result_that_does_not_read_is_not_asked_for_again() {
        assert!(!CallFailure::UnreadableResult.is_transient());
    }
}
