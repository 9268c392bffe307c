//! Whom the bot serves: its operator may name the groups that can use it, and block any of them.

use std::{collections::HashSet, sync::Arc, time::Duration};

use crate::{GroupId, Timestamp};

/// For how long it is remembered that a group was told that it is not allowed to use the bot. Anybody can add the bot to any
/// number of groups, so that this must end; and whoever adds it again after so long may have forgotten.
pub const DENIAL_REMEMBERED_FOR: Duration = Duration::from_hours(180 * 24);

/// The groups that may use a bot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowedGroups {
    /// Whichever adds it.
    #[default]
    All,
    /// These, by their ids.
    Only(Arc<HashSet<GroupId>>),
}

impl AllowedGroups {
    /// Whether a group of this id may use the bot.
    #[must_use]
    pub fn contains(&self, group: GroupId) -> bool {
        match self {
            Self::All => true,
            Self::Only(groups) => groups.contains(&group),
        }
    }

    /// Whether there are groups that may not.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        matches!(self, Self::Only(_))
    }
}

impl FromIterator<GroupId> for AllowedGroups {
    /// Only these: also where there are none.
    fn from_iter<I: IntoIterator<Item = GroupId>>(groups: I) -> Self {
        Self::Only(Arc::new(groups.into_iter().collect()))
    }
}

/// Why a bot does not serve a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    /// Its operator has named others that may use the bot.
    NotAllowed,
    /// Its operator has blocked it.
    Blocked,
}

impl Denial {
    /// The word by which it is known in output that programs read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::Blocked => "blocked",
        }
    }
}

/// What is remembered of a group as a tenant of the bot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenancy {
    /// The id that it had before Telegram made it a supergroup: whoever allowed it may have named it by that.
    pub former_id: Option<GroupId>,
    /// Since when the operator has it blocked, if they do.
    pub block: Option<Block>,
}

impl Tenancy {
    /// Why a group of this id is not served; `None`: it is. A block counts whatever is allowed.
    #[must_use]
    pub fn denial(&self, group: GroupId, allowed: &AllowedGroups) -> Option<Denial> {
        if self.block.is_some() {
            return Some(Denial::Blocked);
        }
        let is_allowed = allowed.contains(group) || self.former_id.is_some_and(|former| allowed.contains(former));
        (!is_allowed).then_some(Denial::NotAllowed)
    }

    /// The old id by which alone a group of this id is allowed, if that is so.
    #[must_use]
    pub fn allowed_as(&self, group: GroupId, allowed: &AllowedGroups) -> Option<GroupId> {
        self.former_id.filter(|former| allowed.contains(*former) && !allowed.contains(group))
    }
}

/// Whether the gate of a group checks anybody, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TenantState {
    /// It does.
    Protected,
    /// The bot does not serve the group.
    Denied(Denial),
    /// An admin has switched it off, or nobody has ever switched it on.
    Off,
    /// It is on, and no channel is left that anybody must be in.
    WithoutChannels,
    /// It is on, and the bot lacks a right to enforce it.
    WithoutRights,
}

impl TenantState {
    /// The state of a group whose gate is switched on or not, with so many channels, in which the bot has its rights or not.
    #[must_use]
    pub const fn of(denial: Option<Denial>, is_enabled: bool, channels: u64, can_enforce: bool) -> Self {
        match denial {
            Some(denial) => Self::Denied(denial),
            None if !is_enabled => Self::Off,
            None if channels == 0 => Self::WithoutChannels,
            None if !can_enforce => Self::WithoutRights,
            None => Self::Protected,
        }
    }

    /// The word by which it is known in output that programs read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Protected => "protected",
            Self::Denied(denial) => denial.word(),
            Self::Off => "off",
            Self::WithoutChannels => "without_channels",
            Self::WithoutRights => "without_rights",
        }
    }
}

/// A group is blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Since when.
    pub at: Timestamp,
    /// Why, in the operator's own words.
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: GroupId = GroupId(-1_001);
    const FORMER: GroupId = GroupId(-7);

    fn only(groups: &[GroupId]) -> AllowedGroups {
        groups.iter().copied().collect()
    }

    fn migrated() -> Tenancy {
        Tenancy { former_id: Some(FORMER), block: None }
    }

    #[test]
    fn without_a_list_every_group_is_served_and_with_one_those_on_it() {
        let unknown = Tenancy::default();
        assert_eq!(unknown.denial(GROUP, &AllowedGroups::All), None);
        assert_eq!(unknown.denial(GROUP, &only(&[GROUP])), None);
        assert_eq!(unknown.denial(GROUP, &only(&[FORMER])), Some(Denial::NotAllowed));
        assert_eq!(unknown.denial(GROUP, &only(&[])), Some(Denial::NotAllowed), "a list of none allows none");
    }

    #[test]
    fn a_group_that_is_on_the_list_by_its_old_id_is_served() {
        assert_eq!(migrated().denial(GROUP, &only(&[FORMER])), None);
        assert_eq!(migrated().allowed_as(GROUP, &only(&[FORMER])), Some(FORMER));
        assert_eq!(migrated().allowed_as(GROUP, &only(&[FORMER, GROUP])), None, "the new one is on it as well");
        assert_eq!(migrated().allowed_as(GROUP, &AllowedGroups::All), None);
        assert_eq!(migrated().denial(GROUP, &only(&[GroupId(-8)])), Some(Denial::NotAllowed));
    }

    #[test]
    fn a_block_counts_whatever_is_allowed() {
        let blocked = Tenancy { block: Some(Block { at: Timestamp(1), reason: None }), ..migrated() };
        for allowed in [AllowedGroups::All, only(&[GROUP]), only(&[])] {
            assert_eq!(blocked.denial(GROUP, &allowed), Some(Denial::Blocked));
        }
    }

    #[test]
    fn a_denial_goes_before_whatever_else_keeps_a_gate_from_checking_anybody() {
        let state = TenantState::of;
        assert_eq!(state(None, true, 1, true), TenantState::Protected);
        assert_eq!(state(None, false, 1, true), TenantState::Off);
        assert_eq!(state(None, true, 0, true), TenantState::WithoutChannels);
        assert_eq!(state(None, true, 1, false), TenantState::WithoutRights);
        assert_eq!(state(Some(Denial::Blocked), false, 0, false), TenantState::Denied(Denial::Blocked));
    }
}
