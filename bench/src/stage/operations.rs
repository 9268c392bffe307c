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
}
