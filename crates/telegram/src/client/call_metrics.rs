//! What is counted about each request.

use std::time::Duration;

use super::call_failure::CallFailure;

/// The methods that a page of metrics shows from the start; every other appears with its first call.
const USUAL_METHODS: [&str; 8] = [
    "getMe",
    "getUpdates",
    "getChatMember",
    "deleteMessage",
    "restrictChatMember",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
];

/// The outcome of a request that was answered as it should be.
const OK: &str = "ok";

/// Makes the metrics of this crate present, so that what has not happened yet is shown as zero: for the start of a
/// program, after it has installed a recorder.
pub fn register_metrics() {
    for method in USUAL_METHODS {
        for outcome in CallFailure::OUTCOMES.into_iter().chain([OK]) {
            let _ = metrics::counter!("bot_telegram_api_calls_total", "method" => method, "outcome" => outcome);
        }
        let _ = metrics::histogram!("bot_telegram_api_latency_seconds", "method" => method);
    }
    let _ = metrics::counter!("bot_rate_limit_delays_total");
    let _ = metrics::counter!("bot_updates_undecodable_total");
    count_overload(0);
}

/// Counts one request that has ended, and how long it took.
pub(super) fn record<T>(method: &str, result: &Result<T, CallFailure>, took: Duration) {
    let outcome = result.as_ref().map_or_else(CallFailure::outcome, |_| OK);
    metrics::counter!("bot_telegram_api_calls_total", "method" => method.to_owned(), "outcome" => outcome).increment(1);
    metrics::histogram!("bot_telegram_api_latency_seconds", "method" => method.to_owned()).record(took.as_secs_f64());
}

/// Counts updates that are turned away, since too many came at once.
pub(crate) fn count_overload(number: u64) {
    metrics::counter!("bot_errors_total", "kind" => "webhook_overload").increment(number);
}
