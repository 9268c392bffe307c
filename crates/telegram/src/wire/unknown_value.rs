//! Values that this version does not know.

use portcullis_domain::ports::Undecodable;
use thiserror::Error;

/// A value of an enum that this version does not know: nothing is concluded from it.
#[derive(Debug, Error)]
#[error("unknown {what} {value}")]
pub(crate) struct UnknownValue {
    what: &'static str,
    value: String,
}

impl UnknownValue {
    /// The value as Telegram wrote it, if it looks like an enum's; else nothing of it, since it might be anything.
    pub(super) fn new(what: &'static str, value: &str) -> Self {
        let is_allowed = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        let is_word = value.len() <= 32 && value.chars().all(is_allowed);
        Self { what, value: if is_word { value.to_owned() } else { "…".to_owned() } }
    }
}

impl From<UnknownValue> for Undecodable {
    fn from(error: UnknownValue) -> Self {
        Self { reason: error.to_string() }
    }
}
