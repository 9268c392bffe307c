//! Whether the Bot API answers.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::call_failure::CallFailure;

/// One request may fail by chance; so many in a row mean that the Bot API does not answer.
const FAILURES_WHILE_UNREACHABLE: u32 = 2;

/// Whether the Bot API answers, as the last requests have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reachability {
    /// No request has ended yet.
    Unknown,
    /// It answers, be it with a refusal.
    Reachable,
    /// It has not answered, several times in a row.
    Unreachable,
    /// It answers, and refuses the token.
    TokenRefused,
}

/// The requests that failed since the last answer.
#[derive(Debug, Default)]
pub(super) struct RecentFailures {
    has_answered: AtomicBool,
    has_refused_token: AtomicBool,
    failures: AtomicU32,
}

impl RecentFailures {
    /// Notes how a request has ended.
    pub(super) fn note<T>(&self, result: &Result<T, CallFailure>) {
        match result {
            Err(failure) if failure.is_transient() => {
                // The number can't overflow: too many failures would have to come without one answer in between.
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
            Err(CallFailure::Unsendable) => {}
            answer => {
                self.failures.store(0, Ordering::Relaxed);
                self.has_answered.store(true, Ordering::Relaxed);
                self.note_token(answer.as_ref().err().is_some_and(CallFailure::is_refused_token));
            }
        }
    }

    /// Notes whether the token was refused, and logs it when that changes.
    fn note_token(&self, is_refused: bool) {
        let was_refused = self.has_refused_token.swap(is_refused, Ordering::Relaxed);
        if is_refused && !was_refused {
            tracing::error!("Telegram refuses BOT_TOKEN (401): it was revoked; what is under way waits for a good one");
        } else if was_refused && !is_refused {
            tracing::info!("Telegram takes the token again");
        }
    }

    pub(super) fn reachability(&self) -> Reachability {
        if self.failures.load(Ordering::Relaxed) >= FAILURES_WHILE_UNREACHABLE {
            Reachability::Unreachable
        } else if self.has_refused_token.load(Ordering::Relaxed) {
            Reachability::TokenRefused
        } else if self.has_answered.load(Ordering::Relaxed) {
            Reachability::Reachable
        } else {
            Reachability::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: Result<(), CallFailure> = Err(CallFailure::ServerFault(502));

    #[test]
    fn one_failure_is_not_enough_to_be_unreachable() {
        let failures = RecentFailures::default();
        assert_eq!(failures.reachability(), Reachability::Unknown);
        failures.note(&Ok(()));
        failures.note(&FAILED);
        assert_eq!(failures.reachability(), Reachability::Reachable);
        failures.note(&FAILED);
        assert_eq!(failures.reachability(), Reachability::Unreachable);
    }

    #[test]
    fn a_refusal_is_an_answer() {
        let failures = RecentFailures::default();
        failures.note(&FAILED);
        failures.note(&FAILED);
        failures.note::<()>(&Err(CallFailure::Flood(std::time::Duration::from_secs(1))));
        assert_eq!(failures.reachability(), Reachability::Reachable);
    }
}
