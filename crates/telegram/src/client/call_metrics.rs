//! What is counted about each request.

use super::{
    call_failure::CallFailure,
    ended_call::{EndedCall, OK},
};

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
pub(super) fn record(call: &EndedCall<'_>) {
    let (method, outcome) = (call.method.to_owned(), call.outcome);
    metrics::counter!("bot_telegram_api_calls_total", "method" => method.clone(), "outcome" => outcome).increment(1);
    metrics::histogram!("bot_telegram_api_latency_seconds", "method" => method).record(call.elapsed.as_secs_f64());
}

/// Counts updates that are turned away, since too many came at once.
pub(crate) fn count_overload(number: u64) {
    metrics::counter!("bot_errors_total", "kind" => "webhook_overload").increment(number);
}
