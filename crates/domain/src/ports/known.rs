//! What this process has cached: all that the warm path may use.

use std::sync::Arc;

use crate::{ChannelId, GroupId, UserId, administrators::AdministratorList, chat_member::Membership, group::Group};

/// What this process has cached of groups, their administrators and memberships, returned without asking anybody.
///
/// No method is asynchronous, so whoever has this port alone can't wait for a network or a disk.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Known: Send + Sync {
    /// The group: `None` if nothing is cached of it, `Some(None)` if it is cached that it was never protected.
    fn group(&self, group: GroupId) -> Option<Option<Arc<Group>>>;

    /// The creator and the administrators of the group.
    fn administrators(&self, group: GroupId) -> Option<Arc<AdministratorList>>;

    /// The memberships of a person in `channels`, in their order; `None` if one of them is not cached.
    fn memberships(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>>;
}
