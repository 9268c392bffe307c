//! `/log-level`: the level of the log, and changing it without a restart.

use axum::{
    Extension, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portcullis_telegram::http_server::Peer;
use serde_json::json;

use super::Status;

/// The level now.
pub(super) async fn get(State(status): State<Status>) -> Response {
    match status.log_level() {
        Some(level) => Json(json!({ "level": level.get() })).into_response(),
        None => refusal(StatusCode::SERVICE_UNAVAILABLE, "this process logs elsewhere"),
    }
}

/// Changes the level until the process ends, for whoever is on the same machine or in the same container: at `debug` the
/// log grows fast, and only its operator may want that.
pub(super) async fn put(
    Extension(Peer(peer)): Extension<Peer>,
    State(status): State<Status>,
    wanted: String,
) -> Response {
    if !peer.ip().to_canonical().is_loopback() {
        return refusal(
            StatusCode::FORBIDDEN,
            "the level is changed from this machine or container alone, for example by the command `log-level`",
        );
    }
    let Some(level) = status.log_level() else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "this process logs elsewhere");
    };
    let wanted = wanted.trim();
    if let Err(error) = level.set(wanted) {
        return refusal(StatusCode::BAD_REQUEST, &format!("the level is wrong: {error}"));
    }
    tracing::info!(level = wanted, "the level of the log was changed, until the next start");
    Json(json!({ "level": wanted })).into_response()
}

fn refusal(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}
