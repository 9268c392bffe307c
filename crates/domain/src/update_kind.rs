//! The kinds of updates, as logs and metrics tell them apart.

use crate::words::words;

words! {
    /// What an update is about, in the Bot API's word for it.
    /// <https://core.telegram.org/bots/api#update>
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum UpdateKind {
        /// Somebody wrote, or a service message tells of something.
        Message = "message",
        /// Somebody changed what they had written.
        EditedMessage = "edited_message",
        /// A person's status in a chat changed.
        ChatMember = "chat_member",
        /// The bot's own status in a chat changed.
        MyChatMember = "my_chat_member",
        /// Somebody asked to join a chat.
        ChatJoinRequest = "chat_join_request",
        /// Somebody pressed a button.
        CallbackQuery = "callback_query",
        /// Something that concerns no gate.
        Other = "other",
    }
}
