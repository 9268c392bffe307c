//! Where updates are delivered. <https://core.telegram.org/bots/api#webhookinfo>

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct WireWebhook {
    /// Empty: no webhook is set.
    #[serde(default)]
    pub(crate) url: String,
    /// How many updates wait to be delivered.
    #[serde(default)]
    pub(crate) pending_update_count: u64,
    /// When a delivery last failed, in seconds since 1970.
    #[serde(default)]
    pub(crate) last_error_date: Option<i64>,
    /// Why it failed.
    #[serde(default)]
    pub(crate) last_error_message: Option<String>,
}
