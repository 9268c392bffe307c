//! What an observer is told about each request.

use std::time::Duration;

use super::call_failure::CallFailure;

/// The outcome of a request that did its work.
pub(super) const OK: &str = "ok";

/// A request that has ended.
#[derive(Clone, Copy, Debug)]
pub struct EndedCall<'a> {
    /// The method, as in `getChatMember`.
    pub method: &'a str,
    /// How it ended, in a word: `ok`, or why it did not do its work.
    pub outcome: &'static str,
    /// How long it took, the wait for a permit not counted.
    pub elapsed: Duration,
}

impl<'a> EndedCall<'a> {
    pub(super) fn of<T>(method: &'a str, result: &Result<T, CallFailure>, elapsed: Duration) -> Self {
        Self { method, outcome: result.as_ref().map_or_else(CallFailure::outcome, |_| OK), elapsed }
    }

    /// Whether it did not do its work.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.outcome != OK
    }
}
