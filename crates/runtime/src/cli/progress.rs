//! How far an export or an import is: a bar on standard error where that is a terminal, else a line of the log now and then.
//! Standard output may be the export itself.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use tokio::time::Instant;

/// How far apart two lines of the log are.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

const BAR: &str = "{wide_bar} {percent}% {msg}, {eta} left";
/// Where nobody knows how much there is.
const SPINNER: &str = "{spinner} {msg} in {elapsed}";

/// How far it is. Once this is dropped nothing is shown any more.
pub(super) enum Progress {
    /// A bar that moves.
    Bar(ProgressBar),
    /// Lines, the last of which was due then.
    Lines(Instant),
}

impl Progress {
    /// From nothing on to `length`, if that is known.
    pub(super) fn begin(length: Option<u64>) -> Self {
        if !stderr().is_terminal() {
            return Self::lines();
        }
        let style = ProgressStyle::with_template(if length.is_some() { BAR } else { SPINNER });
        // The template is a constant and right; another look would do as well.
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr()).with_style(style);
        Self::Bar(bar.with_finish(ProgressFinish::AndClear))
    }

    /// From nothing on to `length`.
    pub(super) fn begin_of(length: u64) -> Self {
        Self::begin(Some(length))
    }

    /// Lines of the log, whatever standard error is.
    pub(super) fn lines() -> Self {
        Self::Lines(Instant::now())
    }

    /// Shows that it has come to `position` with so many rows, and whether the log is to have a line of it now.
    pub(super) fn show(&mut self, position: u64, rows: u64) -> bool {
        match self {
            Self::Bar(bar) => {
                bar.set_message(format!("{rows} rows"));
                bar.set_position(position);
                false
            }
            Self::Lines(last) => {
                let is_due = last.elapsed() >= LINE_INTERVAL;
                if is_due {
                    *last = Instant::now();
                }
                is_due
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_log_has_a_line_every_ten_seconds_however_often_it_is_asked_to() {
        let mut progress = Progress::lines();
        let mut lines = 0;
        for rows in 0..1_000 {
            lines += u32::from(progress.show(rows, rows));
            advance(Duration::from_millis(35)).await;
        }
        assert_eq!(lines, 3);
    }
}
