//! What is counted about each request.

use std::time::Duration;

use super::call_failure::CallFailure;

/// Counts one request that has ended, and how long it took.
pub(super) fn record<T>(method: &str, result: &Result<T, CallFailure>, took: Duration) {
    let outcome = result.as_ref().map_or_else(CallFailure::outcome, |_| "ok");
    metrics::counter!("bot_telegram_api_calls_total", "method" => method.to_owned(), "outcome" => outcome).increment(1);
    metrics::histogram!("bot_telegram_api_latency_seconds", "method" => method.to_owned()).record(took.as_secs_f64());
}
