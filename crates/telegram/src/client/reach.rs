//! Whether the Bot API answers.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::call_failure::CallFailure;

/// One request may fail by chance; so many in a row mean that nobody answers.
const FAILURES_OF_ONE_WHO_IS_AWAY: u32 = 2;

/// Whether the Bot API answers, as the last requests have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// No request has ended yet.
    Unknown,
    /// It answers, be it with a refusal.
    Answers,
    /// It does not, several times in a row.
    Away,
}

/// The requests that failed since the last answer.
#[derive(Debug, Default)]
pub(super) struct Contact {
    has_answered: AtomicBool,
    failures: AtomicU32,
}

impl Contact {
    /// Takes note of a request that has ended.
    pub(super) fn note<T>(&self, result: &Result<T, CallFailure>) {
        match result {
            Err(failure) if failure.is_transient() => {
                // So many failures that the number overflows would have to come without one answer in between.
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
            Err(CallFailure::Unsendable) => {}
            _ => {
                self.failures.store(0, Ordering::Relaxed);
                self.has_answered.store(true, Ordering::Relaxed);
            }
        }
    }

    pub(super) fn reach(&self) -> Reach {
        if self.failures.load(Ordering::Relaxed) >= FAILURES_OF_ONE_WHO_IS_AWAY {
            Reach::Away
        } else if self.has_answered.load(Ordering::Relaxed) {
            Reach::Answers
        } else {
            Reach::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: Result<(), CallFailure> = Err(CallFailure::ServerFault(502));

    #[test]
    fn nobody_is_away_for_one_failure() {
        let contact = Contact::default();
        assert_eq!(contact.reach(), Reach::Unknown);
        contact.note(&Ok(()));
        contact.note(&FAILED);
        assert_eq!(contact.reach(), Reach::Answers);
        contact.note(&FAILED);
        assert_eq!(contact.reach(), Reach::Away);
    }

    #[test]
    fn a_refusal_is_an_answer() {
        let contact = Contact::default();
        contact.note(&FAILED);
        contact.note(&FAILED);
        contact.note::<()>(&Err(CallFailure::Flood(std::time::Duration::from_secs(1))));
        assert_eq!(contact.reach(), Reach::Answers);
    }
}
