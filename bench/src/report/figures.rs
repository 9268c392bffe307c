//! The figures of one run, each under its name.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use crate::{
    float::float,
    load::Answers,
    stage::{Cost, Subject},
};

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// What it is.
    pub name: String,
    /// In what it is counted; empty for a number of things.
    pub unit: &'static str,
    /// How much or many.
    pub value: f64,
}

/// The figures of one run, in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Figures(Vec<Figure>);

/// What every load costs, by the names under which it is shown.
pub(super) const PER_SECOND: &str = "updates a second";
pub(super) const CPU: &str = "CPU of the process / 1000 updates";

impl Figures {
    /// One number more.
    pub fn put(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.0.push(Figure { name: name.into(), unit, value });
    }

    /// A time, in milliseconds.
    pub fn put_time(&mut self, name: impl Into<String>, time: Duration) {
        self.put(name, time.as_secs_f64() * 1000.0, "ms");
    }

    /// The percentiles of times in microseconds; nothing if there are none.
    pub fn put_percentiles(&mut self, name: &str, times: &Histogram<u64>) {
        if times.is_empty() {
            return;
        }
        for (percentile, word) in [(50.0, "p50"), (95.0, "p95"), (99.0, "p99")] {
            let time = Duration::from_micros(times.value_at_percentile(percentile));
            self.put_time(format!("{name}, {word}"), time);
        }
    }

    /// What came back over HTTP.
    pub fn put_answers(&mut self, of: &str, answers: &Answers) {
        self.put_percentiles(&format!("{of}HTTP"), &answers.latency);
        if answers.refused > 0 {
            self.put(format!("{of}refused, and sent again"), float(answers.refused), "");
        }
    }

    /// How many updates went through in a second.
    pub fn put_rate(&mut self, per_second: f64) {
        self.put(PER_SECOND, per_second, "");
    }

    /// What so many updates have cost, each figure for a thousand of them.
    pub fn put_cost(&mut self, of: &str, cost: &Cost, updates: u64) {
        let per_thousand = |much: f64| much * 1000.0 / float(updates.max(1));
        let ms = |time: Duration| per_thousand(time.as_secs_f64() * 1000.0);
        self.put(format!("{of}{CPU}"), ms(cost.process), "ms");
        if let Some(postgres) = cost.postgres {
            self.put(format!("{of}CPU of PostgreSQL / 1000 updates"), ms(postgres), "ms");
        }
        if let Some(redis) = cost.redis {
            self.put(format!("{of}CPU of Redis / 1000 updates"), ms(redis), "ms");
        }
        let Some(gate) = cost.gate else { return };
        self.put(format!("{of}statements / 1000 updates"), per_thousand(gate.statements), "");
        if let Some(written) = cost.writing_transactions {
            self.put(format!("{of}writing transactions / 1000 updates"), per_thousand(written), "");
        }
        self.put(format!("{of}API calls / 1000 updates"), per_thousand(gate.calls), "");
        self.put(format!("{of}memberships from the process / 1000 updates"), per_thousand(gate.hits_in_process), "");
        self.put(format!("{of}memberships from Redis / 1000 updates"), per_thousand(gate.hits_in_redis), "");
        self.put(format!("{of}memberships from Telegram / 1000 updates"), per_thousand(gate.misses), "");
    }

    /// The memory that the process holds now.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn put_memory(&mut self, name: &str, subject: &Subject) -> anyhow::Result<()> {
        self.put(name, float(subject.process.resident_bytes()?) / f64::from(1 << 20), "MiB");
        Ok(())
    }

    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|figure| figure.name == name).map(|figure| figure.value)
    }

    /// The figures in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.0.iter()
    }

    /// Puts behind each figure that has a yardstick in `other` how many times that it is.
    pub fn relate_to(&mut self, other: &Self) {
        let related = std::mem::take(&mut self.0);
        for figure in related {
            let is_related = [PER_SECOND, CPU].iter().any(|name| figure.name.ends_with(name));
            let yardstick = other.get(&figure.name).filter(|yardstick| is_related && *yardstick > 0.0);
            let ratio = yardstick.map(|yardstick| Figure {
                name: format!("{}, × do-nothing", figure.name),
                unit: "×",
                value: figure.value / yardstick,
            });
            self.0.push(figure);
            self.0.extend(ratio);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::empty;

    #[test]
    fn percentiles_are_shown_in_milliseconds() {
        let mut times = empty();
        (1..=100).for_each(|ms| times.record(ms * 1000).unwrap());
        let mut figures = Figures::default();
        figures.put_percentiles("a", &times);
        assert_eq!(figures.get("a, p50").map(f64::round), Some(50.0));
        assert_eq!(figures.get("a, p99").map(f64::round), Some(99.0));
    }

    #[test]
    fn what_has_a_yardstick_is_related_to_it() {
        let of = |value: f64| {
            let mut figures = Figures::default();
            figures.put_rate(value);
            figures.put("other", value, "");
            figures
        };
        let mut ours = of(30.0);
        ours.relate_to(&of(60.0));
        assert_eq!(ours.get("updates a second, × do-nothing"), Some(0.5));
        assert_eq!(ours.iter().count(), 3);
    }
}
