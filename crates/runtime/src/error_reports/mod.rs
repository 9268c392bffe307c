//! Errors and panics, reported to a Sentry. <https://develop.sentry.dev/sdk/data-model/envelopes/>
//!
//! Nothing else of Sentry's is on: no sessions, no name of the machine, nothing of other crates' events.

mod report_layer;
mod thinning;
mod transport;

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use sentry::{Client, ClientOptions, Hub, Scope, types::Dsn};
use thiserror::Error;
use tracing_subscriber::{Layer, registry::LookupSpan};

use self::{report_layer::ReportLayer, transport::SentryTransport};
use crate::{finish_within::finish_within, reported_fields::Scrubber};

/// How long the last reports may take to be sent at the end.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// How many earlier events an error is told with.
const BREADCRUMBS: usize = 50;

/// Where errors are reported; the address carries a key, so that `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SentryDsn(Dsn);

/// Why a text is no DSN. It does not repeat the text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "it must be what Sentry shows under Client Keys: an address with a key before the `@`, and a number at its end"
)]
pub struct InvalidSentryDsn;

impl SentryDsn {
    /// The keys, which are secrets.
    pub(crate) fn keys(&self) -> Vec<String> {
        [Some(self.0.public_key()), self.0.secret_key()].into_iter().flatten().map(ToOwned::to_owned).collect()
    }
}

impl FromStr for SentryDsn {
    type Err = InvalidSentryDsn;

    fn from_str(text: &str) -> Result<Self, InvalidSentryDsn> {
        text.trim().parse().map(Self).map_err(|_| InvalidSentryDsn)
    }
}

impl fmt::Debug for SentryDsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// Reports at work. When dropped, they send what waits, for a moment at most.
pub(crate) struct ErrorReports {
    client: Arc<Client>,
}

impl ErrorReports {
    /// Reports through `http`; the layer is what hears of the errors.
    pub(crate) fn start<S>(
        dsn: &SentryDsn,
        environment: &str,
        scrubber: Scrubber,
        http: reqwest::Client,
    ) -> (Self, impl Layer<S> + Send + Sync + use<S>)
    where
        S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    {
        let mut options = ClientOptions::new()
            .release(concat!("portcullis@", env!("CARGO_PKG_VERSION")))
            .environment(environment.to_owned())
            .max_breadcrumbs(BREADCRUMBS)
            .default_integrations(false)
            .send_default_pii(false)
            .transport(SentryTransport::factory(http));
        options.dsn = Some(dsn.0.clone());
        let client = Arc::new(Client::with_options(options));
        let hub = Hub::new(Some(client.clone()), Arc::new(Scope::default()));
        (Self { client }, ReportLayer::new(hub, scrubber).of_own_events())
    }
}

impl Drop for ErrorReports {
    fn drop(&mut self) {
        let client = self.client.clone();
        finish_within(FLUSH_TIMEOUT, move || {
            client.close(Some(FLUSH_TIMEOUT));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dsn_is_read_and_shows_nothing() {
        let dsn: SentryDsn = " https://k3y@sentry.example.org/42 ".parse().unwrap();
        assert_eq!(format!("{dsn:?}"), "[REDACTED]");
        assert_eq!(dsn.keys(), ["k3y"]);
    }

    #[test]
    fn what_is_no_dsn_is_refused_and_not_repeated() {
        for text in ["s3cret", "https://sentry.example.org/42", "https://s3cret@sentry.example.org", "ftp://s3cret@h/1"]
        {
            let error = text.parse::<SentryDsn>().unwrap_err();
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }
}
