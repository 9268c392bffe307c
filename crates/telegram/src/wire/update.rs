//! An update, as far as a source reads it. <https://core.telegram.org/bots/api#update>

use frankenstein::types::AllowedUpdate;
use portcullis_domain::UpdateId;
use serde::Deserialize;

/// The kinds of updates that are asked for, however they come. `chat_member` comes only if it is named.
pub(crate) const ALLOWED_UPDATES: [AllowedUpdate; 6] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
    AllowedUpdate::ChatMember,
    AllowedUpdate::ChatJoinRequest,
];

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

/// The number of an update in JSON; `None` if it has none, so that it can't even be stored.
pub(crate) fn update_id(json: &str) -> Option<UpdateId> {
    serde_json::from_str::<Numbered>(json).ok().map(|Numbered { update_id }| UpdateId(update_id))
}
