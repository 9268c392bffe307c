//! The HTTP server that answers an operator's tools.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRef, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use portcullis_telegram::http_server::{ConnectionLimits, serve_router};
use serde_json::json;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    Status,
    exporter::Exporter,
    health::{Health, Overall, Readiness},
    log_level,
};
use crate::{
    RunError,
    config::{InvalidSettings, variables},
};

/// The format of `/metrics`: <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>.
const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// More than all tools that look at one bot.
const CONNECTIONS: ConnectionLimits = ConnectionLimits::new("operations", 64);

/// The server at work; it ends when dropped.
#[derive(Debug)]
pub struct Operations {
    _tasks: JoinSet<()>,
}

/// More than any level of the log, in bytes.
const LONGEST_BODY: usize = 4 * 1024;

/// What the answers are made of.
#[derive(Clone)]
struct Sources {
    status: Status,
    exporter: Arc<Exporter>,
}

impl FromRef<Sources> for Status {
    fn from_ref(sources: &Sources) -> Self {
        sources.status.clone()
    }
}

impl Operations {
    /// Listens on `OPS_LISTEN`, answers from `status`, and begins to count.
    ///
    /// # Errors
    ///
    /// [`RunError::Settings`]: that can't be listened on. [`RunError::Metrics`].
    pub async fn start(listen: SocketAddr, status: Status) -> Result<Self, RunError> {
        let exporter = Arc::new(Exporter::install(&status)?);
        let refused = |error| {
            let problem = format!("can't be listened on ({error}): another program, or another Portcullis, may do so");
            InvalidSettings::new(variables::OPS_LISTEN, problem)
        };
        let listener = TcpListener::bind(listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let mut tasks = JoinSet::new();
        tasks.spawn(exporter.upkeep());
        let router = router(Sources { status, exporter });
        // Ended with its task, when this is dropped.
        tasks.spawn(serve_router(listener, router, CONNECTIONS, CancellationToken::new()));
        tracing::info!(%address, "health and metrics are told over HTTP");
        Ok(Self { _tasks: tasks })
    }
}

fn router(sources: Sources) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/live", get(live))
        .route("/metrics", get(metrics))
        .route("/log-level", get(log_level::get).put(log_level::put))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(sources)
}

async fn index() -> impl IntoResponse {
    Json(json!({
        "name": "portcullis",
        "version": env!("CARGO_PKG_VERSION"),
        "paths": ["/health", "/ready", "/live", "/metrics", "/log-level"],
    }))
}

async fn health(State(sources): State<Sources>) -> impl IntoResponse {
    let health = Health::of(&sources.status).await;
    (ok_if(health.status != Overall::Unhealthy), Json(health))
}

async fn ready(State(sources): State<Sources>) -> impl IntoResponse {
    let readiness = Readiness::of(&sources.status).await;
    (ok_if(readiness.ready), Json(readiness))
}

async fn live() -> impl IntoResponse {
    Json(json!({ "live": true }))
}

async fn metrics(State(sources): State<Sources>) -> impl IntoResponse {
    // Whoever scrapes looks at every part, so that `since` is right to a scrape.
    let _ = Health::of(&sources.status).await;
    ([(header::CONTENT_TYPE, PROMETHEUS_TEXT)], sources.exporter.text(&sources.status).await)
}

const fn ok_if(condition: bool) -> StatusCode {
    if condition { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}
