//! The Bot API's objects, as far as they are needed, read leniently: fields and enum values are added with every
//! release, so what is unknown is passed over and what is absent has a default; only a wrong type is an error.

mod chat;
mod chat_member;
mod user;
mod webhook;

pub(crate) use chat::WireChat;
pub(crate) use chat_member::WireChatMember;
pub(crate) use user::WireUser;
pub(crate) use webhook::WireWebhook;

/// An enum value as Telegram wrote it, if it looks like one; else nothing, since it might be anything.
fn as_a_word(text: &str) -> &str {
    let harmless = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    if text.len() <= 32 && text.chars().all(harmless) { text } else { "…" }
}
