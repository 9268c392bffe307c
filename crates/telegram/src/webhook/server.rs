//! The HTTP side: `POST /webhook`, and nothing else.

use std::sync::Arc;

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
use crate::update_number::update_number;

/// <https://core.telegram.org/bots/api#setwebhook>
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// More than any update has.
const BODY_LIMIT: usize = 1024 * 1024;

/// What the requests share.
pub(super) struct Hook {
    options: WebhookOptions,
    sink: Arc<dyn UpdateSink>,
    places: Arc<Semaphore>,
    /// The updates that are being handed over, also those whose client has hung up meanwhile.
    pub(super) handing_over: TaskTracker,
}

impl Hook {
    pub(super) fn new(options: WebhookOptions, sink: Arc<dyn UpdateSink>) -> Self {
        let places = Arc::new(Semaphore::new(options.concurrency));
        Self { options, sink, places, handing_over: TaskTracker::new() }
    }

    /// What is served.
    pub(super) fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route(PATH, post(take))
            .fallback(|| async { StatusCode::NOT_FOUND })
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .with_state(self)
    }

    fn is_from_telegram(&self, headers: &HeaderMap) -> bool {
        headers.get(SECRET_HEADER).is_some_and(|given| self.options.secret.is(given.as_bytes()))
    }

    async fn read(&self, request: Request) -> Result<String, Answer> {
        let arrived = timeout(self.options.body, Bytes::from_request(request, &())).await;
        let body = arrived.map_err(|_| Answer::Unreadable)?.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Answer::TooLarge,
            _ => Answer::Unreadable,
        })?;
        String::from_utf8(body.into()).map_err(|_| Answer::Unreadable)
    }

    /// Hands one update over in a task of its own: a client that hangs up must not end it half-way.
    async fn hand_over(self: Arc<Self>, update: RawUpdate) -> Answer {
        let hook = self.clone();
        let accepted = self.handing_over.spawn(async move { hook.sink.accept(vec![update]).await });
        match accepted.await {
            Ok(Ok(())) => Answer::Taken,
            Ok(Err(_)) => Answer::Later(self.options.retry_after),
            Err(error) => {
                tracing::error!(%error, "an update could not be handed over");
                Answer::Later(self.options.retry_after)
            }
        }
    }
}

async fn take(State(hook): State<Arc<Hook>>, request: Request) -> Answer {
    if !hook.is_from_telegram(request.headers()) {
        tracing::debug!("a request without the secret is turned away");
        return Answer::Stranger;
    }
    let Ok(_place) = hook.places.clone().try_acquire_owned() else {
        metrics::counter!("bot_errors_total", "kind" => "webhook_overload").increment(1);
        tracing::debug!("an update is to come again: too many at once");
        return Answer::Later(hook.options.retry_after);
    };
    let json = match hook.read(request).await {
        Ok(json) => json,
        Err(answer) => return answer,
    };
    if let Some(id) = update_number(&json) {
        return hook.hand_over(RawUpdate { id, json }).await;
    }
    if serde_json::from_str::<IgnoredAny>(&json).is_err() {
        return Answer::Unreadable;
    }
    metrics::counter!("bot_updates_undecodable_total").increment(1);
    tracing::warn!("passed over an update without a number");
    Answer::Taken
}
