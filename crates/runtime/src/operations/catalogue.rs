//! Every metric of the program with its description, and those that this crate sets itself.

use std::time::Duration;

use metrics::{Counter, Gauge, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use portcullis_domain::ports::Clock;

use crate::SystemClock;

/// The upper ends of the buckets, in seconds: from the microseconds of a decision made from memory to the seconds of a
/// flood wait.
pub(super) const BUCKETS: [f64; 22] = [
    0.000_001,
    0.000_002_5,
    0.000_005,
    0.000_01,
    0.000_025,
    0.000_05,
    0.000_1,
    0.000_25,
    0.000_5,
    0.001,
    0.002_5,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    5.0,
    15.0,
    60.0,
];

/// Describes all metrics and makes them present, so that what has not happened yet is shown as zero.
pub(super) fn register() {
    describe();
    portcullis_service::register_metrics();
    portcullis_cache::register_metrics();
    portcullis_telegram::register_metrics();
    portcullis_telegram::http_server::register_metrics("webhook");
    for gauge in [
        active_groups(),
        inbox_pending(),
        inbox_dead_letters(),
        restrictions_open(),
        database_connected(),
        database_writable(),
    ] {
        gauge.set(0.0);
    }
    for gauge in [redis_connected(), clock_error(), parts_stopped()] {
        gauge.set(0.0);
    }
    log_lines_dropped().absolute(0);
    let _ = histogram!("bot_db_query_latency_seconds", "query" => "select");
    gauge!("bot_start_time_seconds").set(seconds_since_1970());
}

fn describe() {
    describe_decisions();
    describe_counter!("bot_cache_hits_total", "Memberships that were remembered, by where");
    describe_counter!("bot_cache_misses_total", "Memberships that Telegram had to be asked for");
    describe_counter!("bot_telegram_api_calls_total", "Requests to the Bot API, each try for itself");
    describe_histogram!("bot_telegram_api_latency_seconds", Unit::Seconds, "How long a request to the Bot API took");
    describe_counter!("bot_rate_limit_delays_total", "Messages that had to wait for the limit of messages");
    describe_gauge!("bot_http_connections", "Open connections, by who serves them");
    describe_counter!(
        "bot_http_connections_closed_total",
        "Connections that were closed, because they said nothing or because there were too many"
    );
    describe_histogram!("bot_db_query_latency_seconds", Unit::Seconds, "How long a statement took the database");
    describe_gauge!("bot_db_connected", "1 if the database answers");
    describe_gauge!(
        "bot_clock_error_seconds",
        Unit::Seconds,
        "How far the clock is ahead of Telegram's, or behind if less than 0"
    );
    describe_gauge!("bot_parts_stopped", "Parts of the program that have stopped and should not have");
    describe_gauge!("bot_db_writable", "1 unless the database refused the last write");
    describe_gauge!("bot_redis_configured", "1 if REDIS_URL is set");
    describe_gauge!("bot_redis_connected", "1 if Redis is configured and answers");
    describe_counter!(
        "bot_log_lines_dropped_total",
        "Lines of the log that were dropped, because nobody read those before them"
    );
    describe_gauge!("bot_start_time_seconds", Unit::Seconds, "When the bot started, in seconds since 1970");
}

fn describe_decisions() {
    describe_counter!("bot_updates_total", "Updates that came in, by kind");
    describe_counter!("bot_updates_undecodable_total", "Updates that could not be read and were passed over");
    describe_gauge!("bot_updates_in_flight", "Stored updates that are being carried out");
    describe_counter!("bot_verifications_total", "Decisions about people, by result");
    describe_histogram!("bot_verification_latency_seconds", Unit::Seconds, "How long a decision took with its facts");
    describe_counter!("bot_restrictions_lifted_total", "Restrictions that ended, by reason");
    describe_counter!("bot_brakes_tripped_total", "How often too many known members failed at once");
    describe_counter!("bot_errors_total", "What went wrong, by kind");
    describe_gauge!("bot_active_groups", "Groups whose gate is on");
    describe_gauge!("bot_inbox_pending", "Updates that are stored and not yet carried out");
    describe_gauge!("bot_inbox_dead", "Updates that were dead-lettered after their last try");
    describe_gauge!("bot_restrictions_open", "People who are muted by the bot now");
}

pub(super) fn active_groups() -> Gauge {
    gauge!("bot_active_groups")
}

pub(super) fn inbox_pending() -> Gauge {
    gauge!("bot_inbox_pending")
}

pub(super) fn inbox_dead_letters() -> Gauge {
    gauge!("bot_inbox_dead")
}

pub(super) fn restrictions_open() -> Gauge {
    gauge!("bot_restrictions_open")
}

pub(super) fn database_connected() -> Gauge {
    gauge!("bot_db_connected")
}

pub(super) fn database_writable() -> Gauge {
    gauge!("bot_db_writable")
}

pub(super) fn clock_error() -> Gauge {
    gauge!("bot_clock_error_seconds")
}

pub(super) fn parts_stopped() -> Gauge {
    gauge!("bot_parts_stopped")
}

pub(super) fn redis_configured() -> Gauge {
    gauge!("bot_redis_configured")
}

pub(super) fn redis_connected() -> Gauge {
    gauge!("bot_redis_connected")
}

pub(super) fn log_lines_dropped() -> Counter {
    counter!("bot_log_lines_dropped_total")
}

/// Counts a statement. Its name is what it does to which table, and there are few of either.
pub(super) fn record_query(name: String, elapsed: Duration) {
    histogram!("bot_db_query_latency_seconds", "query" => name).record(elapsed);
}

#[expect(clippy::cast_precision_loss, reason = "to a millisecond it is exact for 280 000 years")]
fn seconds_since_1970() -> f64 {
    SystemClock.now().0 as f64 / 1_000.0
}
