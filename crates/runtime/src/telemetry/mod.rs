//! Logs.

mod json_lines;
mod log_level;

use std::{
    io::{self, Write},
    panic::{self, PanicHookInfo},
    time::Duration,
};

use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    Layer, Registry,
    fmt::{self, format::JsonFields},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use self::json_lines::JsonLines;
pub(crate) use self::log_level::{LogLevel, check_level};
use crate::finish_within::finish_within;

/// The target of panics, by which they are told from other errors.
pub(crate) const PANIC_TARGET: &str = "portcullis_runtime::panic";

/// Whoever hears of events beside the log, each with a filter of its own.
pub(crate) type Observer = Box<dyn Layer<Registry> + Send + Sync>;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For programs: one object a line.
    Json,
}

/// Where log lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogTo {
    /// Standard output: where a program's logs are looked for.
    StandardOutput,
    /// Standard error: for a command whose standard output belongs to something else.
    StandardError,
}

/// How many lines wait for whoever reads them; further ones are dropped and counted. Some megabytes at most.
const WAITING_LINES: usize = 8_192;

/// How long the last lines may take to be written at the end.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

/// The log at work: a thread of its own writes it, so that nobody who logs waits for whoever reads. When dropped, it
/// writes what waits, for a moment at most.
#[derive(Debug)]
pub(crate) struct Logs {
    dropped: ErrorCounter,
    level: LogLevel,
    worker: Option<WorkerGuard>,
}

impl Logs {
    fn new(output: impl Write + Send + 'static, level: LogLevel) -> (NonBlocking, Self) {
        let builder = NonBlockingBuilder::default().buffered_lines_limit(WAITING_LINES).lossy(true);
        let (writer, worker) = builder.thread_name("log").finish(output);
        let dropped = writer.error_counter();
        (writer, Self { dropped, level, worker: Some(worker) })
    }

    /// How many lines were dropped, because nobody read those before them.
    pub(crate) fn dropped_lines(&self) -> ErrorCounter {
        self.dropped.clone()
    }

    /// The level, which may be changed.
    pub(crate) fn level(&self) -> LogLevel {
        self.level.clone()
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        let Some(worker) = self.worker.take() else { return };
        // Where nobody reads, it would wait for ever.
        finish_within(FLUSH_TIMEOUT, move || drop(worker));
    }
}

/// Starts logging at a level that [`check_level`] accepts; a second start in one process changes nothing. Panics are
/// logged too: standard error may be read by nobody either.
pub(crate) fn start(level: &str, format: LogFormat, to: LogTo) -> Logs {
    start_with(level, format, to, Vec::new())
}

/// The same, with others who hear of events, whatever the level of the log.
pub(crate) fn start_with(level: &str, format: LogFormat, to: LogTo, observers: Vec<Observer>) -> Logs {
    let (filter, level) = LogLevel::new(level);
    let (writer, logs) = match to {
        LogTo::StandardOutput => Logs::new(io::stdout(), level),
        LogTo::StandardError => Logs::new(io::stderr(), level),
    };
    let lines: Observer = match format {
        LogFormat::Pretty => fmt::layer().with_target(false).with_writer(writer).with_filter(filter).boxed(),
        LogFormat::Json => {
            let layer = fmt::layer().fmt_fields(JsonFields::new()).event_format(JsonLines).with_writer(writer);
            layer.with_filter(filter).boxed()
        }
    };
    let all: Vec<_> = observers.into_iter().chain([lines]).collect();
    if tracing_subscriber::registry().with(all).try_init().is_err() {
        tracing::debug!("logging was started before");
        return logs;
    }
    panic::set_hook(Box::new(log_panic));
    logs
}

/// Logs a panic, in the span in which it happens.
pub(crate) fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    tracing::error!(target: PANIC_TARGET, place, reason = panic.payload_as_str(), "a panic");
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier};

    use super::*;

    /// An output that nobody reads until the barrier is passed.
    struct Unread(Arc<Barrier>);

    impl Write for Unread {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.wait();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn whoever_logs_never_waits_for_a_reader_and_what_is_dropped_is_counted() {
        let (mut writer, logs) = Logs::new(Unread(Arc::new(Barrier::new(2))), LogLevel::new("info").1);
        // One is with the output, so many wait, and the rest is dropped.
        for _ in 0..WAITING_LINES + 10 {
            writer.write_all(b"a line\n").unwrap();
        }
        let dropped = logs.dropped_lines().dropped_lines();
        assert!((9..=10).contains(&dropped), "{dropped}");
    }
}
