//! The rights of an administrator that matter to the gate.

/// What an administrator may do; the Bot API has more rights, these are the ones the gate needs.
/// <https://core.telegram.org/bots/api#chatmemberadministrator>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AdministratorRights {
    /// `can_delete_messages`: without it a gated message stays.
    pub can_delete_messages: bool,
    /// `can_restrict_members`: without it nobody can be muted.
    pub can_restrict_members: bool,
    /// `can_invite_users`: invite links and join requests.
    pub can_invite_users: bool,
}

impl AdministratorRights {
    /// Every right: a chat's creator.
    pub const ALL: Self = Self { can_delete_messages: true, can_restrict_members: true, can_invite_users: true };

    /// What the bot needs in a group, and no more: to delete and to mute.
    pub const OF_BOT_IN_GROUP: Self = Self { can_invite_users: false, ..Self::ALL };

    /// What the bot needs in a channel, and no more: any right lets it see who is in it, and this one makes the invite link
    /// behind a private channel's button.
    pub const OF_BOT_IN_CHANNEL: Self =
        Self { can_delete_messages: false, can_restrict_members: false, can_invite_users: true };

    /// Whether a bot with these rights can enforce a group: delete and mute.
    #[must_use]
    pub const fn can_enforce(self) -> bool {
        self.can_delete_messages && self.can_restrict_members
    }

    /// The rights that are missing here for enforcing a group.
    #[must_use]
    pub fn missing(self) -> Vec<MissingRight> {
        let needed = [
            (self.can_delete_messages, MissingRight::DeleteMessages),
            (self.can_restrict_members, MissingRight::RestrictMembers),
        ];
        needed.into_iter().filter(|(is_there, _)| !is_there).map(|(_, right)| right).collect()
    }
}

/// A right of an administrator that the bot needs and does not have.
/// <https://core.telegram.org/bots/api#chatadministratorrights>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRight {
    /// `can_delete_messages`.
    DeleteMessages,
    /// `can_restrict_members`.
    RestrictMembers,
    /// `can_invite_users`.
    InviteUsers,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_lacks_exactly_what_keeps_it_from_enforcing() {
        assert_eq!(AdministratorRights::ALL.missing(), []);
        let both = [MissingRight::DeleteMessages, MissingRight::RestrictMembers];
        assert_eq!(AdministratorRights::default().missing(), both);
        let only_invites = AdministratorRights { can_invite_users: false, ..AdministratorRights::ALL };
        assert!(only_invites.can_enforce() && only_invites.missing().is_empty());
    }

    #[test]
    fn what_is_asked_for_in_a_group_is_exactly_what_enforcing_it_takes() {
        let asked_for = AdministratorRights::OF_BOT_IN_GROUP;
        assert_eq!((asked_for.missing(), asked_for.can_invite_users), (Vec::new(), false));
    }
}
