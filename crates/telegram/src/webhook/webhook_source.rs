//! The source: listen, set the webhook, serve, drain.

use std::{io, sync::Arc};

use portcullis_domain::ports::UpdateSink;
use tokio::{
    net::TcpListener,
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::sync::CancellationToken;

use super::{
    server::Handler,
    set_webhook::{WebhookError, set_webhook},
    webhook_options::WebhookOptions,
};
use crate::{client::ApiClient, http_server::serve};

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
    /// It listens before it sets the webhook, so that the first update is answered. When stopped, it takes no new requests
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
        let handler = Arc::new(Handler::new(self.options.clone(), sink));
        let service = handler.clone().service();
        let mut serving = tokio::spawn(serve(listener, service, self.options.connections, stop_serving.clone()));

        let ended = tokio::select! {
            () = stop.cancelled() => Ok(()),
            Err(error) = set_webhook(&self.client, &self.options) => Err(error),
            stopped = &mut serving => {
                let error = stopped.err().map_or_else(|| io::Error::other("the server ended"), io::Error::other);
                return Err(WebhookError::Serve(error));
            }
        };
        stop_serving.cancel();
        self.drain(&handler, serving).await;
        ended
    }

    async fn drain(&self, handler: &Handler, serving: JoinHandle<()>) {
        let deadline = Instant::now() + self.options.drain;
        if timeout_at(deadline, serving).await.is_err() {
            tracing::warn!("some requests were not finished in time; Telegram sends their updates again");
        }
        handler.handing_over.close();
        if timeout_at(deadline, handler.handing_over.wait()).await.is_err() {
            tracing::warn!("some updates were not taken in time; Telegram sends them again");
        }
    }
}
