//! What operators are given agrees with the code: every alert has its section in the runbook and its cases, and a metric
//! that is asked for exists.

use std::collections::BTreeSet;

use super::{breach::Breach, documentation, tree::Tree};

const ALERTS: &str = "ops/prometheus/alerts.yml";
const CASES: &str = "ops/prometheus/alerts.test.yml";
const RUNBOOK: &str = "docs/runbook.md";

/// How the names of all alerts begin: other headings of the runbook do not.
const ALERT: &str = "Portcullis";

/// What Prometheus makes of one histogram.
const HISTOGRAM_PARTS: [&str; 3] = ["_bucket", "_sum", "_count"];

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = of_alerts(tree);
    breaches.extend(of_metrics(tree));
    breaches
}

fn of_alerts(tree: &Tree) -> Vec<Breach> {
    let alerts = lines_of(tree, ALERTS, |line| line.trim_start().strip_prefix("- alert:"));
    let cases = lines_of(tree, CASES, |line| line.split_once("alertname=\"")?.1.split('"').next());
    let sections: Vec<_> = lines_of(tree, RUNBOOK, |line| line.strip_prefix("## "))
        .into_iter()
        .filter(|(_, heading)| heading.starts_with(ALERT) && !heading.contains(' '))
        .collect();
    let is_in = |named: &[(usize, String)], name: &String| named.iter().any(|(_, other)| other == name);
    let mut breaches = Vec::new();
    for (line, alert) in &alerts {
        if !is_in(&sections, alert) {
            breaches.push(Breach::new(ALERTS, *line, format!("`{alert}` has no section of its name in {RUNBOOK}")));
        }
        if !is_in(&cases, alert) {
            breaches.push(Breach::new(ALERTS, *line, format!("`{alert}` has no case in {CASES}")));
        }
    }
    for (path, named) in [(RUNBOOK, &sections), (CASES, &cases)] {
        let unknown = named.iter().filter(|(_, name)| !is_in(&alerts, name));
        breaches.extend(unknown.map(|(line, name)| Breach::new(path, *line, format!("there is no alert `{name}`"))));
    }
    breaches
}

/// What `pick` finds in the lines of a file, with the line's number, from 1.
fn lines_of(tree: &Tree, path: &str, pick: impl Fn(&str) -> Option<&str>) -> Vec<(usize, String)> {
    let lines = tree.text(path).unwrap_or_default().lines().enumerate();
    lines.filter_map(|(index, line)| Some((index + 1, pick(line)?.trim().to_owned()))).collect()
}

fn of_metrics(tree: &Tree) -> Vec<Breach> {
    let known = documentation::metric_names(tree);
    let mut breaches = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.starts_with("ops/")) {
        for (index, line) in text.lines().enumerate() {
            let words = line.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
            for word in words.filter(|word| word.starts_with("bot_")).collect::<BTreeSet<_>>() {
                let of_histogram = HISTOGRAM_PARTS.iter().find_map(|part| word.strip_suffix(part));
                if !known.contains(word) && !of_histogram.is_some_and(|name| known.contains(name)) {
                    breaches.push(Breach::new(path, index + 1, format!("the code knows no metric `{word}`")));
                }
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRICS: &str = "fn count() { metrics::counter!(\"bot_dead_total\").increment(1); \
                           metrics::histogram!(\"bot_wait_seconds\").record(1.0); }\n";

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        let said = |breach: Breach| format!("{}:{}: {}", breach.path, breach.line, breach.what);
        breaches(&Tree::of(files)).into_iter().map(said).collect()
    }

    #[test]
    fn an_alert_with_its_section_and_its_case_is_fine() {
        let files = [
            (ALERTS, "rules:\n  - alert: PortcullisDown\n    expr: up == 0\n"),
            (CASES, "expr: ALERTS{alertname=\"PortcullisDown\", alertstate=\"firing\"}\n"),
            (RUNBOOK, "## First, whatever it is\n\n## PortcullisDown\n"),
        ];
        assert_eq!(said(&files), Vec::<String>::new());
    }

    #[test]
    fn what_an_alert_lacks_is_said_where_it_stands() {
        let expected = [
            format!("{ALERTS}:1: `PortcullisDown` has no section of its name in {RUNBOOK}"),
            format!("{ALERTS}:1: `PortcullisDown` has no case in {CASES}"),
        ];
        assert_eq!(said(&[(ALERTS, "- alert: PortcullisDown\n")]), expected);
    }

    #[test]
    fn a_section_and_a_case_of_no_alert_are_breaches() {
        let expected = [
            format!("{RUNBOOK}:2: there is no alert `PortcullisGone`"),
            format!("{CASES}:1: there is no alert `PortcullisGone`"),
        ];
        let files =
            [(RUNBOOK, "# Runbook\n## PortcullisGone\n"), (CASES, "expr: ALERTS{alertname=\"PortcullisGone\"}\n")];
        assert_eq!(said(&files), expected);
    }

    #[test]
    fn a_metric_that_is_asked_for_exists() {
        let files = [
            ("crates/service/src/metrics.rs", METRICS),
            ("ops/grafana/board.json", "{\"expr\": \"rate(bot_dead_total[5m]) / bot_gone_total\"}\n"),
            (ALERTS, "expr: histogram_quantile(0.95, bot_wait_seconds_bucket) > bot_wait_seconds_count\n"),
        ];
        assert_eq!(said(&files), ["ops/grafana/board.json:1: the code knows no metric `bot_gone_total`"]);
    }
}
