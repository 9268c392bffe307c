//! The way to whoever collects traces: through the same proxies as everything else, and with a word in the log where it is
//! blocked.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::runtime::Handle;

/// Sends requests from the program's runtime, whichever thread asks for it: the exporter has one of its own, without a
/// runtime.
#[derive(Debug)]
pub(super) struct Collector {
    http: reqwest::Client,
    runtime: Handle,
    is_away: AtomicBool,
}

impl Collector {
    /// Sends from the runtime that this is called in, through `http`, which has a limit on time.
    pub(super) fn new(http: reqwest::Client) -> Self {
        Self { http, runtime: Handle::current(), is_away: AtomicBool::new(false) }
    }

    /// Logs once that nothing is taken, and once that this is over.
    fn note(&self, answer: &Result<Response<Bytes>, HttpError>) {
        let status = answer.as_ref().ok().map(Response::status);
        let is_taken = status.is_some_and(|status| status.is_success());
        let was_away = self.is_away.swap(!is_taken, Ordering::Relaxed);
        if is_taken && was_away {
            tracing::info!("traces are taken again");
        } else if !is_taken && !was_away {
            let status = status.map(|status| status.as_u16());
            tracing::warn!(status, "traces are not taken; without a status, whoever collects them is out of reach");
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.runtime.spawn(send(self.http.clone(), request));
        let answer = match sent.await {
            Ok(answer) => answer,
            Err(stopped) => Err(stopped.into()),
        };
        self.note(&answer);
        answer
    }
}

async fn send(http: reqwest::Client, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let (parts, body) = request.into_parts();
    let request = http.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body);
    // The address may carry a key.
    let answer = request.send().await.map_err(reqwest::Error::without_url)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(reqwest::Error::without_url)?;
    Ok(Response::builder().status(status).body(body)?)
}
