//! The HTTP side: `POST /webhook`, and nothing else.

use std::{convert::Infallible, error::Error, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Method, Request, Response,
    body::{Bytes, Incoming},
    service::{Service, service_fn},
};
use portcullis_domain::{inbox::RawUpdate, ports::UpdateSink};
use serde::de::IgnoredAny;
use tokio::{sync::Semaphore, time::timeout};
use tokio_util::task::TaskTracker;

use super::{
    answer::{Answer, EmptyBody},
    webhook_options::WebhookOptions,
    webhook_url::PATH,
};
use crate::{client::count_overload, wire::update_id};

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

    /// What is served. No router stands before it: it has one path, and each update goes through it.
    pub(super) fn service(
        self: Arc<Self>,
    ) -> impl Service<Request<Incoming>, Response = Response<EmptyBody>, Error = Infallible, Future: Send> + Clone + Send
    {
        service_fn(move |request| {
            let handler = self.clone();
            async move { Ok(handler.respond(request).await.into_response()) }
        })
    }

    fn is_from_telegram(&self, headers: &HeaderMap) -> bool {
        headers.get(SECRET_HEADER).is_some_and(|given| self.options.secret.is(given.as_bytes()))
    }

    async fn respond(&self, request: Request<Incoming>) -> Answer {
        if request.uri().path() != PATH {
            return Answer::NotFound;
        }
        if request.method() != Method::POST {
            return Answer::NotAllowed;
        }
        if !self.is_from_telegram(request.headers()) {
            tracing::debug!("a request without the secret is refused");
            return Answer::Unauthorized;
        }
        let Ok(_permit) = self.permits.try_acquire() else {
            count_overload(1);
            tracing::debug!("an update is to come again: too many at once");
            return Answer::RetryAfter(self.options.retry_after);
        };
        let body = match self.read(request.into_body()).await {
            Ok(body) => body,
            Err(answer) => return answer,
        };
        // A panic would end the connection without an answer.
        let taken = AssertUnwindSafe(self.take(&body)).catch_unwind().await;
        taken.unwrap_or_else(|_| {
            tracing::error!("an update could not be taken, for a panic");
            Answer::RetryAfter(self.options.retry_after)
        })
    }

    async fn read(&self, body: Incoming) -> Result<Bytes, Answer> {
        let arrived = timeout(self.options.body, Limited::new(body, BODY_LIMIT).collect()).await;
        match arrived {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Answer::TooLarge),
            Ok(Err(_)) | Err(_) => Err(Answer::Unreadable),
        }
    }

    async fn take(&self, body: &[u8]) -> Answer {
        let Ok(json) = str::from_utf8(body) else { return Answer::Unreadable };
        if self.sink.try_accept(json) {
            return Answer::Accepted;
        }
        if let Some(id) = update_id(json) {
            return self.hand_over(RawUpdate { id, json: json.to_owned() }).await;
        }
        if serde_json::from_str::<IgnoredAny>(json).is_err() {
            return Answer::Unreadable;
        }
        metrics::counter!("bot_updates_undecodable_total").increment(1);
        tracing::warn!("passed over an update without a number");
        Answer::Accepted
    }

    /// Hands one update over, at once: what is offered afterwards must not overtake it. A task of its own waits for the rest,
    /// which a client that closes the connection must not end half-way.
    async fn hand_over(&self, update: RawUpdate) -> Answer {
        let accepted = self.sink.accept(update);
        match self.handing_over.spawn(accepted).await {
            Ok(Ok(())) => Answer::Accepted,
            Ok(Err(_)) => Answer::RetryAfter(self.options.retry_after),
            Err(error) => {
                tracing::error!(error = &error as &dyn Error, "an update could not be handed over");
                Answer::RetryAfter(self.options.retry_after)
            }
        }
    }
}
