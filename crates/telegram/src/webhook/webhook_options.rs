//! How a webhook is set and served.

use std::time::Duration;

use crate::http_server::ConnectionLimits;

use super::{webhook_secret::WebhookSecret, webhook_url::WebhookUrl};

/// How a webhook is set and served.
#[derive(Clone, Debug)]
pub struct WebhookOptions {
    /// The public base of its address.
    pub url: WebhookUrl,
    /// What proves that a request is Telegram's.
    pub secret: WebhookSecret,
    /// How many connections Telegram may open at once, 1 to 100.
    pub max_connections: u8,
    /// How many may connect, and how long they may say nothing.
    pub connections: ConnectionLimits,
    /// How many updates are handed over at once; a further one is refused and comes again.
    pub concurrency: usize,
    /// After how long a refused update is to come again. Whole seconds.
    pub retry_after: Duration,
    /// How long the body of a request may take to arrive.
    pub body: Duration,
    /// How long running requests may take once the source is stopped.
    pub drain: Duration,
    /// The pause after a failure to set it; each failure that follows doubles it.
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
            // Telegram opens a hundred at most; a proxy in front of several instances keeps some more.
            connections: ConnectionLimits::new("webhook", 512),
            concurrency: 256,
            retry_after: Duration::from_secs(5),
            body: Duration::from_secs(10),
            drain: Duration::from_secs(10),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
        }
    }
}
