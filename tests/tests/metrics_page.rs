//! The page about metrics and the program agree about what each metric is and which words its labels have.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use portcullis_tests::{Stage, operations::value_of};

/// A row of the page.
#[derive(Debug)]
struct Row {
    metric: String,
    kind: String,
    /// The labels, each with the words that the page names.
    labels: BTreeMap<String, BTreeSet<String>>,
}

fn code_spans(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

fn rows() -> Vec<Row> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/metrics.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `bot_"));
    let read = rows.filter_map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, metric, kind @ ("counter" | "gauge" | "histogram"), labels, ..] = cells[..] else { return None };
        let labels = labels.split(';').filter(|label| !label.is_empty()).map(|label| {
            let mut spans = code_spans(label);
            let name = spans.next().unwrap();
            // Where there are other words between them, they are examples.
            let is_list =
                label.split('`').step_by(2).all(|between| between.chars().all(|letter| ":, ".contains(letter)));
            (name, if is_list { spans.collect() } else { BTreeSet::new() })
        });
        Some(Row { metric: code_spans(metric).next().unwrap(), kind: kind.to_owned(), labels: labels.collect() })
    });
    read.collect()
}

/// The words that a label of a metric has in Prometheus' text.
fn words(metrics: &str, metric: &str, label: &str) -> BTreeSet<String> {
    let is_of_metric = |line: &&str| {
        let rest = line.strip_prefix(metric).unwrap_or_default();
        ["", "_bucket", "_count", "_sum"]
            .iter()
            .any(|end| rest.strip_prefix(end).is_some_and(|rest| rest.starts_with('{')))
    };
    let word = |line: &str| {
        let (_, rest) = line.split_once(&format!("{label}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    metrics.lines().filter(is_of_metric).filter_map(word).collect()
}

#[tokio::test]
async fn what_the_page_says_of_each_metric_is_what_the_program_shows() {
    let stage = Stage::protected().await;
    let operations = stage.operations().await;
    operations.until_status("/health", 200).await;
    let metrics = operations.get("/metrics").await.text;
    let rows = rows();
    assert!(rows.len() > 25, "{rows:?}");
    for Row { metric, kind, labels } in &rows {
        let kind = format!("# TYPE {metric} {kind}\n");
        assert!(metrics.contains(&kind), "«{kind}» is missing:\n{metrics}");
        for (label, documented) in labels {
            let shown = words(&metrics, metric, label);
            assert!(!shown.is_empty(), "{metric} has no label {label}");
            if !documented.is_empty() {
                assert_eq!(&shown, documented, "{metric}{{{label}}}");
            }
        }
    }
    stage.end().await;
}

#[tokio::test]
async fn a_request_to_join_counts_as_one() {
    let stage = Stage::protected().await;
    let sam = stage.simulator.act(|world| world.add_user("Sam"));
    stage.simulator.act(|world| world.request_to_join(stage.channel, sam)).unwrap();
    let operations = stage.operations().await;
    let series = r#"bot_updates_total{kind="chat_join_request"}"#;
    operations.until("/metrics", |answer| value_of(&answer.text, series) == Some(1.0)).await;
    stage.end().await;
}
