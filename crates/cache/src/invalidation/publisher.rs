//! Publishes to the other instances, if there are any.

use std::fmt;

use portcullis_domain::ports::Change;

use super::Invalidations;

/// Publishes what changes here; nothing for an instance that is alone.
#[derive(Clone, Default)]
pub(crate) struct InvalidationPublisher(Option<Invalidations>);

impl InvalidationPublisher {
    pub(crate) fn publish(&self, change: Change) {
        if let Some(invalidations) = &self.0 {
            invalidations.publish(change);
        }
    }
}

impl From<Option<&Invalidations>> for InvalidationPublisher {
    fn from(invalidations: Option<&Invalidations>) -> Self {
        Self(invalidations.cloned())
    }
}

impl fmt::Debug for InvalidationPublisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidationPublisher").field("is_shared", &self.0.is_some()).finish()
    }
}
