//! Where updates are delivered. <https://core.telegram.org/bots/api#webhookinfo>

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct WireWebhook {
    /// Empty: no webhook is set.
    #[serde(default)]
    pub(crate) url: String,
}
