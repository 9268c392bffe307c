//! Long work over a whole group, done in steps, so that it goes on after a restart.

use crate::{GroupId, JobId, RestrictionId};

/// A piece of long work that this process has leased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its row.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// The group whose restrictions it goes through.
    pub group: GroupId,
    /// The last restriction that was processed; `None` at the beginning.
    pub cursor: Option<RestrictionId>,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Goes through a group's open restrictions and lifts those that nothing justifies any more.
    Release,
}
