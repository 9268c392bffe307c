//! The kinds of updates the bot takes. It is one setting of a bot, however the updates come.

use frankenstein::types::AllowedUpdate;

/// The kinds that are asked for. `chat_member` comes only if it is named.
/// <https://core.telegram.org/bots/api#update>
pub(crate) const ALLOWED_UPDATES: [AllowedUpdate; 6] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
    AllowedUpdate::ChatMember,
    AllowedUpdate::ChatJoinRequest,
];
