//! The proxies through which the Bot API is reached.

use std::{fmt, str::FromStr};

use reqwest::{ClientBuilder, NoProxy, Proxy, Url};
use thiserror::Error;

/// What a proxy may speak.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// <https://www.rfc-editor.org/rfc/rfc1928#section-3>
const SOCKS_PORT: u16 = 1080;

/// The address of a proxy, which may carry a password: `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// Why a text is no address of a proxy. It does not repeat the text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "not an address like http://proxy.example.org:3128 or socks5://localhost:1080 (also https, socks4, socks4a, socks5h)"
)]
pub struct InvalidProxyUrl;

impl FromStr for ProxyUrl {
    type Err = InvalidProxyUrl;

    fn from_str(text: &str) -> Result<Self, InvalidProxyUrl> {
        let text = text.trim();
        // As usual, one without a scheme speaks HTTP.
        let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&text).map_err(|_| InvalidProxyUrl)?;
        let is_usable = SCHEMES.contains(&url.scheme()) && url.has_host() && Proxy::all(url.clone()).is_ok();
        if is_usable { Ok(Self(url)) } else { Err(InvalidProxyUrl) }
    }
}

impl ProxyUrl {
    /// Its host and port: as usual, one that speaks SOCKS is at 1080.
    fn address(&self) -> Option<(String, u16)> {
        let host = self.0.host_str()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        Some((host, self.0.port_or_known_default().unwrap_or(SOCKS_PORT)))
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// The proxies through which the Bot API is reached, in the terms of the variables that name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProxySettings {
    /// `HTTPS_PROXY`: for an address that begins with `https`.
    pub https: Option<ProxyUrl>,
    /// `HTTP_PROXY`: for one that begins with `http`.
    pub http: Option<ProxyUrl>,
    /// `ALL_PROXY`: for either, where no other is named.
    pub all: Option<ProxyUrl>,
    /// `NO_PROXY`: hosts that are reached without one, with commas between them.
    pub none_for: Option<String>,
}

impl ProxySettings {
    /// Where each proxy is, with the name of its variable; no password.
    #[must_use]
    pub fn addresses(&self) -> Vec<(&'static str, (String, u16))> {
        let named = [("HTTPS_PROXY", &self.https), ("HTTP_PROXY", &self.http), ("ALL_PROXY", &self.all)];
        named.into_iter().filter_map(|(name, proxy)| Some((name, proxy.as_ref()?.address()?))).collect()
    }

    /// A client that uses these, and no others that the environment may name.
    ///
    /// # Errors
    ///
    /// A proxy that can't be used; the error may name its address.
    pub fn apply(&self, mut client: ClientBuilder) -> Result<ClientBuilder, reqwest::Error> {
        client = client.no_proxy();
        let exceptions = self.none_for.as_deref().and_then(NoProxy::from_string);
        let of = |url: &Option<ProxyUrl>, make: fn(Url) -> reqwest::Result<Proxy>| {
            url.clone().map(|ProxyUrl(url)| make(url)).transpose()
        };
        // The first that fits is taken.
        let proxies = [of(&self.https, Proxy::https)?, of(&self.http, Proxy::http)?, of(&self.all, Proxy::all)?];
        Ok(proxies.into_iter().flatten().fold(client, |client, proxy| client.proxy(proxy.no_proxy(exceptions.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_addresses_of_proxies_are_read() {
        for url in
            ["http://p:3128", "proxy.example.org:3128", "socks5://u:s3cret@localhost:1080", "socks5h://[::1]:1080"]
        {
            assert!(url.parse::<ProxyUrl>().is_ok(), "{url}");
        }
    }

    #[test]
    fn where_a_proxy_is_can_be_told_without_its_password() {
        let settings = ProxySettings {
            https: "http://u:s3cret@p:3128".parse().ok(),
            all: "socks5h://[::1]".parse().ok(),
            ..ProxySettings::default()
        };
        let expected = [("HTTPS_PROXY", ("p".to_owned(), 3128)), ("ALL_PROXY", ("::1".to_owned(), 1080))];
        assert_eq!(settings.addresses(), expected);
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_refused_and_not_repeated() {
        for url in ["", "ftp://s3cret", "socks6://s3cret:1", "socks5://", "http://s3cret:port"] {
            let error = url.parse::<ProxyUrl>().unwrap_err();
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
        assert_eq!(format!("{:?}", "socks5://u:s3cret@h:1".parse::<ProxyUrl>().unwrap()), "[REDACTED]");
    }
}
