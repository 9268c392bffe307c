//! The domain's port `BotApi` on the HTTP client.

mod calls;
mod chat_permissions;
mod classify;
mod flood_holds;
mod frankenstein_bot_api;
mod identity;
mod outgoing;
mod port;
mod profile;

pub use classify::{ResponseParameters, classify};
pub use frankenstein_bot_api::FrankensteinBotApi;
pub use identity::WebhookState;
