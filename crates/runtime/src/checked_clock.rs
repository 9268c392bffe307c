//! This machine's clock, compared with Telegram's.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use portcullis_domain::{Timestamp, clock_error::ClockError, ports::Clock};

use crate::SystemClock;

/// Nothing was shown yet.
const NOTHING: i64 = i64::MIN;

/// The machine's clock, which remembers what it has been shown of Telegram's; a copy is the same clock.
///
/// It logs once when it turns out to be wrong, and once when it is right again.
#[derive(Clone)]
pub(crate) struct CheckedClock(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    /// The error that the last answer has shown, in milliseconds, or [`NOTHING`].
    at_answer: AtomicI64,
    /// The date of the last update, or [`NOTHING`].
    update: AtomicI64,
    was_wrong: AtomicBool,
}

impl Default for CheckedClock {
    fn default() -> Self {
        Self::new(Arc::new(SystemClock))
    }
}

impl CheckedClock {
    fn new(clock: Arc<dyn Clock>) -> Self {
        let (at_answer, update) = (AtomicI64::new(NOTHING), AtomicI64::new(NOTHING));
        Self(Arc::new(Inner { clock, at_answer, update, was_wrong: AtomicBool::new(false) }))
    }

    /// Notes the date of an answer that Telegram gave just now.
    pub(crate) fn note_date_of_answer(&self, date: Timestamp) {
        self.0.at_answer.store(self.now().0.saturating_sub(date.0), Ordering::Relaxed);
        self.is_known_to_be_wrong();
    }

    /// How far it is from Telegram's; `None` while Telegram's is not known.
    pub(crate) fn error(&self) -> Option<ClockError> {
        let shown = |value: &AtomicI64| Some(value.load(Ordering::Relaxed)).filter(|value| *value != NOTHING);
        ClockError::of(self.now(), shown(&self.0.at_answer).map(ClockError), shown(&self.0.update).map(Timestamp))
    }
}

impl Clock for CheckedClock {
    fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn is_known_to_be_wrong(&self) -> bool {
        let error = self.error();
        let is_wrong = error.is_some_and(ClockError::is_too_large);
        let was_wrong = self.0.was_wrong.swap(is_wrong, Ordering::Relaxed);
        if let (true, false, Some(error)) = (is_wrong, was_wrong, error) {
            tracing::error!(
                seconds = error.size().as_secs(),
                clock = %format_args!("{} Telegram's", direction(error)),
                "this machine's clock is wrong: nobody is muted until it is set right"
            );
        } else if was_wrong && !is_wrong {
            tracing::info!("this machine's clock is Telegram's again");
        }
        is_wrong
    }

    fn note_date_of_update(&self, date: Timestamp) {
        self.0.update.store(date.0, Ordering::Relaxed);
        self.is_known_to_be_wrong();
    }
}

/// Where a clock stands that is this far off.
pub(crate) const fn direction(error: ClockError) -> &'static str {
    if error.0 < 0 { "behind" } else { "ahead of" }
}

impl fmt::Debug for CheckedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedClock").field("error", &self.error()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Settable(Mutex<i64>);

    impl Clock for Settable {
        fn now(&self) -> Timestamp {
            Timestamp::from_secs(*self.0.lock().unwrap())
        }
    }

    #[test]
    fn a_clock_that_is_set_right_is_right_by_itself() {
        let machine = Arc::new(Settable::default());
        let clock = CheckedClock::new(machine.clone());
        assert!(!clock.is_known_to_be_wrong(), "nothing is known yet");
        clock.note_date_of_update(Timestamp::from_secs(864_000));
        assert!(clock.is_known_to_be_wrong());
        *machine.0.lock().unwrap() = 864_001;
        assert!(!clock.is_known_to_be_wrong());
        clock.note_date_of_answer(Timestamp::from_secs(0));
        assert!(clock.is_known_to_be_wrong(), "it is ahead of what Telegram answers");
        assert_eq!(clock.error(), Some(ClockError(864_001_000)));
        clock.note_date_of_answer(Timestamp::from_secs(864_000));
        assert!(!clock.is_known_to_be_wrong());
    }
}
