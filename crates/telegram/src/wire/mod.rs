//! The Bot API's objects, as far as they are needed, read leniently: fields and enum values are added with every
//! release, so what is unknown is passed over and what is absent has a default; only a wrong type is an error.

mod chat;
mod chat_member;
mod unknown_value;
mod update;
mod user;
mod webhook;

pub(crate) use chat::WireChat;
pub(crate) use chat_member::WireChatMember;
pub(crate) use update::{ALLOWED_UPDATES, update_id};
pub(crate) use user::WireUser;
pub(crate) use webhook::WireWebhook;
