//! The bot's rights in a chat, under the names that Telegram's apps give them.

use portcullis_domain::{administrator_rights::MissingRight, html::Html};

use crate::{Language, Texts};

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
        self.bullets(language, &lines, 0, 400)
    }
}
