//! Failures in a row: logged when they begin and when they end, with ever longer pauses between them.

use std::{error::Error, time::Duration};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::polling_options::PollingOptions;

/// The failures since the last success.
#[derive(Default)]
pub(super) struct Interruption {
    pauses: Option<ExponentialBackoff>,
    failures: u64,
}

impl Interruption {
    /// Notes one more failure, logs the first as a warning, and returns for how long to pause.
    pub(super) fn note_failure(
        &mut self,
        options: &PollingOptions,
        what: &'static str,
        error: &(dyn Error + 'static),
    ) -> Duration {
        self.failures += 1;
        if self.failures == 1 {
            tracing::warn!(what, error, "polling is interrupted");
        } else {
            tracing::debug!(what, error, failures = self.failures, "polling is still interrupted");
        }
        let pauses = self.pauses.get_or_insert_with(|| {
            ExponentialBuilder::new()
                .with_min_delay(options.first_pause)
                .with_max_delay(options.longest_pause)
                .without_max_times()
                .build()
        });
        pauses.next().unwrap_or(options.longest_pause)
    }

    /// Notes a success, and logs it if failures went before.
    pub(super) fn note_success(&mut self) {
        if self.failures > 0 {
            tracing::info!(failures = self.failures, "polling works again");
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_longest_and_begin_anew_after_a_success() {
        let options = PollingOptions::default();
        let mut interruption = Interruption::default();
        let fail =
            |interruption: &mut Interruption| interruption.note_failure(&options, "failed", &std::fmt::Error).as_secs();
        let pauses: Vec<_> = (0..7).map(|_| fail(&mut interruption)).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
        interruption.note_success();
        assert_eq!(fail(&mut interruption), 1);
    }
}
