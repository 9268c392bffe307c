//! How far a sweep is, as it is shown on standard output.

use std::{
    io::{IsTerminal, Stdout, Write, stdout},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use portcullis_domain::sweep::SweepCounts;
use tokio::time::Instant;

/// How far apart two lines are where there is no terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// A bar that moves, or line by line where `out` is no terminal.
pub(super) struct Display<W> {
    out: W,
    shape: Shape,
}

enum Shape {
    Bar(ProgressBar),
    Lines { last: Option<(Instant, SweepCounts)> },
}

impl Display<Stdout> {
    /// On standard output.
    pub(super) fn on_stdout() -> Self {
        if !stdout().is_terminal() {
            return Self::lines(stdout());
        }
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} checked, {eta} left  {msg}");
        // The template is a constant and right; another look would do as well.
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stdout()).with_style(style);
        Self { out: stdout(), shape: Shape::Bar(bar) }
    }
}

impl<W: Write> Display<W> {
    /// Line by line.
    pub(super) const fn lines(out: W) -> Self {
        Self { out, shape: Shape::Lines { last: None } }
    }

    /// Shows how far it is, if that is news.
    pub(super) fn show(&mut self, counts: &SweepCounts) {
        match &mut self.shape {
            Shape::Bar(bar) => {
                bar.set_length(counts.total.max(counts.checked()));
                bar.set_position(counts.checked());
                bar.set_message(format!("{} do not pass", counts.restricted));
            }
            Shape::Lines { last } => {
                if last.is_none_or(|(at, shown)| at.elapsed() >= LINE_INTERVAL && shown != *counts) {
                    *last = Some((Instant::now(), *counts));
                    let words =
                        format!("{} of {} checked, {} do not pass", counts.checked(), counts.total, counts.restricted);
                    self.say(&words);
                }
            }
        }
    }

    /// Says something while it goes on.
    pub(super) fn tell(&mut self, words: &str) {
        match &self.shape {
            Shape::Bar(bar) => bar.println(words),
            Shape::Lines { .. } => self.say(words),
        }
    }

    /// Says the last words in place of the bar.
    pub(super) fn end(&mut self, words: &str) {
        if let Shape::Bar(bar) = &self.shape {
            bar.finish_and_clear();
        }
        self.say(words);
    }

    fn say(&mut self, words: &str) {
        // Whoever reads no more of the output still gets the exit code.
        let _ = writeln!(self.out, "{words}");
    }
}
