//! Noting when updates come in.

use std::sync::Arc;

use portcullis_domain::{
    inbox::RawUpdate,
    ports::{Accepted, UpdateSink},
};

use super::Status;

/// Hands updates on, and notes in the status that some came in.
pub struct ObservedSink {
    sink: Arc<dyn UpdateSink>,
    status: Status,
}

impl ObservedSink {
    /// In front of `sink`.
    #[must_use]
    pub fn new(sink: Arc<dyn UpdateSink>, status: Status) -> Self {
        Self { sink, status }
    }
}

impl UpdateSink for ObservedSink {
    fn try_accept(&self, json: &str) -> bool {
        let is_accepted = self.sink.try_accept(json);
        if is_accepted {
            self.status.record_update();
        }
        is_accepted
    }

    fn accept(&self, update: RawUpdate) -> Accepted {
        self.status.record_update();
        self.sink.accept(update)
    }
}
