//! An HTTP server that nobody can occupy by connecting and saying nothing.

use std::{error::Error as StdError, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Extension, Router};
use hyper::{
    Request, Response,
    body::{Body, Incoming},
    server::conn::http1,
    service::Service,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;

/// How long to wait when no connection can be taken: out of file descriptors, most likely, so that others must end first.
const RETRY_DELAY: Duration = Duration::from_millis(100);

/// Longer than a proxy pauses between two requests of a busy bot, and short enough for silent connections to go.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// How many may connect, and how long they may say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// Who serves: a label of the metrics.
    pub server: &'static str,
    /// How many connections may be open; whoever comes beyond that is closed at once.
    pub connections: usize,
    /// How long the head of a request may take to arrive, from the connection's beginning or the end of the request
    /// before: so also how long a connection may be idle.
    pub head: Duration,
}

impl ConnectionLimits {
    /// At most so many connections, and the usual time for the head of a request: 30 s.
    #[must_use]
    pub const fn new(server: &'static str, connections: usize) -> Self {
        Self { server, connections, head: HEAD_TIMEOUT }
    }
}

type AnyError = Box<dyn StdError + Send + Sync>;

/// Who connected: an extension of each request that [`serve_router`] serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Serves the routes of `router` as [`serve`] does; each request has its [`Peer`] with it.
pub async fn serve_router(listener: TcpListener, router: Router, limits: ConnectionLimits, stop: CancellationToken) {
    let of_peer = |peer| TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))));
    serve_each(listener, of_peer, limits, stop).await;
}

/// Serves what connects to `listener` by `service` until `stop`, then finishes the requests that run.
///
/// Counts the open connections as `bot_http_connections`, and those that were closed because there were too many, or
/// because they said nothing, as `bot_http_connections_closed_total`.
pub async fn serve<S, B>(listener: TcpListener, service: S, limits: ConnectionLimits, stop: CancellationToken)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error: Into<AnyError>, Future: Send> + Clone + Send + 'static,
    B: Body<Data: Send, Error: Into<AnyError>> + Send + 'static,
{
    serve_each(listener, |_| service.clone(), limits, stop).await;
}

/// Serves each connection by the service that `of_peer` makes for whoever connected.
async fn serve_each<S, B>(
    listener: TcpListener,
    of_peer: impl Fn(SocketAddr) -> S,
    limits: ConnectionLimits,
    stop: CancellationToken,
) where
    S: Service<Request<Incoming>, Response = Response<B>, Error: Into<AnyError>, Future: Send> + Send + 'static,
    B: Body<Data: Send, Error: Into<AnyError>> + Send + 'static,
{
    let server = Server::new(limits);
    let graceful = GracefulShutdown::new();
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, peer)) => server.take(stream, of_peer(peer), &graceful),
            Err(error) if is_of_the_other_side(&error) => {}
            Err(error) => {
                tracing::warn!(error = &error as &dyn StdError, "no connection can be taken now");
                tokio::time::sleep(RETRY_DELAY).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Makes the metrics of a server present, so that what has not happened yet is shown as zero.
pub fn register_metrics(server: &'static str) {
    metrics::gauge!("bot_http_connections", "server" => server).set(0.0);
    for reason in [TOO_MANY, SILENT] {
        count_closed(server, reason, 0);
    }
}

const TOO_MANY: &str = "too_many";
const SILENT: &str = "silent";

fn count_closed(server: &'static str, reason: &'static str, number: u64) {
    metrics::counter!("bot_http_connections_closed_total", "server" => server, "reason" => reason).increment(number);
}

struct Server {
    http: http1::Builder,
    /// Who serves: a label of the metrics.
    label: &'static str,
    permits: Arc<Semaphore>,
}

impl Server {
    fn new(limits: ConnectionLimits) -> Self {
        register_metrics(limits.server);
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(limits.head);
        let permits = Arc::new(Semaphore::new(limits.connections));
        Self { http, label: limits.server, permits }
    }

    /// Serves a connection in a task of its own, unless there are too many.
    fn take<S, B>(&self, stream: TcpStream, service: S, graceful: &GracefulShutdown)
    where
        S: Service<Request<Incoming>, Response = Response<B>, Error: Into<AnyError>, Future: Send> + Send + 'static,
        B: Body<Data: Send, Error: Into<AnyError>> + Send + 'static,
    {
        let server = self.label;
        let Ok(permit) = self.permits.clone().try_acquire_owned() else {
            tracing::debug!(server, "a connection is closed: too many are open");
            return count_closed(server, TOO_MANY, 1);
        };
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        let serving = graceful.watch(connection);
        let open = OpenConnection::new(server, permit);
        tokio::spawn(async move {
            // Any other error is the other side's: it went away, or spoke no HTTP.
            if serving.await.is_err_and(|error| error.is_timeout()) {
                count_closed(server, SILENT, 1);
            }
            drop(open);
        });
    }
}

/// An open connection; also one whose task ends by a panic is so no more.
struct OpenConnection {
    server: &'static str,
    _permit: OwnedSemaphorePermit,
}

impl OpenConnection {
    fn new(server: &'static str, permit: OwnedSemaphorePermit) -> Self {
        metrics::gauge!("bot_http_connections", "server" => server).increment(1.0);
        Self { server, _permit: permit }
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        metrics::gauge!("bot_http_connections", "server" => self.server).decrement(1.0);
    }
}

/// Whether it was the other side that gave a connection up before it was taken.
fn is_of_the_other_side(error: &io::Error) -> bool {
    let kinds = [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::ConnectionRefused];
    kinds.contains(&error.kind())
}
