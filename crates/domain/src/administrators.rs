//! The administrators of one group.

use std::collections::HashSet;

use crate::UserId;

/// The creator and the administrators of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdministratorList(HashSet<UserId>);

impl AdministratorList {
    /// Whether this user is the creator or an administrator.
    #[must_use]
    pub fn contains(&self, user: UserId) -> bool {
        self.0.contains(&user)
    }
}

impl FromIterator<UserId> for AdministratorList {
    fn from_iter<I: IntoIterator<Item = UserId>>(users: I) -> Self {
        Self(users.into_iter().collect())
    }
}
