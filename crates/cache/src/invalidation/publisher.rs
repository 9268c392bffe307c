//! Publishes to the other instances, if there are any.

use std::{fmt, time::Duration};

use super::{Invalidations, message::Change};

/// How long anything is cached while messages may be missed; with the most jitter there is, less than 5 s.
const TTL_WHILE_DOWN: Duration = Duration::from_secs(3);

/// Publishes what changes here, and limits TTLs to seconds while changes elsewhere may be missed; does neither for an
/// instance that is alone.
#[derive(Clone, Default)]
pub(crate) struct InvalidationPublisher(Option<Invalidations>);

impl InvalidationPublisher {
    pub(crate) fn publish(&self, change: Change) {
        if let Some(invalidations) = &self.0 {
            invalidations.publish(change);
        }
    }

    /// `ttl`, or less while messages of other instances may be missed.
    pub(crate) fn limit_ttl(&self, ttl: Duration) -> Duration {
        match &self.0 {
            Some(invalidations) if !invalidations.is_up() => ttl.min(TTL_WHILE_DOWN),
            _ => ttl,
        }
    }
}

impl From<&Invalidations> for InvalidationPublisher {
    fn from(invalidations: &Invalidations) -> Self {
        Self(Some(invalidations.clone()))
    }
}

impl fmt::Debug for InvalidationPublisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidationPublisher").field("is_shared", &self.0.is_some()).finish()
    }
}
