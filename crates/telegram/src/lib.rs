#![doc = include_str!("../README.md")]

pub mod api_url;
pub mod bot_api;
pub mod bot_token;
pub mod client;
pub mod decoder;
pub mod http_server;
pub mod limiter;
pub mod polling;
pub mod proxy;
pub mod webhook;
mod wire;

pub use api_url::ApiUrl;
pub use bot_api::{FrankensteinBotApi, WebhookState};
pub use bot_token::BotToken;
pub use client::{ApiClient, EndedCall, Reachability, TelegramError, register_metrics};
pub use decoder::JsonUpdateDecoder;
pub use limiter::{LocalMessageLimiter, MessageLimiter, MessageLimits, SharedMessageLimiter};
pub use polling::{PollingError, PollingOptions, PollingSource};
pub use proxy::ProxySettings;
pub use webhook::{WebhookError, WebhookOptions, WebhookSecret, WebhookSource, WebhookUrl};
