//! Jitter on TTLs, so that what was loaded together does not expire together.

use std::{fmt, sync::Arc, time::Duration};

/// A source of random numbers: each call gives one from 0 up to, but not including, 1.
pub type Randomness = Arc<dyn Fn() -> f64 + Send + Sync>;

/// The system's own randomness.
#[must_use]
pub fn system_randomness() -> Randomness {
    Arc::new(rand::random::<f64>)
}

/// Changes times by up to so many percent, up or down.
#[derive(Clone)]
pub(crate) struct Jitter {
    percent: u32,
    randomness: Randomness,
}

impl Jitter {
    pub(crate) const fn new(percent: u32, randomness: Randomness) -> Self {
        Self { percent, randomness }
    }

    /// `ttl`, a little longer or shorter.
    pub(crate) fn apply(&self, ttl: Duration) -> Duration {
        let spread = f64::from(self.percent) / 100.0;
        let factor = 1.0 + spread * (2.0 * (self.randomness)() - 1.0);
        // A source that leaves its range may give a factor that no time can be multiplied by.
        Duration::try_from_secs_f64(ttl.as_secs_f64() * factor).unwrap_or(ttl)
    }
}

impl fmt::Debug for Jitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jitter").field("percent", &self.percent).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jittered(percent: u32, random: f64) -> Duration {
        Jitter::new(percent, Arc::new(move || random)).apply(Duration::from_secs(100))
    }

    #[test]
    fn a_ttl_changes_evenly_up_and_down() {
        assert_eq!(jittered(15, 0.0), Duration::from_secs(85));
        assert_eq!(jittered(15, 0.5), Duration::from_secs(100));
        assert_eq!(jittered(15, 1.0), Duration::from_secs(115));
    }

    #[test]
    fn no_percent_is_no_jitter() {
        assert_eq!(jittered(0, 0.9), Duration::from_secs(100));
    }

    #[test]
    fn a_random_number_out_of_range_leaves_the_ttl_as_it_is() {
        assert_eq!(jittered(15, f64::NAN), Duration::from_secs(100));
        assert_eq!(jittered(15, -1e9), Duration::from_secs(100));
    }

    #[test]
    fn the_systems_randomness_stays_within_the_bounds() {
        let jitter = Jitter::new(15, system_randomness());
        for _ in 0..1_000 {
            let ttl = jitter.apply(Duration::from_secs(100));
            assert!((85.0..115.0).contains(&ttl.as_secs_f64()), "{ttl:?}");
        }
    }
}
