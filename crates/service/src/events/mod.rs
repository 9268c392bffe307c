//! What happens in Telegram: one file for each kind of update, under the Bot API's name.

mod callback_query;
mod chat_join_request;
mod chat_member;
mod edits;
mod known;
mod message;
mod my_chat_member;
mod new_chat_members;
mod recall;

pub(crate) use self::{
    callback_query::{CallbackQueryHandler, Presses},
    chat_join_request::ChatJoinRequestHandler,
    chat_member::{ChannelMemberHandler, ChatMemberHandler, GroupMemberHandler, LastChanges},
    edits::SeenEdits,
    known::KnownHandler,
    message::MessageHandler,
    my_chat_member::MyChatMemberHandler,
    new_chat_members::NewChatMembersHandler,
    recall::RecallHandler,
};
