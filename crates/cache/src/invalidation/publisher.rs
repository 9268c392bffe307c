//! The other instances, if there are any.

use std::{fmt, time::Duration};

use crate::invalidation::{Invalidations, message::Change};

/// How long anything is remembered while other instances can't be heard; with the most scatter there is, less than 5 s.
const UNHEARD_TTL: Duration = Duration::from_secs(3);

/// The other instances: told what changes here, and a reason to remember things for seconds only while they can't be
/// heard.
#[derive(Clone, Default)]
pub(crate) struct Others(Option<Invalidations>);

impl Others {
    pub(crate) fn tell(&self, change: Change) {
        if let Some(invalidations) = &self.0 {
            invalidations.publish(change);
        }
    }

    /// `ttl`, or less while others can't be heard.
    pub(crate) fn limit(&self, ttl: Duration) -> Duration {
        match &self.0 {
            Some(invalidations) if !invalidations.is_up() => ttl.min(UNHEARD_TTL),
            _ => ttl,
        }
    }
}

impl From<&Invalidations> for Others {
    fn from(invalidations: &Invalidations) -> Self {
        Self(Some(invalidations.clone()))
    }
}

impl fmt::Debug for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Others").field("there_may_be_some", &self.0.is_some()).finish()
    }
}
