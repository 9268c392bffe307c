//! The way to Sentry: through the same proxies as everything else, and with a word in the log where it is blocked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use reqwest::{
    Client, Response, StatusCode,
    header::{self, HeaderMap},
};
use sentry::{
    Envelope, Transport, TransportFactory, TransportOptions,
    transports::{RateLimiter, TokioTransportThread, TokioTransportThreadOptions},
};

/// The header by which Sentry says what it takes no more of for a while.
/// <https://develop.sentry.dev/sdk/expected-features/rate-limiting/>
const RATE_LIMITS: &str = "x-sentry-rate-limits";

/// Sends envelopes, one after the other, from a thread of its own; of those that can't be sent in time, some wait and
/// further ones are dropped.
pub(super) struct SentryTransport(TokioTransportThread);

impl SentryTransport {
    /// Makes one that sends through `http`, which has a limit on time.
    pub(super) fn factory(http: Client) -> impl TransportFactory + 'static {
        Factory(http)
    }

    fn new(http: Client, options: &TransportOptions) -> Self {
        let url = options.dsn.envelope_api_url();
        let auth = options.dsn.to_auth(Some(&options.user_agent)).to_string();
        let outage = Arc::new(Outage::default());
        let send = move |envelope: Envelope, limits: RateLimiter| {
            let (http, url, auth, outage) = (http.clone(), url.to_string(), auth.clone(), outage.clone());
            async move {
                let mut body = Vec::new();
                if envelope.to_writer(&mut body).is_err() {
                    return limits;
                }
                let answer = http.post(url).header("X-Sentry-Auth", auth).body(body).send().await;
                outage.note(&answer);
                match answer {
                    Ok(answer) => obey(limits, answer.status(), answer.headers()),
                    Err(_) => limits,
                }
            }
        };
        Self(TokioTransportThreadOptions::new(send).spawn_thread())
    }
}

impl Transport for SentryTransport {
    fn send_envelope(&self, envelope: Envelope) {
        self.0.send(envelope);
    }

    fn flush(&self, timeout: Duration) -> bool {
        self.0.flush(timeout)
    }
}

struct Factory(Client);

impl TransportFactory for Factory {
    fn create_transport_with_options(&self, options: TransportOptions) -> Arc<dyn Transport> {
        Arc::new(SentryTransport::new(self.0.clone(), &options))
    }
}

/// The limits with what an answer says of them.
fn obey(mut limits: RateLimiter, status: StatusCode, headers: &HeaderMap) -> RateLimiter {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(text) = text(RATE_LIMITS) {
        limits.update_from_sentry_header(text);
    } else if let Some(text) = text(header::RETRY_AFTER.as_str()) {
        limits.update_from_retry_after(text);
    } else if status == StatusCode::TOO_MANY_REQUESTS {
        limits.update_from_429();
    }
    limits
}

/// Whether Sentry takes nothing: logged once, and once when that is over.
#[derive(Debug, Default)]
struct Outage(AtomicBool);

impl Outage {
    fn note(&self, answer: &reqwest::Result<Response>) {
        let status = answer.as_ref().ok().map(Response::status);
        // To be told to send less is no outage.
        let is_taken = status.is_some_and(|status| status.is_success() || status == StatusCode::TOO_MANY_REQUESTS);
        let was_away = self.0.swap(!is_taken, Ordering::Relaxed);
        if is_taken && was_away {
            tracing::info!("Sentry takes reports again");
        } else if !is_taken && !was_away {
            let status = status.map(|status| status.as_u16());
            tracing::warn!(status, "Sentry takes no reports; without a status it is out of reach");
        }
    }
}
