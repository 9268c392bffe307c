//! How a webhook is announced and served.

use std::time::Duration;

use super::{webhook_secret::WebhookSecret, webhook_url::WebhookUrl};

/// How a webhook is announced and served.
#[derive(Clone, Debug)]
pub struct WebhookOptions {
    /// The public base of its address.
    pub url: WebhookUrl,
    /// What Telegram proves itself with.
    pub secret: WebhookSecret,
    /// How many connections Telegram may open at once, 1 to 100.
    pub max_connections: u8,
    /// How many updates are taken in at once; who comes on top of that is to come again.
    pub concurrency: usize,
    /// How long whoever was turned away is asked to wait. Whole seconds.
    pub retry_after: Duration,
    /// How long the body of a request may take to arrive.
    pub body: Duration,
    /// How long running requests may take once the source is stopped.
    pub drain: Duration,
    /// The pause after a failure to announce it; each failure that follows doubles it.
    pub first_pause: Duration,
    /// The longest such pause.
    pub longest_pause: Duration,
}

impl WebhookOptions {
    /// The usual options.
    #[must_use]
    pub const fn new(url: WebhookUrl, secret: WebhookSecret) -> Self {
        Self {
            url,
            secret,
            max_connections: 40,
            concurrency: 256,
            retry_after: Duration::from_secs(5),
            body: Duration::from_secs(10),
            drain: Duration::from_secs(10),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
        }
    }
}
