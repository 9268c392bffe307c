//! All caches of one process together.

use std::{fmt, sync::Arc};

use portcullis_domain::{
    GroupId, UserId,
    administrators::AdministratorList,
    gate::Tally,
    group::Group,
    ports::{Change, Known},
};

use crate::{administrators::CachedAdministrators, groups::CachedGroupRepository, memberships::CachedMemberships};

/// What is cached in this process, until another instance says that it has changed.
#[derive(Clone)]
pub struct Caches {
    /// Who is in which channel.
    pub memberships: Arc<CachedMemberships>,
    /// The groups with their exemptions.
    pub groups: Arc<CachedGroupRepository>,
    /// The administrators of groups.
    pub administrators: Arc<CachedAdministrators>,
}

impl Caches {
    /// Forgets what another instance says has changed.
    pub fn forget(&self, change: Change) {
        match change {
            Change::Membership(user, channel) => self.memberships.invalidate_local(user, channel),
            Change::Channel(channel) => self.memberships.invalidate_channel_local(channel),
            Change::Group(group) => self.groups.invalidate_local(group),
            Change::Administrators(group) => self.administrators.invalidate_local(group),
            Change::Sweeps | Change::Releases => {}
            Change::Everything => {
                self.memberships.invalidate_all_local();
                self.groups.invalidate_all_local();
                self.administrators.invalidate_all_local();
            }
        }
    }
}

impl Known for Caches {
    fn group(&self, group: GroupId) -> Option<Option<Arc<Group>>> {
        self.groups.known(group)
    }

    fn administrators(&self, group: GroupId) -> Option<Arc<AdministratorList>> {
        self.administrators.known(group)
    }

    fn tally(&self, group: &Group, user: UserId) -> Option<Tally> {
        self.memberships.tally(group, user)
    }
}

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caches").finish_non_exhaustive()
    }
}
