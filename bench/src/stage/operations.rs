//! What the bot tells of itself over HTTP.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::Context;

/// How long a bot that listens may take to be ready.
const READY_TIMEOUT: Duration = Duration::from_mins(1);

/// How many statements there were, by kind.
pub(super) const STATEMENTS: &str = "bot_db_query_latency_seconds_count";

/// The series of one look, by name and labels as they stand there.
#[derive(Clone, Debug, Default)]
pub struct Metrics(HashMap<String, f64>);

impl Metrics {
    pub(super) fn parse(text: &str) -> Self {
        let series = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (name, value) = line.rsplit_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        });
        Self(series.collect())
    }

    /// The sum over the series of this name whose labels hold all of these, each as `label="value"`.
    #[must_use]
    pub fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        let is_it = |series: &str| {
            let rest = series.strip_prefix(name);
            rest.is_some_and(|rest| {
                (rest.is_empty() || rest.starts_with('{')) && labels.iter().all(|label| rest.contains(label))
            })
        };
        self.0.iter().filter(|(series, _)| is_it(series)).map(|(_, value)| value).sum()
    }
}

impl Metrics {
    /// The upper end of the bucket in which this share of a histogram's values lies that have come since `before`; `None` if
    /// there are none, or it has no upper end.
    #[must_use]
    pub fn percentile_since(&self, before: &Self, name: &str, share: f64) -> Option<f64> {
        let bucket = format!("{name}_bucket");
        let up_to = |end: &str| {
            let label = format!(r#"le="{end}""#);
            self.sum(&bucket, &[&label]) - before.sum(&bucket, &[&label])
        };
        let ends = self.0.keys().filter_map(|series| {
            let end = series.strip_prefix(&bucket)?.split_once(r#"le=""#)?.1.split_once('"')?.0;
            Some((end.parse::<f64>().ok()?, end))
        });
        let wanted = up_to("+Inf") * share;
        let mut reached: Vec<f64> =
            ends.filter(|(_, end)| wanted > 0.0 && up_to(end) >= wanted).map(|(end, _)| end).collect();
        reached.sort_by(f64::total_cmp);
        reached.first().copied().filter(|end| end.is_finite())
    }
}

/// Waits until the bot below `base` takes updates.
pub(super) async fn until_ready(http: &reqwest::Client, base: &str) -> anyhow::Result<()> {
    let deadline = Instant::now() + READY_TIMEOUT;
    while !http.get(format!("{base}/ready")).send().await?.status().is_success() {
        anyhow::ensure!(Instant::now() < deadline, "the bot does not become ready");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// Looks at `/metrics` below `base`.
pub(super) async fn look(http: &reqwest::Client, base: &str) -> anyhow::Result<Metrics> {
    let answer = http.get(format!("{base}/metrics")).send().await.context("the bot does not tell its metrics")?;
    Ok(Metrics::parse(&answer.text().await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_of_a_name_are_summed_by_label() {
        let text =
            "# HELP x y\nbot_a{m=\"x\",o=\"ok\"} 2\nbot_a{m=\"y\",o=\"ok\"} 3\nbot_a_count{m=\"x\"} 9\nbot_b 1.5\n";
        let metrics = Metrics::parse(text);
        let sums =
            [metrics.sum("bot_a", &[]), metrics.sum("bot_a", &["m=\"x\"", "o=\"ok\""]), metrics.sum("bot_b", &[])];
        assert_eq!(sums.map(|sum| format!("{sum}")), ["5", "2", "1.5"]);
    }

    #[test]
    fn a_percentile_is_the_end_of_the_bucket_that_holds_it() {
        let text = |counts: [u32; 3]| {
            let [low, high, all] = counts;
            let lines =
                format!("a_bucket{{le=\"0.1\"}} {low}\na_bucket{{le=\"2.5\"}} {high}\na_bucket{{le=\"+Inf\"}} {all}\n");
            Metrics::parse(&lines)
        };
        let (before, after) = (text([7, 7, 7]), text([97, 105, 107]));
        let percentile = |share: f64| after.percentile_since(&before, "a", share).map(|end| format!("{end}"));
        assert_eq!(percentile(0.5).as_deref(), Some("0.1"));
        assert_eq!(percentile(0.95).as_deref(), Some("2.5"));
        assert_eq!(percentile(1.0), None);
        assert_eq!(before.percentile_since(&before, "a", 0.5), None);
    }
}
