//! The four methods by which a bot gets its updates.
//!
//! <https://core.telegram.org/bots/api#getting-updates>

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use crate::api_error::ApiError;
use crate::parameters::Parameters;
use crate::simulator::{Simulator, State};
use crate::update_queue::Webhook;

const TERMINATED: &str = "terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_IS_ACTIVE: &str =
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/// Waits for updates: <https://core.telegram.org/bots/api#getupdates>. The result is a JSON array.
pub(crate) async fn get_updates(simulator: &Simulator, bot: i64, parameters: &Parameters) -> Result<String, ApiError> {
    let limit = parameters.i64("limit").filter(|limit| (1..=100).contains(limit)).unwrap_or(100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let timeout = parameters.i64("timeout").unwrap_or(0).clamp(0, 50).unsigned_abs();
    let deadline = Instant::now() + Duration::from_secs(timeout);
    let poll = simulator.change(|state| begin_poll(state, bot, parameters))?;

    let page = simulator.until(|state| look(state, bot, poll, limit));
    let updates = tokio::select! {
        biased;
        page = page => page?,
        () = sleep_until(deadline) => Vec::new(),
    };
    Ok(format!("[{}]", updates.join(",")))
}

fn begin_poll(state: &mut State, bot: i64, parameters: &Parameters) -> Result<u64, ApiError> {
    let queue = state.queue(bot);
    if queue.webhook().is_some() {
        return Err(ApiError::conflict(WEBHOOK_IS_ACTIVE));
    }
    if let Some(kinds) = parameters.value("allowed_updates").and_then(Value::as_array) {
        queue.allow(kinds);
    }
    queue.confirm(parameters.i64("offset").unwrap_or(0));
    Ok(queue.begin_poll())
}

/// What a waiting poll sees: its end, updates, or nothing yet.
fn look(state: &mut State, bot: i64, poll: u64, limit: usize) -> Option<Result<Vec<String>, ApiError>> {
    if !state.world.has_token(bot) {
        return Some(Err(ApiError::unauthorized()));
    }
    let now = state.world.now();
    let queue = state.queue(bot);
    if queue.webhook().is_some() {
        return Some(Err(ApiError::conflict("terminated by setWebhook request")));
    }
    if !queue.is_newest_poll(poll) {
        return Some(Err(ApiError::conflict(TERMINATED)));
    }
    let updates = queue.page(now, limit);
    (!updates.is_empty()).then_some(Ok(updates))
}

/// Carries out `setWebhook`, `deleteWebhook` or `getWebhookInfo`; `None` for every other method.
pub(crate) fn call(
    state: &mut State,
    bot: i64,
    method: &str,
    parameters: &Parameters,
) -> Option<Result<Value, ApiError>> {
    match method {
        "setWebhook" => Some(set_webhook(state, bot, parameters)),
        "deleteWebhook" => Some(Ok(delete_webhook(state, bot, parameters))),
        "getWebhookInfo" => Some(Ok(webhook_info(state, bot))),
        _ => None,
    }
}

/// <https://core.telegram.org/bots/api#setwebhook>; plain HTTP is allowed to this machine.
fn set_webhook(state: &mut State, bot: i64, parameters: &Parameters) -> Result<Value, ApiError> {
    let url = parameters.str("url").unwrap_or_default();
    if url.is_empty() {
        return Ok(delete_webhook(state, bot, parameters));
    }
    if !is_allowed(url) {
        return Err(ApiError::bad_request("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    let secret_token = parameters.str("secret_token").map(str::to_owned);
    if secret_token.as_deref().is_some_and(|secret| !is_secret(secret)) {
        return Err(ApiError::bad_request("secret token contains unallowed characters"));
    }
    let max_connections = parameters.i64("max_connections").unwrap_or(40).clamp(1, 100);
    let queue = state.queue(bot);
    if let Some(kinds) = parameters.value("allowed_updates").and_then(Value::as_array) {
        queue.allow(kinds);
    }
    if parameters.bool("drop_pending_updates") == Some(true) {
        queue.drop_pending();
    }
    queue.set_webhook(Webhook {
        url: url.to_owned(),
        secret_token,
        max_connections: usize::try_from(max_connections).unwrap_or(40),
        last_error: None,
    });
    Ok(Value::Bool(true))
}

fn is_allowed(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    match url.scheme() {
        "https" => url.has_host(),
        "http" => matches!(url.host_str(), Some("localhost" | "[::1]")) || is_loopback(url.host_str()),
        _ => false,
    }
}

fn is_loopback(host: Option<&str>) -> bool {
    let address = host.and_then(|host| host.parse::<std::net::IpAddr>().ok());
    address.is_some_and(|address| address.is_loopback())
}

/// 1-256 of A-Z, a-z, 0-9, _ and -.
fn is_secret(secret: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=256).contains(&secret.len()) && secret.bytes().all(is_allowed)
}

/// <https://core.telegram.org/bots/api#deletewebhook>
fn delete_webhook(state: &mut State, bot: i64, parameters: &Parameters) -> Value {
    let queue = state.queue(bot);
    queue.remove_webhook();
    if parameters.bool("drop_pending_updates") == Some(true) {
        queue.drop_pending();
    }
    Value::Bool(true)
}

/// <https://core.telegram.org/bots/api#webhookinfo>
fn webhook_info(state: &mut State, bot: i64) -> Value {
    let now = state.world.now();
    let queue = state.queue(bot);
    let pending = queue.waiting(now).len();
    let url = queue.webhook().map(|webhook| webhook.url.as_str()).unwrap_or_default();
    let mut info = json!({ "url": url, "has_custom_certificate": false, "pending_update_count": pending });
    if let Some(webhook) = queue.webhook() {
        info["max_connections"] = webhook.max_connections.into();
        if let Some((date, message)) = &webhook.last_error {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = message.as_str().into();
        }
    }
    if let Some(allowed) = queue.allowed() {
        info["allowed_updates"] = allowed.into();
    }
    info
}
