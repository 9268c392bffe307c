//! What an update waits for while it is carried out, as traces tell it.

use std::{sync::Arc, time::Duration};

/// A statement or a call that has ended.
#[cfg_attr(not(feature = "otlp"), expect(dead_code, reason = "only traces are told of steps"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct UpdateStep<'a> {
    /// What it was.
    pub(crate) kind: StepKind,
    /// The method, or what a statement does to which table.
    pub(crate) name: &'a str,
    /// How it ended, in a word.
    pub(crate) outcome: &'static str,
    /// Whether it did not do its work.
    pub(crate) has_failed: bool,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

/// What an update waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// A request to the Bot API.
    Call,
    /// A statement of the database.
    Statement,
}

/// Is called after each step, in the task that took it.
pub(crate) type StepObserver = Arc<dyn Fn(&UpdateStep<'_>) + Send + Sync>;
