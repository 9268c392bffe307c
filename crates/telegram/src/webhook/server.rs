//! The HTTP side: `POST /webhook`, and nothing else.

use std::{error::Error, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use portcullis_domain::{inbox::RawUpdate, ports::UpdateSink};
use serde::de::IgnoredAny;
use tokio::{sync::Semaphore, time::timeout};
use tokio_util::task::TaskTracker;

use super::{answer::Answer, webhook_options::WebhookOptions, webhook_url::PATH};
use crate::wire::update_id;

/// <https://core.telegram.org/bots/api#setwebhook>
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// More than any update has.
const BODY_LIMIT: usize = 1024 * 1024;

/// What the requests share.
pub(super) struct Handler {
    options: WebhookOptions,
    sink: Arc<dyn UpdateSink>,
    permits: Arc<Semaphore>,
    /// The updates that are being handed over, also those whose client has closed the connection meanwhile.
    pub(super) handing_over: TaskTracker,
}

impl Handler {
    pub(super) fn new(options: WebhookOptions, sink: Arc<dyn UpdateSink>) -> Self {
        let permits = Arc::new(Semaphore::new(options.concurrency));
        Self { options, sink, permits, handing_over: TaskTracker::new() }
    }

    /// What is served.
    pub(super) fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route(PATH, post(receive))
            .fallback(|| async { StatusCode::NOT_FOUND })
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .with_state(self)
    }

    fn is_from_telegram(&self, headers: &HeaderMap) -> bool {
        headers.get(SECRET_HEADER).is_some_and(|given| self.options.secret.is(given.as_bytes()))
    }

    async fn read(&self, request: Request) -> Result<Bytes, Answer> {
        let arrived = timeout(self.options.body, Bytes::from_request(request, &())).await;
        arrived.map_err(|_| Answer::Unreadable)?.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Answer::TooLarge,
            _ => Answer::Unreadable,
        })
    }

    /// Hands one update over in a task of its own: a client that closes the connection must not end it half-way.
    async fn hand_over(self: Arc<Self>, update: RawUpdate) -> Answer {
        let handler = self.clone();
        let accepted = self.handing_over.spawn(async move { handler.sink.accept(vec![update]).await });
        match accepted.await {
            Ok(Ok(())) => Answer::Accepted,
            Ok(Err(_)) => Answer::RetryAfter(self.options.retry_after),
            Err(error) => {
                tracing::error!(error = &error as &dyn Error, "an update could not be handed over");
                Answer::RetryAfter(self.options.retry_after)
            }
        }
    }
}

async fn receive(State(handler): State<Arc<Handler>>, request: Request) -> Answer {
    if !handler.is_from_telegram(request.headers()) {
        tracing::debug!("a request without the secret is refused");
        return Answer::Unauthorized;
    }
    let Ok(_permit) = handler.permits.clone().try_acquire_owned() else {
        metrics::counter!("bot_errors_total", "kind" => "webhook_overload").increment(1);
        tracing::debug!("an update is to come again: too many at once");
        return Answer::RetryAfter(handler.options.retry_after);
    };
    let body = match handler.read(request).await {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let Ok(json) = str::from_utf8(&body) else { return Answer::Unreadable };
    if handler.sink.try_accept(json) {
        return Answer::Accepted;
    }
    if let Some(id) = update_id(json) {
        return handler.hand_over(RawUpdate { id, json: json.to_owned() }).await;
    }
    if serde_json::from_str::<IgnoredAny>(json).is_err() {
        return Answer::Unreadable;
    }
    metrics::counter!("bot_updates_undecodable_total").increment(1);
    tracing::warn!("passed over an update without a number");
    Answer::Accepted
}
