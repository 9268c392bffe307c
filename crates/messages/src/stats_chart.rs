//! The chart of `/stats`: people stopped on each day, and how many of them joined.
//!
//! It is drawn for a phone's width, in colours that stand out from both of Telegram's themes. In languages that are written
//! from right to left all of it is: time runs to the left, and the scale stands on the right.

use std::fmt::Write;

use portcullis_domain::{
    html::Html,
    picture::Drawing,
    settings::Mode,
    stats::{Day, PeriodStats, Tallies},
};
use time::OffsetDateTime;

use crate::{Language, Texts, number::grouped};

const WIDTH: u32 = 1_080;
const HEIGHT: u32 = 720;

const BACKGROUND: &str = "#1f2833";
const LETTERS: &str = "#f1f4f7";
const FAINT_LETTERS: &str = "#b4c0cc";
const GRID: &str = "#3a4756";
const STOPPED: &str = "#8a9bb0";
const JOINED: &str = "#4fc07f";

/// What lies on each side of the bars: on the one the scale, on the other half of the last day's name.
const SCALE_SIDE: f64 = 150.0;
const OTHER_SIDE: f64 = 90.0;
/// What lies beside the letters at the top.
const MARGIN: f64 = 56.0;
const TOP: f64 = 236.0;
const BOTTOM: f64 = 620.0;

/// Numbers on the scale with more letters than «100,000» are written smaller.
const LONG_NUMBER: usize = 7;

/// How many days lie between two that are named.
const NAMED_EVERY: usize = 7;

/// Where a text stands from its point on.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing that grows, and is the mirror image of itself where people write from right to left.
struct Canvas {
    svg: String,
    is_mirrored: bool,
}

impl Canvas {
    fn new(is_mirrored: bool) -> Self {
        let mut canvas = Self { svg: String::new(), is_mirrored };
        canvas.put(format_args!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}'>"
        ));
        canvas.bar(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT), BACKGROUND);
        canvas
    }

    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // A `String` takes everything.
        let _ = self.svg.write_fmt(markup);
    }

    fn bar(&mut self, left: f64, top: f64, width: f64, height: f64, colour: &str) {
        let left = if self.is_mirrored { f64::from(WIDTH) - left - width } else { left };
        self.put(format_args!(
            "<rect x='{left:.1}' y='{top:.1}' width='{width:.1}' height='{height:.1}' fill='{colour}'/>"
        ));
    }

    fn text(&mut self, at: (f64, f64), anchor: Anchor, size: u32, colour: &str, text: &str) {
        let (x, y) = at;
        let (x, anchor) = match (self.is_mirrored, anchor) {
            (false, anchor) => (x, anchor),
            (true, Anchor::Start) => (f64::from(WIDTH) - x, Anchor::End),
            (true, Anchor::End) => (f64::from(WIDTH) - x, Anchor::Start),
            (true, Anchor::Middle) => (f64::from(WIDTH) - x, Anchor::Middle),
        };
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        // Whoever lays the text out takes it to begin on the left, so that numbers at its edges would change sides.
        let (open, close) = if self.is_mirrored { ("\u{2067}", "\u{2069}") } else { ("", "") };
        let text = Html::escape(text);
        self.put(format_args!(
            "<text x='{x:.1}' y='{y:.1}' text-anchor='{anchor}' font-size='{size}' fill='{colour}'>{open}{text}{close}</text>"
        ));
    }

    fn finish(mut self) -> Drawing {
        self.svg.push_str("</svg>");
        Drawing(self.svg)
    }
}

impl Texts {
    /// The chart of a period: the people first stopped on each day, and in another colour those of them who joined.
    #[must_use]
    pub fn stats_chart(&self, language: Language, mode: Mode, stats: &PeriodStats) -> Drawing {
        let mut canvas = Canvas::new(language.is_right_to_left());
        let days: Vec<(Day, Tallies)> = stats.days().collect();
        let highest = days.iter().map(|(_, tallies)| tallies.stopped.people).max().unwrap_or_default();
        self.draw_head(&mut canvas, language, mode, stats);
        draw_scale(&mut canvas, language, highest);
        self.draw_days(&mut canvas, language, &days, scale_of(highest));
        if highest == 0 {
            let middle = f64::from(WIDTH) / 2.0;
            let text = self.plain(language, "stats-chart-empty", &[("mode", mode.word().into())]);
            canvas.text((middle, f64::midpoint(TOP, BOTTOM)), Anchor::Middle, 40, LETTERS, &text);
        }
        canvas.finish()
    }

    fn draw_head(&self, canvas: &mut Canvas, language: Language, mode: Mode, stats: &PeriodStats) {
        let stopped = stats.total().stopped;
        let title = self.period_title(language, stats);
        canvas.text((MARGIN, 82.0), Anchor::Start, 48, LETTERS, &title);
        let share = self.stats_share(language, stopped);
        let lines = [
            (
                STOPPED,
                self.plain(
                    language,
                    "stats-chart-stopped",
                    &[("mode", mode.word().into()), ("people", stopped.people.into())],
                ),
            ),
            (
                JOINED,
                self.plain(
                    language,
                    "stats-chart-joined",
                    &[("joined", stopped.joined.into()), ("share", share.into())],
                ),
            ),
        ];
        for ((colour, text), top) in lines.into_iter().zip([112.0, 160.0]) {
            canvas.bar(MARGIN, top, 30.0, 30.0, colour);
            canvas.text((MARGIN + 46.0, top + 27.0), Anchor::Start, 34, LETTERS, &text);
        }
    }

    fn draw_days(&self, canvas: &mut Canvas, language: Language, days: &[(Day, Tallies)], scale: u64) {
        let mut slot = SCALE_SIDE;
        let slot_width = (f64::from(WIDTH) - SCALE_SIDE - OTHER_SIDE) / as_f64(days.len().max(1));
        for (at, (day, tallies)) in days.iter().enumerate() {
            for (people, colour) in [(tallies.stopped.people, STOPPED), (tallies.stopped.joined, JOINED)] {
                let height = height_of(people, scale);
                if people > 0 {
                    canvas.bar(slot + slot_width * 0.14, BOTTOM - height, slot_width * 0.72, height, colour);
                }
            }
            // Today is named, and every seventh day before it.
            if (days.len() - 1 - at).is_multiple_of(NAMED_EVERY) {
                let name = self.day(language, *day);
                canvas.text((slot + slot_width / 2.0, BOTTOM + 52.0), Anchor::Middle, 30, FAINT_LETTERS, &name);
            }
            slot += slot_width;
        }
    }

    /// A day without its year, as short as it can be.
    fn day(&self, language: Language, day: Day) -> String {
        let date = OffsetDateTime::from_unix_timestamp(day.start().as_secs()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let month = u32::from(u8::from(date.month()));
        let day = grouped(language.code(), date.day().into());
        self.plain(language, "stats-day", &[("day", day.into()), ("month", month.into())])
    }
}

fn draw_scale(canvas: &mut Canvas, language: Language, highest: u64) {
    let (width, scale) = (f64::from(WIDTH) - SCALE_SIDE - OTHER_SIDE, scale_of(highest));
    let lines = [(0, BOTTOM), (scale / 2, f64::midpoint(TOP, BOTTOM)), (scale, TOP)];
    // Where there is no bar, the ground is enough.
    for (value, y) in lines.into_iter().take(if highest == 0 { 1 } else { lines.len() }) {
        canvas.bar(SCALE_SIDE, y - 1.0, width, 2.0, GRID);
        let number = grouped(language.code(), value);
        let size = if number.chars().count() > LONG_NUMBER { 21 } else { 30 };
        canvas.text((SCALE_SIDE - 16.0, y + 11.0), Anchor::End, size, FAINT_LETTERS, &number);
    }
}

/// What stands at the top of the scale: a round number that has a half, and no bar is higher.
fn scale_of(highest: u64) -> u64 {
    if let Some(scale) = [2, 4, 6, 8].into_iter().find(|scale| *scale >= highest) {
        return scale;
    }
    let mut unit = 1_u64;
    loop {
        for round in [10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80] {
            let scale = unit.saturating_mul(round);
            if scale >= highest {
                return scale;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// How high a bar is; one person can still be seen beside very many.
fn height_of(people: u64, scale: u64) -> f64 {
    const LEAST: f64 = 4.0;
    // Ten thousandths are finer than a pixel.
    let share = u128::from(people) * 10_000 / u128::from(scale.max(1));
    let share = f64::from(u32::try_from(share).unwrap_or(10_000)) / 10_000.0;
    ((BOTTOM - TOP) * share).max(LEAST)
}

fn as_f64(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        Timestamp,
        stats::{Period, Tally},
    };

    use super::*;

    #[test]
    fn a_scale_is_round_has_a_half_and_reaches_the_highest_bar() {
        for (highest, scale) in
            [(0, 2), (1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 12), (61, 80), (203, 240), (1_001, 1_200)]
        {
            assert_eq!(scale_of(highest), scale, "{highest}");
        }
        assert_eq!(scale_of(u64::MAX), u64::MAX, "no number is too high");
    }

    #[test]
    fn a_bar_is_as_high_as_its_share_and_never_too_low_to_be_seen() {
        assert!((height_of(5, 10) - (BOTTOM - TOP) / 2.0).abs() < 0.1);
        assert!((height_of(10, 10) - (BOTTOM - TOP)).abs() < 0.1);
        assert!(height_of(1, 1_000_000) > 3.0);
    }

    #[test]
    fn today_and_every_seventh_day_before_it_are_named() {
        let (texts, now) = (Texts::load().unwrap(), Timestamp::from_secs(1_790_000_000));
        let stats = PeriodStats::new(
            Period::last_days(Period::MONTH, now),
            [(Day::of(now), Tallies { stopped: Tally { people: 3, joined: 1 }, ..Tallies::default() })],
            [],
        );
        let drawing = texts.stats_chart(Language::ENGLISH, Mode::Enforce, &stats).0;
        for day in ["21 Sep", "14 Sep", "7 Sep", "31 Aug", "24 Aug"] {
            assert!(drawing.contains(&format!(">{day}<")), "{day} in {drawing}");
        }
        assert_eq!(drawing.matches(" Sep<").count() + drawing.matches(" Aug<").count(), 5);
        assert!(drawing.contains(">of them joined: 1 (33%)<"), "{drawing}");
    }
}
