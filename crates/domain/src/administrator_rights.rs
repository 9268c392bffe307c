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

    /// Whether a bot with these rights can enforce a group: delete and mute.
    #[must_use]
    pub const fn can_enforce(self) -> bool {
        self.can_delete_messages && self.can_restrict_members
    }
}
