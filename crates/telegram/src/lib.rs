#![doc = include_str!("../README.md")]

pub mod api_url;
pub mod bot_api;
pub mod bot_token;
pub mod client;
pub mod decoder;
pub mod limiter;
pub mod polling;
pub mod telegram_error;
mod wire;

pub use api_url::ApiUrl;
pub use bot_api::FrankensteinBotApi;
pub use bot_token::BotToken;
pub use client::ApiClient;
pub use decoder::FrankensteinUpdateDecoder;
pub use limiter::{LocalMessageLimiter, MessageLimiter, MessageLimits};
pub use polling::{PollingError, PollingOptions, PollingSource};
pub use telegram_error::TelegramError;
