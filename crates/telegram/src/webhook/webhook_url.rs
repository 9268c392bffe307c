//! Where Telegram posts updates to.

use std::{fmt, net::IpAddr, str::FromStr};

use reqwest::Url;
use thiserror::Error;

/// What is appended to the public base.
pub(super) const PATH: &str = "/webhook";

/// The public base of a webhook's address. Its path may be a secret, so only its host is shown.
/// <https://core.telegram.org/bots/api#setwebhook>
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    base: String,
    host: String,
}

/// Why a text is no public base of a webhook.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidWebhookUrl {
    /// Not an address at all.
    #[error("not an address like https://bot.example.org")]
    Unreadable,
    /// Telegram posts over TLS alone; plain HTTP is for a simulator on the same machine.
    #[error("the address must begin with https:// (http:// only for this machine itself)")]
    Scheme,
    /// A name or password, a query or a fragment: `/webhook` could not be appended.
    #[error("the address may have a host, a port and a path, and nothing else")]
    Extras,
}

impl WebhookUrl {
    /// The whole address for `setWebhook`.
    pub(crate) fn address(&self) -> String {
        format!("{}{PATH}", self.base)
    }

    /// The host, fit for a log.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl FromStr for WebhookUrl {
    type Err = InvalidWebhookUrl;

    fn from_str(text: &str) -> Result<Self, InvalidWebhookUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidWebhookUrl::Unreadable)?;
        let host = url.host_str().ok_or(InvalidWebhookUrl::Unreadable)?.to_owned();
        let is_allowed = url.scheme() == "https" || (url.scheme() == "http" && is_this_machine(&host));
        if !is_allowed {
            return Err(InvalidWebhookUrl::Scheme);
        }
        let has_login = !url.username().is_empty() || url.password().is_some();
        if has_login || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidWebhookUrl::Extras);
        }
        Ok(Self { base: url.as_str().trim_end_matches('/').to_owned(), host })
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({})", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_appended_to_whatever_base() {
        for (base, address) in [
            ("https://bot.example.org", "https://bot.example.org/webhook"),
            (" https://bot.example.org:8443/tea/ ", "https://bot.example.org:8443/tea/webhook"),
            ("http://localhost:8080", "http://localhost:8080/webhook"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/webhook"),
            ("http://[::1]:8080", "http://[::1]:8080/webhook"),
        ] {
            assert_eq!(base.parse::<WebhookUrl>().unwrap().address(), address);
        }
    }

    #[test]
    fn what_telegram_could_not_post_to_is_refused() {
        for (text, error) in [
            ("", InvalidWebhookUrl::Unreadable),
            ("bot.example.org", InvalidWebhookUrl::Unreadable),
            ("http://bot.example.org", InvalidWebhookUrl::Scheme),
            ("http://10.0.0.1", InvalidWebhookUrl::Scheme),
            ("http://localhost.example.org", InvalidWebhookUrl::Scheme),
            ("ftp://bot.example.org", InvalidWebhookUrl::Scheme),
            ("https://name:word@bot.example.org", InvalidWebhookUrl::Extras),
            ("https://bot.example.org/?a=b", InvalidWebhookUrl::Extras),
            ("https://bot.example.org/#a", InvalidWebhookUrl::Extras),
        ] {
            assert_eq!(text.parse::<WebhookUrl>(), Err(error), "{text}");
        }
    }

    #[test]
    fn only_the_host_is_shown() {
        let url: WebhookUrl = "https://bot.example.org/marker".parse().unwrap();
        assert_eq!(format!("{url:?} {}", url.host()), "WebhookUrl(bot.example.org) bot.example.org");
    }
}
