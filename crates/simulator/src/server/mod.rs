//! The Bot API over HTTP.

mod answer;
mod listener;
mod request;

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, Request, State};
use axum::http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::routing::get;
use time::OffsetDateTime;
use time::macros::format_description;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::api_error::ApiError;
use crate::control;
use crate::error::SimulatorError;
use crate::server::answer::{Answer, Reply, answer};
use crate::server::listener::{Answering, Connection, SwitchableListener};
use crate::simulator::Simulator;
use crate::webhook_delivery;
use crate::world::World;

/// A running server; it stops when dropped.
#[derive(Debug)]
pub struct SimulatorServer {
    base_url: String,
    answering: watch::Sender<Answering>,
    open: watch::Receiver<bool>,
    tasks: JoinSet<()>,
}

impl SimulatorServer {
    /// Serves `simulator` on `address` ("127.0.0.1:0" finds a free port) and gives the base URL, without a
    /// slash at its end: calls go to `{base_url}/bot{token}/{method}`, control to `{base_url}/control/…`.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::Listen`]
    pub async fn start(simulator: Simulator, address: &str) -> Result<(Self, String), SimulatorError> {
        let listener = TcpListener::bind(address).await.map_err(SimulatorError::Listen)?;
        let address = listener.local_addr().map_err(SimulatorError::Listen)?;
        let (answering, is_answering) = watch::channel(Some(CancellationToken::new()));
        let (set_open, open) = watch::channel(true);
        let listener = SwitchableListener::new(address, listener, is_answering, set_open);

        let mut tasks = JoinSet::new();
        tasks.spawn(webhook_delivery::run(simulator.clone()));
        tasks.spawn(serve(listener, simulator));
        let base_url = base_url(address);
        Ok((Self { base_url: base_url.clone(), answering, open, tasks }, base_url))
    }

    /// Where it listens: `http://127.0.0.1:8081`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Stops for good: the port is free afterwards, every connection cut.
    pub async fn stop(mut self) {
        self.cut_all();
        self.tasks.shutdown().await;
    }

    /// Cuts every connection and refuses new ones until [`resume`](Self::resume). Webhooks go on.
    pub async fn stop_answering(&self) {
        self.cut_all();
        self.wait_for(false).await;
    }

    /// Answers again, on the same port.
    pub async fn resume(&self) {
        self.answering.send_if_modified(|answering| {
            let was_silent = answering.is_none();
            answering.get_or_insert_with(CancellationToken::new);
            was_silent
        });
        self.wait_for(true).await;
    }

    fn cut_all(&self) {
        if let Some(all) = self.answering.send_replace(None) {
            all.cancel();
        }
    }

    async fn wait_for(&self, wanted: bool) {
        // An error means that the server's task is gone: then nothing is open, and nothing to wait for.
        let _ = self.open.clone().wait_for(|open| *open == wanted).await;
    }
}

impl Drop for SimulatorServer {
    fn drop(&mut self) {
        self.cut_all();
    }
}

fn base_url(address: SocketAddr) -> String {
    format!("http://{address}")
}

async fn serve(listener: SwitchableListener, simulator: Simulator) {
    let app = Router::new()
        .route("/bot{token}/{method}", get(handle).post(handle))
        .nest("/control", control::router())
        .fallback(async |State(simulator): State<Simulator>| {
            respond(&simulator, Answer::refusal(&ApiError::not_found()))
        })
        .layer(DefaultBodyLimit::disable())
        .with_state(simulator);
    // Serving ends only with its task: the listener survives every error.
    let _ = axum::serve(listener, app.into_make_service_with_connect_info::<Connection>()).await;
}

async fn handle(
    State(simulator): State<Simulator>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Path((token, method)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let given = request::given(request).await;
    match answer(&simulator, &token, &method, given).await {
        Reply::Drop => connection.cut().await,
        Reply::Answer(answer) => respond(&simulator, answer),
    }
}

fn respond(simulator: &Simulator, answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(date) = date(simulator.read(World::now)) {
        headers.insert(DATE, date);
    }
    if let Some(seconds) = answer.retry_after {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// The `Date` header at `now`, Unix seconds: <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>.
fn date(now: i64) -> Option<HeaderValue> {
    let format =
        format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    let text = OffsetDateTime::from_unix_timestamp(now).ok()?.format(format).ok()?;
    HeaderValue::from_str(&text).ok()
}
