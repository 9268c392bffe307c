//! Getting updates by webhook.

mod answer;
mod server;
mod set_webhook;
mod webhook_options;
mod webhook_secret;
mod webhook_source;
mod webhook_url;

pub use set_webhook::WebhookError;
pub use webhook_options::WebhookOptions;
pub use webhook_secret::{InvalidWebhookSecret, WebhookSecret};
pub use webhook_source::WebhookSource;
pub use webhook_url::{InvalidWebhookUrl, WebhookUrl};
