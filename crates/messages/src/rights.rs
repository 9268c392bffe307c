//! The bot's rights in a chat, under the names that Telegram's apps give them.

use portcullis_domain::html::Html;

use crate::{Language, Texts};

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

impl Texts {
    /// The rights, one a line.
    pub(crate) fn rights(&self, language: Language, missing: &[MissingRight]) -> Html {
        let all = [MissingRight::DeleteMessages, MissingRight::RestrictMembers, MissingRight::InviteUsers];
        let named = all.iter().filter(|right| missing.contains(right)).map(|right| match right {
            MissingRight::DeleteMessages => "right-delete-messages",
            MissingRight::RestrictMembers => "right-restrict-members",
            MissingRight::InviteUsers => "right-invite-users",
        });
        let lines: Vec<Html> = named.map(|key| self.html(language, key, &[])).collect();
        self.bullets(language, &lines, 400)
    }
}
