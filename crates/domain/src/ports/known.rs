//! What this process has cached: all that the warm path may use.

use std::sync::Arc;

use crate::{GroupId, UserId, administrators::AdministratorList, gate::Tally, group::Group};

/// What this process has cached of groups, their administrators and memberships, returned without asking anybody.
///
/// No method is asynchronous, so whoever has this port alone can't wait for a network or a disk.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Known: Send + Sync {
    /// The group: `None` if nothing is cached of it, `Some(None)` if it is cached that it was never protected.
    fn group(&self, group: GroupId) -> Option<Option<Arc<Group>>>;

    /// The creator and the administrators of the group.
    fn administrators(&self, group: GroupId) -> Option<Arc<AdministratorList>>;

    /// How many of the channels of `group` the person is in, and not; `None` if too little is cached of them to tell.
    fn tally(&self, group: &Group, user: UserId) -> Option<Tally>;
}
