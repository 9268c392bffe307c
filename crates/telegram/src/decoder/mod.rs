//! From Telegram's JSON to the domain's events.

mod callback_query;
mod chat_join_request;
mod chat_member_updated;
mod message;
mod plain_message;
mod sender;
mod service_fields;
#[cfg(test)]
mod tests;
mod update_decoder;

pub use update_decoder::JsonUpdateDecoder;
