//! The world as the Bot API shows it.

mod chat;
mod member;
mod message;
