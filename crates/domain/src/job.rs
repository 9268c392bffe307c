//! Long work over a whole group, done in steps, so that it goes on after a restart.

use crate::{GroupId, JobId, RestrictionId, Timestamp, sweep::SweepProgress};

/// A piece of long work that this process has leased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its row.
    pub id: JobId,
    /// The group that it goes through.
    pub group: GroupId,
    /// What is to be done, and how much of it is.
    pub progress: JobProgress,
    /// When it was ordered.
    pub ordered_at: Timestamp,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Goes through a group's open restrictions and lifts those that nothing justifies any more.
    Release,
    /// Checks everybody who was seen in a group against its channels.
    Sweep,
}

/// What a job does, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobProgress {
    /// The last restriction that was processed; `None` at the beginning.
    Release(Option<RestrictionId>),
    /// How far a sweep has come.
    Sweep(SweepProgress),
}

impl JobProgress {
    /// What the job does.
    #[must_use]
    pub const fn kind(&self) -> JobKind {
        match self {
            Self::Release(_) => JobKind::Release,
            Self::Sweep(_) => JobKind::Sweep,
        }
    }
}
