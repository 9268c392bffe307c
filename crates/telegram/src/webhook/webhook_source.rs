//! The source: listen, announce, serve, drain.

use std::{future::IntoFuture, io, sync::Arc};

use portcullis_domain::ports::UpdateSink;
use tokio::{
    net::TcpListener,
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::sync::CancellationToken;

use super::{server::Hook, set_webhook::set_webhook, webhook_error::WebhookError, webhook_options::WebhookOptions};
use crate::client::ApiClient;

/// Has a bot's updates posted to it and hands them to a sink.
///
/// An update is confirmed to Telegram, by the answer 200, only after the sink has accepted it. Any number of instances
/// may serve one address behind a load balancer. <https://core.telegram.org/bots/api#setwebhook>
#[derive(Debug)]
pub struct WebhookSource {
    client: ApiClient,
    options: WebhookOptions,
}

impl WebhookSource {
    /// A source of the updates of the bot whose client this is.
    #[must_use]
    pub const fn new(client: ApiClient, options: WebhookOptions) -> Self {
        Self { client, options }
    }

    /// Serves on `listener` until `stop`, or until Telegram refuses the webhook.
    ///
    /// It listens before it announces itself, so that the first update finds it. When stopped, it takes no new requests
    /// and finishes those that run. The webhook stays set: other instances serve it, or Telegram keeps the updates.
    ///
    /// # Errors
    ///
    /// [`WebhookError`].
    pub async fn run(
        self,
        listener: TcpListener,
        sink: Arc<dyn UpdateSink>,
        stop: CancellationToken,
    ) -> Result<(), WebhookError> {
        let stop_serving = CancellationToken::new();
        let hook = Arc::new(Hook::new(self.options.clone(), sink));
        let server = axum::serve(listener, hook.clone().router());
        let server = server.with_graceful_shutdown(stop_serving.clone().cancelled_owned());
        let mut serving = tokio::spawn(server.into_future());

        let ended = tokio::select! {
            () = stop.cancelled() => Ok(()),
            Err(error) = set_webhook(&self.client, &self.options) => Err(error),
            stopped = &mut serving => return Err(WebhookError::Serve(fault_of(stopped))),
        };
        stop_serving.cancel();
        self.drain(&hook, serving).await;
        ended
    }

    async fn drain(&self, hook: &Hook, serving: JoinHandle<io::Result<()>>) {
        let deadline = Instant::now() + self.options.drain;
        if timeout_at(deadline, serving).await.is_err() {
            tracing::warn!("some requests were not finished in time; Telegram sends their updates again");
        }
        hook.handing_over.close();
        if timeout_at(deadline, hook.handing_over.wait()).await.is_err() {
            tracing::warn!("some updates were not taken in time; Telegram sends them again");
        }
    }
}

fn fault_of(stopped: Result<io::Result<()>, tokio::task::JoinError>) -> io::Error {
    match stopped {
        Ok(Ok(())) => io::Error::other("the server ended by itself"),
        Ok(Err(error)) => error,
        Err(error) => io::Error::other(error),
    }
}
