//! Where updates are delivered. <https://core.telegram.org/bots/api#webhookinfo>

use reqwest::Url;
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

impl WireWebhook {
    /// The host alone, since the rest of the address may hold a secret; `None`: no webhook is set.
    pub(crate) fn host(&self) -> Option<String> {
        if self.url.is_empty() {
            return None;
        }
        let host = Url::parse(&self.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        Some(host.unwrap_or_else(|| "an unreadable address".to_owned()))
    }
}
